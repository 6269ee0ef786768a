import Foundation

/// The `emulator` executable, run as a person runs it.
struct EmulatorProcess {
  /// What a run left.
  struct Result {
    var status: Int32
    var output: String
    var messages: String
  }

  /// The executable beside the test bundle.
  static var executable: URL {
    URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent().appendingPathComponent("emulator")
  }

  /// Runs with a kernel in a temporary file, whose name stands before `arguments`.
  static func run(
    _ kernel: [UInt8], _ arguments: String..., input: String = "", environment: [String: String] = [:]
  ) throws -> Result {
    let file = temporaryFile("elf")
    try Data(kernel).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    return try run([file.path] + arguments, input: input, environment: environment)
  }

  /// - Parameters:
  ///   - executable: another one that runs it, in the end.
  ///   - capturesOutput: whether to say what it wrote, which goes through files.
  static func run(
    _ arguments: [String], input: String = "", environment: [String: String] = [:],
    executable: URL = EmulatorProcess.executable, capturesOutput: Bool = true
  ) throws -> Result {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let (standardInput, output, messages) = (Pipe(), temporaryFile("out"), temporaryFile("err"))
    for file in [output, messages] { try Data().write(to: file) }
    defer { for file in [output, messages] { try? FileManager.default.removeItem(at: file) } }
    process.standardInput = standardInput
    process.standardOutput = capturesOutput ? try FileHandle(forWritingTo: output) : FileHandle.nullDevice
    process.standardError = capturesOutput ? try FileHandle(forWritingTo: messages) : FileHandle.nullDevice
    try process.run()
    try standardInput.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try standardInput.fileHandleForWriting.close()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
      messages: try String(contentsOf: messages, encoding: .utf8))
  }

  static func temporaryFile(_ type: String) -> URL {
    FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(UUID().uuidString).\(type)")
  }
}
