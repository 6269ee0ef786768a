/// FYL2X, FYL2XP1 and F2XM1 (SDM vol. 1, 8.3.9; vol. 2, tables 3-43 and 3-44).
extension X87 {
  /// `y` × log₂ `x`: FYL2X with x = ST(0) and y = ST(1).
  public mutating func logarithm(_ x: ExtendedReal, times y: ExtendedReal) -> ExtendedReal {
    begin()
    if x.isNotANumber || y.isNotANumber { return propagate(x, y) }
    if x.isZero { return logarithmOfZero(times: y) }
    if x.isNegative { return invalid() }
    let isBelowOne = x.biasedExponent < 0x3FFF
    let isOne = x == .one
    if x.isInfinity ? y.isZero : isOne && y.isInfinity { return invalid() }
    if x.isDenormal || y.isDenormal { raise(.denormal) }
    let isNegative = y.isNegative != isBelowOne
    if x.isInfinity || y.isInfinity { return .infinity(isNegative: isNegative) }
    if isOne || y.isZero { return .zero(isNegative: isNegative) }
    return finish(logarithm: Self.log2(Unrounded(x.unpacked)), times: y)
  }

  private mutating func logarithmOfZero(times y: ExtendedReal) -> ExtendedReal {
    if y.isZero { return invalid() }
    if !y.isInfinity { raise(.divideByZero) }
    return .infinity(isNegative: !y.isNegative)
  }

  /// `y` × log₂ (`x` + 1): FYL2XP1 with x = ST(0) and y = ST(1). The manual defines it for |x| < 1 − √½.
  public mutating func logarithmPlusOne(_ x: ExtendedReal, times y: ExtendedReal) -> ExtendedReal {
    begin()
    if x.isNotANumber || y.isNotANumber { return propagate(x, y) }
    let isNegative = x.isNegative != y.isNegative
    if x.isInfinity ? x.isNegative || y.isZero : x.isZero && y.isInfinity { return invalid() }
    if x.isDenormal || y.isDenormal { raise(.denormal) }
    if x.isInfinity || y.isInfinity { return .infinity(isNegative: isNegative) }
    if x.isZero || y.isZero { return .zero(isNegative: isNegative) }
    let number = Unrounded(x.unpacked)
    let logarithm: Unrounded
    if number.exponent < -2 {
      // log₂ (1 + x) = 2 ÷ ln 2 · artanh (x ÷ (2 + x)).
      let two = Unrounded(isNegative: false, exponent: 1, significand: 1 &<< 127)
      logarithm = Self.log2(ratio: .quotient(number, Unrounded.sum(two, number) ?? two))
    } else {
      guard let sum = Unrounded.sum(.one, number), !sum.isNegative else {
        // No logarithm: the operand is given back, as it is by an AMD Zen 5.
        raise(.precision)
        return x
      }
      if sum.exponent == 0, sum.significand == 1 &<< 127 { return .zero(isNegative: isNegative) }
      logarithm = Self.log2(sum)
    }
    return finish(logarithm: logarithm, times: y)
  }

  /// A logarithm is taken to be inexact, even that of a power of 2. So has it an AMD Zen 5; the manual does not say.
  private mutating func finish(logarithm: Unrounded, times y: ExtendedReal) -> ExtendedReal {
    let result = finish(.product(logarithm, Unrounded(y.unpacked)), bits: 64)
    raise(result.isDenormal ? [.underflow, .precision] : .precision)
    return result
  }

  /// 2 to the power of `x`, less 1: F2XM1. The manual defines it for −1...1.
  public mutating func exponential(_ x: ExtendedReal) -> ExtendedReal {
    begin()
    if x.isNotANumber { return propagate(x) }
    if x.isInfinity { return x.isNegative ? .one(isNegative: true) : x }
    if x.isZero { return x }
    if x.isDenormal { raise(.denormal) }
    let number = Unrounded(x.unpacked)
    if number.exponent >= 0 {
      // At 1 and −1 the result is exact, and yet #P is raised; beyond, the operand is given back. So has it an AMD Zen 5.
      raise(.precision)
      return x == .one(isNegative: true) ? ExtendedReal(significand: 1 &<< 63, signAndExponent: 0xBFFE) : x
    }
    let power = Unrounded.product(number, .lnOf2)
    let fraction = power.fraction
    let factor: Unrounded =
      x.isNegative
      ? .oneMinus(PowerSeries.alternating(fraction, PowerSeries.exponential, count: 33))
      : .onePlus(PowerSeries.positive(fraction, PowerSeries.exponential, count: 33))
    return finish(Unrounded.product(power, factor).inexact, bits: 64)
  }

  /// log₂ of a positive number that is not 1. Exact for a power of 2.
  private static func log2(_ x: Unrounded) -> Unrounded {
    // x = m · 2ⁿ with m between √½ and √2.
    let isAboveRoot = x.significand > 0xB504_F333_F9DE_6484_597D_89B3_754A_BE9F
    let whole = Int64(x.exponent &+ (isAboveRoot ? 1 : 0))
    let mantissa = Unrounded(isNegative: false, exponent: isAboveRoot ? -1 : 0, significand: x.significand)
    guard let above = Unrounded.sum(mantissa, Unrounded.one.negated) else { return Unrounded(whole) }
    let below = Unrounded.sum(mantissa, .one) ?? .one
    let part = log2(ratio: .quotient(above, below))
    if whole == 0 { return part }
    return (Unrounded.sum(Unrounded(whole), part) ?? part).inexact
  }

  /// 2 ÷ ln 2 · artanh `ratio`, which is log₂ ((1 + ratio) ÷ (1 − ratio)), for a magnitude up to 0.172.
  private static func log2(ratio: Unrounded) -> Unrounded {
    let square = Unrounded.product(ratio, ratio).fraction
    let factor = Unrounded.onePlus(PowerSeries.positive(square, PowerSeries.oddReciprocals, count: 25))
    return Unrounded.product(.product(ratio, factor), .twiceLog2OfE).inexact
  }
}
