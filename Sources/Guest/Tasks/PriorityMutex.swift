/// A lock that one thread holds at a time. While a thread waits, whoever holds the lock has at least its priority, and so
/// has whoever that one waits for: else a thread of middle importance could keep the most important one waiting for as long
/// as it likes (L. Sha, R. Rajkumar, J. P. Lehoczky, "Priority Inheritance Protocols", 1990).
public struct PriorityMutex: ~Copyable {
  let state: UnsafeMutablePointer<PriorityMutexState>

  public init() {
    state = .allocate(capacity: 1)
    state.initialize(to: PriorityMutexState())
  }

  deinit {
    precondition(state.pointee.owner == nil, "a mutex that is held has ended")
    state.deallocate()
  }

  public var owner: ThreadPointer? { state.pointee.owner }

  /// What a thread is worth by itself and by the most important of those who wait for what it holds.
  static func priority(of thread: ThreadPointer) -> UInt8 {
    var priority = thread.pointee.basePriority
    var held = thread.pointee.held
    while let mutex = held {
      if let waiter = mutex.pointee.waiters.first { priority = max(priority, waiter.pointee.priority) }
      held = mutex.pointee.nextHeld
    }
    return priority
  }
}

struct PriorityMutexState {
  // The first, so that its address is the state's.
  var waiters = ThreadList()
  var owner: ThreadPointer?
  var nextHeld: UnsafeMutablePointer<PriorityMutexState>?
}

extension Scheduler {
  /// Takes the lock for the current thread. False where it has to wait for it: the caller switches to another, and the
  /// thread has the lock when it runs again.
  public mutating func lock(_ mutex: borrowing PriorityMutex) -> Bool {
    let state = mutex.state
    guard let owner = state.pointee.owner else {
      give(state, to: current)
      return true
    }
    precondition(owner != current, "a thread waits for a lock that it holds")
    current.pointee.list = UnsafeMutableRawPointer(state).assumingMemoryBound(to: ThreadList.self)
    state.pointee.waiters.insertByPriority(current)
    current.pointee.wanted = state
    startWait(until: nil, false)
    lend(current.pointee.priority, to: owner)
    return false
  }

  /// Takes the lock for the current thread if nobody has it.
  public mutating func tryLock(_ mutex: borrowing PriorityMutex) -> Bool {
    guard mutex.state.pointee.owner == nil else { return false }
    give(mutex.state, to: current)
    return true
  }

  /// Gives the lock to the most important of those who wait for it.
  public mutating func unlock(_ mutex: borrowing PriorityMutex) {
    let state = mutex.state
    precondition(state.pointee.owner == current, "a thread gives back a lock that it does not hold")
    take(state, from: current)
    state.pointee.owner = nil
    if let waiter = state.pointee.waiters.first {
      wake(waiter)
      waiter.pointee.wanted = nil
      give(state, to: waiter)
    }
    if current.pointee.priority != current.pointee.basePriority {
      setPriority(current, PriorityMutex.priority(of: current))
    }
  }

  private func give(_ state: UnsafeMutablePointer<PriorityMutexState>, to thread: ThreadPointer) {
    state.pointee.owner = thread
    state.pointee.nextHeld = thread.pointee.held
    thread.pointee.held = state
  }

  private func take(_ state: UnsafeMutablePointer<PriorityMutexState>, from thread: ThreadPointer) {
    if thread.pointee.held == state {
      thread.pointee.held = state.pointee.nextHeld
    } else {
      var place = thread.pointee.held
      while let other = place, other.pointee.nextHeld != state { place = other.pointee.nextHeld }
      place?.pointee.nextHeld = state.pointee.nextHeld
    }
    state.pointee.nextHeld = nil
  }

  /// Along the chain of those who wait for one another.
  private mutating func lend(_ priority: UInt8, to owner: ThreadPointer) {
    var next: ThreadPointer? = owner
    while let thread = next, thread.pointee.priority < priority {
      setPriority(thread, priority)
      next = thread.pointee.wanted?.pointee.owner
    }
  }
}
