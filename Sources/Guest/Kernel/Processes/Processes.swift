#if hasFeature(Embedded)
  import GuestTasks
  import SystemCalls

  /// All processes, by their identifiers.
  enum Processes {
    static let limit = 1024
    /// A process's place is its identifier's remainder.
    nonisolated(unsafe) private static var table: [Process?] = []
    nonisolated(unsafe) private static var nextIdentifier = 1
    nonisolated(unsafe) private(set) static var count = 0
    /// Processes without a parent that have ended wake who waits for them here.
    nonisolated(unsafe) private static var orphans: Orphans?

    private final class Orphans { let queue = WaitQueue() }

    static func start() {
      table = [Process?](repeating: nil, count: limit)
      orphans = Orphans()
    }

    static func find(_ identifier: Int) -> Process? {
      guard identifier > 0, let process = table[identifier % limit], process.identifier == identifier else {
        return nil
      }
      return process
    }

    /// A free identifier, and one that was not used lately.
    static func newIdentifier() throws(SystemError) -> Int {
      guard count < limit else { throw .resourceTemporarilyUnavailable }
      while table[nextIdentifier % limit] != nil { nextIdentifier += 1 }
      defer { nextIdentifier += 1 }
      return nextIdentifier
    }

    static func add(_ process: Process) {
      table[process.identifier % limit] = process
      count += 1
    }

    static func remove(_ process: Process) {
      table[process.identifier % limit] = nil
      count -= 1
    }

    /// Every process, in no particular order.
    static var all: [Process] { table.compactMap { $0 } }

    static func hasGroup(_ group: Int) -> Bool {
      table.contains { $0?.group == group }
    }

    /// What a key at a terminal, or its end, sends. A founder can only be reached from the console: another terminal's foreground
    /// group is whatever its programs say.
    static func send(_ signal: Signal, toGroup group: Int, fromConsole: Bool) {
      for process in all where process.group == group && (fromConsole || process.descent.founder != process.identifier)
      {
        process.send(signal)
      }
    }

    /// A process has ended: its parent is told; its own children have no parent any more.
    static func ended(_ process: Process) {
      for child in table {
        guard let child, child.parentIdentifier == process.identifier else { continue }
        child.parentIdentifier = 0
        if child.hasEnded { remove(child) }
      }
      if let parent = find(process.parentIdentifier) {
        Threads.wakeAll(parent.childEnded)
      } else {
        remove(process)
        if let orphans { Threads.wakeAll(orphans.queue) }
      }
    }

    /// Waits until a process without a parent has ended: for the kernel's own threads.
    static func waitForEnd(of process: Process) -> WaitStatus {
      Preemption.off()
      defer { Preemption.on() }
      guard let orphans else { return WaitStatus(exit: 0) }
      while find(process.identifier) != nil { Threads.wait(in: orphans.queue, interruptible: false) }
      return process.ending ?? WaitStatus(exit: 0)
    }
  }
#endif
