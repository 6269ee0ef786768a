/// Who runs: the most important thread that is ready, and among equals each in turn for a slice of time.
///
/// This decides; the kernel switches. Whoever calls has interrupts off: an interrupt may wake threads too. Deadlines, and the
/// time of a tick, are in a unit that is the caller's to choose; so are the stamps by which threads are charged for what they run.
public struct Scheduler {
  /// Priorities are 1 to 16; 0 is nobody's.
  public static let priorities = 17
  public static let normalPriority: UInt8 = 8
  /// Ticks that a thread may run while an equal is ready.
  public static let sliceTicks: Int32 = 10

  private var ready = InlineArray<17, ThreadList>(repeating: ThreadList())
  /// The priorities that have ready threads.
  private var occupied: UInt32 = 0
  private var timers = TimerQueue()
  private var threadCount = 0

  private var isIdle = false
  private var lastStamp: UInt64 = 0
  /// How long the processor had nothing to do.
  public private(set) var idleTime: UInt64 = 0

  /// Who has the processor.
  public private(set) var current: ThreadPointer
  /// Whether somebody else should have the processor, as soon as it may be taken away.
  public var needsReschedule = false

  /// `first` is the thread that runs already.
  public init(first: ThreadPointer, stamp: UInt64) {
    current = first
    lastStamp = stamp
    first.pointee.state = .running
    first.pointee.ticksLeft = Self.sliceTicks
    threadCount = 1
  }

  public func deallocate() { timers.deallocate() }

  // MARK: Threads

  /// A new thread, which is ready from now on. Allocates.
  public mutating func add(_ thread: ThreadPointer) {
    threadCount += 1
    timers.reserve(threadCount)
    thread.pointee.ticksLeft = Self.sliceTicks
    makeReady(thread)
  }

  /// The current thread ends; the caller switches to another, and afterwards forgets it.
  public mutating func finish() {
    current.pointee.state = .finished
    threadCount -= 1
  }

  // MARK: Waiting and waking

  /// The current thread waits from now on, in a queue, until a time, or both; the caller switches to another.
  public mutating func wait(in queue: borrowing WaitQueue, until deadline: UInt64? = nil, interruptible: Bool = true) {
    current.pointee.list = queue.list
    queue.list.pointee.insertByPriority(current)
    startWait(until: deadline, interruptible)
  }

  public mutating func wait(until deadline: UInt64, interruptible: Bool = true) {
    current.pointee.list = nil
    startWait(until: deadline, interruptible)
  }

  mutating func startWait(until deadline: UInt64?, _ interruptible: Bool) {
    current.pointee.state = .waiting
    current.pointee.isInterruptible = interruptible
    if let deadline {
      current.pointee.deadline = deadline
      timers.insert(current)
    }
  }

  /// Ends a thread's wait; nothing where it does not wait.
  public mutating func wake(_ thread: ThreadPointer, _ reason: Thread.WakeReason = .woken) {
    guard thread.pointee.state == .waiting else { return }
    if let list = thread.pointee.list {
      list.pointee.remove(thread)
      thread.pointee.list = nil
    }
    if thread.pointee.timerIndex >= 0 { timers.remove(thread) }
    thread.pointee.wakeReason = reason
    // It waited for something, so it begins a slice of its own.
    thread.pointee.ticksLeft = Self.sliceTicks
    makeReady(thread)
  }

  /// Wakes the first of a queue; false where nobody waits.
  @discardableResult
  public mutating func wakeOne(_ queue: borrowing WaitQueue) -> Bool {
    guard let thread = queue.list.pointee.first else { return false }
    wake(thread)
    return true
  }

  public mutating func wakeAll(_ queue: borrowing WaitQueue) {
    while let thread = queue.list.pointee.first { wake(thread) }
  }

  /// Ends a thread's wait if that wait may be interrupted.
  public mutating func interrupt(_ thread: ThreadPointer) {
    if thread.pointee.state == .waiting, thread.pointee.isInterruptible { wake(thread, .interrupted) }
  }

  // MARK: Time

  /// A tick has passed: wakes those whose time has come, and ends the current thread's slice where an equal waits for it.
  public mutating func tick(now: UInt64) {
    while let thread = timers.first, thread.pointee.deadline <= now { wake(thread, .timedOut) }
    current.pointee.ticksLeft -= 1
    if current.pointee.ticksLeft <= 0 {
      if occupied >> UInt32(current.pointee.priority) != 0 {
        needsReschedule = true
      } else {
        current.pointee.ticksLeft = Self.sliceTicks
      }
    }
  }

  /// The next time at which a thread is to be woken.
  public var nextDeadline: UInt64? { timers.first?.pointee.deadline }

  // MARK: Choosing

  /// Whether a thread is ready that is not the current one.
  public var hasReady: Bool { occupied != 0 }

  /// Gives up the rest of the slice.
  public mutating func yield() { current.pointee.ticksLeft = 0 }

  /// Who is to run: makes it the current one. Nil where there is nobody but the current thread, and that one waits: the
  /// processor has nothing to do. The caller switches where the answer is not who runs already.
  public mutating func choose(stamp: UInt64) -> ThreadPointer? {
    needsReschedule = false
    if current.pointee.state == .running {
      let priority = UInt32(current.pointee.priority)
      let isOver = current.pointee.ticksLeft <= 0
      if isOver { current.pointee.ticksLeft = Self.sliceTicks }
      // Somebody more important, or an equal when the slice is over.
      guard occupied >> (isOver ? priority : priority + 1) != 0 else { return current }
      enqueue(current, atFront: !isOver)
    } else if occupied == 0 {
      if !isIdle { charge(stamp) }
      isIdle = true
      return nil
    }
    charge(stamp)
    isIdle = false
    let priority = 31 - occupied.leadingZeroBitCount
    let thread = ready[priority].removeFirst()!
    if ready[priority].isEmpty { occupied &= ~(1 << UInt32(priority)) }
    thread.pointee.state = .running
    current = thread
    return thread
  }

  /// What has passed since the last charge goes to who ran, or to nobody.
  private mutating func charge(_ stamp: UInt64) {
    if isIdle {
      idleTime &+= stamp &- lastStamp
    } else {
      current.pointee.runTime &+= stamp &- lastStamp
    }
    lastStamp = stamp
  }

  /// How long a thread has run.
  public func runTime(_ thread: ThreadPointer, stamp: UInt64) -> UInt64 {
    thread.pointee.runTime &+ (thread == current && !isIdle ? stamp &- lastStamp : 0)
  }

  private mutating func makeReady(_ thread: ThreadPointer) {
    // It may be the current thread itself, woken before it was switched away from, while the processor had nothing to do.
    enqueue(thread, atFront: false)
    if thread.pointee.priority > current.pointee.priority || current.pointee.state != .running {
      needsReschedule = true
    }
  }

  private mutating func enqueue(_ thread: ThreadPointer, atFront: Bool) {
    let priority = Int(thread.pointee.priority)
    thread.pointee.state = .ready
    if atFront { ready[priority].prepend(thread) } else { ready[priority].append(thread) }
    occupied |= 1 << UInt32(priority)
  }

  // MARK: Priorities

  /// What a thread is worth by itself; what others lend it comes on top.
  public mutating func setBasePriority(_ thread: ThreadPointer, _ priority: UInt8) {
    precondition(priority > 0 && Int(priority) < Self.priorities)
    thread.pointee.basePriority = priority
    setPriority(thread, PriorityMutex.priority(of: thread))
  }

  /// Moves a thread to the place that its new priority has in the list that it is in.
  mutating func setPriority(_ thread: ThreadPointer, _ priority: UInt8) {
    guard thread.pointee.priority != priority else { return }
    switch thread.pointee.state {
    case .ready:
      let old = Int(thread.pointee.priority)
      ready[old].remove(thread)
      if ready[old].isEmpty { occupied &= ~(1 << UInt32(old)) }
      thread.pointee.priority = priority
      makeReady(thread)
    case .waiting:
      thread.pointee.priority = priority
      if let list = thread.pointee.list {
        list.pointee.remove(thread)
        list.pointee.insertByPriority(thread)
      }
    case .running:
      thread.pointee.priority = priority
      if occupied >> UInt32(priority + 1) != 0 { needsReschedule = true }
    case .finished: thread.pointee.priority = priority
    }
  }
}
