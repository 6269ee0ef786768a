import Foundation

/// Runs a script with some shell, in a folder of its own.
struct ScriptRun: Equatable {
  var output: String
  var status: Int32

  /// The guest's shell on the host: built beside the tests.
  static let guestShell: URL = {
    var folder = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    #if os(macOS)
      for bundle in Bundle.allBundles where bundle.bundlePath.hasSuffix(".xctest") {
        folder = bundle.bundleURL.deletingLastPathComponent()
      }
    #endif
    return folder.appendingPathComponent("guest-shell")
  }()

  /// The shell that ours is held against, where there is one.
  static let reference: URL? = ["/bin/dash", "/usr/bin/dash"].map { URL(fileURLWithPath: $0) }
    .first { FileManager.default.isExecutableFile(atPath: $0.path) }

  init(shell: URL, script: String, arguments: [String] = []) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("apus-shell-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let process = Process()
    process.executableURL = shell
    process.arguments = ["-c", script, "sh"] + arguments
    process.currentDirectoryURL = folder
    process.environment = ["PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": "/home/x"]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // The folder's name differs from run to run.
    output = String(decoding: data, as: UTF8.self).replacingOccurrences(of: folder.path, with: "FOLDER")
    status = process.terminationStatus
  }
}
