import FloatOracle
import FloatingPoint
import Testing

extension SSEOperation {
  /// The instruction on the low element, single precision.
  static func low32(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt32, UInt32, inout MXCSR) -> UInt32
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary32) { input, value, mxcsr in
      let result = body(UInt32(truncatingIfNeeded: input.a.x), UInt32(truncatingIfNeeded: input.b.x), &mxcsr)
      value.x = value.x & ~0xFFFF_FFFF | UInt64(result)
      return nil
    }
  }

  /// The instruction on the low element, double precision.
  static func low64(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt64, UInt64, inout MXCSR) -> UInt64
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary64) { input, value, mxcsr in
      value.x = body(input.a.x, input.b.x, &mxcsr)
      return nil
    }
  }

  static func packed32(
    _ name: String, _ oracle: Int,
    _ body: @escaping @Sendable (SIMD4<UInt32>, SIMD4<UInt32>, inout MXCSR) -> SIMD4<UInt32>
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary32) { input, value, mxcsr in
      let a = unsafeBitCast(input.a, to: SIMD4<UInt32>.self)
      value = unsafeBitCast(body(a, unsafeBitCast(input.b, to: SIMD4<UInt32>.self), &mxcsr), to: Vector.self)
      return nil
    }
  }

  static func packed64(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (Vector, Vector, inout MXCSR) -> Vector
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary64) { input, value, mxcsr in
      value = body(input.a, input.b, &mxcsr)
      return nil
    }
  }
}

let arithmeticOperations: [SSEOperation] = [
  .low32("addss", float_oracle_addss) { Binary32.add($0, $1, &$2) },
  .low32("subss", float_oracle_subss) { Binary32.subtract($0, $1, &$2) },
  .low32("mulss", float_oracle_mulss) { Binary32.multiply($0, $1, &$2) },
  .low32("divss", float_oracle_divss) { Binary32.divide($0, $1, &$2) },
  .low32("sqrtss", float_oracle_sqrtss) { Binary32.squareRoot($1, &$2) },
  .low64("addsd", float_oracle_addsd) { Binary64.add($0, $1, &$2) },
  .low64("subsd", float_oracle_subsd) { Binary64.subtract($0, $1, &$2) },
  .low64("mulsd", float_oracle_mulsd) { Binary64.multiply($0, $1, &$2) },
  .low64("divsd", float_oracle_divsd) { Binary64.divide($0, $1, &$2) },
  .low64("sqrtsd", float_oracle_sqrtsd) { Binary64.squareRoot($1, &$2) },
  .packed32("addps", float_oracle_addps) { Binary32.add($0, $1, &$2) },
  .packed32("subps", float_oracle_subps) { Binary32.subtract($0, $1, &$2) },
  .packed32("mulps", float_oracle_mulps) { Binary32.multiply($0, $1, &$2) },
  .packed32("divps", float_oracle_divps) { Binary32.divide($0, $1, &$2) },
  .packed32("sqrtps", float_oracle_sqrtps) { Binary32.squareRoot($1, &$2) },
  .packed64("addpd", float_oracle_addpd) { Binary64.add($0, $1, &$2) },
  .packed64("subpd", float_oracle_subpd) { Binary64.subtract($0, $1, &$2) },
  .packed64("mulpd", float_oracle_mulpd) { Binary64.multiply($0, $1, &$2) },
  .packed64("divpd", float_oracle_divpd) { Binary64.divide($0, $1, &$2) },
  .packed64("sqrtpd", float_oracle_sqrtpd) { Binary64.squareRoot($1, &$2) },
  .packed32("dpps ff", float_oracle_dpps) { Binary32.dotProduct($0, $1, 0xFF, &$2) },
  .packed32("dpps 75", float_oracle_dpps75) { Binary32.dotProduct($0, $1, 0x75, &$2) },
  .packed64("dppd 33", float_oracle_dppd) { Binary64.dotProduct($0, $1, 0x33, &$2) },
  .packed64("dppd 21", float_oracle_dppd21) { Binary64.dotProduct($0, $1, 0x21, &$2) },
  .packed32("haddps", float_oracle_haddps) { a, b, mxcsr in
    var result = SIMD4<UInt32>()
    for lane in 0..<2 {
      result[lane] = Binary32.add(a[2 * lane], a[2 * lane + 1], &mxcsr)
      result[lane + 2] = Binary32.add(b[2 * lane], b[2 * lane + 1], &mxcsr)
    }
    return result
  },
  .packed32("addsubps", float_oracle_addsubps) { a, b, mxcsr in
    var result = SIMD4<UInt32>()
    for lane in 0..<4 {
      result[lane] =
        lane & 1 == 0
        ? Binary32.subtract(a[lane], b[lane], &mxcsr) : Binary32.add(a[lane], b[lane], &mxcsr)
    }
    return result
  },
]

@Suite("SSE arithmetic against silicon", .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct SSEArithmeticTests {
  @Test(arguments: arithmeticOperations)
  func sameBits(_ operation: SSEOperation) { operation.compareWithSilicon(count: Trial.count) }

  /// Processors differ in these, within the relative error of the manual, 1.5 × 2^-12.
  @Test func estimates() {
    let operations: [(Int, @Sendable (UInt32) -> UInt32)] = [
      (float_oracle_rcpss, Binary32.reciprocalEstimate), (float_oracle_rsqrtss, Binary32.reciprocalSquareRootEstimate),
    ]
    for (oracle, estimate) in operations {
      let operation = SSEOperation.low32("estimate \(oracle)", oracle) { _, b, _ in estimate(b) }
      operation.compareWithSilicon(count: Trial.count) { silicon, here in
        var (expected, actual) = (silicon, here)
        let (a, b) = (UInt32(truncatingIfNeeded: expected.value.x), UInt32(truncatingIfNeeded: actual.value.x))
        let (x, y) = (Float(bitPattern: a), Float(bitPattern: b))
        if x.isNormal, y.isNormal, (x - y).magnitude <= y.magnitude * 0x1.8p-12 { actual.value.x = expected.value.x }
        // Next to the denormals the result may be zero.
        if x == 0, y.magnitude < 0x1.002p-126, x.sign == y.sign { actual.value.x = expected.value.x }
        expected.integer = 0
        actual.integer = 0
        return expected == actual
      }
    }
  }
}
