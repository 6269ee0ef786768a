// What a kernel author needs to know when a run ends badly.
extension Machine {
  /// More about the end of a run; empty for ordinary reasons.
  func report(for reason: Stop.Reason) -> String {
    switch reason {
    case .tripleFault: tripleFaultReport()
    case .unimplemented: unimplementedReport()
    default: ""
    }
  }

  private func tripleFaultReport() -> String {
    var text =
      "Triple fault: an exception, then one on the way to its handler, then one on the way to the double fault's.\n"
    for (index, fault) in (cpu.shutdown?.faults ?? []).enumerated() {
      text += "  \(index + 1). \(describe(fault))\n"
    }
    text += describeRegisters()
    text += describeCode(at: cpu.linearRIP)
    text += describeBranches()
    return text
  }

  private func unimplementedReport() -> String {
    guard let missing = cpu.unimplemented else { return "" }
    let bytes = missing.bytes.map { hexDigits($0, 2) }.joined(separator: " ")
    let what =
      switch missing.feature {
      case .instruction: "does not have \(missing.mnemonic)"
      case .taskSwitch: "has no hardware task switch, which this asks for"
      case .virtual8086: "has no virtual-8086 mode, which this asks for"
      }
    return "The processor \(what): \(missing.mnemonic), \(bytes) at \(name(missing.rip)).\n"
      + describeRegisters()
      + describeBranches()
  }

  /// Like "page fault (#PF): a write by the kernel to 0xdead000, which is not mapped; at handler+0x12 (0x1234)".
  private func describe(_ fault: DeliveredFault) -> String {
    let exception = ExceptionName(vector: fault.vector)
    var text = "\(exception)"
    if let code = fault.errorCode {
      text += fault.vector == 14 ? ": " + pageFaultInWords(code, fault.address) : exception.errorCodeInWords(code)
    }
    return text + "; at \(name(fault.rip))"
  }

  private func pageFaultInWords(_ code: UInt32, _ address: UInt64) -> String {
    let who = code & 4 != 0 ? "user code" : "the kernel"
    let what = code & 16 != 0 ? "an instruction fetch" : code & 2 != 0 ? "a write" : "a read"
    let why =
      code & 8 != 0
      ? "whose page-table entry has a reserved bit set" : code & 1 != 0 ? "which is protected" : "which is not mapped"
    return "\(what) by \(who) at \(name(address)), \(why)"
  }

  /// General registers, flags, control registers and segments.
  func describeRegisters() -> String {
    let state = cpu.state
    let names = [
      "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", "r8 ", "r9 ", "r10", "r11", "r12", "r13", "r14", "r15",
    ]
    let order = [0, 3, 1, 2, 6, 7, 5, 4] + Array(8..<16)
    var text = ""
    for (column, number) in order.enumerated() {
      text += "\(names[number]) \(hexDigits(state.general[number], 16))" + (column % 4 == 3 ? "\n" : "  ")
    }
    text += "rip \(hexDigits(state.rip, 16))  rflags \(hexDigits(state.rflags, 8)) \(flagNames(state.rflags))\n"
    let system = state.system
    text += "cr0 \(hexDigits(system.cr0, 8))  cr2 \(hexDigits(system.cr2, 16))  cr3 \(hexDigits(system.cr3, 16))"
    text += "  cr4 \(hexDigits(system.cr4, 8))  efer \(hexDigits(system.efer, 8))\n"
    for (index, name) in ["es", "cs", "ss", "ds", "fs", "gs"].enumerated() {
      let segment = system.segments[index]
      text +=
        "\(name) \(hexDigits(segment.selector, 4)) base \(hexDigits(segment.base, 8))" + (index % 3 == 2 ? "\n" : "  ")
    }
    text += "gdt \(hex(system.gdtr.base)) limit \(hex(system.gdtr.limit))  idt \(hex(system.idtr.base)) limit "
    return text + "\(hex(system.idtr.limit))  tr \(hexDigits(system.tr.selector, 4))\n"
  }

  private func flagNames(_ flags: UInt64) -> String {
    let names: [(Int, String)] = [
      (0, "CF"), (2, "PF"), (4, "AF"), (6, "ZF"), (7, "SF"), (8, "TF"), (9, "IF"), (10, "DF"), (11, "OF"),
    ]
    return names.filter { flags >> UInt64($0.0) & 1 != 0 }.map(\.1).joined(separator: " ")
  }

  /// The bytes before and after an instruction, which is bracketed.
  private func describeCode(at address: UInt64) -> String {
    func text(_ bytes: [UInt8]) -> String { bytes.map { hexDigits($0, 2) }.joined(separator: " ") }
    let first = address - min(address, 16)
    let before = memory.virtual.bytes(at: first, count: Int(address - first))
    let after = memory.virtual.bytes(at: address, count: 16)
    guard !after.isEmpty else { return "code at \(name(address)): not mapped\n" }
    return
      "code at \(name(address)): \(before.count == Int(address - first) ? text(before) + " " : "")[\(text(after))]\n"
  }

  private func describeBranches() -> String {
    let branches = cpu.lastBranches
    if branches.isEmpty { return "" }
    return "Last branches, the latest below:\n"
      + branches.map { "  \(name($0.from)) -> \(name($0.to))\n" }.joined()
  }

  /// An address with its symbol, where there is one.
  private func name(_ address: UInt64) -> String {
    symbols.place(of: address).map { "\($0) (\(hex(address)))" } ?? hex(address)
  }
}

/// A number in hexadecimal, with leading zeros.
func hexDigits<Value: BinaryInteger>(_ value: Value, _ count: Int) -> String {
  let digits = String(value, radix: 16)
  return String(repeating: "0", count: max(0, count - digits.count)) + digits
}
