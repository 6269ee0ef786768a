/// The first instruction at which two runs part that were given the same input: what ``Replay/firstDifference(from:)`` finds.
public struct FirstDifference: Sendable, CustomStringConvertible {
  /// Instructions that both had executed when they were still the same.
  public let instructionCount: UInt64
  /// What came next, on both sides: address, place, bytes.
  let recordedInstruction: String
  let replayedInstruction: String
  /// The registers after it.
  let registers: RegisterComparison
  /// Whether only chips differ after it.
  let onlyChips: Bool

  public var description: String {
    var text = "the first difference is instruction \(instructionCount + 1)\n"
    text += "  recorded: \(recordedInstruction)\n  replayed: \(replayedInstruction)\n"
    text += onlyChips ? "after it the processors are the same, and the chips differ:\n" : "after it:\n"
    return text + registers.description
  }
}

extension Replay {
  /// Finds the first instruction after which the replay's processor or chips differ from those of `reference`, a machine that does
  /// what the recorded one did: one with the recorded kernel.
  ///
  /// Both are run again from the last state that agreed. Between it and the one that did not, both are compared at 256 places, and
  /// between two of those by halves: a difference that comes and goes between two places is not seen. Memory is compared when the
  /// kernel is the recorded one.
  /// - Parameter reference: at the start of the recording. It is run to where the difference is.
  /// - Returns: nil when the replay did not part from its trace, or the reference did not do as recorded.
  public func firstDifference(from reference: Machine) throws -> FirstDifference? {
    guard let divergence else { return nil }
    let theirReplay = try reference.replay(trace)
    let start = lastGood?.position ?? 0
    while theirReplay.position <= start, !theirReplay.isFinished {
      reference.run(limit: Limit(ticks: trace.lines[start].moment.tick &- reference.now &+ 1))
    }
    guard let theirs = theirReplay.lastGood, theirs.position == start, let ours = lastGood else { return nil }
    reference.remove(theirReplay)
    let search = Search(
      trace: trace, comparesMemory: comparesMemory, first: (ours.snapshot.fork(), ours.snapshot, start + 1),
      second: (theirs.snapshot.fork(), theirs.snapshot, start + 1))
    return search.run(upTo: max(divergence.expectedMoment.instruction, divergence.moment.instruction))
  }
}

/// Two machines that are taken back and forth together.
private final class Search {
  /// A machine, and where it was last the same as the other one: with the next line of the trace.
  private struct Side {
    let machine: Machine
    var snapshot: Snapshot
    var position: Int
    var replay: Replay?

    /// Goes back, then on to a count of instructions. Returns whether it got there.
    mutating func run(to instruction: UInt64, trace: Trace) -> Bool {
      if let replay { machine.remove(replay) }
      machine.rewind(to: snapshot)
      let replay = Replay(trace, machine, position: position, comparesMemory: false, keepsSnapshots: false)
      replay.checksStates = false
      machine.attendants.append(replay)
      self.replay = replay
      while machine.instructionCount < instruction {
        let before = (machine.moment, replay.position)
        machine.run(limit: .instructions(instruction - machine.instructionCount))
        if before == (machine.moment, replay.position) { return false }
      }
      return true
    }

    mutating func keep() {
      snapshot = machine.snapshot()
      position = replay?.position ?? position
    }
  }

  private let trace: Trace
  private let comparesMemory: Bool
  private var ours: Side
  private var theirs: Side

  init(
    trace: Trace, comparesMemory: Bool, first: (Machine, Snapshot, Int), second: (Machine, Snapshot, Int)
  ) {
    self.trace = trace
    self.comparesMemory = comparesMemory
    ours = Side(machine: first.0, snapshot: first.1, position: first.2)
    theirs = Side(machine: second.0, snapshot: second.1, position: second.2)
  }

  func run(upTo last: UInt64) -> FirstDifference? {
    var low = ours.snapshot.instructionCount
    var high = last
    let step = max(1, (high - low) / 256)
    // The first of the places at which they differ.
    var place = low
    while place < high {
      place = min(place + step, high)
      guard isSame(at: place) else { break }
      if place == high { return nil }
      keep()
      low = place
    }
    high = place
    while high - low > 1 {
      let middle = low + (high - low) / 2
      if isSame(at: middle) {
        keep()
        low = middle
      } else {
        high = middle
      }
    }
    return report(low)
  }

  private func isSame(at instruction: UInt64) -> Bool {
    guard ours.run(to: instruction, trace: trace), theirs.run(to: instruction, trace: trace) else { return false }
    let (one, two) = (ours.machine.stateHashes, theirs.machine.stateHashes)
    return one.processor == two.processor && one.chips == two.chips && (!comparesMemory || one.memory == two.memory)
  }

  private func keep() {
    ours.keep()
    theirs.keep()
  }

  private func report(_ low: UInt64) -> FirstDifference {
    _ = (ours.run(to: low, trace: trace), theirs.run(to: low, trace: trace))
    let texts = [theirs, ours].map { $0.machine.describeNextInstruction() }
    _ = (ours.run(to: low + 1, trace: trace), theirs.run(to: low + 1, trace: trace))
    let (one, two) = (ours.machine.cpu.state, theirs.machine.cpu.state)
    return FirstDifference(
      instructionCount: low, recordedInstruction: texts[0], replayedInstruction: texts[1],
      registers: RegisterComparison(recorded: RegisterList(two), replayed: RegisterList(one)), onlyChips: one == two)
  }
}

extension Machine {
  /// The next instruction's address, place and bytes.
  func describeNextInstruction() -> String {
    let address = cpu.linearRIP
    let bytes = memory.virtual.bytes(at: address, count: 15)
    let place = symbols.place(of: address).map { "\($0) (\(hex(address)))" } ?? hex(address)
    return place + ": " + Disassembler.describe(bytes, at: address, codeSize: cpu.currentCodeSize)
  }
}
