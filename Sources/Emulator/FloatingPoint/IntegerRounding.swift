/// A number rounded to an integer.
struct RoundedInteger {
  var magnitude: UInt64
  /// Something was lost.
  var isInexact: Bool
  /// The magnitude became greater than it was.
  var roundedUp: Bool

  /// The integer in two's complement; `nil` if it does not fit into `width` bits.
  @inline(__always)
  func signed(_ isNegative: Bool, width: Int) -> Int64? {
    let limit = (1 as UInt64) &<< UInt64(truncatingIfNeeded: width &- 1)
    if isNegative ? magnitude > limit : magnitude >= limit { return nil }
    return Int64(truncatingIfNeeded: isNegative ? 0 &- magnitude : magnitude)
  }
}

extension Unpacked {
  /// The number rounded to an integer; `nil` if its magnitude is 2^64 or more.
  @inline(__always)
  func integer(_ mode: RoundingMode) -> RoundedInteger? {
    if exponent > 63 { return nil }
    var whole: UInt64 = 0
    // What is behind the point, as a fraction of 2^128; below a quarter its size does not matter.
    var lost: UInt128 = 1
    if exponent >= 0 {
      let fixed = (UInt128(significand) &<< 64) &>> UInt128(truncatingIfNeeded: 63 &- exponent)
      whole = UInt64(truncatingIfNeeded: fixed &>> 64)
      lost = fixed &<< 64
    } else if exponent == -1 {
      lost = UInt128(significand) &<< 64
    }
    let up = mode.incrementsMagnitude(
      isNegative: isNegative, isOdd: whole & 1 != 0, lost: lost, half: (1 as UInt128) &<< 127)
    if up, whole == .max { return nil }
    return RoundedInteger(magnitude: up ? whole &+ 1 : whole, isInexact: lost != 0, roundedUp: up)
  }
}
