#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// A thread and what belongs to it.
  final class KernelThread {
    /// What it does first.
    enum Start {
      case kernel(() -> Void)
      case program(entry: UInt64, stack: UInt64)
      case copy(frame: trap_frame, control: UInt32)
    }

    let name: String
    let pointer: ThreadPointer
    private let stack: KernelStacks.Stack?
    private var start: Start?
    let joiners = WaitQueue()
    var hasEnded = false
    /// The process whose program it runs.
    var process: Process?

    /// The registers of x87 and SSE, as FXSAVE stores them, at the end of the stack.
    private static let vectorStateSize: UInt64 = 512
    private static let controlOffset = 24

    init(
      name: String, identifier: UInt32, priority: UInt8 = Scheduler.normalPriority, stack: KernelStacks.Stack,
      start: Start
    ) {
      self.name = name
      self.stack = stack
      self.start = start
      pointer = .allocate(capacity: 1)
      pointer.initialize(to: Thread(identifier: identifier, priority: priority))
      pointer.pointee.stackTop = stack.top - Self.vectorStateSize
      var isProgram = true
      if case .kernel = start { isProgram = false }
      if isProgram, let area = UnsafeMutableRawPointer(bitPattern: UInt(pointer.pointee.stackTop)) {
        area.copyMemory(from: clean_vector_registers(), byteCount: Int(Self.vectorStateSize))
        pointer.pointee.vectorState = area
        // In the kernel it keeps the processor: see Preemption.
        pointer.pointee.preemptionLocks = 1
      }
      let owner = Unmanaged.passUnretained(self).toOpaque()
      pointer.pointee.owner = owner
      // What switch_stacks pops: r15, r14, r13, r12, rbx, rbp, and where it returns to. There RSP is a multiple of 16.
      let top = pointer.pointee.stackTop - 72
      if let slots = UnsafeMutablePointer<UInt64>(bitPattern: UInt(top)) {
        for index in 0..<9 { slots[index] = 0 }
        slots[4] = UInt64(UInt(bitPattern: owner))
        slots[6] = thread_begin_address()
      }
      pointer.pointee.stackPointer = top
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

    /// Where a program's thread goes on: addresses alone, on the thread's own stack.
    struct ProgramStart {
      var isCopy = false
      var entry: UInt64 = 0
      var stack: UInt64 = 0
      var frame: UnsafePointer<trap_frame>?
      var vectorState: UnsafeRawPointer?
    }

    /// Does what a thread of the kernel's is for, and returns nil; or says where the program starts.
    static func begin(_ owner: UnsafeMutableRawPointer) -> ProgramStart? {
      let thread = Unmanaged<KernelThread>.fromOpaque(owner).takeUnretainedValue()
      let start = thread.start
      thread.start = nil
      switch start {
      case .kernel(let body):
        body()
        return nil
      case .program(let entry, let stack): return ProgramStart(entry: entry, stack: stack)
      case .copy(let frame, let control): return thread.prepareCopy(frame, control)
      case nil: return nil
      }
    }

    /// At the bottom of the stack, far from what is in use: the frame and above it nothing; return_to_frame takes it from there.
    private func prepareCopy(_ frame: trap_frame, _ control: UInt32) -> ProgramStart? {
      guard let stack, let area = pointer.pointee.vectorState,
        let place = UnsafeMutablePointer<trap_frame>(bitPattern: UInt(stack.bottom + 1024))
      else { return nil }
      place.initialize(to: frame)
      let registers = UnsafeMutableRawPointer(bitPattern: UInt(stack.bottom + 512))
      registers?.copyMemory(from: area, byteCount: Int(Self.vectorStateSize))
      registers?.storeBytes(of: control, toByteOffset: Self.controlOffset, as: UInt32.self)
      return ProgramStart(isCopy: true, frame: UnsafePointer(place), vectorState: UnsafeRawPointer(registers))
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
