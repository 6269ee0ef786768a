import RandomInput
import Testing
import X86

@Suite("The table")
struct InstructionTableTests {
  @Test("Every mnemonic has a form, and every feature an instruction")
  func complete() {
    let mnemonics = Set(InstructionTable.forms.map(\.mnemonic))
    #expect(Mnemonic.allCases.filter { !mnemonics.contains($0) } == [.invalid])
    let features = Set(InstructionTable.forms.map(\.feature))
    #expect(Feature.allCases.filter { !features.contains($0) } == [])
  }

  /// Asks the generator for each form many times: what comes back has to be that row's mnemonic and opcode at least once.
  @Test("Every form is decoded from the bytes that its row describes")
  func reachable() {
    var generator = CodeGenerator(seed: 13)
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)
    defer { bytes.deallocate() }
    let decoder = Decoder()
    for form in InstructionTable.forms {
      let isReached = (0..<400).contains { _ in
        generator.fill(bytes, with: form)
        return CodeSize.all.contains { codeSize in
          guard
            case .instruction(let instruction) = decoder.decode(UnsafeRawBufferPointer(bytes), codeSize: codeSize)
          else { return false }
          return instruction.mnemonic == form.mnemonic && instruction.opcode & 0xFF == UInt32(form.opcode)
            && Int(instruction.operandCount) == form.operands.count
        }
      }
      #expect(isReached, "\(form.text)")
    }
  }

  @Test("Rows name their features")
  func features() {
    #expect(InstructionTable.forms.first { $0.mnemonic == .pshufb }?.feature == .ssse3)
    #expect(InstructionTable.forms.first { $0.mnemonic == .syscall }?.feature == .syscall)
    #expect(InstructionTable.forms.first { $0.mnemonic == .pdep }?.feature == .bmi2)
  }
}

extension CodeSize {
  static let all: [CodeSize] = [.bits16, .bits32, .bits64]
}
