import FloatOracle
import FloatingPoint
import Testing

extension SSEOperation {
  /// ZF, PF and CF.
  static func flags32(_ name: String, _ oracle: Int, signaling: Bool) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary32) { input, _, mxcsr in
      let (a, b) = (UInt32(truncatingIfNeeded: input.a.x), UInt32(truncatingIfNeeded: input.b.x))
      return UInt64(Binary32.compare(a, b, signaling: signaling, &mxcsr).eflags)
    }
  }
  static func flags64(_ name: String, _ oracle: Int, signaling: Bool) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary64) { input, _, mxcsr in
      UInt64(Binary64.compare(input.a.x, input.b.x, signaling: signaling, &mxcsr).eflags)
    }
  }
}

let comparisonOperations: [SSEOperation] = [
  .low32("minss", float_oracle_minss) { Binary32.minimum($0, $1, &$2) },
  .low32("maxss", float_oracle_maxss) { Binary32.maximum($0, $1, &$2) },
  .low64("minsd", float_oracle_minsd) { Binary64.minimum($0, $1, &$2) },
  .low64("maxsd", float_oracle_maxsd) { Binary64.maximum($0, $1, &$2) },
  .packed32("minps", float_oracle_minps) { Binary32.minimum($0, $1, &$2) },
  .packed32("maxps", float_oracle_maxps) { Binary32.maximum($0, $1, &$2) },
  .packed64("minpd", float_oracle_minpd) { Binary64.minimum($0, $1, &$2) },
  .packed64("maxpd", float_oracle_maxpd) { Binary64.maximum($0, $1, &$2) },
  .packed32("cmpltps", float_oracle_cmpltps) { Binary32.compare($0, $1, ComparisonPredicate(rawValue: 1), &$2) },
  .packed32("cmpneqps", float_oracle_cmpneqps) { Binary32.compare($0, $1, ComparisonPredicate(rawValue: 4), &$2) },
  .packed64("cmpnlepd", float_oracle_cmpnlepd) { Binary64.compare($0, $1, ComparisonPredicate(rawValue: 6), &$2) },
  .packed64("cmpordpd", float_oracle_cmpordpd) { Binary64.compare($0, $1, ComparisonPredicate(rawValue: 7), &$2) },
  .flags32("comiss", float_oracle_comiss, signaling: true),
  .flags32("ucomiss", float_oracle_ucomiss, signaling: false),
  .flags64("comisd", float_oracle_comisd, signaling: true),
  .flags64("ucomisd", float_oracle_ucomisd, signaling: false),
]

@Suite("SSE comparisons against silicon", .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct SSEComparisonTests {
  @Test(arguments: comparisonOperations)
  func sameBits(_ operation: SSEOperation) {
    // A comparison that traps leaves EFLAGS as they were, which the oracle does not tell.
    operation.compareWithSilicon(count: Trial.count, ignoringIntegerOfTraps: true)
  }

  @Test(.enabled(if: float_oracle_has_avx() != 0, "the host has no AVX"), arguments: UInt8(0)..<32)
  func predicate(_ number: UInt8) {
    let predicate = ComparisonPredicate(rawValue: number)
    SSEOperation.low32("cmpss \(number)", float_oracle_cmpss + Int(number)) {
      Binary32.compare($0, $1, predicate, &$2)
    }.compareWithSilicon(count: Trial.count / 4)
    SSEOperation.low64("cmpsd \(number)", float_oracle_cmpsd + Int(number)) {
      Binary64.compare($0, $1, predicate, &$2)
    }.compareWithSilicon(count: Trial.count / 4)
  }
}
