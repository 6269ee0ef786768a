import X86

/// Differences in words.
enum Report {
  static func hex<Value>(_ value: Value) -> String {
    if let integer = value as? any FixedWidthInteger {
      return "0x" + String(UInt64(truncatingIfNeeded: integer), radix: 16)
    }
    return "\(value)"
  }

  static func describe(_ trial: Trial, _ expected: Outcome, _ actual: Outcome, _ differences: [String]) -> String {
    let instruction = trial.encoding.instruction
    let bytes = trial.encoding.bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined(
      separator: " ")
    var text = "  \(instruction.mnemonic): \(bytes)\n"
    for difference in differences.prefix(8) { text += "  \(difference)\n" }
    let state = trial.state
    text += "  from rflags \(hex(state.rflags)) mxcsr \(hex(state.mxcsr)) gs \(hex(state.gsBase))\n  general"
    for number in 0..<16 { text += " \(String(state.general[number], radix: 16))" }
    let operands = [instruction.operand0, instruction.operand1, instruction.operand2]
    var vectors: Set<Int> = [0]
    for operand in operands where operand.registerClass == .xmm { vectors.insert(Int(operand.number)) }
    for number in vectors.sorted() {
      text += "\n  xmm\(number) \(hex(state.xmm[number * 2 + 1])):\(hex(state.xmm[number * 2]))"
      text += " silicon \(hex(expected.state.xmm[number * 2 + 1])):\(hex(expected.state.xmm[number * 2]))"
      text += " here \(hex(actual.state.xmm[number * 2 + 1])):\(hex(actual.state.xmm[number * 2]))"
    }
    let x87 = state.x87
    text += "\n  x87 control \(hex(x87.control)) status \(hex(x87.status)) valid \(hex(x87.valid))"
    if operands.contains(where: { $0.registerClass == .mmx || $0.registerClass == .x87 }) || isX87(instruction) {
      for index in 0..<8 {
        text += "\n  st\(index) \(describe(x87, index)) silicon \(describe(expected.state.x87, index))"
        text += " here \(describe(actual.state.x87, index))"
      }
    }
    for (offset, bytes) in trial.memory where bytes.count <= 32 {
      text += "\n  memory \(hex(Layout.scratch + UInt64(offset))): \(bytes.map { String($0, radix: 16) })"
    }
    return text
  }

  private static func isX87(_ instruction: Instruction) -> Bool { (0xD8...0xDF).contains(instruction.opcode) }

  private static func describe(_ x87: X87Registers, _ index: Int) -> String {
    "\(String(x87.signExponents[index], radix: 16)):\(String(x87.significands[index], radix: 16))"
  }

  static func memoryDifference(_ silicon: UnsafeRawPointer, _ here: UnsafeRawPointer) -> String {
    for offset in stride(from: 0, to: Int(Layout.scratchSize), by: 8) {
      let first = silicon.load(fromByteOffset: offset, as: UInt64.self)
      let second = here.load(fromByteOffset: offset, as: UInt64.self)
      if first != second {
        return "memory at \(hex(Layout.scratch + UInt64(offset))): silicon \(hex(first)) here \(hex(second))"
      }
    }
    return "memory"
  }
}
