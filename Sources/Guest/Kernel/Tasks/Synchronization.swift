#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// A lock for threads of the kernel's, which lends its holder the priority of those who wait.
  final class Mutex {
    private let mutex = PriorityMutex()

    func lock() {
      let flags = interrupts_save()
      if !Threads.scheduler.pointee.lock(mutex) { Threads.reschedule() }
      interrupts_restore(flags)
    }

    func tryLock() -> Bool { Threads.withoutInterrupts { Threads.scheduler.pointee.tryLock(mutex) } }

    func unlock() {
      let flags = interrupts_save()
      Threads.scheduler.pointee.unlock(mutex)
      Threads.noteReschedule()
      let isDue = Threads.needsReschedule && Preemption.locks == 0
      if isDue { Threads.reschedule() }
      interrupts_restore(flags)
    }

    func withLock<Result>(_ body: () -> Result) -> Result {
      lock()
      defer { unlock() }
      return body()
    }
  }

  /// So many may go on; the others wait.
  final class Semaphore {
    private var count: Int
    private let queue = WaitQueue()

    init(_ count: Int) { self.count = count }

    func wait() {
      Preemption.off()
      while count == 0 { Threads.wait(in: queue, interruptible: false) }
      count -= 1
      Preemption.on()
    }

    /// May be called by an interrupt.
    func signal() {
      let flags = interrupts_save()
      count += 1
      interrupts_restore(flags)
      Threads.wakeOne(queue)
      if Preemption.locks == 0, flags != 0 { Preemption.pause() }
    }
  }

  /// Threads that wait until something about what a mutex guards has changed.
  final class Condition {
    private let queue = WaitQueue()

    /// Gives the lock back, waits, and takes it again. False where the time came first.
    @discardableResult
    func wait(_ mutex: Mutex, until deadline: UInt64? = nil) -> Bool {
      Preemption.off()
      mutex.unlock()
      let reason = Threads.wait(in: queue, until: deadline, interruptible: false)
      Preemption.on()
      mutex.lock()
      return reason != .timedOut
    }

    func signal() {
      Threads.wakeOne(queue)
      if Preemption.locks == 0 { Preemption.pause() }
    }

    func broadcast() {
      Threads.wakeAll(queue)
      if Preemption.locks == 0 { Preemption.pause() }
    }
  }
#endif
