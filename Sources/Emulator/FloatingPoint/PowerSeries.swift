/// The series behind the transcendental functions, in fixed point: fractions of 2^128.
enum PowerSeries {
  /// 1/3!, 1/5!, 1/7!, ...: sin r = r · (1 − z/3! + z²/5! − ...), z = r².
  static let sine: [UInt128] = inverseFactorials(from: 3, by: 2, count: 17)
  /// 1/2!, 1/4!, 1/6!, ...: cos r = 1 − z/2! + z²/4! − ...
  static let cosine: [UInt128] = inverseFactorials(from: 2, by: 2, count: 17)
  /// 1/2!, 1/3!, 1/4!, ...: eᵛ − 1 = v · (1 + v/2! + v²/3! + ...).
  static let exponential: [UInt128] = inverseFactorials(from: 2, by: 1, count: 33)
  /// 1/3, 1/5, 1/7, ...: arctan u = u · (1 − w/3 + w²/5 − ...), w = u²; artanh with plus signs.
  static let oddReciprocals: [UInt128] = (1...25).map { UInt128.max / UInt128(2 * $0 + 1) }

  private static func inverseFactorials(from first: Int, by step: Int, count: Int) -> [UInt128] {
    var term = UInt128.max
    var next = 2
    return (0..<count).map { index in
      while next <= first + step * index {
        term /= UInt128(next)
        next += 1
      }
      return term
    }
  }

  /// x · (c₀ − x · (c₁ − x · (c₂ − ...))), of the first `count` terms.
  static func alternating(_ x: UInt128, _ coefficients: [UInt128], count: Int) -> UInt128 {
    var sum = coefficients[count - 1]
    for index in (0..<count - 1).reversed() { sum = coefficients[index] &- x.multipliedHigh(by: sum) }
    return x.multipliedHigh(by: sum)
  }

  /// x · (c₀ + x · (c₁ + x · (c₂ + ...))), of the first `count` terms.
  static func positive(_ x: UInt128, _ coefficients: [UInt128], count: Int) -> UInt128 {
    var sum = coefficients[count - 1]
    for index in (0..<count - 1).reversed() { sum = coefficients[index] &+ x.multipliedHigh(by: sum) }
    return x.multipliedHigh(by: sum)
  }
}

/// π, ln 2 and the like, truncated to 128 bits.
extension Unrounded {
  static let pi = Unrounded(
    isNegative: false, exponent: 1, significand: 0xC90F_DAA2_2168_C234_C4C6_628B_80DC_1CD1)
  static let halfPi = Unrounded(isNegative: false, exponent: 0, significand: pi.significand)
  static let quarterPi = Unrounded(isNegative: false, exponent: -1, significand: pi.significand)
  static let threeQuartersPi = Unrounded(
    isNegative: false, exponent: 1, significand: 0x96CB_E3F9_990E_91A7_9394_C9E8_A0A5_159D)
  static let lnOf2 = Unrounded(
    isNegative: false, exponent: -1, significand: 0xB172_17F7_D1CF_79AB_C9E3_B398_03F2_F6AF)
  /// 2 ÷ ln 2.
  static let twiceLog2OfE = Unrounded(
    isNegative: false, exponent: 1, significand: 0xB8AA_3B29_5C17_F0BB_BE87_FED0_691D_3E88)
  static let one = Unrounded(isNegative: false, exponent: 0, significand: 1 &<< 127)
}
