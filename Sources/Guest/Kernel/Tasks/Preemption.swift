#if hasFeature(Embedded)
  import KernelSupport

  /// Whether the running thread may be made to give the processor up.
  ///
  /// A thread of the kernel's may, everywhere but here. A program may, while it runs; inside a system call it keeps the
  /// processor until it waits or is done, so that what system calls work on needs no locks: there is one processor. Calls that
  /// take long look at ``pause()`` now and then.
  enum Preemption {
    /// The running thread's; others' are in their `preemptionLocks`. One until there are threads.
    nonisolated(unsafe) static var locks: Int32 = 1

    @inline(__always)
    static func off() { locks &+= 1 }

    @inline(__always)
    static func on() {
      locks &-= 1
      if locks == 0, Threads.needsReschedule { Threads.giveWay() }
    }

    /// Lets another thread run whose turn it is.
    static func pause() {
      if Threads.needsReschedule { Threads.giveWay() }
    }
  }
#endif
