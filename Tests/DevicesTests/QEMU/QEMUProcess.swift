import Foundation

/// `qemu-system-x86_64`, where it is installed: runs a ``PortScript`` on the `pc` machine and gives what the reads gave.
enum QEMUProcess {
  static let executable: String? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    let candidates = path.split(separator: ":").map { "\($0)/qemu-system-x86_64" }
    return candidates.first { FileManager.default.isExecutableFile(atPath: $0) }
  }()

  struct Failure: Error { var message: String }

  /// What each read of the script gave, in order. One instruction takes ``PortScript/instructionTime``.
  static func run(_ script: PortScript) throws -> [UInt32] {
    guard let executable else { throw Failure(message: "no qemu-system-x86_64") }
    let image = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(UUID().uuidString).bin")
    try Data(script.image).write(to: image)
    defer { try? FileManager.default.removeItem(at: image) }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = [
      "-M", "pc", "-accel", "tcg", "-icount", "shift=4,sleep=off", "-m", "16", "-nodefaults", "-vga", "std",
      "-display", "none", "-monitor", "none", "-serial", "null", "-serial", "null", "-bios", image.path,
      "-rtc", "base=2000-01-01T00:00:00,clock=vm", "-debugcon", "stdio", "-no-reboot",
      "-device", "isa-debug-exit,iobase=0xf4,iosize=0x04",
    ]
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let bytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let expected = script.accesses.count { $0.value == nil } * 4
    guard bytes.count == expected else {
      throw Failure(message: "QEMU gave \(bytes.count) bytes instead of \(expected)")
    }
    return stride(from: 0, to: bytes.count, by: 4).map { at in
      (0..<4).reduce(0) { $0 | UInt32(bytes[at + $1]) << UInt32($1 * 8) }
    }
  }
}
