import FloatOracle
import FloatingPoint
import RandomInput
import Testing

/// What an x87 instruction is given: ST(0), ST(1), a memory operand, and the control word.
struct X87Case: CustomStringConvertible {
  var a: ExtendedReal
  var b: ExtendedReal
  var memory: Vector
  var control: UInt16
  var status: UInt16

  var description: String {
    "st0=\(hex(a)) st1=\(hex(b)) memory=\(hex(memory)) control=\(hex(UInt64(control))) status=\(hex(UInt64(status)))"
  }
}

/// What it leaves behind.
struct X87Outcome: Equatable, CustomStringConvertible {
  var st0: ExtendedReal
  var st1: ExtendedReal
  var memory: Vector
  var status: UInt16
  var eflags: UInt32 = 0

  var description: String {
    "st0=\(hex(st0)) st1=\(hex(st1)) memory=\(hex(memory)) status=\(hex(UInt64(status))) eflags=\(eflags)"
  }
}

/// An instruction here and on silicon.
struct X87Operation: Sendable, CustomTestStringConvertible {
  let name: String
  let oracle: Int
  /// The bits of the status word that the manual defines after this instruction.
  var statusMask: UInt16 = 0x82BF
  /// What to leave out of a comparison because silicon, an AMD Zen 5, and the manual differ.
  var excuse: @Sendable (X87Case, inout X87Outcome) -> Void = { _, _ in }
  /// Changes the outcome, which starts as the operands, and the unit.
  let compute: @Sendable (X87Case, inout X87Outcome, inout X87) -> Void
  var testDescription: String { name }

  func here(_ input: X87Case) -> X87Outcome {
    var x87 = X87(control: input.control, status: input.status)
    var outcome = X87Outcome(st0: input.a, st1: input.b, memory: input.memory, status: 0)
    compute(input, &outcome, &x87)
    outcome.status = x87.status & statusMask
    return outcome
  }

  func silicon(_ input: X87Case) -> X87Outcome {
    var a = float_oracle_extended(significand: input.a.significand, sign_exponent: input.a.signAndExponent)
    var b = float_oracle_extended(significand: input.b.significand, sign_exponent: input.b.signAndExponent)
    var result = float_oracle_x87_result()
    withUnsafeBytes(of: input.memory) { memory in
      float_oracle_x87(
        Int32(oracle), &a, &b, memory.assumingMemoryBound(to: UInt8.self).baseAddress, input.control, input.status,
        &result)
    }
    let memory = withUnsafeBytes(of: result.memory) { $0.load(as: Vector.self) }
    return X87Outcome(
      st0: ExtendedReal(result.st.0), st1: ExtendedReal(result.st.1), memory: memory,
      status: result.status & statusMask,
      eflags: name.hasPrefix("fcomi") || name.hasPrefix("fucomi") ? result.eflags & 0x45 : 0)
  }

  /// Compares on random cases; reports the first few differences.
  func compareWithSilicon(
    count: Int, makeCase: (inout SeededGenerator) -> X87Case = { Self.makeCase(&$0) },
    agrees: (X87Case, X87Outcome, X87Outcome) -> Bool = { $1 == $2 }
  ) {
    var random = Trial.random(name)
    var differences = 0
    for _ in 0..<count {
      let input = makeCase(&random)
      var expected = silicon(input)
      var actual = here(input)
      excuse(input, &expected)
      excuse(input, &actual)
      if actual.st1 == Self.unknownRegister { expected.st1 = Self.unknownRegister }
      if agrees(input, expected, actual) { continue }
      differences += 1
      Issue.record("\(name) \(input)\n  silicon \(expected)\n  here    \(actual)")
      if differences == 5 { return }
    }
  }

  /// Stands for what a register that FNINIT has emptied happens to hold.
  static let unknownRegister = ExtendedReal(significand: 0x0BAD_0BAD_0BAD_0BAD, signAndExponent: 0x0BAD)

  static func makeCase(_ random: inout SeededGenerator) -> X87Case {
    let (a, b) = ExtendedReal.pair(&random)
    let memory =
      switch random.below(4) {
      case 0: OperandMaker.binary32.any(&random)
      case 1: OperandMaker.binary64.any(&random)
      case 2: random.next() >> UInt64(random.below(64))
      default: 0 &- random.next() >> UInt64(random.below(64))
      }
    let control = makeControl(&random)
    // Condition codes and sticky flags from before, but none that is pending.
    let status = UInt16(truncatingIfNeeded: random.next()) & (random.chance(50) ? 0x4700 : 0x4700 | control & 0x3F)
    return X87Case(a: a, b: b, memory: Vector(memory, random.next()), control: control, status: status)
  }

  static func makeControl(_ random: inout SeededGenerator) -> UInt16 {
    var control: UInt16 = 0x007F
    control |= random.element([0x000, 0x200, 0x300, 0x300])
    control |= UInt16(random.below(4)) << 10
    if random.chance(30) { control &= ~UInt16(random.below(64)) }
    return control
  }
}

extension ExtendedReal {
  init(_ value: float_oracle_extended) {
    self.init(significand: value.significand, signAndExponent: value.sign_exponent)
  }

  /// The interchange format that would have the same exponents and fractions.
  private static let maker = OperandMaker(fractionBits: 48, exponentBits: 15)

  /// Two operands that have something to do with each other; now and then not of a supported kind.
  static func pair(_ random: inout SeededGenerator) -> (ExtendedReal, ExtendedReal) {
    let (a, b) = maker.pair(&random)
    return (extended(a, &random), extended(b, &random))
  }

  private static func extended(_ bits: UInt64, _ random: inout SeededGenerator) -> ExtendedReal {
    let fraction = (bits << 16) >> 1
    let low: UInt64 =
      switch random.below(4) {
      case 0: 0
      case 1: 0x7FFF
      case 2: 1 << UInt64(random.below(15))
      default: random.next() & 0x7FFF
      }
    let head = UInt16(truncatingIfNeeded: bits >> 48)
    // J follows from the exponent, except in the formats of the 8087 and in pseudo-denormals.
    let integerBit = (head & 0x7FFF != 0) != random.chance(2)
    return ExtendedReal(
      significand: (integerBit ? 1 << 63 : 0) | fraction | (random.chance(50) ? low : low & fraction),
      signAndExponent: head)
  }
}

func hex(_ value: ExtendedReal) -> String {
  "\(String(value.signAndExponent, radix: 16)):\(String(value.significand, radix: 16))"
}
