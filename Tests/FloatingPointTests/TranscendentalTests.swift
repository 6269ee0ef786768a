import FloatOracle
import FloatingPoint
import RandomInput
import Testing

/// The manual promises results within one unit in the last place; silicon's and ours may differ by that.
@Suite(
  "x87 transcendental functions against silicon",
  .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct TranscendentalTests {
  @Test(arguments: transcendentalOperations)
  func withinOneUnit(_ operation: X87Operation) {
    operation.compareWithSilicon(
      count: Trial.count / 2, makeCase: { makeCase(operation.name, &$0) }, agrees: agree)
  }

  /// Numbers of moderate size, where the functions do something, and anything at all.
  func makeCase(_ name: String, _ random: inout SeededGenerator) -> X87Case {
    var input = X87Operation.makeCase(&random)
    if random.chance(80) {
      let least = name == "fpatan" || name == "fyl2x" || random.chance(10) ? -80 : -12
      input.a = .random(exponents: least...greatestExponent(name), &random)
      input.b = .random(exponents: -20...20, &random)
      if name == "fyl2x" { input.a = input.a.magnitude }
    }
    return input
  }

  func greatestExponent(_ name: String) -> Int {
    switch name {
    case "f2xm1": -1
    case "fyl2xp1": -2
    case "fsin", "fcos", "fsincos", "fptan": 64
    default: 80
    }
  }

  func agree(_ input: X87Case, _ silicon: X87Outcome, _ here: X87Outcome) -> Bool {
    silicon.status == here.status && silicon.st0.isWithinOneUnit(of: here.st0)
      && silicon.st1.isWithinOneUnit(of: here.st1)
  }
}

extension ExtendedReal {
  static func random(exponents: ClosedRange<Int>, _ random: inout SeededGenerator) -> ExtendedReal {
    let exponent = exponents.lowerBound + random.below(exponents.count)
    let significand = 1 << 63 | (random.chance(30) ? random.next() << UInt64(random.below(64)) : random.next())
    return ExtendedReal(
      significand: significand, signAndExponent: UInt16(exponent + 0x3FFF) | (random.chance(50) ? 0x8000 : 0))
  }

  /// Equal, or next to each other.
  func isWithinOneUnit(of other: ExtendedReal) -> Bool {
    if self == other { return true }
    guard (signAndExponent ^ other.signAndExponent) & 0x8000 == 0 else { return false }
    let (a, b) = (position, other.position)
    return a > b ? a - b <= 1 : b - a <= 1
  }

  /// Its place among the magnitudes, infinity included; a NaN has none near others.
  private var position: UInt128 {
    let exponent = signAndExponent & 0x7FFF
    if exponent == 0x7FFF, significand != 1 << 63 { return .max / 2 + UInt128(significand) }
    return UInt128(exponent) << 63 + UInt128(significand & ~(1 << 63))
      + (exponent == 0 ? UInt128(significand >> 63) << 63 : 0)
  }
}

private let transcendentalMask: UInt16 = 0x80BF

let transcendentalOperations: [X87Operation] = [
  .top("f2xm1", float_oracle_f2xm1, mask: transcendentalMask) { a, _, x87 in x87.exponential(a) },
  .top("fsin", float_oracle_fsin, mask: transcendentalMask | 0x400) { a, _, x87 in x87.sine(a) },
  .top("fcos", float_oracle_fcos, mask: transcendentalMask | 0x400) { a, _, x87 in x87.cosine(a) },
  X87Operation(name: "fsincos", oracle: float_oracle_fsincos, statusMask: transcendentalMask | 0x400) {
    input, outcome, x87 in
    let (sine, cosine) = x87.sineAndCosine(input.a)
    if x87.retire(), x87.status & X87.c2 == 0 { (outcome.st0, outcome.st1) = (cosine, sine) }
  },
  X87Operation(name: "fptan", oracle: float_oracle_fptan, statusMask: transcendentalMask | 0x400) {
    input, outcome, x87 in
    let (tangent, pushed) = x87.tangent(input.a)
    if x87.retire(), x87.status & X87.c2 == 0 { (outcome.st0, outcome.st1) = (pushed, tangent) }
  },
  .pop("fpatan", float_oracle_fpatan) { $2.arctangent(y: $1, x: $0) },
  .pop("fyl2x", float_oracle_fyl2x) { $2.logarithm($0, times: $1) },
  .pop("fyl2xp1", float_oracle_fyl2xp1) { $2.logarithmPlusOne($0, times: $1) },
]

extension X87Operation {
  /// ST(1) becomes a function of ST(0) and ST(1), and ST(0) is popped.
  static func pop(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (ExtendedReal, ExtendedReal, inout X87) -> ExtendedReal
  ) -> X87Operation {
    X87Operation(name: name, oracle: oracle, statusMask: transcendentalMask) { input, outcome, x87 in
      let result = body(input.a, input.b, &x87)
      if x87.retire() { (outcome.st0, outcome.st1) = (result, unknownRegister) }
    }
  }
}
