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
]

@Suite("SSE arithmetic against silicon", .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct SSEArithmeticTests {
  @Test(arguments: arithmeticOperations)
  func sameBits(_ operation: SSEOperation) { operation.compareWithSilicon(count: Trial.count) }
}
