#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  /// The threads' stacks in the kernel, each above as much memory that is nobody's: whoever overflows one faults at once.
  enum KernelStacks {
    static let size: UInt64 = 32 * 1024
    /// From one stack to the next.
    private static let stride = size * 2
    /// Above all memory, in the kernel's entry of the top page table.
    private static let base: UInt64 = 256 << 30
    static let limit = 4096
    /// Stacks that nobody uses but that keep their frames, for the next thread.
    private static let keep = 16

    nonisolated(unsafe) private static var free: [Int] = []
    nonisolated(unsafe) private static var unused: [Int] = []
    nonisolated(unsafe) private static var made = 0

    struct Stack {
      let index: Int
      var top: UInt64 { bottom + size }
      var bottom: UInt64 { base + UInt64(index) * stride + size }
    }

    /// Before there is more than one thread: so that giving a stack back allocates nothing.
    static func start() {
      free.reserveCapacity(keep + 1)
      unused.reserveCapacity(limit)
    }

    /// Nil where there are no frames, or too many threads.
    static func take() -> Stack? {
      if let index = free.popLast() { return Stack(index: index) }
      guard let index = unused.popLast() ?? (made < limit ? made : nil) else { return nil }
      if index == made { made += 1 }
      let stack = Stack(index: index)
      var page = stack.bottom
      while page < stack.top {
        guard let frame = Memory.takeFrame(), Memory.mapKernel(page, frame: frame) else {
          release(stack, upTo: page)
          return nil
        }
        page += PageTables.pageSize
      }
      return stack
    }

    static func giveBack(_ stack: Stack) {
      if free.count < keep { free.append(stack.index) } else { release(stack, upTo: stack.top) }
    }

    /// Gives back the frames of stacks that nobody uses.
    static func trim() {
      while let index = free.popLast() {
        let stack = Stack(index: index)
        release(stack, upTo: stack.top)
      }
    }

    private static func release(_ stack: Stack, upTo end: UInt64) {
      var page = stack.bottom
      while page < end {
        if let frame = Memory.unmapKernel(page) { Memory.releaseFrame(frame) }
        page += PageTables.pageSize
      }
      unused.append(stack.index)
    }

    /// Whether an address is in the part of a stack that has memory.
    static func contains(_ address: UInt64) -> Bool {
      address >= base && address < base + UInt64(made) * stride && (address - base) % stride >= size
        && Memory.isMapped(address)
    }

    /// Whether an address is in the part below a stack.
    static func isGuard(_ address: UInt64) -> Bool {
      address >= base && address < base + UInt64(made) * stride && (address - base) % stride < size
    }
  }
#endif
