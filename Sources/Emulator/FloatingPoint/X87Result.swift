/// From an infinitely precise result to a register, with the exceptions #O, #U and #P (SDM vol. 1, 8.5.4 to 8.5.6).
extension X87 {
  /// What an unmasked #O takes from the exponent, and #U adds to it.
  static let exponentAdjustment = 24576

  /// Rounds to the precision that PC asks for.
  @inline(__always)
  mutating func finish(_ exact: Unrounded) -> ExtendedReal {
    if _fastPath(control & 0x300 == 0x300) { return finish(exact, bits: 64) }
    return finishShort(exact)
  }

  @inline(never)
  private mutating func finishShort(_ exact: Unrounded) -> ExtendedReal { finish(exact, bits: precision) }

  @inline(__always)
  mutating func finish(_ exact: Unrounded, bits: Int) -> ExtendedReal {
    let rounded = Unrounded.round(exact.significand, toTop: bits, isNegative: exact.isNegative, rounding)
    let exponent = exact.exponent &+ (rounded.carried ? 1 : 0)
    if exponent < ExtendedReal.minimumExponent { return finishTiny(exact, rounded, bits: bits) }
    if exponent > ExtendedReal.maximumExponent { return finishHuge(exact, rounded, bits: bits) }
    note(rounded)
    return ExtendedReal(
      isNegative: exact.isNegative, exponent: exponent,
      significand: rounded.kept &<< UInt64(truncatingIfNeeded: 64 &- bits))
  }

  @inline(never)
  mutating func finishTiny(_ exact: Unrounded, _ rounded: RoundedSignificand, bits: Int) -> ExtendedReal {
    if !isMasked(.underflow) {
      raise(.underflow)
      let exponent = exact.exponent &+ (rounded.carried ? 1 : 0) &+ Self.exponentAdjustment
      // Only FSCALE gets so far down that the adjusted exponent is out of range too.
      if exponent < ExtendedReal.minimumExponent {
        raise(.precision)
        return .zero(isNegative: exact.isNegative)
      }
      note(rounded)
      return ExtendedReal(
        isNegative: exact.isNegative, exponent: exponent,
        significand: rounded.kept &<< UInt64(truncatingIfNeeded: 64 &- bits))
    }
    let denormal = exact.significand.shiftedRightSticky(ExtendedReal.minimumExponent &- exact.exponent)
    let result = Unrounded.round(denormal, toTop: bits, isNegative: exact.isNegative, rounding)
    note(result)
    if result.isInexact { raise(.underflow) }
    return ExtendedReal(
      isNegative: exact.isNegative, exponent: ExtendedReal.minimumExponent,
      significand: result.kept &<< UInt64(truncatingIfNeeded: 64 &- bits))
  }

  @inline(never)
  mutating func finishHuge(_ exact: Unrounded, _ rounded: RoundedSignificand, bits: Int) -> ExtendedReal {
    raise(.overflow)
    if !isMasked(.overflow) {
      let exponent = exact.exponent &+ (rounded.carried ? 1 : 0) &- Self.exponentAdjustment
      if exponent > ExtendedReal.maximumExponent {
        raise(.precision)
        status |= Self.c1
        return .infinity(isNegative: exact.isNegative)
      }
      note(rounded)
      return ExtendedReal(
        isNegative: exact.isNegative, exponent: exponent,
        significand: rounded.kept &<< UInt64(truncatingIfNeeded: 64 &- bits))
    }
    raise(.precision)
    if rounding.overflowsToInfinity(isNegative: exact.isNegative) {
      status |= Self.c1
      return .infinity(isNegative: exact.isNegative)
    }
    return ExtendedReal(
      isNegative: exact.isNegative, exponent: ExtendedReal.maximumExponent,
      significand: .max &<< UInt64(truncatingIfNeeded: 64 &- bits))
  }

  /// The masked response to an operation that has no meaningful result.
  @inline(never)
  mutating func invalid() -> ExtendedReal {
    raise(.invalid)
    return .indefinite
  }
}
