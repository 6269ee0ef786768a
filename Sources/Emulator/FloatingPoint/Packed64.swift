// ADDPD, SUBPD, MULPD, DIVPD and SQRTPD: all elements the short way at once (see `Quick.swift`), or one by one.

import CSquareRoot

extension Binary64 {
  /// Whether every element is zero or normal.
  @inlinable @inline(__always)
  static func areOrdinaryOperands(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> SIMDMask<SIMD2<Double>.MaskStorage> {
    let smallest = SIMD2<Double>(repeating: .leastNormalMagnitude)
    let zero = SIMD2<Double>(repeating: 0)
    return (magnitude(a) .>= smallest .| a .== zero) .& (magnitude(b) .>= smallest .| b .== zero)
  }
  /// Which elements are normal, finite, and greater than the smallest normal value.
  @inlinable @inline(__always)
  static func areOrdinary(_ a: SIMD2<Double>) -> SIMDMask<SIMD2<Double>.MaskStorage> {
    let magnitude = magnitude(a)
    return magnitude .> SIMD2<Double>(repeating: .leastNormalMagnitude) .& magnitude
      .< SIMD2<Double>(repeating: .infinity)
  }
  @inlinable @inline(__always)
  static func magnitude(_ a: SIMD2<Double>) -> SIMD2<Double> {
    unsafeBitCast(unsafeBitCast(a, to: SIMD2<UInt64>.self) & 0x7FFF_FFFF_FFFF_FFFF, to: SIMD2<Double>.self)
  }
  @inlinable @inline(__always)
  static func allHold(_ mask: SIMDMask<SIMD2<Double>.MaskStorage>) -> Bool {
    let words = unsafeBitCast(mask, to: SIMD2<UInt64>.self)
    return words.x & words.y == .max
  }

  /// ADDPD, where it is simple in every element.
  @inlinable @inline(__always)
  public static func addQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    let zero = SIMD2<Double>(repeating: 0)
    let result = x + y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| result .== zero)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD2<UInt64>.self)
  }
  /// ADDPD.
  @inlinable @inline(__always)
  public static func add(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    addQuickly(a, b, mxcsr) ?? addByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func addByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(add(a[0], b[0], &mxcsr), add(a[1], b[1], &mxcsr))
  }

  /// SUBPD, where it is simple in every element.
  @inlinable @inline(__always)
  public static func subtractQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    let zero = SIMD2<Double>(repeating: 0)
    let result = x - y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| result .== zero)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD2<UInt64>.self)
  }
  /// SUBPD.
  @inlinable @inline(__always)
  public static func subtract(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    subtractQuickly(a, b, mxcsr) ?? subtractByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func subtractByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(subtract(a[0], b[0], &mxcsr), subtract(a[1], b[1], &mxcsr))
  }

  /// MULPD, where it is simple in every element.
  @inlinable @inline(__always)
  public static func multiplyQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    let zero = SIMD2<Double>(repeating: 0)
    let result = x * y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(
        allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| (result .== zero .& (x .== zero .| y .== zero)))))
    else { return nil }
    return unsafeBitCast(result, to: SIMD2<UInt64>.self)
  }
  /// MULPD.
  @inlinable @inline(__always)
  public static func multiply(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    multiplyQuickly(a, b, mxcsr) ?? multiplyByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func multiplyByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(multiply(a[0], b[0], &mxcsr), multiply(a[1], b[1], &mxcsr))
  }

  /// DIVPD, where it is simple in every element.
  @inlinable @inline(__always)
  public static func divideQuickly(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let y = unsafeBitCast(b, to: SIMD2<Double>.self)
    let zero = SIMD2<Double>(repeating: 0)
    let result = x / y
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinaryOperands(x, y) .& (areOrdinary(result) .| (result .== zero .& x .== zero))))
    else { return nil }
    return unsafeBitCast(result, to: SIMD2<UInt64>.self)
  }
  /// DIVPD.
  @inlinable @inline(__always)
  public static func divide(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    divideQuickly(a, b, mxcsr) ?? divideByElement(a, b, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func divideByElement(_ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(divide(a[0], b[0], &mxcsr), divide(a[1], b[1], &mxcsr))
  }

  /// SQRTPD, where it is simple in every element.
  @inlinable @inline(__always)
  public static func squareRootQuickly(_ a: SIMD2<UInt64>, _ mxcsr: MXCSR) -> SIMD2<UInt64>? {
    let x = unsafeBitCast(a, to: SIMD2<Double>.self)
    let result = SIMD2(square_root_double(x[0]), square_root_double(x[1]))
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision),
      _fastPath(allHold(areOrdinary(x) .& areOrdinary(result)))
    else { return nil }
    return unsafeBitCast(result, to: SIMD2<UInt64>.self)
  }
  /// SQRTPD.
  @inlinable @inline(__always)
  public static func squareRoot(_ a: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    squareRootQuickly(a, mxcsr) ?? squareRootByElement(a, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func squareRootByElement(_ a: SIMD2<UInt64>, _ mxcsr: inout MXCSR) -> SIMD2<UInt64> {
    SIMD2<UInt64>(squareRoot(a[0], &mxcsr), squareRoot(a[1], &mxcsr))
  }
}
