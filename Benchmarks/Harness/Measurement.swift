import Foundation

/// One run of a workload: after its first round, until enough time has gone by.
struct Measurement {
  let checksum: String
  /// Processor time of one round, in seconds.
  let secondsPerRound: Double
  /// Guest instructions of one round, where the machine tells.
  let instructionsPerRound: Double?
}

/// Starts the machine, reads a checksum a round, and takes the machine's processor time when they come: what other processes of the
/// host do meanwhile is not counted, nor is what came before the first round.
func measure(_ workload: Workload, on kind: MachineKind, seconds: Double) throws -> Measurement {
  let machine = try RunningMachine(workload, on: kind)
  defer { machine.end() }
  guard let first = machine.nextLine() else {
    throw BenchmarkError("\(workload.name) did not start on \(kind.title): \(machine.command)")
  }
  let clock = try ProcessClock(machine.identifier)
  let start = (time: clock.seconds, record: Record(first))
  var rounds = 0
  var last = start
  repeat {
    guard let line = machine.nextLine() else { throw BenchmarkError("\(workload.name) stopped on \(kind.title)") }
    let record = Record(line)
    guard record.checksum == start.record.checksum else {
      throw BenchmarkError(
        "\(workload.name) on \(kind.title): \(start.record.checksum) in one round, \(record.checksum) in another")
    }
    rounds += 1
    if !machine.hasLine { last = (clock.seconds, record) }
  } while last.time - start.time < seconds || machine.hasLine
  return Measurement(
    checksum: start.record.checksum, secondsPerRound: (last.time - start.time) / Double(rounds),
    instructionsPerRound: last.record.instructions.flatMap { end in
      start.record.instructions.map { Double(end - $0) / Double(rounds) }
    })
}

/// A line that a round prints: its checksum, and on our machine the count of instructions.
private struct Record {
  let checksum: String
  let instructions: UInt64?

  init(_ line: String) {
    let words = line.split(separator: " ")
    checksum = words.first.map(String.init) ?? ""
    instructions = words.count > 1 ? UInt64(words[1]) : nil
  }
}

/// The processor time that a process's threads have used (Linux's schedstat, in nanoseconds); elsewhere the time on the wall.
private struct ProcessClock {
  private let tasks: String

  init(_ identifier: Int32) throws { tasks = "/proc/\(identifier)/task" }

  var seconds: Double {
    guard let threads = try? FileManager.default.contentsOfDirectory(atPath: tasks) else {
      return ProcessInfo.processInfo.systemUptime
    }
    return threads.reduce(0) { sum, thread in
      let text = (try? String(contentsOfFile: "\(tasks)/\(thread)/schedstat", encoding: .utf8)) ?? ""
      return sum + (text.split(separator: " ").first.flatMap { Double($0) } ?? 0)
    } / 1e9
  }
}
