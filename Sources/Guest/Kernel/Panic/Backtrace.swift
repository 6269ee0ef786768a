#if hasFeature(Embedded)
  import KernelSupport

  /// Who called whom, by the chain of frame pointers: at each, the caller's frame pointer and, above it, the return
  /// address.
  struct Backtrace {
    private(set) var lines: [String] = []
    private static let limit = 24

    /// From where the processor was.
    init(from frame: trap_frame) {
      append(frame.rip, isReturn: false, times: 1)
      // A call to what is no code has made no frame yet: who called is on top of the stack.
      if Symbols.find(frame.rip) == nil, let (top, _) = Self.read(frame.rsp), Symbols.find(top) != nil {
        append(top, isReturn: true, times: 1)
      }
      follow(frame.rbp)
    }

    init(framePointer: UInt64) { follow(framePointer) }

    private mutating func follow(_ framePointer: UInt64) {
      var frame = framePointer
      var (pending, times): (UInt64, Int) = (0, 0)
      while lines.count < Self.limit, let (next, returnAddress) = Self.read(frame) {
        if returnAddress == pending {
          times += 1
        } else {
          if times > 0 { append(pending, isReturn: true, times: times) }
          (pending, times) = (returnAddress, 1)
        }
        // Frames lie higher the further out they are; anything else would be a circle.
        guard next > frame else { break }
        frame = next
      }
      if times > 0 { append(pending, isReturn: true, times: times) }
    }

    /// Only frames on a stack of the kernel's are read: the chain may be what is broken.
    private static func read(_ frame: UInt64) -> (next: UInt64, returnAddress: UInt64)? {
      guard frame % 8 == 0 else { return nil }
      if KernelStacks.contains(frame), KernelStacks.contains(frame + 8),
        let words = UnsafePointer<UInt64>(bitPattern: UInt(frame)), words[1] != 0
      {
        return (words[0], words[1])
      }
      for index in 0..<kernel_stack_count() {
        let stack = kernel_stack_range(index)
        if frame >= stack.start + 4096, frame <= stack.end - 16,
          let words = UnsafePointer<UInt64>(bitPattern: UInt(frame)), words[1] != 0
        {
          return (words[0], words[1])
        }
      }
      return nil
    }

    private mutating func append(_ address: UInt64, isReturn: Bool, times: Int) {
      // A return address may be the first of the next function, after a call that never returns.
      let symbol = Symbols.find(isReturn ? address - 1 : address)
      var line = address.hexadecimal(digits: 8) + "  "
      if let symbol {
        line += "\(symbol.name) + \(symbol.offset + (isReturn ? 1 : 0))"
      } else {
        line += "outside the kernel"
      }
      if times > 1 { line += "  (\(times) times)" }
      lines.append(line)
    }
  }
#endif
