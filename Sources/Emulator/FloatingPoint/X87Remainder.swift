/// FPREM, FPREM1, FSCALE and FXTRACT: exact operations on the exponent and by long division (SDM vol. 2).
extension X87 {
  /// FPREM (`toNearest` false: the quotient truncated) and FPREM1 (rounded to nearest, as IEEE 754 has it).
  ///
  /// Sets C2 if the reduction is not complete; else C0, C3 and C1 are the three low bits of the quotient.
  public mutating func remainder(_ a: ExtendedReal, by b: ExtendedReal, toNearest: Bool) -> ExtendedReal {
    begin()
    status &= ~Self.c2
    if a.isNotANumber || b.isNotANumber { return propagate(a, b) }
    if a.isInfinity || b.isZero { return invalid() }
    if a.isDenormal || b.isDenormal {
      raise(.denormal)
      if !isMasked(.denormal) { return a }
    }
    status &= ~(Self.c0 | Self.c3)
    if a.isZero { return a }
    let dividend = a.unpacked
    if b.isInfinity { return finish(Unrounded(dividend), bits: 64) }
    let divisor = b.unpacked
    let distance = dividend.exponent &- divisor.exponent
    if distance < -1 || (distance == -1 && !toNearest) { return finish(Unrounded(dividend), bits: 64) }
    if distance >= 64 { return partialRemainder(dividend, divisor, distance: distance) }
    return completeRemainder(dividend, divisor, distance: distance, toNearest: toNearest)
  }

  @inline(__always)
  private mutating func completeRemainder(
    _ dividend: Unpacked, _ divisor: Unpacked, distance: Int, toNearest: Bool
  ) -> ExtendedReal {
    // Both as integers at the scale of the divisor's last bit; half a bit more where the dividend is the smaller.
    let scale = distance < 0 ? 1 : 0
    let numerator = UInt128(dividend.significand) &<< UInt128(truncatingIfNeeded: max(distance, 0))
    let denominator = UInt128(divisor.significand) &<< UInt128(truncatingIfNeeded: scale)
    var (quotient, rest) = numerator.quotientAndRemainder(dividingBy: denominator)
    var isNegative = dividend.isNegative
    if toNearest {
      let complement = denominator &- rest
      if rest > complement || (rest == complement && quotient & 1 != 0) {
        rest = complement
        quotient &+= 1
        isNegative.toggle()
      }
    }
    let bits = UInt16(truncatingIfNeeded: quotient)
    status |= (bits & 1 != 0 ? Self.c1 : 0) | (bits & 2 != 0 ? Self.c3 : 0) | (bits & 4 != 0 ? Self.c0 : 0)
    if rest == 0 { return .zero(isNegative: dividend.isNegative) }
    let exact = Unrounded(
      isNegative: isNegative, exponent: divisor.exponent &- scale &+ 64, normalizing: rest)
    return finishExactly(exact)
  }

  /// Takes between 32 and 63 off the difference of the exponents, and leaves C2 set.
  private mutating func partialRemainder(_ dividend: Unpacked, _ divisor: Unpacked, distance: Int) -> ExtendedReal {
    status |= Self.c2
    let step = distance & 31 | 32
    let rest = (UInt128(dividend.significand) &<< UInt128(truncatingIfNeeded: step)) % UInt128(divisor.significand)
    if rest == 0 { return .zero(isNegative: dividend.isNegative) }
    let exact = Unrounded(
      isNegative: dividend.isNegative, exponent: dividend.exponent &- step &+ 64, normalizing: rest)
    return finishExactly(exact)
  }

  /// A result that needs no rounding, though it may be denormal; C1 is not touched.
  private mutating func finishExactly(_ exact: Unrounded) -> ExtendedReal {
    let codes = status
    let result = finish(exact, bits: 64)
    status = codes
    return result
  }

  /// FSCALE: `a` × 2 to the power of `b`, truncated to an integer.
  public mutating func scale(_ a: ExtendedReal, by b: ExtendedReal) -> ExtendedReal {
    begin()
    if a.isNotANumber || b.isNotANumber { return propagate(a, b) }
    if b.isInfinity {
      if b.isNegative ? a.isInfinity : a.isZero { return invalid() }
      if a.isDenormal { raise(.denormal) }
      return b.isNegative ? .zero(isNegative: a.isNegative) : .infinity(isNegative: a.isNegative)
    }
    if a.isDenormal || b.isDenormal { raise(.denormal) }
    if a.isZero || a.isInfinity { return a }
    let power = b.unpacked
    var exact = Unrounded(a.unpacked)
    if !b.isZero, power.exponent >= 0 {
      // Beyond 2^17 every result overflows or underflows.
      let distance = power.exponent > 16 ? 1 &<< 17 : Int(power.significand &>> UInt64(63 &- power.exponent))
      exact.exponent &+= power.isNegative ? 0 &- distance : distance
    }
    return finish(exact, bits: 64)
  }

  /// FXTRACT: the exponent, which replaces the operand, and the significand, which is pushed.
  public mutating func extract(_ a: ExtendedReal) -> (exponent: ExtendedReal, significand: ExtendedReal) {
    begin()
    if a.isNotANumber {
      let result = propagate(a)
      return (result, result)
    }
    if a.isInfinity { return (.infinity(isNegative: false), a) }
    if a.isZero {
      raise(.divideByZero)
      return (.infinity(isNegative: true), a)
    }
    if a.isDenormal { raise(.denormal) }
    let number = a.unpacked
    let exponent = X87Operand(integer: Int64(number.exponent)).value
    let significand = ExtendedReal(isNegative: number.isNegative, exponent: 0, significand: number.significand)
    return (exponent, significand)
  }
}
