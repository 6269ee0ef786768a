// ADDSS, SUBSS, MULSS, DIVSS, SQRTSS and comparisons, the short way: see `Quick.swift`.

import CSquareRoot

extension Binary32 {
  @inlinable @inline(__always)
  static func isDenormalQuick(_ bits: UInt32) -> Bool { bits &+ bits &- 1 < 0x00FF_FFFF }

  /// Normal, finite, and greater than the smallest normal value, to which a tiny result may have been rounded.
  @inlinable @inline(__always)
  static func isOrdinary(_ bits: UInt32) -> Bool { bits &+ bits &- 0x0100_0001 < 0xFDFF_FFFF }

  @inlinable @inline(__always)
  static func isZeroQuick(_ bits: UInt32) -> Bool { bits &+ bits == 0 }

  /// ADDSS, where it is simple.
  @inlinable @inline(__always)
  public static func addQuickly(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    let sum = x + y
    let bits = sum.bitPattern
    // Zero: a difference of equals, or a sum of zeros, both exact; a sum never underflows without being exact.
    guard _fastPath(isOrdinary(bits) || isZeroQuick(bits)), _fastPath(mxcsr.roundsToNearest),
      _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    // Knuth's two-sum: what rounding took away, itself exact.
    let yRounded = sum - x
    let lost = (x - (sum - yRounded)) + (y - yRounded)
    return lost == 0 ? bits : nil
  }

  /// SUBSS, where it is simple.
  @inlinable @inline(__always)
  public static func subtractQuickly(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    let difference = x - y
    let bits = difference.bitPattern
    guard _fastPath(isOrdinary(bits) || isZeroQuick(bits)), _fastPath(mxcsr.roundsToNearest),
      _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    let yRounded = x - difference
    let lost = (x - (difference + yRounded)) - (y - yRounded)
    return lost == 0 ? bits : nil
  }

  /// MULSS, where it is simple.
  @inlinable @inline(__always)
  public static func multiplyQuickly(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    let product = x * y
    let bits = product.bitPattern
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    // A zero is exact if an operand is one; otherwise it is an underflow.
    guard _fastPath(isOrdinary(bits)) else {
      return isZeroQuick(bits) && (isZeroQuick(a) || isZeroQuick(b)) ? bits : nil
    }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    // In double precision the product is exact.
    return Double(x) * Double(y) == Double(product) ? bits : nil
  }

  /// DIVSS, where it is simple.
  @inlinable @inline(__always)
  public static func divideQuickly(_ a: UInt32, _ b: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    let quotient = x / y
    let bits = quotient.bitPattern
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    guard _fastPath(isOrdinary(bits)) else { return isZeroQuick(bits) && isZeroQuick(a) ? bits : nil }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    return Double(quotient) * Double(y) == Double(x) ? bits : nil
  }

  /// SQRTSS, where it is simple.
  @inlinable @inline(__always)
  public static func squareRootQuickly(_ a: UInt32, _ mxcsr: MXCSR) -> UInt32? {
    guard _fastPath(isOrdinary(a)), _fastPath(a &>> 31 == 0), _fastPath(mxcsr.roundsToNearest) else {
      return isZeroQuick(a) ? a : nil
    }
    let x = Float(bitPattern: a)
    let root = square_root_float(x)
    let bits = root.bitPattern
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    return Double(root) * Double(root) == Double(x) ? bits : nil
  }

  /// The relation of two numbers that are neither NaN nor denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: UInt32, _ b: UInt32) -> Relation? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    guard _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b)) else { return nil }
    if x < y { return .less }
    if x > y { return .greater }
    return x == y ? .equal : nil
  }

  /// CMPSS of two numbers that are neither NaN nor denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: UInt32, _ b: UInt32, _ predicate: ComparisonPredicate) -> UInt32? {
    let x = Float(bitPattern: a)
    let y = Float(bitPattern: b)
    guard _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b)), _fastPath(x == x), _fastPath(y == y)
    else { return nil }
    let holds =
      switch predicate.orderedForm {
      case .equal: x == y
      case .less: x < y
      case .lessOrEqual: x <= y
      case .never: false
      }
    return holds != predicate.isNegated ? .max : 0
  }
}
