/// A moment of a machine's time: between two instructions, or in a sleep between them.
///
/// The tick alone would do, since the same run has executed the same instructions by then; the count says whether it is the same run.
public struct Moment: Hashable, Comparable, Sendable, CustomStringConvertible {
  /// Instructions executed since power-on.
  public var instruction: UInt64
  /// Ticks of the clock since power-on: instructions, and what was slept through.
  public var tick: UInt64

  public init(instruction: UInt64, tick: UInt64) {
    self.instruction = instruction
    self.tick = tick
  }

  public static func < (first: Moment, second: Moment) -> Bool { first.tick < second.tick }

  public var description: String {
    instruction == tick ? "instruction \(instruction)" : "instruction \(instruction), tick \(tick)"
  }
}

extension Machine {
  /// Now.
  public var moment: Moment { Moment(instruction: cpu.retired, tick: clock.now) }
}

/// Somebody who has something to do at moments of the machine's time, whoever drives it: records, replays, takes snapshots.
///
/// Attending splits a run into pieces, which no guest can notice.
protocol Attendant: AnyObject {
  /// The count of instructions, or the tick, at which it has something to do; `.max` for never. Whichever comes first.
  var nextInstruction: UInt64 { get }
  var nextTick: UInt64 { get }
  /// Called when one of them has come. Sets both later.
  func attend(_ machine: Machine)
  /// Somebody at the keyboard does something now.
  func note(_ event: InputEvent, _ machine: Machine)
}

extension Machine {
  /// Calls who has something to do now; returns up to when nobody has.
  func callAttendants() -> (instruction: UInt64, tick: UInt64) {
    var next = (instruction: UInt64.max, tick: UInt64.max)
    for attendant in attendants {
      while attendant.nextInstruction <= cpu.retired || attendant.nextTick <= clock.now { attendant.attend(self) }
      next.instruction = min(next.instruction, attendant.nextInstruction)
      next.tick = min(next.tick, attendant.nextTick)
    }
    return next
  }

  func remove(_ attendant: any Attendant) { attendants.removeAll { $0 === attendant } }
}
