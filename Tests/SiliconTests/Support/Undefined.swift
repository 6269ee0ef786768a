import X86

/// What the manual leaves undefined, so that processors may differ (SDM volume 2, "Flags Affected" of each instruction).
enum Undefined {
  private static let carry: UInt64 = 1 << 0
  private static let parity: UInt64 = 1 << 2
  private static let auxiliary: UInt64 = 1 << 4
  private static let zero: UInt64 = 1 << 6
  private static let sign: UInt64 = 1 << 7
  private static let overflow: UInt64 = 1 << 11
  private static let arithmetic: UInt64 = carry | parity | auxiliary | zero | sign | overflow

  static func flags(_ trial: Trial) -> UInt64 {
    let instruction = trial.encoding.instruction
    switch instruction.mnemonic {
    case .and, .or, .xor, .test: return auxiliary
    case .mul, .imul: return sign | zero | auxiliary | parity
    case .div, .idiv: return arithmetic
    case .shl, .shr, .sar, .rol, .ror, .rcl, .rcr: return shiftFlags(trial)
    case .shld, .shrd:
      let count = shiftCount(trial)
      if count == 0 { return 0 }
      if count > UInt64(instruction.operandSize) * 8 { return arithmetic }
      return auxiliary | (count == 1 ? 0 : overflow)
    case .bt, .bts, .btr, .btc: return overflow | sign | auxiliary | parity
    case .bsf, .bsr: return arithmetic & ~zero
    case .lzcnt, .tzcnt: return overflow | sign | auxiliary | parity
    case .andn: return auxiliary | parity
    case .bextr: return sign | auxiliary | parity
    case .daa, .das: return overflow
    case .aaa, .aas: return overflow | sign | zero | parity
    case .aam, .aad: return overflow | auxiliary | carry
    case .blsi, .blsr, .blsmsk, .bzhi: return auxiliary | parity
    default: return 0
    }
  }

  /// The shift count, reduced as the instruction reduces it.
  private static func shiftCount(_ trial: Trial) -> UInt64 {
    let instruction = trial.encoding.instruction
    let last = instruction.operandCount == 3 ? instruction.operand2 : instruction.operand1
    let raw = last.kind == .immediate ? instruction.immediate : trial.state.general[1]
    return raw & (instruction.operandSize == 8 ? 63 : 31)
  }

  private static func shiftFlags(_ trial: Trial) -> UInt64 {
    let instruction = trial.encoding.instruction
    let count = shiftCount(trial)
    let width = UInt64(instruction.operand0.size) * 8
    if count == 0 { return 0 }
    switch instruction.mnemonic {
    case .rol, .ror: return count == 1 ? 0 : overflow
    case .rcl, .rcr: return count == 1 ? 0 : overflow
    default:
      // CF is defined up to the width.
      let lost = count > width && instruction.mnemonic != .sar ? carry : 0
      return auxiliary | (count == 1 ? 0 : overflow) | lost
    }
  }

  /// Whether the destination is undefined.
  static func hasResult(_ trial: Trial, _ outcome: Outcome) -> Bool {
    let instruction = trial.encoding.instruction
    switch instruction.mnemonic {
    case .shld, .shrd: return shiftCount(trial) <= UInt64(instruction.operandSize) * 8
    case .bsf, .bsr: return outcome.state.rflags & zero == 0
    // A fault half-way leaves what was popped, or does not: POPA starts anew either way.
    case .popa: return outcome.vector == nil
    case .bswap: return instruction.operandSize != 2
    default: return true
    }
  }
}
