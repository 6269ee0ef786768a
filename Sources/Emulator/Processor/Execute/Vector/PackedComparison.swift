import X86

/// Packed integers: comparisons and tests.
extension Processor {
  func packedCompare(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .pcmpeqb: try combine(i) { compare($0, $1, as: Bytes.self, ==) }
    case .pcmpeqw: try combine(i) { compare($0, $1, as: Words.self, ==) }
    case .pcmpeqd: try combine(i) { compare($0, $1, as: Doublewords.self, ==) }
    case .pcmpeqq: try combine(i) { compare($0, $1, as: Quadwords.self, ==) }
    case .pcmpgtb: try combine(i) { compare($0, $1, as: SignedBytes.self, >) }
    case .pcmpgtw: try combine(i) { compare($0, $1, as: SignedWords.self, >) }
    case .pcmpgtd: try combine(i) { compare($0, $1, as: SignedDoublewords.self, >) }
    default: try combine(i) { compare($0, $1, as: SignedQuadwords.self, >) }
    }
  }

  /// PTEST: ZF and CF from two conjunctions, the other arithmetic flags zero.
  func packedTest(_ i: InstructionPointer) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    let destination = xmm(i.pointee.operand0.number)
    let isZero = source & destination == .zero
    let isCovered = source & ~destination == .zero
    core.setFlags((isZero ? RFLAGS.zero : 0) | (isCovered ? RFLAGS.carry : 0), mask: RFLAGS.arithmetic)
  }
}
