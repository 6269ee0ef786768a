import X86

/// Where this host, an AMD processor, and the manual part, and the emulated processor follows the manual; and where the manual lets
/// processors differ.
enum Deviations {
  /// Trials that say nothing.
  static func excludes(_ trial: Trial) -> Bool {
    let instruction = trial.encoding.instruction
    guard let address = trial.address else { return false }
    let isMisaligned = address & 15 != 0
    let checksAlignment = trial.state.rflags & 1 << 18 != 0
    switch instruction.mnemonic {
    // Type 4, so #GP(0) where memory is not aligned (SDM volume 2, table 2-21); AMD takes any address.
    case .sha1rnds4, .sha1nexte, .sha1msg1, .sha1msg2, .sha256rnds2, .sha256msg1, .sha256msg2: return isMisaligned
    // "Signaling of #AC is not guaranteed and may vary with implementation" (SDM volume 2, FXSAVE).
    case .fxsave, .fxrstor: return isMisaligned && checksAlignment
    case .xsave, .xsaveopt, .xrstor:
      // EDX:EAX asks for x87 and SSE state; the host has more.
      return isMisaligned && checksAlignment || trial.state.general[0] > 3 || trial.state.general[2] != 0
    default: return false
    }
  }

  /// Whether CR2 says which byte of the operand could not be reached, or only its page: the manual leaves it open in which order
  /// a large operand is accessed.
  static func hasExactFaultAddress(_ trial: Trial) -> Bool { trial.encoding.instruction.memoryShape.size <= 16 }

  /// Whether the x87 registers after the instruction say something.
  static func hasX87State(_ trial: Trial, _ outcome: Outcome) -> Bool {
    let instruction = trial.encoding.instruction
    switch instruction.mnemonic {
    // It enters MMX mode also when its source is memory (SDM volume 2, CVTPI2PS); AMD's does not.
    case .cvtpi2ps: return instruction.operand1.kind == .register && outcome.vector == nil
    // A faulting instruction changes nothing; AMD's have entered MMX mode by then.
    case .cvtps2pi, .cvttps2pi, .cvtpd2pi, .cvttpd2pi, .maskmovq: return outcome.vector == nil
    default: return true
    }
  }
}
