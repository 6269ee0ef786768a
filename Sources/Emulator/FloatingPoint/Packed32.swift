// ADDPS, SUBPS, MULPS, DIVPS and SQRTPS: all elements the short way at once (see `Quick.swift`), or one by one.

import CSquareRoot

extension Binary32 {
  /// Whether every element is zero or normal.
  @inlinable @inline(__always)
  static func areOrdinaryOperands(_ a: SIMD4<Float>, _ b: SIMD4<Float>) -> SIMDMask<SIMD4<Float>.MaskStorage> {
    let smallest = SIMD4<Float>(repeating: .leastNormalMagnitude)
    let zero = SIMD4<Float>(repeating: 0)
    return (magnitude(a) .>= smallest .| a .== zero) .& (magnitude(b) .>= smallest .| b .== zero)
  }
  /// Which elements are normal, finite, and greater than the smallest normal value.
  @inlinable @inline(__always)
  static func areOrdinary(_ a: SIMD4<Float>) -> SIMDMask<SIMD4<Float>.MaskStorage> {
    let magnitude = magnitude(a)
    return magnitude .> SIMD4<Float>(repeating: .leastNormalMagnitude) .& magnitude
      .< SIMD4<Float>(repeating: .infinity)
  }
  @inlinable @inline(__always)
  static func magnitude(_ a: SIMD4<Float>) -> SIMD4<Float> {
    unsafeBitCast(unsafeBitCast(a, to: SIMD4<UInt32>.self) & 0x7FFF_FFFF, to: SIMD4<Float>.self)
  }
  @inlinable @inline(__always)
  static func allHold(_ mask: SIMDMask<SIMD4<Float>.MaskStorage>) -> Bool {
    let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return words.x & words.y == .max
  }

  /// ADDPS, where it is simple in every element.
  @inlinable @inline(__always)
  public static func addQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    let zero = SIMD4<Float>(repeating: 0)
    let result = x + y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| result .== zero)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD4<UInt32>.self)
  }
  /// ADDPS.
  @inlinable @inline(__always)
  public static func add(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    addQuickly(a, b, mxcsr) ?? addByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func addByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(add(a[0], b[0], &mxcsr), add(a[1], b[1], &mxcsr), add(a[2], b[2], &mxcsr), add(a[3], b[3], &mxcsr))
  }

  /// SUBPS, where it is simple in every element.
  @inlinable @inline(__always)
  public static func subtractQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    let zero = SIMD4<Float>(repeating: 0)
    let result = x - y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| result .== zero)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD4<UInt32>.self)
  }
  /// SUBPS.
  @inlinable @inline(__always)
  public static func subtract(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    subtractQuickly(a, b, mxcsr) ?? subtractByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func subtractByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      subtract(a[0], b[0], &mxcsr), subtract(a[1], b[1], &mxcsr), subtract(a[2], b[2], &mxcsr),
      subtract(a[3], b[3], &mxcsr))
  }

  /// MULPS, where it is simple in every element.
  @inlinable @inline(__always)
  public static func multiplyQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    let zero = SIMD4<Float>(repeating: 0)
    let result = x * y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(
        allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| (result .== zero .& (x .== zero .| y .== zero)))))
    else { return nil }
    return unsafeBitCast(result, to: SIMD4<UInt32>.self)
  }
  /// MULPS.
  @inlinable @inline(__always)
  public static func multiply(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    multiplyQuickly(a, b, mxcsr) ?? multiplyByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func multiplyByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      multiply(a[0], b[0], &mxcsr), multiply(a[1], b[1], &mxcsr), multiply(a[2], b[2], &mxcsr),
      multiply(a[3], b[3], &mxcsr))
  }

  /// DIVPS, where it is simple in every element.
  @inlinable @inline(__always)
  public static func divideQuickly(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let y = unsafeBitCast(b, to: SIMD4<Float>.self)
    let zero = SIMD4<Float>(repeating: 0)
    let result = x / y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| (result .== zero .& x .== zero))))
    else { return nil }
    return unsafeBitCast(result, to: SIMD4<UInt32>.self)
  }
  /// DIVPS.
  @inlinable @inline(__always)
  public static func divide(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    divideQuickly(a, b, mxcsr) ?? divideByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func divideByElement(_ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      divide(a[0], b[0], &mxcsr), divide(a[1], b[1], &mxcsr), divide(a[2], b[2], &mxcsr), divide(a[3], b[3], &mxcsr))
  }

  /// SQRTPS, where it is simple in every element.
  @inlinable @inline(__always)
  public static func squareRootQuickly(_ a: SIMD4<UInt32>, _ mxcsr: MXCSR) -> SIMD4<UInt32>? {
    let x = unsafeBitCast(a, to: SIMD4<Float>.self)
    let result = SIMD4(
      square_root_float(x[0]), square_root_float(x[1]), square_root_float(x[2]), square_root_float(x[3]))
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinary(x) .& areOrdinary(result)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD4<UInt32>.self)
  }
  /// SQRTPS.
  @inlinable @inline(__always)
  public static func squareRoot(_ a: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    squareRootQuickly(a, mxcsr) ?? squareRootByElement(a, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func squareRootByElement(_ a: SIMD4<UInt32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4<UInt32>(
      squareRoot(a[0], &mxcsr), squareRoot(a[1], &mxcsr), squareRoot(a[2], &mxcsr), squareRoot(a[3], &mxcsr))
  }
}
