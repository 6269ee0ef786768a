import X86

/// An instruction as bytes, and as the decoder reads them.
struct Encoding {
  var bytes: [UInt8]
  var instruction: Instruction
  /// Where the displacement of the memory operand is, if it has one.
  var displacementOffset = 0
  var displacementSize = 0

  /// Replaces a displacement of four or eight bytes.
  mutating func setDisplacement(_ value: UInt64) {
    for index in 0..<displacementSize {
      bytes[displacementOffset + index] = UInt8(truncatingIfNeeded: value >> UInt64(index * 8))
    }
    instruction.memory.displacement =
      displacementSize == 4 ? Int64(Int32(truncatingIfNeeded: value)) : Int64(bitPattern: value)
  }
}

/// Writes encodings of a form: every field that the form leaves open is drawn by lot.
struct EncodingMaker {
  let form: InstructionForm
  let mode: CodeMode
  private let decoder = Decoder()

  init(_ form: InstructionForm, _ mode: CodeMode) {
    self.form = form
    self.mode = mode
  }

  /// Nil when what was drawn is not an encoding of this form after all.
  func make(_ dice: inout Dice) -> Encoding? {
    var bytes = form.map.isVEX ? [] : prefixes(&dice)
    if form.map.isVEX { bytes += vex(&dice) } else { bytes += opcode() }
    var offset = 0
    var size = 0
    if form.hasModRM {
      let (fields, displacement) = modRM(&dice)
      offset = bytes.count + fields.count
      size = displacement
      bytes += fields
      // Displacements that may be anything are drawn with the immediates, below.
    } else if form.operands.contains(where: { $0.place == .offset }) {
      offset = bytes.count
      size = bytes.contains(0x67) || mode == .bits32 ? 4 : 8
    }
    for _ in 0..<12 { bytes.append(dice.byte()) }
    guard let instruction = decode(bytes), instruction.mnemonic == form.mnemonic else { return nil }
    bytes.removeLast(bytes.count - Int(instruction.length))
    return Encoding(bytes: bytes, instruction: instruction, displacementOffset: offset, displacementSize: size)
  }

  private func decode(_ bytes: [UInt8]) -> Instruction? {
    bytes.withUnsafeBytes {
      if case .instruction(let instruction) = decoder.decode($0, codeSize: mode.codeSize) { return instruction }
      return nil
    }
  }

  /// A value of a field that the form allows.
  private func draw(_ dimension: Dimension, _ count: Int, _ dice: inout Dice) -> UInt8 {
    let valid = form.validValues(of: dimension)
    return UInt8(dice.element((0..<count).filter { valid >> UInt8($0) & 1 != 0 }))
  }

  private func prefixes(_ dice: inout Dice) -> [UInt8] {
    var bytes: [UInt8] = []
    if mode == .bits64 {
      if dice.chance(8) { bytes.append(0x67) }
      if dice.chance(6) { bytes.append(0x65) }
    }
    if dice.chance(4) { bytes.append(dice.element([0x26, 0x2E, 0x36, 0x3E])) }
    switch form.prefix {
    case .none: break
    case .operandSize: bytes.append(0x66)
    case .rep: bytes.append(0xF3)
    case .repne: bytes.append(0xF2)
    case .any:
      if dice.chance(25) && !form.isBranch { bytes.append(0x66) }
      if dice.chance(form.isString ? 60 : form.isBranch ? 0 : 2) { bytes.append(dice.chance(50) ? 0xF2 : 0xF3) }
      if form.attributes.contains(.lockable) && dice.chance(15) { bytes.append(0xF0) }
    }
    if mode == .bits32 { return bytes }
    let width = draw(.width, 2, &dice)
    let extendB = draw(.rexB, 2, &dice)
    if form.validValues(of: .width) == 2 || form.validValues(of: .rexB) == 2 || dice.chance(50) {
      bytes.append(0x40 | width << 3 | UInt8(dice.below(4)) << 1 | extendB)
    }
    return bytes
  }

  private func opcode() -> [UInt8] {
    switch form.map {
    case .oneByte: [form.opcode]
    case .twoByte: [0x0F, form.opcode]
    case .threeByte38: [0x0F, 0x38, form.opcode]
    default: [0x0F, 0x3A, form.opcode]
    }
  }

  private func vex(_ dice: inout Dice) -> [UInt8] {
    let map: UInt8 =
      switch form.map {
      case .vexTwoByte: 1
      case .vexThreeByte38: 2
      default: 3
      }
    let prefix: UInt8 =
      switch form.prefix {
      case .operandSize: 1
      case .rep: 2
      case .repne: 3
      default: 0
      }
    // Outside 64-bit mode R and X must be 1, lest it be LES.
    let extensions: UInt8 = UInt8(dice.below(8)) | (mode == .bits32 ? 6 : 0)
    let vvvv: UInt8 = form.attributes.contains(.usesVvvv) ? UInt8(dice.below(16)) : 15
    let length = draw(.vectorLength, 2, &dice)
    return [
      0xC4, extensions << 5 | map, draw(.width, 2, &dice) << 7 | vvvv << 3 | length << 2 | prefix,
      form.opcode,
    ]
  }

  /// ModRM and SIB, and how many bytes of displacement follow.
  private func modRM(_ dice: inout Dice) -> ([UInt8], Int) {
    let reg = draw(.reg, 8, &dice) << 3
    if draw(.mod, 2, &dice) == 1 { return ([0xC0 | reg | draw(.rm, 8, &dice)], 0) }
    let mod = UInt8(dice.below(3))
    let rm = UInt8(dice.below(8))
    var fields = [mod << 6 | reg | rm]
    var size = [0, 1, 4][Int(mod)]
    if rm == 4 {
      let sib = dice.byte()
      fields.append(sib)
      if mod == 0 && sib & 7 == 5 { size = 4 }
    } else if rm == 5 && mod == 0 {
      size = 4
    }
    return (fields, size)
  }
}

extension InstructionForm {
  var isString: Bool { [.movs, .cmps, .scas, .lods, .stos].contains(mnemonic) }
  var isBranch: Bool { [.jmp, .jcc, .call, .ret, .loop, .loope, .loopne, .jcxz].contains(mnemonic) }
}
