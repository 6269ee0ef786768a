import ArgumentParser
import Foundation
import Machine

/// Runs one workload on our machine until somebody ends it: what the harness starts.
struct Run: ParsableCommand {
  @Argument(help: "The workload's ELF file.")
  var file: String

  @Option(help: "End after so many rounds.")
  var rounds: Int = .max

  func run() throws {
    let machine = try Machine()
    try machine.load(kernel: [UInt8](try Data(contentsOf: URL(fileURLWithPath: file))))
    var line: [UInt8] = []
    var done = 0
    machine.onDebugOutput = { [unowned machine] byte in
      guard byte == 10 else { return line.append(byte) }
      if line != [UInt8(ascii: ">")] {
        line += Array(" \(machine.instructionCount)".utf8)
        done += 1
      }
      line.append(10)
      FileHandle.standardOutput.write(Data(line))
      line.removeAll(keepingCapacity: true)
      if done >= rounds { machine.requestStop() }
    }
    let stop = machine.run()
    if done < rounds { throw BenchmarkError("the workload stopped: \(stop)") }
  }
}

/// How long it takes from nothing to a machine that has executed its first instruction.
struct Start: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Times making a machine, loading a kernel and executing one instruction.")
  @Argument(help: "A kernel.")
  var file: String

  func run() throws {
    let kernel = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    let clock = ContinuousClock()
    var times: [Duration] = []
    for _ in 0..<21 {
      times.append(
        try clock.measure {
          let machine = try Machine()
          try machine.load(kernel: kernel)
          machine.step()
        })
    }
    let rest = times[1...].sorted()
    print("nothing to the first instruction: \(times[0]) the first time, then \(rest[rest.count / 2]) (median of 20)")
  }
}
