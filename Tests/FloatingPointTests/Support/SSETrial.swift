import FloatOracle
import FloatingPoint
import RandomInput
import Testing

typealias Vector = SIMD2<UInt64>

/// What an SSE instruction is given.
struct SSECase: CustomStringConvertible {
  var a: Vector
  var b: Vector
  var integer: UInt64 = 0
  var mxcsr: UInt32

  var description: String { "a=\(hex(a)) b=\(hex(b)) integer=\(hex(integer)) mxcsr=\(hex(UInt64(mxcsr)))" }
}

/// What it leaves behind.
struct SSEOutcome: Equatable, CustomStringConvertible {
  var value: Vector
  var integer: UInt64
  var mxcsr: UInt32
  var trapped: Bool

  var description: String {
    "value=\(hex(value)) integer=\(hex(integer)) mxcsr=\(hex(UInt64(mxcsr))) trapped=\(trapped)"
  }
}

/// An instruction here and on silicon.
struct SSEOperation: Sendable, CustomTestStringConvertible {
  let name: String
  let oracle: Int
  let operands: OperandMaker
  /// Computes on the case; the integer result is returned, the vector changed in place.
  let compute: @Sendable (SSECase, inout Vector, inout MXCSR) -> UInt64?
  var testDescription: String { name }

  func here(_ input: SSECase) -> SSEOutcome {
    var mxcsr = MXCSR(input.mxcsr)
    var value = input.a
    let integer = compute(input, &value, &mxcsr)
    if mxcsr.retire() {
      return SSEOutcome(value: input.a, integer: input.integer, mxcsr: mxcsr.rawValue, trapped: true)
    }
    return SSEOutcome(value: value, integer: integer ?? input.integer, mxcsr: mxcsr.rawValue, trapped: false)
  }

  func silicon(_ input: SSECase) -> SSEOutcome {
    var a = float_oracle_vector(low: input.a.x, high: input.a.y)
    var b = float_oracle_vector(low: input.b.x, high: input.b.y)
    var result = float_oracle_sse_result()
    float_oracle_sse(Int32(oracle), &a, &b, input.integer, input.mxcsr, &result)
    return SSEOutcome(
      value: Vector(result.value.low, result.value.high), integer: result.integer, mxcsr: result.mxcsr,
      trapped: result.trapped != 0)
  }

  /// Compares on random cases; reports the first few differences.
  func compareWithSilicon(
    count: Int, ignoringIntegerOfTraps: Bool = false, agrees: (SSEOutcome, SSEOutcome) -> Bool = { $0 == $1 }
  ) {
    var random = Trial.random(name)
    var differences = 0
    for _ in 0..<count {
      let input = makeCase(&random)
      var expected = silicon(input)
      let actual = here(input)
      if ignoringIntegerOfTraps, expected.trapped { expected.integer = input.integer }
      if agrees(expected, actual) { continue }
      differences += 1
      Issue.record("\(name) \(input)\n  silicon \(expected)\n  here    \(actual)")
      if differences == 5 { return }
    }
  }

  func makeCase(_ random: inout SeededGenerator) -> SSECase {
    var a = Vector()
    var b = Vector()
    if operands.fractionBits == 52 {
      for lane in 0..<2 { (a[lane], b[lane]) = operands.pair(&random) }
    } else {
      var wideA = SIMD4<UInt32>()
      var wideB = SIMD4<UInt32>()
      for lane in 0..<4 {
        let (first, second) = operands.pair(&random)
        (wideA[lane], wideB[lane]) = (UInt32(truncatingIfNeeded: first), UInt32(truncatingIfNeeded: second))
      }
      (a, b) = (unsafeBitCast(wideA, to: Vector.self), unsafeBitCast(wideB, to: Vector.self))
    }
    let integer = random.next() >> UInt64(random.below(64))
    return SSECase(
      a: a, b: b, integer: random.chance(50) ? integer : 0 &- integer, mxcsr: Self.makeMXCSR(&random))
  }

  static func makeMXCSR(_ random: inout SeededGenerator) -> UInt32 {
    var mxcsr: UInt32 = 0x1F80
    if random.chance(60) { mxcsr |= UInt32(random.below(4)) << 13 }
    if random.chance(30) { mxcsr |= 1 << 6 }
    if random.chance(30) { mxcsr |= 1 << 15 }
    if random.chance(50) { mxcsr |= UInt32(random.below(64)) }
    if random.chance(20) { mxcsr |= 1 << 5 }
    if random.chance(5) { mxcsr &= ~(UInt32(random.below(64)) << 7) }
    return mxcsr
  }
}

func hex(_ word: UInt64) -> String { "0x" + String(word, radix: 16) }
func hex(_ vector: Vector) -> String { "\(hex(vector.y)):\(hex(vector.x))" }
