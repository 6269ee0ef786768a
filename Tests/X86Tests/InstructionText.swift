import Testing
import X86

extension Instruction {
  /// The instruction in words, for tests: `add/4 [ds:rax+rcx<<2+0x8], ebx`. The number after the mnemonic is the operand size;
  /// nothing is left implicit.
  var text: String {
    var name = "\(mnemonic)/\(operandSize)"
    if [.jcc, .setcc, .cmovcc].contains(mnemonic) {
      name = "\(mnemonic).\(Condition(rawValue: condition)!.suffix)/\(operandSize)"
    }
    if prefixes.contains(.lock) { name = "lock " + name }
    if prefixes.contains(.rep) { name = "rep " + name }
    if prefixes.contains(.repne) { name = "repne " + name }
    let operands = [operand0, operand1, operand2, operand3].prefix(Int(operandCount))
    let texts = operands.enumerated().map { position, operand in
      let isSecondImmediate = mnemonic == .enter && position == 1
      return isSecondImmediate ? hexadecimal(UInt64(immediate2)) : text(of: operand)
    }
    return texts.isEmpty ? name : name + " " + texts.joined(separator: ", ")
  }

  private func text(of operand: Operand) -> String {
    switch operand.kind {
    case .none: "?"
    case .register: RegisterName.of(operand) ?? "?"
    case .memory: memoryText
    case .immediate: hexadecimal(immediate)
    case .relative: "$" + signed(Int64(bitPattern: immediate))
    case .farPointer: hexadecimal(UInt64(immediate2)) + ":" + hexadecimal(immediate)
    }
  }

  private var memoryText: String {
    var terms = ""
    if memory.base == MemoryReference.instructionPointer {
      terms += "ip"
    } else if memory.base != MemoryReference.noRegister {
      terms += RegisterName.general(memory.base, size: addressSize)
    }
    if memory.index != MemoryReference.noRegister {
      terms += "+" + RegisterName.general(memory.index, size: addressSize)
      if memory.scale != 0 { terms += "<<\(memory.scale)" }
    }
    if memory.displacement != 0 || terms.isEmpty { terms += signed(memory.displacement) }
    return "[\(RegisterName.segment(memory.segment)):\(terms)]"
  }

  private func signed(_ value: Int64) -> String {
    value < 0 ? "-" + hexadecimal(value.magnitude) : "+" + hexadecimal(UInt64(value))
  }

  private func hexadecimal(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}

/// Bytes, the mode to read them in, and what they say.
struct Example: CustomTestStringConvertible {
  var bytes: [UInt8]
  var codeSize: CodeSize
  var text: String

  init(_ hexadecimal: String, _ text: String) {
    self.init(hexadecimal, .bits64, text)
  }

  init(_ hexadecimal: String, _ codeSize: CodeSize, _ text: String) {
    bytes = hexadecimal.split(separator: " ").map { UInt8($0, radix: 16)! }
    self.codeSize = codeSize
    self.text = text
  }

  /// The same, or the reason why there is no instruction.
  var decodedText: String {
    switch decode(bytes, codeSize) {
    case .instruction(let instruction):
      Int(instruction.length) == bytes.count ? instruction.text : "\(instruction.text), and bytes are left"
    case .invalid: "invalid"
    case .truncated: "truncated"
    case .tooLong: "too long"
    }
  }

  var testDescription: String { text }
}

func decode(_ bytes: [UInt8], _ codeSize: CodeSize = .bits64) -> DecodeResult {
  bytes.withUnsafeBytes { Decoder().decode($0, codeSize: codeSize) }
}
