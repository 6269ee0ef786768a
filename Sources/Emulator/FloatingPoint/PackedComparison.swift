// MINPS, MAXPS, CMPPS and their kin: all elements the short way at once, or one by one.

extension Binary32 {
  /// MINPS, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func minimumQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    return b.replacing(with: a, where: x .< y)
  }
  /// MAXPS, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func maximumQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    return b.replacing(with: a, where: x .> y)
  }
  /// CMPPS, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ predicate: ComparisonPredicate) -> SIMD4<
    UInt32
  >? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    let mask =
      switch predicate.orderedForm {
      case .equal: x .== y
      case .less: x .< y
      case .lessOrEqual: x .<= y
      case .never: x .!= x
      }
    let result = unsafeBitCast(mask, to: SIMD4<UInt32>.self)
    return predicate.isNegated ? ~result : result
  }

  /// MINPS.
  @inlinable @inline(__always)
  public static func minimum(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    minimumQuickly(a, b) ?? minimumByElement(a, b, &mxcsr)
  }
  /// MAXPS.
  @inlinable @inline(__always)
  public static func maximum(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    maximumQuickly(a, b) ?? maximumByElement(a, b, &mxcsr)
  }
  /// CMPPS.
  @inlinable @inline(__always)
  public static func compare(
    _ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> SIMD4<UInt32> {
    compareQuickly(a, b, predicate) ?? compareByElement(a, b, predicate, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func minimumByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      minimum(a[0], b[0], &mxcsr), minimum(a[1], b[1], &mxcsr), minimum(a[2], b[2], &mxcsr), minimum(a[3], b[3], &mxcsr)
    )
  }
  @usableFromInline @inline(never)
  static func maximumByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      maximum(a[0], b[0], &mxcsr), maximum(a[1], b[1], &mxcsr), maximum(a[2], b[2], &mxcsr), maximum(a[3], b[3], &mxcsr)
    )
  }
  @usableFromInline @inline(never)
  static func compareByElement(
    _ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      compare(a[0], b[0], predicate, &mxcsr), compare(a[1], b[1], predicate, &mxcsr),
      compare(a[2], b[2], predicate, &mxcsr), compare(a[3], b[3], predicate, &mxcsr))
  }
}

extension Binary64 {
  /// MINPD, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func minimumQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    return b.replacing(with: a, where: x .< y)
  }
  /// MAXPD, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func maximumQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    return b.replacing(with: a, where: x .> y)
  }
  /// CMPPD, where no element is a NaN or denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ predicate: ComparisonPredicate) -> SIMD2<
    UInt64
  >? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    guard _fastPath(allHold(areOrdinaryOperands(x, y))) else { return nil }
    let mask =
      switch predicate.orderedForm {
      case .equal: x .== y
      case .less: x .< y
      case .lessOrEqual: x .<= y
      case .never: x .!= x
      }
    let result = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return predicate.isNegated ? ~result : result
  }

  /// MINPD.
  @inlinable @inline(__always)
  public static func minimum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    minimumQuickly(a, b) ?? minimumByElement(a, b, &mxcsr)
  }
  /// MAXPD.
  @inlinable @inline(__always)
  public static func maximum(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    maximumQuickly(a, b) ?? maximumByElement(a, b, &mxcsr)
  }
  /// CMPPD.
  @inlinable @inline(__always)
  public static func compare(
    _ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> SIMD2<UInt64> {
    compareQuickly(a, b, predicate) ?? compareByElement(a, b, predicate, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func minimumByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(minimum(a[0], b[0], &mxcsr), minimum(a[1], b[1], &mxcsr))
  }
  @usableFromInline @inline(never)
  static func maximumByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(maximum(a[0], b[0], &mxcsr), maximum(a[1], b[1], &mxcsr))
  }
  @usableFromInline @inline(never)
  static func compareByElement(
    _ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ predicate: ComparisonPredicate, _ mxcsr: inout MXCSR
  ) -> SIMD2<UInt64> {
    SIMD2<UInt64>(compare(a[0], b[0], predicate, &mxcsr), compare(a[1], b[1], predicate, &mxcsr))
  }
}
