import Testing
import X86

/// Decodes a whole instruction, or fails the test.
func decoded(_ bytes: [UInt8], _ codeSize: CodeSize = .bits64) throws -> Instruction {
  guard case .instruction(let instruction) = decode(bytes, codeSize) else {
    throw NotAnInstruction(bytes: bytes, result: decode(bytes, codeSize))
  }
  return instruction
}

struct NotAnInstruction: Error {
  var bytes: [UInt8]
  var result: DecodeResult
}

func decode(_ bytes: [UInt8], _ codeSize: CodeSize = .bits64) -> DecodeResult {
  bytes.withUnsafeBytes { Decoder().decode($0, codeSize: codeSize) }
}

@Suite("Decoding, by example")
struct DecoderExampleTests {
  @Test("ADD [RAX+RCX*4+8], EBX")
  func addToMemory() throws {
    let add = try decoded([0x01, 0x5C, 0x88, 0x08])
    #expect(add.mnemonic == .add)
    #expect(add.length == 4)
    #expect(add.operandSize == 4)
    #expect(add.operand0.kind == .memory)
    #expect(add.memory.base == 0)
    #expect(add.memory.index == 1)
    #expect(add.memory.scale == 2)
    #expect(add.memory.displacement == 8)
    #expect(add.operand1.kind == .register)
    #expect(add.operand1.number == 3)
  }
}
