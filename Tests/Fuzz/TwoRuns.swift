import Machine

/// Two ways of running the same guest, which must end in the same state.
struct TwoRuns {
  /// Instructions to run.
  let length: UInt64
  /// What the two are called in a report.
  let names: (String, String)
  /// A new machine, run to the count of instructions in the first or in the second way.
  let run: (_ isSecond: Bool, _ length: UInt64) throws -> Machine

  /// Nil, or where and how the two part: found by bisection, since what has parted stays so.
  func difference() throws -> String? {
    guard try part(at: length) else { return nil }
    var (same, different) = (0 as UInt64, length)
    while different - same > 1 {
      let middle = same + (different - same) / 2
      if try part(at: middle) { different = middle } else { same = middle }
    }
    let (first, second) = (try run(false, different), try run(true, different))
    var text = "\(names.0) and \(names.1) part at instruction \(different), \(hex(try run(false, same).cpu.rip)):"
    for (name, machine) in [(names.0, first), (names.1, second)] {
      text += "\n  \(name): \(machine.instructionCount) instructions, tick \(machine.now), \(machine.stateHash)\n"
      text += machine.describe().split(separator: "\n").prefix(14).map { "    \($0)" }.joined(separator: "\n")
    }
    return text
  }

  private func part(at length: UInt64) throws -> Bool {
    let (first, second) = (try run(false, length), try run(true, length))
    return first.instructionCount != second.instructionCount || first.stateHash != second.stateHash
  }

  private func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
}
