#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// The kernel's threads: the scheduler's decisions, carried out.
  enum Threads {
    nonisolated(unsafe) private static var storage: UnsafeMutablePointer<Scheduler>?
    /// Nil until ``start()``.
    nonisolated(unsafe) private(set) static var all: [KernelThread] = []
    /// A thread that has ended, whose stack the next one gives back.
    nonisolated(unsafe) private static var ended: KernelThread?
    nonisolated(unsafe) private static var nextIdentifier: UInt32 = 2

    static var scheduler: UnsafeMutablePointer<Scheduler> {
      @inline(__always) get {
        guard let storage else { panic("threads were used before there were any") }
        return storage
      }
    }

    static var current: ThreadPointer { scheduler.pointee.current }

    static var needsReschedule: Bool { storage?.pointee.needsReschedule ?? false }

    /// What runs already becomes the first thread, on the stack of boot.S.
    static func start() {
      KernelStacks.start()
      set_kernel_stack_pointer(kernel_stack_range(Int32(STACK_INTERRUPT.rawValue)).end)
      let first = KernelThread(first: "kernel")
      let scheduler = UnsafeMutablePointer<Scheduler>.allocate(capacity: 1)
      scheduler.initialize(to: Scheduler(first: first.pointer, stamp: time_stamp()))
      storage = scheduler
      all.append(first)
      Preemption.locks = 0
    }

    /// A new thread of the kernel's that runs `body` and ends with it. Nil where there is no memory for its stack.
    @discardableResult
    static func spawn(
      _ name: String, priority: UInt8 = Scheduler.normalPriority, _ body: @escaping () -> Void
    ) -> KernelThread? {
      Preemption.off()
      defer { Preemption.on() }
      guard let stack = KernelStacks.take() else { return nil }
      let thread = KernelThread(
        name: name, identifier: nextIdentifier, priority: priority, stack: stack, start: .kernel(body))
      add(thread)
      return thread
    }

    /// A thread that enters a program. Preemption is off.
    static func makeProgramThread(_ name: String, entry: UInt64, stack programStack: UInt64) -> KernelThread? {
      guard let stack = KernelStacks.take() else { return nil }
      return KernelThread(
        name: name, identifier: nextIdentifier, stack: stack, start: .program(entry: entry, stack: programStack))
    }

    /// A thread that goes on in a program where another one's frame says. Preemption is off.
    static func makeCopyThread(_ name: String, frame: trap_frame, control: UInt32) -> KernelThread? {
      guard let stack = KernelStacks.take() else { return nil }
      return KernelThread(
        name: name, identifier: nextIdentifier, stack: stack, start: .copy(frame: frame, control: control))
    }

    static func add(_ thread: KernelThread) {
      nextIdentifier &+= 1
      all.append(thread)
      withoutInterrupts { scheduler.pointee.add(thread.pointer) }
      noteReschedule()
    }

    /// The running thread ends. What its callers hold is not let go of.
    static func exit() -> Never {
      Preemption.off()
      prepareExit()
      interrupts_off()
      scheduler.pointee.finish()
      reschedule()
      panic("a thread ran after its end")
    }

    /// A function of its own, so that nothing on the ending stack holds the thread.
    @inline(never)
    private static func prepareExit() {
      guard let thread = KernelThread.current else { panic("a thread without an object") }
      if let index = all.firstIndex(where: { $0 === thread }) { all.swapAt(index, all.count - 1) }
      all.removeLast()
      thread.hasEnded = true
      wakeAll(thread.joiners)
      ended = thread
    }

    // MARK: Switching

    /// Somebody else may have the processor now. Interrupts may be on or off, and are so afterwards.
    static func giveWay() {
      let flags = interrupts_save()
      reschedule()
      interrupts_restore(flags)
    }

    /// Gives up the rest of the time slice.
    static func yield() {
      let flags = interrupts_save()
      scheduler.pointee.yield()
      reschedule()
      interrupts_restore(flags)
    }

    /// Switches to who is to run; sleeps until there is somebody. Interrupts are off.
    static func reschedule() {
      let previous = current
      while true {
        if let next = scheduler.pointee.choose(stamp: time_stamp()) {
          if next != previous { switchThreads(from: previous, to: next) } else { finishChoice() }
          return
        }
        Preemption.locks &+= 1
        interrupts_on_and_halt()
        interrupts_off()
        Preemption.locks &-= 1
      }
    }

    private static func switchThreads(from previous: ThreadPointer, to next: ThreadPointer) {
      previous.pointee.preemptionLocks = Preemption.locks
      if let area = previous.pointee.vectorState { save_vector_registers(area) }
      if let area = next.pointee.vectorState {
        restore_vector_registers(area)
        set_kernel_stack_pointer(next.pointee.stackTop)
      }
      let tables = next.pointee.pageTables
      if tables != 0, tables != loadedTables {
        loadedTables = tables
        write_cr3(tables)
      }
      switchCount &+= 1
      switch_stacks(&previous.pointee.stackPointer, next.pointee.stackPointer)
      // From here on this is `previous`, which runs again.
      finishSwitch()
    }

    /// What the thread that runs now does for the one before it.
    static func finishSwitch() {
      finishChoice()
      Preemption.locks = current.pointee.preemptionLocks
      if ended != nil { buryEnded() }
    }

    /// Choosing has seen to everything but a signal of the thread's that runs now.
    private static func finishChoice() { set_attention(current.pointee.hasSignal ? 1 : 0) }

    private static func buryEnded() {
      guard let thread = ended else { return }
      ended = nil
      thread.giveBackStack()
    }

    /// The page tables in CR3, where they are a program's.
    nonisolated(unsafe) private static var loadedTables: UInt64 = 0
    nonisolated(unsafe) private(set) static var switchCount = 0

    /// A program's page tables come or go: the running thread uses these from now on.
    static func use(pageTables: UInt64) {
      let flags = interrupts_save()
      current.pointee.pageTables = pageTables
      loadedTables = pageTables
      write_cr3(pageTables == 0 ? Memory.kernelTables : pageTables)
      interrupts_restore(flags)
    }

    // MARK: Waiting

    /// Waits in a queue. Preemption is off, so that what was looked at before still holds when the wait begins.
    @discardableResult
    static func wait(
      in queue: borrowing WaitQueue, until deadline: UInt64? = nil, interruptible: Bool = true
    ) -> Thread.WakeReason {
      let flags = interrupts_save()
      defer { interrupts_restore(flags) }
      if interruptible, current.pointee.hasSignal { return .interrupted }
      scheduler.pointee.wait(in: queue, until: deadline, interruptible: interruptible)
      reschedule()
      return current.pointee.wakeReason
    }

    /// Sleeps until a time, in nanoseconds of ``KernelClock``.
    @discardableResult
    static func sleep(until deadline: UInt64, interruptible: Bool = true) -> Thread.WakeReason {
      let flags = interrupts_save()
      defer { interrupts_restore(flags) }
      if interruptible, current.pointee.hasSignal { return .interrupted }
      scheduler.pointee.wait(until: deadline, interruptible: interruptible)
      reschedule()
      return current.pointee.wakeReason
    }

    static func wakeOne(_ queue: borrowing WaitQueue) {
      let flags = interrupts_save()
      scheduler.pointee.wakeOne(queue)
      noteReschedule()
      interrupts_restore(flags)
    }

    static func wakeAll(_ queue: borrowing WaitQueue) {
      let flags = interrupts_save()
      scheduler.pointee.wakeAll(queue)
      noteReschedule()
      interrupts_restore(flags)
    }

    /// Has the thread see to its process's signal, wherever it is.
    static func interrupt(_ thread: ThreadPointer) {
      let flags = interrupts_save()
      thread.pointee.hasSignal = true
      scheduler.pointee.interrupt(thread)
      if thread == current { set_attention(1) }
      noteReschedule()
      interrupts_restore(flags)
    }

    /// The way back to a program looks at one byte alone.
    static func noteReschedule() {
      if scheduler.pointee.needsReschedule { set_attention(1) }
    }

    static func withoutInterrupts<Result>(_ body: () -> Result) -> Result {
      let flags = interrupts_save()
      defer { interrupts_restore(flags) }
      return body()
    }

    /// Called by the timer's interrupt.
    static func tick(now: UInt64) {
      guard let storage else { return }
      storage.pointee.tick(now: now)
      noteReschedule()
    }
  }

  /// The first function of every new thread, from switch.S.
  @c(kernel_thread_begin)
  public func beginThread(_ owner: UnsafeMutableRawPointer) {
    Threads.finishSwitch()
    interrupts_on()
    // Only addresses are held while a program runs: its thread may end anywhere.
    if let start = KernelThread.begin(owner) {
      // A signal may have come before the program's first instruction.
      interrupts_off()
      returnToProgram()
      if start.isCopy, let frame = start.frame {
        return_to_frame(frame, start.vectorState)
      } else {
        enter_program(start.entry, start.stack, 0)
      }
    }
    Threads.exit()
  }

  /// From traps.S, on the interrupted thread's own stack with interrupts off.
  @c(kernel_preempt)
  public func preempt() { Threads.reschedule() }
#endif
