import Foundation

/// A machine that runs a workload in a process of its own, and the lines that it writes to its debug console.
final class RunningMachine {
  private let process = Process()
  private let input = Pipe()
  private let output: FileHandle
  private var bytes: [UInt8] = []

  /// Starts it, and waits until the workload is about to begin its first round.
  init(_ workload: Workload, on kind: MachineKind) throws {
    // A machine that ends at once is an error to report, not a signal to die of.
    signal(SIGPIPE, SIG_IGN)
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = try kind.command(workload)
    let pipe = Pipe()
    process.standardOutput = pipe
    output = pipe.fileHandleForReading
    process.standardError = FileHandle.nullDevice
    // Debian's Bochs has its debugger built in, which asks; "c" goes on.
    process.standardInput = input
    try process.run()
    try? input.fileHandleForWriting.write(contentsOf: Data("c\n".utf8))
    while let line = nextLine(), !line.hasSuffix(">") {}
  }

  var identifier: Int32 { process.processIdentifier }
  var command: String { process.arguments!.joined(separator: " ") }

  func end() {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  /// Whether a line is there already.
  var hasLine: Bool { bytes.contains(10) }

  /// The next line; nil at the end.
  func nextLine() -> String? {
    while true {
      if let end = bytes.firstIndex(of: 10) {
        let line = String(decoding: bytes[..<end], as: UTF8.self)
        bytes.removeSubrange(...end)
        return line
      }
      let more = output.availableData
      if more.isEmpty { return nil }
      bytes += more
    }
  }
}
