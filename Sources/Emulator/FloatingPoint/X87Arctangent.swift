/// FPATAN (SDM vol. 2; special operands: table 3-30).
extension X87 {
  /// The angle of the point (`x`, `y`), −π to π: FPATAN with y = ST(1) and x = ST(0).
  public mutating func arctangent(y: ExtendedReal, x: ExtendedReal) -> ExtendedReal {
    begin()
    if y.isNotANumber || x.isNotANumber { return propagate(y, x) }
    if y.isDenormal || x.isDenormal { raise(.denormal) }
    let isNegative = y.isNegative
    if y.isInfinity {
      guard x.isInfinity else { return finish(angle: .halfPi, isNegative) }
      return finish(angle: x.isNegative ? .threeQuartersPi : .quarterPi, isNegative)
    }
    if y.isZero || x.isInfinity {
      return x.isNegative ? finish(angle: .pi, isNegative) : .zero(isNegative: isNegative)
    }
    if x.isZero { return finish(angle: .halfPi, isNegative) }
    return finish(angle: Self.angle(y.unpacked, x.unpacked), isNegative)
  }

  private mutating func finish(angle: Unrounded, _ isNegative: Bool) -> ExtendedReal {
    var signed = angle.inexact
    signed.isNegative = isNegative
    return finish(signed, bits: 64)
  }

  /// The angle of (`x`, |`y`|), 0 to π, truncated.
  private static func angle(_ y: Unpacked, _ x: Unpacked) -> Unrounded {
    let isSteep = y.exponent > x.exponent || (y.exponent == x.exponent && y.significand > x.significand)
    let slope = isSteep ? flatAngle(x, y) : flatAngle(y, x)
    // From the x axis, or from the y axis: 0 + slope, π/2 − slope, π/2 + slope, π − slope.
    if !isSteep { return x.isNegative ? difference(.pi, slope) : slope }
    return x.isNegative ? Unrounded.sum(.halfPi, slope) ?? .halfPi : difference(.halfPi, slope)
  }

  private static func difference(_ a: Unrounded, _ b: Unrounded) -> Unrounded {
    Unrounded.sum(a, b.negated) ?? a
  }

  /// arctan |`y` ÷ `x`|, where the quotient is at most 1.
  private static func flatAngle(_ y: Unpacked, _ x: Unpacked) -> Unrounded {
    let distance = x.exponent &- y.exponent
    // The nearest eighth c of the quotient t: arctan t = arctan c + arctan ((t − c) ÷ (1 + c t)), and the latter is small.
    if distance < 5 {
      // t = y ÷ x in units that keep every bit: x in eighths of 2^-distance.
      let numerator = UInt128(y.significand)
      let denominator = UInt128(x.significand) &<< UInt128(truncatingIfNeeded: distance)
      let eighths = (numerator &<< 4 &+ denominator) / (denominator &<< 1)
      if eighths > 0 {
        let base = Unrounded(isNegative: false, exponent: -1, normalizing: arctangentsOfEighths[Int(eighths) - 1])
        let (scaled, part) = (numerator &<< 3, eighths &* denominator)
        let above = scaled >= part
        let offset = above ? scaled &- part : part &- scaled
        if offset == 0 { return base }
        let ratio = Unrounded.quotient(
          Unrounded(isNegative: !above, exponent: 0, normalizing: offset),
          Unrounded(isNegative: false, exponent: 0, normalizing: denominator &<< 3 &+ eighths &* numerator))
        return Unrounded.sum(base, smallAngle(ratio)) ?? base
      }
    }
    var ratio = Unrounded.quotient(Unrounded(y), Unrounded(x))
    ratio.isNegative = false
    return smallAngle(ratio)
  }

  /// arctan u for |u| up to 1/16.
  private static func smallAngle(_ ratio: Unrounded) -> Unrounded {
    let square = Unrounded.product(ratio, ratio).fraction
    return .product(ratio, .oneMinus(PowerSeries.alternating(square, PowerSeries.oddReciprocals, count: 16)))
  }

  /// arctan 1/8, 2/8, ..., 8/8 in fractions of 2^128.
  private static let arctangentsOfEighths: [UInt128] = [
    0x1FD5_BA9A_AC2F_6DC6_5912_F313_E7D1_11DE, 0x3EB6_EBF2_5901_BAC5_5B71_E7BD_7DE8_85F9,
    0x5BD8_6507_937B_C239_C551_9091_6E7F_2241, 0x76B1_9C15_86ED_3DA2_B7F2_22F6_5E1D_4681,
    0x8F00_5D5E_F7F5_9F9B_5C83_5E16_65C4_3747, 0xA4BC_7D19_34F7_0924_19A8_7F2A_457D_AC9E,
    0xB805_3E2B_C231_9E73_CB2D_A552_10A4_443D, 0xC90F_DAA2_2168_C234_C4C6_628B_80DC_1CD1,
  ]
}
