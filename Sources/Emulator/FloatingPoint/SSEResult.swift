/// From an infinitely precise result to bits, with the exceptions #O, #U and #P and their masked responses
/// (SDM vol. 1, 4.9.1.4 to 4.9.1.6 and 11.5.2).
extension BinaryFormat {
  @inline(__always)
  static func finish(_ exact: Unrounded, _ mxcsr: inout MXCSR) -> Bits {
    let mode = mxcsr.rounding
    let rounded = Unrounded.round(exact.significand, toTop: precision, isNegative: exact.isNegative, mode)
    let exponent = exact.exponent &+ (rounded.carried ? 1 : 0)
    if exponent < minimumExponent { return finishTiny(exact, isInexact: rounded.isInexact, &mxcsr) }
    if exponent > maximumExponent {
      return overflow(isNegative: exact.isNegative, isInexact: rounded.isInexact, &mxcsr)
    }
    if rounded.isInexact { mxcsr.raise(.precision) }
    return pack(isNegative: exact.isNegative, exponent: exponent, significand: rounded.kept)
  }

  /// The magnitude, rounded as though the exponent had no bounds, is less than the smallest normal one.
  @inline(never)
  static func finishTiny(_ exact: Unrounded, isInexact: Bool, _ mxcsr: inout MXCSR) -> Bits {
    guard mxcsr.masked.contains(.underflow) else {
      mxcsr.raise(isInexact ? [.underflow, .precision] : .underflow)
      return zero(isNegative: exact.isNegative)
    }
    if mxcsr.flushesToZero {
      mxcsr.raise([.underflow, .precision])
      return zero(isNegative: exact.isNegative)
    }
    let denormal = exact.significand.shiftedRightSticky(minimumExponent &- exact.exponent)
    let rounded = Unrounded.round(denormal, toTop: precision, isNegative: exact.isNegative, mxcsr.rounding)
    if rounded.isInexact { mxcsr.raise([.underflow, .precision]) }
    return pack(isNegative: exact.isNegative, exponent: minimumExponent, significand: rounded.kept)
  }

  @inline(never)
  static func overflow(isNegative: Bool, isInexact: Bool, _ mxcsr: inout MXCSR) -> Bits {
    let isMasked = mxcsr.masked.contains(.overflow)
    mxcsr.raise(isMasked || isInexact ? [.overflow, .precision] : .overflow)
    let isInfinite = mxcsr.rounding.overflowsToInfinity(isNegative: isNegative)
    return (isNegative ? signBit : 0) | (isInfinite ? infinity : infinity &- 1)
  }

  @inline(__always)
  static func zero(isNegative: Bool) -> Bits { isNegative ? signBit : 0 }

  /// The masked response to an operation that has no meaningful result.
  @inline(__always)
  static func invalid(_ mxcsr: inout MXCSR) -> Bits {
    mxcsr.raise(.invalid)
    return indefinite
  }

  /// #D, if one of the operands, as DAZ left it, is denormal.
  @inline(__always)
  static func noteDenormals(_ a: Bits, _ b: Bits, _ mxcsr: inout MXCSR) {
    if isDenormal(a) || isDenormal(b) { mxcsr.raise(.denormal) }
  }
}
