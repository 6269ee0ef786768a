/// What the scheduler and the kernel know of one thread. Threads are reached by address, and linked into one list at a time:
/// nothing here allocates, so all of it may be done in an interrupt.
public struct Thread {
  public enum State: UInt8, Sendable {
    /// In a list of the scheduler's, or running.
    case ready
    case running
    /// For somebody to wake it, or for its time.
    case waiting
    case finished
  }

  /// Why a wait ended.
  public enum WakeReason: UInt8, Sendable {
    case woken
    case timedOut
    /// The thread is to end.
    case interrupted
  }

  /// Where its registers are while it does not run.
  public var stackPointer: UInt64 = 0
  /// Where its kernel stack ends.
  public var stackTop: UInt64 = 0
  /// The root of the page tables that it needs; 0 where any will do, since it touches the kernel's memory alone.
  public var pageTables: UInt64 = 0
  /// Where the registers of x87 and SSE go while it does not run; nil for a thread of the kernel's, which has none in them
  /// whenever it gives the processor up by itself.
  public var vectorState: UnsafeMutableRawPointer?
  /// The object that the kernel has for it.
  public var owner: UnsafeMutableRawPointer?
  /// Whether the thread's process has a signal to see to before its program goes on.
  public var hasSignal = false
  /// While it is not 0, the thread keeps the processor until it gives it up itself.
  public var preemptionLocks: Int32 = 0
  public internal(set) var state = State.waiting
  /// Of the last wait.
  public internal(set) var wakeReason = WakeReason.woken
  /// Whether ``WakeReason/interrupted`` may end its present wait.
  public internal(set) var isInterruptible = false
  /// With what others have lent it: see ``PriorityMutex``.
  public internal(set) var priority: UInt8
  public internal(set) var basePriority: UInt8
  /// Ticks of its time slice that are left.
  var ticksLeft: Int32 = 0
  public let identifier: UInt32
  /// How long it ran, until it last started to.
  var runTime: UInt64 = 0

  var next: ThreadPointer?
  var previous: ThreadPointer?
  /// The list that it waits in.
  var list: UnsafeMutablePointer<ThreadList>?
  /// Its place among the timers, or -1.
  var timerIndex = -1
  var deadline: UInt64 = 0
  /// The mutexes that it holds, linked, and the one that it waits for.
  var held: UnsafeMutablePointer<PriorityMutexState>?
  var wanted: UnsafeMutablePointer<PriorityMutexState>?

  public init(identifier: UInt32, priority: UInt8) {
    self.identifier = identifier
    (self.priority, basePriority) = (priority, priority)
  }
}

public typealias ThreadPointer = UnsafeMutablePointer<Thread>

/// Threads in a row.
public struct ThreadList {
  public private(set) var first: ThreadPointer?
  private var last: ThreadPointer?

  public init() {}

  public var isEmpty: Bool { first == nil }

  mutating func append(_ thread: ThreadPointer) { insert(thread, after: last) }
  mutating func prepend(_ thread: ThreadPointer) { insert(thread, after: nil) }

  /// Behind all of at least its priority.
  mutating func insertByPriority(_ thread: ThreadPointer) {
    var place = last
    while let other = place, other.pointee.priority < thread.pointee.priority { place = other.pointee.previous }
    insert(thread, after: place)
  }

  private mutating func insert(_ thread: ThreadPointer, after place: ThreadPointer?) {
    let next = place == nil ? first : place!.pointee.next
    thread.pointee.previous = place
    thread.pointee.next = next
    if let place { place.pointee.next = thread } else { first = thread }
    if let next { next.pointee.previous = thread } else { last = thread }
  }

  mutating func remove(_ thread: ThreadPointer) {
    let (next, previous) = (thread.pointee.next, thread.pointee.previous)
    if let previous { previous.pointee.next = next } else { first = next }
    if let next { next.pointee.previous = previous } else { last = previous }
    thread.pointee.next = nil
    thread.pointee.previous = nil
  }

  mutating func removeFirst() -> ThreadPointer? {
    guard let thread = first else { return nil }
    remove(thread)
    return thread
  }
}

/// Threads that wait for one thing, the most important first and among equals the one that came first.
public struct WaitQueue: ~Copyable {
  let list: UnsafeMutablePointer<ThreadList>

  public init() {
    list = .allocate(capacity: 1)
    list.initialize(to: ThreadList())
  }

  deinit {
    precondition(list.pointee.isEmpty, "a queue in which threads wait has ended")
    list.deallocate()
  }

  public var isEmpty: Bool { list.pointee.isEmpty }
}
