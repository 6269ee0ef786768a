#if hasFeature(Embedded)
  import KernelSupport

  /// What went wrong, as lines of text: the serial port and the screen show the same.
  struct PanicReport {
    /// One line: what happened.
    var title: String
    /// A few lines: why, as far as the processor told.
    var explanation: [String] = []
    var registers: [String] = []
    var backtrace: [String]

    /// The kernel stopped itself.
    init(message: String, framePointer: UInt64) {
      title = message
      backtrace = Backtrace(framePointer: framePointer).lines
    }

    /// The processor stopped it.
    init(_ frame: trap_frame) {
      if let trap = Trap(rawValue: frame.vector) {
        title = "\(trap.name) (\(trap.mnemonic))"
        explanation = Self.explain(trap, frame)
      } else {
        title = "interrupt \(frame.vector), which nobody expects"
      }
      if let symbol = Symbols.find(frame.rip) { title += " in \(symbol.name)" }
      registers = Self.registers(frame)
      backtrace = Backtrace(from: frame).lines
    }

    var lines: [String] {
      ["panic: " + title] + explanation.map { "  " + $0 } + registers + (backtrace.isEmpty ? [] : ["backtrace:"])
        + backtrace.map { "  " + $0 }
    }

    private static func explain(_ trap: Trap, _ frame: trap_frame) -> [String] {
      var lines: [String] = []
      if trap == .pageFault || trap == .doubleFault {
        // A double fault leaves CR2 as the page fault that it began with, where it was one.
        let address = read_cr2()
        let what = ErrorCode.describe(address: address).map { ", " + $0 } ?? ""
        lines.append("\(trap == .doubleFault ? "last fault at" : "address") \(address.hexadecimal())\(what)")
      }
      if let words = ErrorCode.explain(trap, frame.error) {
        lines.append("error code \(frame.error.hexadecimal(digits: 4)): \(words)")
      }
      if trap == .invalidOpcode, isTrapInstruction(frame.rip) {
        lines.append("Swift stops so on an overflow, an index out of range, a nil or a failed precondition")
      }
      if frame.cs & 3 == 3 { lines.append("in ring 3") }
      return lines
    }

    /// UD2, which the compiler emits where a check failed.
    private static func isTrapInstruction(_ address: UInt64) -> Bool {
      guard Symbols.find(address) != nil, let code = UnsafePointer<UInt8>(bitPattern: UInt(address)) else {
        return false
      }
      return code[0] == 0x0F && code[1] == 0x0B
    }

    private static func registers(_ frame: trap_frame) -> [String] {
      func row(_ items: (String, UInt64)...) -> String {
        items.map { name, value in
          name + String(repeating: " ", count: 4 - name.utf8.count) + String(value.hexadecimal().dropFirst(2))
        }.joined(separator: "  ")
      }
      return [
        row(("rip", frame.rip), ("rsp", frame.rsp), ("rbp", frame.rbp)),
        row(("rax", frame.rax), ("rbx", frame.rbx), ("rcx", frame.rcx)),
        row(("rdx", frame.rdx), ("rsi", frame.rsi), ("rdi", frame.rdi)),
        row(("r8", frame.r8), ("r9", frame.r9), ("r10", frame.r10)),
        row(("r11", frame.r11), ("r12", frame.r12), ("r13", frame.r13)),
        row(("r14", frame.r14), ("r15", frame.r15), ("cr2", read_cr2())),
        row(("cr0", read_cr0()), ("cr3", read_cr3()), ("cr4", read_cr4())),
        row(("flg", frame.rflags), ("cs", frame.cs), ("ss", frame.ss)),
      ]
    }
  }
#endif
