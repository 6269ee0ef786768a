/// Arithmetic of 128 bits for functions that cannot be had exactly: truncated, so that a few of the last bits are wrong,
/// which leaves about sixty to round with.
extension Unrounded {
  /// The product, truncated.
  static func product(_ a: Unrounded, _ b: Unrounded) -> Unrounded {
    Unrounded(
      isNegative: a.isNegative != b.isNegative, exponent: a.exponent &+ b.exponent &+ 1,
      normalizing: a.significand.multipliedHigh(by: b.significand))
  }

  /// The quotient, truncated.
  static func quotient(_ a: Unrounded, _ b: Unrounded) -> Unrounded {
    let fits = a.significand >= b.significand
    // In [½, 1) of the divisor, so that the quotient has 128 bits.
    let numerator = fits ? a.significand &>> 1 : a.significand
    let (high, rest) = numerator.quotientWord(by: b.significand)
    let (low, _) = rest.quotientWord(by: b.significand)
    return Unrounded(
      isNegative: a.isNegative != b.isNegative, exponent: a.exponent &- b.exponent &- (fits ? 0 : 1),
      normalizing: UInt128(high) &<< 64 | UInt128(low))
  }

  /// The sum; `nil` if it is zero. What falls out at the bottom is lost, but for the last bit.
  static func sum(_ a: Unrounded, _ b: Unrounded) -> Unrounded? {
    let aIsGreater = a.exponent > b.exponent || (a.exponent == b.exponent && a.significand >= b.significand)
    let (greater, smaller) = aIsGreater ? (a, b) : (b, a)
    let high = greater.significand &>> 1
    let low = (smaller.significand &>> 1).shiftedRightSticky(greater.exponent &- smaller.exponent)
    let total = a.isNegative == b.isNegative ? high &+ low : high &- low
    if total == 0 { return nil }
    return Unrounded(isNegative: greater.isNegative, exponent: greater.exponent &+ 1, normalizing: total)
  }

  /// 1 + `fraction` ÷ 2^128.
  static func onePlus(_ fraction: UInt128) -> Unrounded {
    Unrounded(isNegative: false, exponent: 0, significand: 1 &<< 127 | fraction &>> 1)
  }

  /// 1 − `fraction` ÷ 2^128, and less than 1 even if the fraction is too small to tell.
  static func oneMinus(_ fraction: UInt128) -> Unrounded {
    Unrounded(isNegative: false, exponent: -1, normalizing: 0 &- (fraction == 0 ? 1 : fraction))
  }

  /// The magnitude, which is less than 1, as a fraction of 2^128, truncated.
  var fraction: UInt128 {
    let distance = -1 &- exponent
    return distance > 127 ? 0 : significand &>> UInt128(truncatingIfNeeded: distance)
  }

  /// The same number, marked as not exact.
  var inexact: Unrounded {
    Unrounded(isNegative: isNegative, exponent: exponent, significand: significand | 1)
  }

  var negated: Unrounded { Unrounded(isNegative: !isNegative, exponent: exponent, significand: significand) }
}

extension UInt128 {
  /// The high half of the product of 256 bits.
  @inline(__always)
  func multipliedHigh(by other: UInt128) -> UInt128 {
    let (aHigh, aLow) = (UInt64(truncatingIfNeeded: self &>> 64), UInt64(truncatingIfNeeded: self))
    let (bHigh, bLow) = (UInt64(truncatingIfNeeded: other &>> 64), UInt64(truncatingIfNeeded: other))
    let low = aLow.multipliedFullWidth(by: bLow)
    let middle1 = aHigh.multipliedFullWidth(by: bLow)
    let middle2 = aLow.multipliedFullWidth(by: bHigh)
    let high = aHigh.multipliedFullWidth(by: bHigh)
    let middle = UInt128(low.high) &+ UInt128(middle1.low) &+ UInt128(middle2.low)
    return (UInt128(high.high) &<< 64 | UInt128(high.low)) &+ UInt128(middle1.high) &+ UInt128(middle2.high)
      &+ (middle &>> 64)
  }

  /// The next 64 bits of a quotient, self × 2^64 ÷ `divisor`, and the remainder (Knuth, vol. 2, 4.3.1, algorithm D).
  /// Self is less than the divisor, whose top bit is set.
  func quotientWord(by divisor: UInt128) -> (quotient: UInt64, remainder: UInt128) {
    let top = UInt64(truncatingIfNeeded: divisor &>> 64)
    let bottom = UInt64(truncatingIfNeeded: divisor)
    let high = UInt64(truncatingIfNeeded: self &>> 64)
    let low = UInt64(truncatingIfNeeded: self)
    var quotient = high >= top ? UInt64.max : top.dividingFullWidth((high, low)).quotient
    // The remainder, self × 2^64 − quotient × divisor, is negative if the quotient is one or two too great.
    let product = bottom.multipliedFullWidth(by: quotient)
    var upper = Int128(truncatingIfNeeded: self &- UInt128(quotient) &* UInt128(top)) &- Int128(product.high)
    var lower = 0 &- product.low
    if product.low != 0 { upper &-= 1 }
    while upper < 0 {
      quotient &-= 1
      let (sum, carry) = lower.addingReportingOverflow(bottom)
      lower = sum
      upper &+= Int128(top) &+ (carry ? 1 : 0)
    }
    return (quotient, UInt128(truncatingIfNeeded: upper) &<< 64 | UInt128(lower))
  }
}
