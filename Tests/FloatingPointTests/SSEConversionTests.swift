import FloatOracle
import FloatingPoint
import Testing

extension SSEOperation {
  /// From the low element to a general register.
  static func toRegister32(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt32, inout MXCSR) -> UInt64
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary32) { input, _, mxcsr in
      body(UInt32(truncatingIfNeeded: input.b.x), &mxcsr)
    }
  }
  static func toRegister64(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt64, inout MXCSR) -> UInt64
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary64) { input, _, mxcsr in body(input.b.x, &mxcsr) }
  }

  /// From a general register to the low element.
  static func fromRegister32(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt64, inout MXCSR) -> UInt32
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary32) { input, value, mxcsr in
      value.x = value.x & ~0xFFFF_FFFF | UInt64(body(input.integer, &mxcsr))
      return nil
    }
  }
  static func fromRegister64(
    _ name: String, _ oracle: Int, _ body: @escaping @Sendable (UInt64, inout MXCSR) -> UInt64
  ) -> SSEOperation {
    SSEOperation(name: name, oracle: oracle, operands: .binary64) { input, value, mxcsr in
      value.x = body(input.integer, &mxcsr)
      return nil
    }
  }

  static func rounding32(_ imm8: UInt8, _ oracle: Int) -> SSEOperation {
    .low32("roundss \(imm8)", oracle) { Binary32.round($1, RoundControl(rawValue: imm8), &$2) }
  }
  static func rounding64(_ imm8: UInt8, _ oracle: Int) -> SSEOperation {
    .low64("roundsd \(imm8)", oracle) { Binary64.round($1, RoundControl(rawValue: imm8), &$2) }
  }
}

private func extended(_ integer: Int32) -> UInt64 { UInt64(UInt32(bitPattern: integer)) }

let conversionOperations: [SSEOperation] = [
  .toRegister32("cvtss2si 32", float_oracle_cvtss2si32) { extended(Binary32.toInt32($0, truncating: false, &$1)) },
  .toRegister32("cvtss2si 64", float_oracle_cvtss2si64) {
    UInt64(bitPattern: Binary32.toInt64($0, truncating: false, &$1))
  },
  .toRegister32("cvttss2si 32", float_oracle_cvttss2si32) { extended(Binary32.toInt32($0, truncating: true, &$1)) },
  .toRegister32("cvttss2si 64", float_oracle_cvttss2si64) {
    UInt64(bitPattern: Binary32.toInt64($0, truncating: true, &$1))
  },
  .toRegister64("cvtsd2si 32", float_oracle_cvtsd2si32) { extended(Binary64.toInt32($0, truncating: false, &$1)) },
  .toRegister64("cvtsd2si 64", float_oracle_cvtsd2si64) {
    UInt64(bitPattern: Binary64.toInt64($0, truncating: false, &$1))
  },
  .toRegister64("cvttsd2si 32", float_oracle_cvttsd2si32) { extended(Binary64.toInt32($0, truncating: true, &$1)) },
  .toRegister64("cvttsd2si 64", float_oracle_cvttsd2si64) {
    UInt64(bitPattern: Binary64.toInt64($0, truncating: true, &$1))
  },
  .fromRegister32("cvtsi2ss 32", float_oracle_cvtsi2ss32) { Binary32.fromInt32(Int32(truncatingIfNeeded: $0), &$1) },
  .fromRegister32("cvtsi2ss 64", float_oracle_cvtsi2ss64) { Binary32.fromInt64(Int64(bitPattern: $0), &$1) },
  .fromRegister64("cvtsi2sd 32", float_oracle_cvtsi2sd32) { integer, _ in
    Binary64.fromInt32(Int32(truncatingIfNeeded: integer))
  },
  .fromRegister64("cvtsi2sd 64", float_oracle_cvtsi2sd64) { Binary64.fromInt64(Int64(bitPattern: $0), &$1) },
  SSEOperation(name: "cvtss2sd", oracle: float_oracle_cvtss2sd, operands: .binary32) { input, value, mxcsr in
    value.x = Binary64.fromBinary32(UInt32(truncatingIfNeeded: input.b.x), &mxcsr)
    return nil
  },
  SSEOperation(name: "cvtsd2ss", oracle: float_oracle_cvtsd2ss, operands: .binary64) { input, value, mxcsr in
    value.x = value.x & ~0xFFFF_FFFF | UInt64(Binary32.fromBinary64(input.b.x, &mxcsr))
    return nil
  },
  .packed32("cvtps2dq", float_oracle_cvtps2dq) { _, b, mxcsr in
    unsafeBitCast(Binary32.toInt32(b, truncating: false, &mxcsr), to: SIMD4<UInt32>.self)
  },
  .packed32("cvttps2dq", float_oracle_cvttps2dq) { _, b, mxcsr in
    unsafeBitCast(Binary32.toInt32(b, truncating: true, &mxcsr), to: SIMD4<UInt32>.self)
  },
  .packed32("cvtdq2ps", float_oracle_cvtdq2ps) { _, b, mxcsr in
    Binary32.fromInt32(unsafeBitCast(b, to: SIMD4<Int32>.self), &mxcsr)
  },
  .packed64("cvtpd2dq", float_oracle_cvtpd2dq) { _, b, mxcsr in
    let low = extended(Binary64.toInt32(b.x, truncating: false, &mxcsr))
    return Vector(low | extended(Binary64.toInt32(b.y, truncating: false, &mxcsr)) << 32, 0)
  },
  .packed64("cvttpd2dq", float_oracle_cvttpd2dq) { _, b, mxcsr in
    let low = extended(Binary64.toInt32(b.x, truncating: true, &mxcsr))
    return Vector(low | extended(Binary64.toInt32(b.y, truncating: true, &mxcsr)) << 32, 0)
  },
  .rounding32(0, float_oracle_roundss0), .rounding32(1, float_oracle_roundss1), .rounding32(2, float_oracle_roundss2),
  .rounding32(3, float_oracle_roundss3), .rounding32(4, float_oracle_roundss4),
  .rounding32(12, float_oracle_roundss12),
  .rounding64(0, float_oracle_roundsd0), .rounding64(1, float_oracle_roundsd1), .rounding64(2, float_oracle_roundsd2),
  .rounding64(3, float_oracle_roundsd3), .rounding64(4, float_oracle_roundsd4),
  .rounding64(12, float_oracle_roundsd12),
]

@Suite("SSE conversions against silicon", .enabled(if: float_oracle_is_available() != 0, "the host is not x86-64"))
struct SSEConversionTests {
  @Test(arguments: conversionOperations)
  func sameBits(_ operation: SSEOperation) { operation.compareWithSilicon(count: Trial.count) }
}
