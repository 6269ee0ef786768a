import X86

/// Where this host, an AMD processor, and the manual part, and the emulated processor follows the manual; and where the manual lets
/// processors differ.
enum Deviations {
  /// Trials that say nothing.
  static func excludes(_ trial: Trial) -> Bool {
    let instruction = trial.encoding.instruction
    guard let address = trial.address else { return false }
    let isMisaligned = address & 15 != 0
    let isNonCanonical = Int64(bitPattern: address << 16) >> 16 != Int64(bitPattern: address)
    let checksAlignment = trial.state.rflags & 1 << 18 != 0
    switch instruction.mnemonic {
    // Type 4, so #GP(0) where memory is not aligned (SDM volume 2, table 2-21); AMD takes any address.
    case .sha1rnds4, .sha1nexte, .sha1msg1, .sha1msg2, .sha256rnds2, .sha256msg1, .sha256msg2: return isMisaligned
    // "Signaling of #AC is not guaranteed and may vary with implementation" (SDM volume 2, FXSAVE).
    // Nor is it said which of two things that are wrong with an address comes first.
    case .fxsave, .fxrstor: return isMisaligned && (checksAlignment || isNonCanonical)
    case .xsave, .xsaveopt, .xrstor:
      // EDX:EAX asks for x87 and SSE state; the host has more.
      return isMisaligned && checksAlignment || trial.state.general[0] > 3 || trial.state.general[2] != 0
    // With 66h it reads a word (SDM volume 2, MOVSXD); AMD's reads four bytes, of which it uses two.
    case .movsxd: return instruction.operandSize == 2 && instruction.operand1.kind == .memory
    // It waits for x87 exceptions also when its source is memory (SDM volume 2, CVTPI2PS); AMD's does not.
    case .cvtpi2ps: return instruction.operand1.kind == .memory && trial.state.x87.status & 0x80 != 0
    default: return false
    }
  }

  /// Whether CR2 says which byte of the operand could not be reached: the manual leaves it open in which order a large operand is
  /// accessed.
  static func hasFaultAddress(_ trial: Trial) -> Bool { trial.encoding.instruction.memoryShape.size <= 16 }

  /// Bits of the status word that say something.
  static func statusMask(_ trial: Trial) -> UInt16 {
    switch trial.encoding.instruction.mnemonic {
    // They clear C1 (SDM volume 2, FCOMI); AMD's leave it.
    case .fcomi, .fcomip, .fucomi, .fucomip: return ~0x200
    // How the last bit was rounded is as uncertain as that bit.
    case .f2xm1, .fyl2x, .fyl2xp1, .fsin, .fcos, .fsincos, .fptan, .fpatan: return ~0x200
    default: return ~0
    }
  }

  /// Whether the condition codes and flags say something. A comparison's unmasked invalid operation leaves them alone (SDM
  /// volume 2, FCOM and FCOMI); AMD's processors set them to unordered.
  static func hasComparison(_ trial: Trial, _ outcome: Outcome) -> Bool {
    switch trial.encoding.instruction.mnemonic {
    case .fcom, .fcomp, .fcompp, .fucom, .fucomp, .fucompp, .ficom, .ficomp, .ftst, .fcomi, .fcomip, .fucomi, .fucomip:
      return outcome.state.x87.status & ~outcome.state.x87.control & 1 == 0
    default: return true
    }
  }

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
