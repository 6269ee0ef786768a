// ADDSD, SUBSD, MULSD, DIVSD, SQRTSD and comparisons, the short way: see `Quick.swift`.

import CSquareRoot

extension Binary64 {
  @inlinable @inline(__always)
  static func isDenormalQuick(_ bits: UInt64) -> Bool { bits &+ bits &- 1 < 0x001F_FFFF_FFFF_FFFF }

  /// Normal, finite, and greater than the smallest normal value, to which a tiny result may have been rounded.
  @inlinable @inline(__always)
  static func isOrdinary(_ bits: UInt64) -> Bool { bits &+ bits &- 0x0020_0000_0000_0001 < 0xFFBF_FFFF_FFFF_FFFF }

  @inlinable @inline(__always)
  static func isZeroQuick(_ bits: UInt64) -> Bool { bits &+ bits == 0 }

  /// ADDSD, where it is simple.
  @inlinable @inline(__always)
  public static func addQuickly(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    let x = Double(bitPattern: a)
    let y = Double(bitPattern: b)
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

  /// SUBSD, where it is simple.
  @inlinable @inline(__always)
  public static func subtractQuickly(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    let x = Double(bitPattern: a)
    let y = Double(bitPattern: b)
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

  /// MULSD, where it is simple.
  @inlinable @inline(__always)
  public static func multiplyQuickly(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    let bits = (Double(bitPattern: a) * Double(bitPattern: b)).bitPattern
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    // A zero is exact if an operand is one; otherwise it is an underflow.
    guard _fastPath(isOrdinary(bits)) else {
      return isZeroQuick(bits) && (isZeroQuick(a) || isZeroQuick(b)) ? bits : nil
    }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    // Exact if the product of the significands is that of the result: the low 64 bits tell.
    let product = significand(a) &* significand(b)
    return product == significand(bits) &<< (52 &+ exponent(bits) &- exponent(a) &- exponent(b) &+ 1023)
      ? bits : nil
  }

  /// DIVSD, where it is simple.
  @inlinable @inline(__always)
  public static func divideQuickly(_ a: UInt64, _ b: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    let bits = (Double(bitPattern: a) / Double(bitPattern: b)).bitPattern
    guard _fastPath(mxcsr.roundsToNearest), _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b))
    else { return nil }
    guard _fastPath(isOrdinary(bits)) else { return isZeroQuick(bits) && isZeroQuick(a) ? bits : nil }
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    // Exact if quotient × divisor is the dividend. The difference is less than 2^64, so the low 64 bits tell.
    let product = significand(bits) &* significand(b)
    return product == significand(a) &<< (52 &+ exponent(a) &- exponent(b) &- exponent(bits) &+ 1023) ? bits : nil
  }

  /// SQRTSD, where it is simple.
  @inlinable @inline(__always)
  public static func squareRootQuickly(_ a: UInt64, _ mxcsr: MXCSR) -> UInt64? {
    guard _fastPath(isOrdinary(a)), _fastPath(a &>> 63 == 0), _fastPath(mxcsr.roundsToNearest) else {
      return isZeroQuick(a) ? a : nil
    }
    let bits = square_root_double(Double(bitPattern: a)).bitPattern
    if _fastPath(mxcsr.ignoresPrecision) { return bits }
    let square = significand(bits) &* significand(bits)
    return square == significand(a) &<< (52 &+ exponent(a) &+ 1023 &- 2 &* exponent(bits)) ? bits : nil
  }

  /// The relation of two numbers that are neither NaN nor denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: UInt64, _ b: UInt64) -> Relation? {
    let x = Double(bitPattern: a)
    let y = Double(bitPattern: b)
    guard _fastPath(!isDenormalQuick(a)), _fastPath(!isDenormalQuick(b)) else { return nil }
    if x < y { return .less }
    if x > y { return .greater }
    return x == y ? .equal : nil
  }

  /// CMPSD of two numbers that are neither NaN nor denormal.
  @inlinable @inline(__always)
  public static func compareQuickly(_ a: UInt64, _ b: UInt64, _ predicate: ComparisonPredicate) -> UInt64? {
    let x = Double(bitPattern: a)
    let y = Double(bitPattern: b)
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

  /// The significand of a normal number, hidden bit included.
  @inlinable @inline(__always)
  static func significand(_ bits: UInt64) -> UInt64 { bits & 0x000F_FFFF_FFFF_FFFF | 0x0010_0000_0000_0000 }
  /// The biased exponent.
  @inlinable @inline(__always)
  static func exponent(_ bits: UInt64) -> UInt64 { bits &>> 52 & 0x7FF }
}
