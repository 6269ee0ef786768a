import X86

/// Byte strings that are often an instruction and often almost one.
package struct CodeGenerator {
  private var random: SeededGenerator
  private let forms: [InstructionForm]

  package init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
    forms = InstructionTable.forms
  }

  package mutating func codeSize() -> CodeSize {
    switch random.next() % 4 {
    case 0: .bits16
    case 1: .bits32
    default: .bits64
    }
  }

  /// How many of the bytes to show to the decoders: mostly all of them.
  package mutating func visibleCount(of count: Int) -> Int {
    random.next() % 8 == 0 ? Int(random.next() % UInt64(count + 1)) : count
  }

  /// Fills `bytes`, which is longer than any instruction.
  package mutating func fill(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    fillWithNoise(bytes)
    let choice = random.next() % 16
    if choice == 0 { return }
    var writer = Writer(bytes: bytes)
    let form = forms[Int(random.next() % UInt64(forms.count))]
    writePrefixes(&writer, form)
    if choice < 13 {
      writeOpcode(&writer, form)
    } else {
      writeEscape(&writer)
    }
    if random.next() % 4 == 0 { flipBit(in: bytes) }
  }

  /// Bytes that are `form`, unless the noise around it makes them invalid.
  package mutating func fill(_ bytes: UnsafeMutableBufferPointer<UInt8>, with form: InstructionForm) {
    fillWithNoise(bytes)
    var writer = Writer(bytes: bytes)
    writePrefixes(&writer, form)
    writeOpcode(&writer, form)
  }

  private mutating func fillWithNoise(_ bytes: UnsafeMutableBufferPointer<UInt8>) {
    for position in stride(from: 0, to: bytes.count, by: 8) {
      var word = random.next()
      for offset in position..<min(position + 8, bytes.count) {
        bytes[offset] = UInt8(truncatingIfNeeded: word)
        word >>= 8
      }
    }
  }

  private mutating func writePrefixes(_ writer: inout Writer, _ form: InstructionForm) {
    let legacy: [UInt8] = [0x66, 0x67, 0xF2, 0xF3, 0xF0, 0x26, 0x2E, 0x36, 0x3E, 0x64, 0x65, 0x48]
    let counts = [0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 4, 0, 1, 12]
    for _ in 0..<counts[Int(random.next() % 16)] { writer.put(legacy[Int(random.next() % UInt64(legacy.count))]) }
    if !form.map.isVEX {
      switch form.prefix {
      case .operandSize: writer.put(0x66)
      case .rep: writer.put(0xF3)
      case .repne: writer.put(0xF2)
      case .none, .any: break
      }
      if random.next() % 3 == 0 { writer.put(0x40 | UInt8(random.next() % 16)) }
    }
  }

  private mutating func writeOpcode(_ writer: inout Writer, _ form: InstructionForm) {
    switch form.map {
    case .oneByte: break
    case .twoByte: writer.put(0x0F)
    case .threeByte38:
      writer.put(0x0F)
      writer.put(0x38)
    case .threeByte3A:
      writer.put(0x0F)
      writer.put(0x3A)
    case .vexTwoByte, .vexThreeByte38, .vexThreeByte3A: writeVEX(&writer, form)
    }
    writer.put(form.opcode)
    guard form.hasModRM else { return }
    var modRM = UInt8(truncatingIfNeeded: random.next())
    modRM = modRM & 0xC7 | value(form, .reg, modRM >> 3 & 7) << 3
    modRM = modRM & 0xF8 | value(form, .rm, modRM & 7)
    switch form.validValues(of: .mod) {
    case 0b10: modRM |= 0xC0
    case 0b01: if modRM >= 0xC0 { modRM &= 0x3F | UInt8(random.next() % 3) << 6 }
    default: break
    }
    writer.put(modRM)
  }

  private mutating func writeVEX(_ writer: inout Writer, _ form: InstructionForm) {
    let noise = UInt8(truncatingIfNeeded: random.next())
    var last = UInt8(form.prefix.rawValue) | UInt8(truncatingIfNeeded: random.next()) & 0x7C
    if random.next() % 2 == 0 { last |= 0x78 }
    last = last & 0xFB | value(form, .vectorLength, last >> 2 & 1) << 2
    let width = value(form, .width, noise & 1)
    if form.map == .vexTwoByte && width == 0 && noise & 2 != 0 {
      writer.put(0xC5)
      writer.put(last | noise & 0x80)
    } else {
      writer.put(0xC4)
      let map: UInt8 = form.map == .vexTwoByte ? 1 : form.map == .vexThreeByte38 ? 2 : 3
      writer.put(noise & 0xE0 | map)
      writer.put(last | width << 7)
    }
  }

  /// A field's value: `preferred` where the form takes it, otherwise one that it takes.
  private func value(_ form: InstructionForm, _ dimension: Dimension, _ preferred: UInt8) -> UInt8 {
    let valid = form.validValues(of: dimension)
    return valid >> preferred & 1 != 0 ? preferred : UInt8(valid.trailingZeroBitCount)
  }

  /// An opcode of any map, whether there is such a form or not.
  private mutating func writeEscape(_ writer: inout Writer) {
    switch random.next() % 6 {
    case 0: break
    case 1: writer.put(0x0F)
    case 2:
      writer.put(0x0F)
      writer.put(0x38)
    case 3:
      writer.put(0x0F)
      writer.put(0x3A)
    case 4:
      writer.put(0xC4)
      writer.put(UInt8(truncatingIfNeeded: random.next()) & 0xE3)
    default: writer.put(0xC5)
    }
  }

  private mutating func flipBit(in bytes: UnsafeMutableBufferPointer<UInt8>) {
    let choice = random.next()
    bytes[Int(choice % 6)] ^= 1 << UInt8(choice >> 32 & 7)
  }

  private struct Writer {
    let bytes: UnsafeMutableBufferPointer<UInt8>
    var position = 0

    mutating func put(_ byte: UInt8) {
      if position < bytes.count { bytes[position] = byte }
      position += 1
    }
  }
}
