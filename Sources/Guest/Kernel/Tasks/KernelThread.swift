#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// A thread and what belongs to it.
  final class KernelThread {
    let name: String
    let pointer: ThreadPointer
    private let stack: KernelStacks.Stack?
    private var body: (() -> Void)?
    let joiners = WaitQueue()
    fileprivate(set) var hasEndedStorage = false
    /// The process whose program it runs.
    var process: Process?

    var hasEnded: Bool {
      get { hasEndedStorage }
      set { hasEndedStorage = newValue }
    }

    /// The registers of x87 and SSE, as FXSAVE stores them, at the end of the stack.
    private static let vectorStateSize: UInt64 = 512

    init(
      name: String, identifier: UInt32, priority: UInt8, stack: KernelStacks.Stack, vectorState: Bool,
      _ body: @escaping () -> Void
    ) {
      self.name = name
      self.stack = stack
      self.body = body
      pointer = .allocate(capacity: 1)
      pointer.initialize(to: Thread(identifier: identifier, priority: priority))
      pointer.pointee.stackTop = stack.top - Self.vectorStateSize
      if vectorState, let area = UnsafeMutableRawPointer(bitPattern: UInt(pointer.pointee.stackTop)) {
        area.copyMemory(from: clean_vector_registers(), byteCount: Int(Self.vectorStateSize))
        pointer.pointee.vectorState = area
        // In the kernel it keeps the processor: see Preemption.
        pointer.pointee.preemptionLocks = 1
      }
      let owner = Unmanaged.passUnretained(self).toOpaque()
      pointer.pointee.owner = owner
      // What switch_stacks pops: r15, r14, r13, r12, rbx, rbp, and where it returns to.
      let words: [UInt64] = [0, 0, 0, 0, UInt64(UInt(bitPattern: owner)), 0, thread_begin_address()]
      let start = pointer.pointee.stackTop - 16 - UInt64(words.count * 8)
      if let slots = UnsafeMutablePointer<UInt64>(bitPattern: UInt(start)) {
        for (index, word) in words.enumerated() { slots[index] = word }
      }
      pointer.pointee.stackPointer = start
    }

    /// What runs before there are threads.
    init(first name: String) {
      self.name = name
      stack = nil
      pointer = .allocate(capacity: 1)
      pointer.initialize(to: Thread(identifier: 1, priority: Scheduler.normalPriority))
      pointer.pointee.owner = Unmanaged.passUnretained(self).toOpaque()
    }

    deinit {
      pointer.deinitialize(count: 1)
      pointer.deallocate()
    }

    static var current: KernelThread? {
      guard let owner = Threads.current.pointee.owner else { return nil }
      return Unmanaged<KernelThread>.fromOpaque(owner).takeUnretainedValue()
    }

    func run() {
      let body = body
      self.body = nil
      body?()
    }

    func giveBackStack() {
      if let stack { KernelStacks.giveBack(stack) }
    }

    /// Waits until the thread has ended.
    func join() {
      Preemption.off()
      while !hasEnded { Threads.wait(in: joiners, interruptible: false) }
      Preemption.on()
    }
  }
#endif
