import X86

extension Instruction {
  var hasMemoryOperand: Bool {
    operand0.kind == .memory || operand1.kind == .memory || operand2.kind == .memory
  }

  /// Whether the x87 notes where the instruction was.
  var notesPointers: Bool {
    switch mnemonic {
    case .fldcw, .fldenv, .frstor, .fxrstor, .xrstor, .fnstcw, .fnstsw, .fnstenv, .fnsave, .fnclex, .fninit:
      return false
    default: return (0xD8...0xDF).contains(opcode)
    }
  }

  /// RSI and RDI both lead to memory.
  var hasTwoStrings: Bool { mnemonic == .movs || mnemonic == .cmps }

  /// How many bytes the memory operand has, and how they are best aligned.
  var memoryShape: (size: UInt64, alignment: UInt64) {
    switch mnemonic {
    case .fxsave, .fxrstor: return (512, 16)
    // The host's own image is longer, and may be looked at to its end.
    case .xsave, .xsaveopt, .xrstor: return (2816, 64)
    case .fnsave, .frstor: return (108, 1)
    case .fldenv, .fnstenv: return (28, 1)
    default: break
    }
    let operands = [operand0, operand1, operand2].filter { $0.kind == .memory }
    let size = UInt64(operands.first?.size ?? 8)
    return (max(size, 1), size >= 16 ? 16 : 1)
  }
}

/// Contents of memory operands that random bytes would seldom hit.
enum MemoryImages {
  static func make(_ instruction: Instruction, _ state: RegisterState, _ dice: inout Dice) -> [UInt8]? {
    switch instruction.mnemonic {
    case .xsave, .xsaveopt: return image(&dice) + [UInt8](repeating: 0, count: 64)
    case .ldmxcsr:
      // Bit 17 is AMD's own.
      return bytes(dice.chance(95) ? dice.next() & 0xFFFF | (dice.chance(80) ? 0x1F80 : 0) : dice.next() & ~0x20000, 4)
    case .fxrstor: return image(&dice)
    case .xrstor:
      var header = bytes(dice.chance(95) ? dice.next() & 3 : dice.next() & 0x9, 8)
      header += bytes(dice.chance(96) ? 0 : dice.next() & 0xFF, 8) + bytes(dice.chance(96) ? 0 : dice.next() & 0xFF, 8)
      return image(&dice) + header + [UInt8](repeating: 0, count: 40)
    case .cmpxchg8b:
      return dice.chance(50)
        ? bytes(state.general[0] & 0xFFFF_FFFF | state.general[2] << 32, 8) : nil
    case .cmpxchg16b: return dice.chance(50) ? bytes(state.general[0], 8) + bytes(state.general[2], 8) : nil
    case .cmpxchg: return dice.chance(50) ? bytes(state.general[0], 8) : nil
    default: return nil
    }
  }

  /// An FXSAVE image whose MXCSR is mostly one that may be loaded.
  private static func image(_ dice: inout Dice) -> [UInt8] {
    var image = (0..<512).map { _ in dice.byte() }
    image.replaceSubrange(24..<28, with: bytes(dice.chance(95) ? dice.next() & 0xFFFF : dice.next() & ~0x20000, 4))
    return image
  }

  private static func bytes(_ value: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: value >> UInt64($0 * 8)) }
  }
}
