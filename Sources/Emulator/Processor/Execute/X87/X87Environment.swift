import FloatingPoint
import X86

/// FNSTENV, FLDENV, FNSAVE, FRSTOR: the environment in memory, in the four forms that the operand size and protection make
/// (SDM volume 1, figures 8-9 to 8-12), and the registers after it.
extension Processor {
  private func environmentShape(_ i: InstructionPointer) -> (wordSize: UInt64, isProtected: Bool) {
    let isVirtual = core.pointee.flags & RFLAGS.virtual8086 != 0
    return (i.pointee.operandSize == 2 ? 2 : 4, isProtected && !isVirtual)
  }

  // MARK: Storing

  func storeEnvironment(_ i: InstructionPointer) throws(Fault) {
    let wordSize = environmentShape(i).wordSize
    let linear = try linearAddress(i, size: wordSize * 7, isWrite: true)
    try checkX87Alignment(linear, wordSize)
    try probeWrite(linear, size: wordSize * 7)
    try writeEnvironment(linear, i)
    // So that the handler that asked runs undisturbed.
    x87.control |= 0x3F
    x87.summarize()
  }

  func saveX87(_ i: InstructionPointer) throws(Fault) {
    let wordSize = environmentShape(i).wordSize
    let linear = try linearAddress(i, size: wordSize * 7 + 80, isWrite: true)
    try checkX87Alignment(linear, wordSize)
    try probeWrite(linear, size: wordSize * 7 + 80)
    try writeEnvironment(linear, i)
    for index in 0..<8 {
      let value = x87[st: index]
      let offset = wordSize * 7 + UInt64(index) * 10
      try writeImage(linear, offset, value.significand)
      try writeImage(linear, offset + 8, value.signAndExponent)
    }
    initializeX87()
  }

  /// Memory has been probed.
  private func writeEnvironment(_ linear: UInt64, _ i: InstructionPointer) throws(Fault) {
    let shape = environmentShape(i)
    let unused: UInt32 = 0xFFFF_0000
    var words: [UInt32] = [unused | UInt32(x87.control), unused | UInt32(x87.status), unused | UInt32(x87.tagWord)]
    let opcode = UInt32(x87.opcode)
    if shape.isProtected {
      let selector = UInt32(x87.instructionSelector)
      words.append(UInt32(truncatingIfNeeded: x87.instructionPointer))
      words.append(shape.wordSize == 4 ? selector | opcode << 16 : selector)
      words.append(UInt32(truncatingIfNeeded: x87.dataPointer))
      words.append(unused | UInt32(x87.dataSelector))
    } else {
      let instruction = UInt32(truncatingIfNeeded: x87.instructionPointer) &+ UInt32(x87.instructionSelector) << 4
      let data = UInt32(truncatingIfNeeded: x87.dataPointer) &+ UInt32(x87.dataSelector) << 4
      words += [unused | instruction & 0xFFFF, (instruction >> 16) << 12 | opcode]
      words += [unused | data & 0xFFFF, (data >> 16) << 12]
    }
    for (index, word) in words.enumerated() {
      if shape.wordSize == 4 {
        try writeImage(linear, UInt64(index) * 4, word)
      } else {
        try writeImage(linear, UInt64(index) * 2, UInt16(truncatingIfNeeded: word))
      }
    }
  }

  // MARK: Loading

  func loadEnvironment(_ i: InstructionPointer) throws(Fault) {
    let wordSize = environmentShape(i).wordSize
    let linear = try linearAddress(i, size: wordSize * 7)
    try checkX87Alignment(linear, wordSize)
    x87 = try readEnvironment(linear, i)
  }

  func restoreX87(_ i: InstructionPointer) throws(Fault) {
    let wordSize = environmentShape(i).wordSize
    let linear = try linearAddress(i, size: wordSize * 7 + 80)
    try checkX87Alignment(linear, wordSize)
    var state = try readEnvironment(linear, i)
    let valid = state.valid
    for index in 0..<8 {
      let offset = wordSize * 7 + UInt64(index) * 10
      let significand = try readImage(linear, offset, as: UInt64.self)
      state[st: index] = ExtendedReal(
        significand: significand, signAndExponent: try readImage(linear, offset + 8, as: UInt16.self))
    }
    state.valid = valid
    x87 = state
  }

  /// The present state with another environment.
  private func readEnvironment(_ linear: UInt64, _ i: InstructionPointer) throws(Fault) -> X87State {
    let shape = environmentShape(i)
    var words: [UInt32] = []
    for index in 0..<7 {
      if shape.wordSize == 4 {
        words.append(try readImage(linear, UInt64(index) * 4, as: UInt32.self))
      } else {
        words.append(UInt32(try readImage(linear, UInt64(index) * 2, as: UInt16.self)))
      }
    }
    var state = x87
    state.control = Self.effectiveControl(UInt16(truncatingIfNeeded: words[0]))
    state.status = UInt16(truncatingIfNeeded: words[1])
    state.summarize()
    state.setTagWord(UInt16(truncatingIfNeeded: words[2]))
    if shape.isProtected {
      state.instructionPointer = UInt64(words[3])
      state.instructionSelector = UInt16(truncatingIfNeeded: words[4])
      if shape.wordSize == 4 { state.opcode = UInt16(words[4] >> 16 & 0x7FF) }
      state.dataPointer = UInt64(words[5])
      state.dataSelector = UInt16(truncatingIfNeeded: words[6])
    } else {
      state.instructionPointer = UInt64(words[3] & 0xFFFF | (words[4] & 0x0FFF_F000) << 4)
      state.instructionSelector = 0
      state.opcode = UInt16(words[4] & 0x7FF)
      state.dataPointer = UInt64(words[5] & 0xFFFF | (words[6] & 0x0FFF_F000) << 4)
      state.dataSelector = 0
    }
    return state
  }
}
