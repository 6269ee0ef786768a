import FloatingPoint
import RandomInput
import Testing

/// The same bits on every host: the results of fixed cases, boiled down to a number for each operation.
///
/// The numbers come from a host whose silicon agreed. `FLOAT_TEST_PRINT_DIGESTS=1` prints the present ones, for when the
/// cases change.
@Suite("The same results on every host")
struct DigestTests {
  @Test func sse() {
    for operation in arithmeticOperations + conversionOperations + comparisonOperations {
      var random = SeededGenerator(seed: 1)
      var digest = Digest()
      for _ in 0..<500 {
        let outcome = operation.here(operation.makeCase(&random))
        digest.add(outcome.value.x)
        digest.add(outcome.value.y)
        digest.add(outcome.integer)
        digest.add(UInt64(outcome.mxcsr) << 1 | (outcome.trapped ? 1 : 0))
      }
      check(operation.name, digest)
    }
  }

  @Test func x87() {
    for operation in x87Operations + transcendentalOperations {
      var random = SeededGenerator(seed: 1)
      var digest = Digest()
      for _ in 0..<500 {
        let outcome = operation.here(TranscendentalTests().makeCase(operation.name, &random))
        for register in [outcome.st0, outcome.st1] {
          digest.add(register.significand)
          digest.add(UInt64(register.signAndExponent))
        }
        digest.add(outcome.memory.x)
        digest.add(outcome.memory.y)
        digest.add(UInt64(outcome.status) << 32 | UInt64(outcome.eflags))
      }
      check(operation.name, digest)
    }
  }

  private func check(_ name: String, _ digest: Digest) {
    if Trial.printsDigests { print("  \"\(name)\": 0x\(String(digest.value, radix: 16)),") }
    #expect(digest.value == recordedDigests[name], "\(name)")
  }
}

/// FNV-1a, by words.
private struct Digest {
  var value: UInt64 = 0xCBF2_9CE4_8422_2325
  mutating func add(_ word: UInt64) {
    value = (value ^ word) &* 0x100_0000_01B3
    value ^= value >> 29
  }
}
