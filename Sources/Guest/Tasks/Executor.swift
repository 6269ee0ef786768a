import Synchronization

/// How a task stands after it was polled.
public enum TaskResult: Sendable {
  case finished
  /// For its waker.
  case waiting
  /// For its waker, or for a time.
  case waitingUntil(UInt64)
}

/// Something that is done a step at a time, and gives the processor back in between of its own accord.
public protocol CooperativeTask: AnyObject {
  /// Goes on as far as it can without waiting. Before it returns ``TaskResult/waiting`` it has left the waker with whoever
  /// will have something for it.
  func poll(_ waker: Waker) -> TaskResult
}

/// Says that a task should be polled again. May be used in an interrupt: it sets a bit.
public struct Waker {
  fileprivate let executor: Unmanaged<Executor>
  fileprivate let bit: UInt64

  public func wake() { executor._withUnsafeGuaranteedRef { $0.wake(bit) } }
}

/// Cooperative tasks on one thread, in the manner of Rust's futures and of the last chapter of Philipp Oppermann's "Writing an OS
/// in Rust": a task that waits costs nothing until its waker is used or its time has come.
///
/// The executor lives as long as its wakers.
public final class Executor {
  public static let limit = 64

  private var tasks: [(any CooperativeTask)?] = []
  private var deadlines: [UInt64] = []
  private let ready = Atomic<UInt64>(0)
  /// Told whenever a task is woken; may be called in an interrupt.
  private let notify: () -> Void

  public init(notify: @escaping () -> Void) { self.notify = notify }

  /// False where there are too many.
  @discardableResult
  public func spawn(_ task: any CooperativeTask) -> Bool {
    let free = tasks.firstIndex { $0 == nil }
    let index = free ?? tasks.count
    guard index < Self.limit else { return false }
    if free == nil {
      tasks.append(task)
      deadlines.append(.max)
    } else {
      tasks[index] = task
      deadlines[index] = .max
    }
    wake(1 << UInt64(index))
    return true
  }

  fileprivate func wake(_ bit: UInt64) {
    ready.bitwiseOr(bit, ordering: .releasing)
    notify()
  }

  public var hasReady: Bool { ready.load(ordering: .acquiring) != 0 }

  /// The first time at which a task is to be polled though nobody wakes it.
  public var nextDeadline: UInt64? {
    guard let first = deadlines.min(), first != .max else { return nil }
    return first
  }

  /// Polls what was woken and what has its time now, until nothing is left to do.
  public func runReady(now: UInt64) {
    for index in deadlines.indices where deadlines[index] <= now {
      deadlines[index] = .max
      ready.bitwiseOr(1 << UInt64(index), ordering: .relaxed)
    }
    while true {
      var bits = ready.exchange(0, ordering: .acquiringAndReleasing)
      guard bits != 0 else { return }
      while bits != 0 {
        let index = bits.trailingZeroBitCount
        bits &= bits - 1
        guard index < tasks.count, let task = tasks[index] else { continue }
        deadlines[index] = .max
        switch task.poll(Waker(executor: Unmanaged.passUnretained(self), bit: 1 << UInt64(index))) {
        case .finished: tasks[index] = nil
        case .waiting: break
        case .waitingUntil(let deadline): deadlines[index] = deadline
        }
      }
    }
  }

  /// How many tasks have not finished.
  public var count: Int { tasks.count { $0 != nil } }
}
