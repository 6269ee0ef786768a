import Foundation
import Machine

/// Prints the hash of a machine's whole state as a kernel runs: the same lines from every build, on every host.
///
/// `state-hash KERNEL INSTRUCTIONS [COMMAND LINE]` prints ten lines on the way there. `Tools/compare-builds` compares a debug build's
/// with a release build's.
@main struct StateHashTool {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 3, let total = UInt64(arguments[2]) else {
      print("usage: state-hash KERNEL INSTRUCTIONS [COMMAND LINE]")
      exit(2)
    }
    let machine = try Machine()
    let kernel = [UInt8](try Data(contentsOf: URL(fileURLWithPath: arguments[1])))
    try machine.load(kernel: kernel, commandLine: arguments.count > 3 ? arguments[3] : "")
    for part in 1...10 as ClosedRange<UInt64> {
      if part == 6 { machine.input.type("abc") }
      let stop = machine.run(limit: .instructions(total * part / 10 - machine.instructionCount))
      print("\(machine.instructionCount) \(machine.stateHash)")
      if stop.reason != .limit { return print(stop) }
    }
  }
}
