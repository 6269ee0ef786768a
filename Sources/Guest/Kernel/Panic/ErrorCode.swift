#if hasFeature(Embedded)
  import KernelSupport

  /// An exception's error code in words (Intel SDM volume 3, 7.13 and figure 5-12).
  enum ErrorCode {
    static func explain(_ trap: Trap, _ code: UInt64) -> String? {
      switch trap {
      case .pageFault: pageFault(code)
      case .invalidTask, .segmentNotPresent, .stackFault, .generalProtection: selector(code)
      default: nil
      }
    }

    private static func pageFault(_ code: UInt64) -> String {
      let access = code & 16 != 0 ? "execute" : code & 2 != 0 ? "write" : "read"
      let mode = code & 4 != 0 ? "ring 3" : "the kernel"
      let cause =
        code & 8 != 0
        ? "a reserved bit is set in a page-table entry"
        : code & 1 != 0 ? "the page does not allow it" : "no page is there"
      return "\(mode) tried to \(access), and \(cause)"
    }

    private static func selector(_ code: UInt64) -> String {
      guard code != 0 else { return "no selector is to blame" }
      let table =
        code & 2 != 0 ? "interrupt table" : code & 4 != 0 ? "local descriptor table" : "global descriptor table"
      let cause = code & 1 != 0 ? ", while delivering an interrupt from outside the program" : ""
      return "entry \(code >> 3) of the \(table)\(cause)"
    }

    /// What an address is, as far as the kernel's own layout says.
    static func describe(address: UInt64) -> String? {
      if address < 4096 { return "the null page" }
      let names = ["kernel", "interrupt", "exception", "double fault", "non-maskable", "machine check"]
      for index in 0..<Int(kernel_stack_count()) {
        let stack = kernel_stack_range(Int32(index))
        if address >= stack.start, address < stack.start + 4096 {
          return "below the \(names[index]) stack, which overflowed"
        }
      }
      if KernelStacks.isGuard(address) { return "below a thread's stack, which overflowed" }
      func isIn(_ range: address_range) -> Bool { address >= range.start && address < range.end }
      if isIn(kernel_text_range()) { return "the kernel's code" }
      if isIn(kernel_rodata_range()) { return "the kernel's constants" }
      if isIn(kernel_data_range()) { return "the kernel's data" }
      return nil
    }
  }
#endif
