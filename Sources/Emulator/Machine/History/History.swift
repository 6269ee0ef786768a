/// A machine's past: snapshots taken as it runs, and everything that came in from outside. From them any moment can be had again.
///
///     let history = machine.remember()
///     machine.run(until: .symbol("panic"))
///     history.seek(to: machine.instructionCount - 1000)   // a thousand instructions earlier
///
/// While the machine is in its past, running it brings the same input at the same moments; input by hand begins another future.
public final class History: Attendant {
  /// Instructions between snapshots near the present. Further back there are fewer: memory grows with the logarithm of the run's
  /// length.
  public let interval: UInt64
  /// How many snapshots are kept at the most.
  public let capacity: Int
  private unowned let machine: Machine
  private var snapshots: [(snapshot: Snapshot, position: Int)] = []
  private var log: [(moment: Moment, event: InputEvent)] = []
  /// What of the log has happened.
  private var position = 0
  private(set) var nextInstruction: UInt64
  private var isReplaying = false

  init(_ machine: Machine, interval: UInt64, capacity: Int) {
    self.machine = machine
    self.interval = max(interval, 1)
    self.capacity = max(capacity, 8)
    nextInstruction = machine.instructionCount
  }

  /// The first moment that can be had again.
  public var start: Moment { snapshots.first.map { moment(of: $0.snapshot) } ?? machine.moment }
  /// How many snapshots there are.
  public var snapshotCount: Int { snapshots.count }
  /// The count of instructions furthest in the future that was ever reached.
  public private(set) var end: UInt64 = 0

  private func moment(of snapshot: Snapshot) -> Moment {
    Moment(instruction: snapshot.instructionCount, tick: snapshot.now)
  }

  // MARK: Remembering

  var nextTick: UInt64 { position < log.count ? log[position].moment.tick : .max }

  func attend(_ machine: Machine) {
    if nextTick <= machine.now {
      let event = log[position].event
      position += 1
      isReplaying = true
      machine.apply(event)
      isReplaying = false
      return
    }
    end = max(end, machine.instructionCount)
    if snapshots.last.map({ $0.snapshot.instructionCount < machine.instructionCount }) ?? true {
      snapshots.append((machine.snapshot(), position))
      thinOut()
    }
    nextInstruction = machine.instructionCount + interval
  }

  func note(_ event: InputEvent, _ machine: Machine) {
    if isReplaying { return }
    if position < log.count || snapshots.last.map({ $0.snapshot.now > machine.now }) ?? false { forgetFuture() }
    log.append((machine.moment, event))
    position = log.count
  }

  /// From here on things go another way.
  private func forgetFuture() {
    log.removeSubrange(position...)
    snapshots.removeAll { $0.snapshot.now > machine.now || $0.position > position }
    nextInstruction = (snapshots.last?.snapshot.instructionCount ?? machine.instructionCount) + interval
    end = machine.instructionCount
  }

  /// Drops, while there are too many, the snapshot whose loss makes the smallest gap for its age. The first and the last stay.
  private func thinOut() {
    while snapshots.count > capacity {
      let now = machine.instructionCount
      var best = (index: 1, badness: Double.infinity)
      for index in 1..<snapshots.count - 1 {
        let gap = snapshots[index + 1].snapshot.instructionCount - snapshots[index - 1].snapshot.instructionCount
        let age = now - min(now, snapshots[index].snapshot.instructionCount) + interval
        let badness = Double(gap) / Double(age)
        if badness < best.badness { best = (index, badness) }
      }
      snapshots.remove(at: best.index)
    }
  }

  // MARK: Going there

  /// Takes the machine to the moment at which it had executed so many instructions, exactly as it was: into the past, or up to
  /// ``end`` again.
  /// - Returns: whether that moment is in the history; if not, nothing happens.
  @discardableResult
  public func seek(to instruction: UInt64) -> Bool {
    end = max(end, machine.instructionCount)
    guard instruction >= start.instruction, instruction <= end else { return false }
    guard let nearest = snapshots.last(where: { $0.snapshot.instructionCount <= instruction }) else { return false }
    // From here it may be nearer than from there.
    if !(nearest.snapshot.now <= machine.now && machine.instructionCount <= instruction && isAtFirstArrival) {
      machine.rewind(to: nearest.snapshot)
      position = nearest.position
    }
    while machine.instructionCount < instruction {
      let before = machine.moment
      machine.run(limit: .instructions(instruction - machine.instructionCount))
      if machine.moment == before { return false }
    }
    return true
  }

  /// Whether nothing has happened since the present count of instructions was reached: no input, no sleep.
  private var isAtFirstArrival: Bool {
    !machine.cpu.isHalted && (position == 0 || log[position - 1].moment != machine.moment)
  }

  /// Stops remembering, and forgets.
  public func stop() {
    machine.remove(self)
    snapshots = []
    log = []
  }
}

extension Machine {
  /// Remembers the run from here on, so that ``History/seek(to:)`` can go back to any moment of it.
  ///
  /// - Parameters:
  ///   - interval: instructions between two snapshots.
  ///   - capacity: how many snapshots are kept. Each costs the memory that was written between it and the next.
  public func remember(every interval: UInt64 = 20_000_000, capacity: Int = 100) -> History {
    let history = History(self, interval: interval, capacity: capacity)
    attendants.append(history)
    _ = callAttendants()
    return history
  }

  /// Goes back to a snapshot of this same machine.
  func rewind(to snapshot: Snapshot) {
    do {
      try restore(snapshot)
    } catch {
      preconditionFailure("a machine's own snapshot fits: \(error)")
    }
  }
}
