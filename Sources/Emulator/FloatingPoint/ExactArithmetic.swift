/// The four operations and the square root on finite, non-zero numbers of up to 64 bits: the infinitely precise result,
/// ready to be rounded. Shared by SSE and x87.
extension Unpacked {
  /// The sum; `nil` if it is exactly zero.
  @inline(__always)
  static func sum(_ a: Unpacked, _ b: Unpacked) -> Unrounded? {
    let aIsGreater = a.exponent > b.exponent || (a.exponent == b.exponent && a.significand >= b.significand)
    let (greater, smaller) = aIsGreater ? (a, b) : (b, a)
    // One bit is left free above for the carry, 63 below for what is lost.
    let high = UInt128(greater.significand) &<< 63
    let low = (UInt128(smaller.significand) &<< 63).shiftedRightSticky(greater.exponent &- smaller.exponent)
    if a.isNegative == b.isNegative {
      return Unrounded(
        isNegative: a.isNegative, exponent: greater.exponent &+ 1, normalizingByOne: high &+ low)
    }
    let total = high &- low
    if total == 0 { return nil }
    return Unrounded(isNegative: greater.isNegative, exponent: greater.exponent &+ 1, normalizing: total)
  }

  @inline(__always)
  static func product(_ a: Unpacked, _ b: Unpacked) -> Unrounded {
    let (high, low) = a.significand.multipliedFullWidth(by: b.significand)
    let product = UInt128(high) &<< 64 | UInt128(low)
    return Unrounded(
      isNegative: a.isNegative != b.isNegative, exponent: a.exponent &+ b.exponent &+ 1, normalizingByOne: product)
  }

  @inline(__always)
  static func quotient(_ a: Unpacked, _ b: Unpacked) -> Unrounded {
    let fits = a.significand >= b.significand
    let divisor = b.significand
    // a / b scaled into [2^63, 2^64).
    let high = fits ? a.significand &>> 1 : a.significand
    let low = fits ? a.significand &<< 63 : 0
    let (quotient, remainder) = divisor.dividingFullWidth((high, low))
    // The next bit, and whether anything is left after it.
    let (twice, overflow) = remainder.addingReportingOverflow(remainder)
    let half: UInt64 = overflow || twice >= divisor ? 1 &<< 63 : 0
    let sticky: UInt64 = remainder == 0 || (!overflow && twice == divisor) ? 0 : 1
    return Unrounded(
      isNegative: a.isNegative != b.isNegative, exponent: a.exponent &- b.exponent &- (fits ? 0 : 1),
      significand: UInt128(quotient) &<< 64 | UInt128(half | sticky))
  }

  /// The root of a positive number.
  @inline(__always)
  static func squareRoot(_ a: Unpacked) -> Unrounded {
    let isOdd = a.exponent & 1 != 0
    let radicand = UInt128(a.significand) &<< (isOdd ? 64 : 63)
    let (root, remainder) = radicand.integerSquareRoot()
    // The exact root is never halfway between two integers: (r + ½)² is not an integer.
    let rest: UInt64 = remainder == 0 ? 0 : remainder > UInt128(root) ? 1 &<< 63 | 1 : 1
    return Unrounded(
      isNegative: false, exponent: a.exponent &>> 1, significand: UInt128(root) &<< 64 | UInt128(rest))
  }
}

extension UInt128 {
  /// The greatest r with r² ≤ self, and self − r². Self is at least 2^126.
  @inline(__always)
  func integerSquareRoot() -> (root: UInt64, remainder: UInt128) {
    // 53 bits of the root from the host's, which is exactly rounded everywhere; then one step of Newton's iteration.
    let top = Double(Int64(truncatingIfNeeded: self &>> 65))
    let estimate = Swift.min((top + top).squareRoot(), 0x1.fffffffffffffp31)
    let reciprocal = 0x1p-17 / estimate
    var root = UInt64(truncatingIfNeeded: Int64(estimate * 0x1p31)) &<< 1
    var remainder = Int128(truncatingIfNeeded: self &- UInt128(root) &* UInt128(root))
    let step = Int64(Double(Int64(truncatingIfNeeded: remainder &>> 16)) * reciprocal)
    remainder &-= Int128(step) &* (Int128(root) &* 2 &+ Int128(step))
    root = root &+ UInt64(truncatingIfNeeded: step)
    // Off by one at most.
    while remainder < 0 {
      root &-= 1
      remainder &+= Int128(root) &* 2 &+ 1
    }
    while remainder > Int128(root) &* 2 {
      remainder &-= Int128(root) &* 2 &+ 1
      root &+= 1
    }
    return (root, UInt128(truncatingIfNeeded: remainder))
  }
}
