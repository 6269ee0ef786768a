import ArgumentParser
import Foundation

/// The `emulator` executable: a client of `Machine` with a window, a terminal and files around it.
@main struct EmulatorCommand {
  static func main() {
    exit(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// What the process does, and the status with which it ends.
  static func run(_ arguments: [String]) -> Int32 {
    let options: Options
    do {
      let command = try Options.parseAsRoot(arguments)
      guard let parsed = command as? Options else {
        // A command of the argument parser's own, such as help.
        var command = command
        try command.run()
        return ExitStatus.success
      }
      options = parsed
    } catch {
      let text = Options.fullMessage(for: error)
      if Options.exitCode(for: error).isSuccess {
        print(text)
        return ExitStatus.success
      }
      complain(text)
      return ExitStatus.badUsage
    }
    do {
      return try Session(options).run()
    } catch {
      complain("emulator: \(error)")
      return ExitStatus.badUsage
    }
  }
}

/// What the process's status says. Ours are even; the debug-exit device gives odd ones, as in QEMU.
enum ExitStatus {
  static let success: Int32 = 0
  static let badUsage: Int32 = 2
  static let tripleFault: Int32 = 4
  static let missing: Int32 = 6
  static let limit: Int32 = 8
  static let parted: Int32 = 10
}

/// A line for the person, beside the guest's own output.
func note(_ text: String) { complain("emulator: " + text) }

/// A line on standard error.
func complain(_ text: String) { FileHandle.standardError.write(Data((text + "\n").utf8)) }
