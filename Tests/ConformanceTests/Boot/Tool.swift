import Foundation

/// Programs of the host that tests run.
enum Tool {
  struct Failure: Error, CustomStringConvertible { let description: String }

  /// Where a program is on the PATH, if it is.
  static func find(_ name: String) -> URL? {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { URL(fileURLWithPath: "\($0)/\(name)") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }

  /// Runs a program to its end; what it printed. Fails when it does not end within `seconds`, or with a status other than `expected`.
  @discardableResult
  static func run(
    _ program: URL, _ arguments: [String], in folder: URL? = nil, expecting expected: Int32 = 0, seconds: Double = 120
  ) throws -> [UInt8] {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    if let folder { process.currentDirectoryURL = folder }
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let id = process.processIdentifier
    let watchdog = DispatchWorkItem { kill(id, SIGKILL) }
    DispatchQueue.global().asyncAfter(deadline: .now() + seconds, execute: watchdog)
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    watchdog.cancel()
    guard process.terminationStatus == expected, process.terminationReason == .exit else {
      let command = ([program.lastPathComponent] + arguments).joined(separator: " ")
      throw Failure(
        description: "'\(command)' ended with \(process.terminationStatus):\n\(String(decoding: data, as: UTF8.self))")
    }
    return [UInt8](data)
  }

  /// A folder of its own for `body`, removed afterwards.
  static func inFolder<Result>(_ body: (URL) throws -> Result) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("t\(UInt32.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }
}

extension Optional {
  func orThrow(_ text: String) throws -> Wrapped {
    guard let self else { throw Tool.Failure(description: text) }
    return self
  }
}
