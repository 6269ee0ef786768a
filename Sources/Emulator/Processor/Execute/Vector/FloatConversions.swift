import FloatingPoint
import X86

/// Conversions between integers and the floating-point formats (SDM volume 1, section 11.6.4 and table 11-1).
extension Processor {
  /// CVTSI2SS and CVTSI2SD, from a general register or memory of four or eight bytes.
  func convertFromInteger(_ i: InstructionPointer) throws(Fault) {
    let operand = i.pointee.operand1
    let raw = try value(of: operand, i)
    let isWide = operand.size == 8
    var result = xmm(i.pointee.operand0.number)
    if i.pointee.mnemonic == .cvtsi2ss {
      result.doublewords[0] =
        isWide
        ? Binary32.fromInt64(Int64(bitPattern: raw), &core.pointee.mxcsr)
        : Binary32.fromInt32(Int32(truncatingIfNeeded: raw), &core.pointee.mxcsr)
    } else {
      result.x =
        isWide
        ? Binary64.fromInt64(Int64(bitPattern: raw), &core.pointee.mxcsr)
        : Binary64.fromInt32(Int32(truncatingIfNeeded: raw))
    }
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  /// CVTSS2SI, CVTSD2SI and the truncating ones, to a general register.
  func convertToInteger(_ i: InstructionPointer) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    let isWide = i.pointee.operand0.size == 8
    let result: Int64
    switch i.pointee.mnemonic {
    case .cvtss2si, .cvttss2si:
      let truncating = i.pointee.mnemonic == .cvttss2si
      let bits = source.doublewords[0]
      result =
        isWide
        ? Binary32.toInt64(bits, truncating: truncating, &core.pointee.mxcsr)
        : Int64(Binary32.toInt32(bits, truncating: truncating, &core.pointee.mxcsr))
    default:
      let truncating = i.pointee.mnemonic == .cvttsd2si
      result =
        isWide
        ? Binary64.toInt64(source.x, truncating: truncating, &core.pointee.mxcsr)
        : Int64(Binary64.toInt32(source.x, truncating: truncating, &core.pointee.mxcsr))
    }
    try retireSSE()
    setRegister(i.pointee.operand0, UInt64(bitPattern: result))
  }

  /// CVTPI2PS, CVTDQ2PD, CVTPD2PS and their kin: vectors (and MMX registers) to vectors.
  func convertPacked(_ i: InstructionPointer) throws(Fault) {
    let mnemonic = i.pointee.mnemonic
    let source = try vector(i.pointee.operand1, i)
    var result = Vector.zero
    switch mnemonic {
    case .cvtpi2ps:
      result = xmm(i.pointee.operand0.number)
      for lane in 0..<2 { result.doublewords[lane] = single(source, lane) }
    case .cvtdq2ps: for lane in 0..<4 { result.doublewords[lane] = single(source, lane) }
    case .cvtpi2pd, .cvtdq2pd:
      for lane in 0..<2 { result[lane] = Binary64.fromInt32(Int32(bitPattern: source.doublewords[lane])) }
    case .cvtps2pi, .cvttps2pi: integers(&result, source, count: 2, truncating: mnemonic == .cvttps2pi)
    case .cvtps2dq, .cvttps2dq: integers(&result, source, count: 4, truncating: mnemonic == .cvttps2dq)
    case .cvtpd2pi, .cvttpd2pi, .cvtpd2dq, .cvttpd2dq:
      let truncating = mnemonic == .cvttpd2pi || mnemonic == .cvttpd2dq
      for lane in 0..<2 {
        let integer = Binary64.toInt32(source[lane], truncating: truncating, &core.pointee.mxcsr)
        result.doublewords[lane] = UInt32(bitPattern: integer)
      }
    case .cvtps2pd:
      for lane in 0..<2 { result[lane] = Binary64.fromBinary32(source.doublewords[lane], &core.pointee.mxcsr) }
    default:
      for lane in 0..<2 { result.doublewords[lane] = Binary32.fromBinary64(source[lane], &core.pointee.mxcsr) }
    }
    try retireSSE()
    setVectorRegister(i.pointee.operand0, result)
  }

  /// CVTSS2SD and CVTSD2SS: the low element; the rest of the destination stays.
  func convertScalar(_ i: InstructionPointer) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    var result = xmm(i.pointee.operand0.number)
    if i.pointee.mnemonic == .cvtss2sd {
      result.x = Binary64.fromBinary32(source.doublewords[0], &core.pointee.mxcsr)
    } else {
      result.doublewords[0] = Binary32.fromBinary64(source.x, &core.pointee.mxcsr)
    }
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  private func single(_ source: Vector, _ lane: Int) -> UInt32 {
    Binary32.fromInt32(Int32(bitPattern: source.doublewords[lane]), &core.pointee.mxcsr)
  }

  private func integers(_ result: inout Vector, _ source: Vector, count: Int, truncating: Bool) {
    for lane in 0..<count {
      let integer = Binary32.toInt32(source.doublewords[lane], truncating: truncating, &core.pointee.mxcsr)
      result.doublewords[lane] = UInt32(bitPattern: integer)
    }
  }
}
