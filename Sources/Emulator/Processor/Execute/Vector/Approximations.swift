import X86

/// RCPPS, RSQRTPS and their scalar forms (SDM volume 2): twelve bits of the exact value, which is within the manual's bound of
/// 1.5 × 2^-12, and the same on every host. They raise nothing and look at nothing in MXCSR.
extension Processor {
  func approximate(_ i: InstructionPointer) throws(Fault) {
    let source = try vector(i.pointee.operand1, i).doublewords
    var result = xmm(i.pointee.operand0.number).doublewords
    switch i.pointee.mnemonic {
    case .rcpss: result[0] = Self.reciprocal(source[0])
    case .rsqrtss: result[0] = Self.reciprocalRoot(source[0])
    case .rcpps: for lane in 0..<4 { result[lane] = Self.reciprocal(source[lane]) }
    default: for lane in 0..<4 { result[lane] = Self.reciprocalRoot(source[lane]) }
    }
    setXMM(i.pointee.operand0.number, Vector(lanes: result))
  }

  private static let sign: UInt32 = 0x8000_0000
  private static let infinity: UInt32 = 0x7F80_0000

  private static func reciprocal(_ bits: UInt32) -> UInt32 {
    let magnitude = bits & ~sign
    if magnitude > infinity { return bits | 0x40_0000 }
    // Denormals count as zeros, and a result that would be one becomes zero.
    if magnitude < 0x80_0000 { return bits & sign | infinity }
    if magnitude == infinity { return bits & sign }
    let result = twelveBits(1 / Double(Float(bitPattern: bits)))
    return result & ~sign < 0x80_0000 ? bits & sign : result
  }

  private static func reciprocalRoot(_ bits: UInt32) -> UInt32 {
    let magnitude = bits & ~sign
    if magnitude > infinity { return bits | 0x40_0000 }
    if magnitude < 0x80_0000 { return bits & sign | infinity }
    if bits & sign != 0 { return 0xFFC0_0000 }
    if magnitude == infinity { return 0 }
    return twelveBits(1 / Double(Float(bitPattern: bits)).squareRoot())
  }

  /// A value in single precision, of whose fraction the twelve high bits remain, rounded.
  private static func twelveBits(_ value: Double) -> UInt32 {
    (Float(value).bitPattern &+ 0x400) & ~0x7FF
  }
}
