import Foundation
import Machine
import Pictures

/// The other machine: one run of `qemu-system-x86_64 -M pc`, driven through its monitor protocol.
final class QEMU {
  /// Where it is installed, if it is.
  static let executable: URL? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { URL(fileURLWithPath: "\($0)/qemu-system-x86_64") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// Kernels print it, so both processors must have the same.
  private static let processorName = "Apus x86-64 interpreter"

  private let process = Process()
  private let folder: URL
  private let monitor: QEMUMonitor

  /// Starts a machine like ours: 128 MiB, the Bochs display, a debug-exit device, a clock that starts when ours does.
  init(kernel: URL, commandLine: String, initrd: URL? = nil) throws {
    guard let executable = Self.executable else { throw Failure("there is no qemu-system-x86_64 on the PATH") }
    // A socket's path may have about a hundred bytes, so the folder has a short name.
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("q\(UInt32.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let socket = folder.appendingPathComponent("m").path
    process.executableURL = executable
    process.arguments =
      [
        "-M", "pc", "-cpu", "qemu64,+smep,+smap,model-id=\(Self.processorName)", "-m", "128", "-kernel", kernel.path,
        "-append",
        commandLine, "-display", "none", "-vga", "std",
        "-net", "none", "-no-reboot", "-rtc", "base=2026-01-01T00:00:00,clock=vm", "-serial",
        "file:\(folder.appendingPathComponent("serial").path)", "-device", "isa-debug-exit,iobase=0xf4,iosize=4",
        "-qmp", "unix:\(socket),server=on,wait=off", "-S",
      ] + (initrd.map { ["-initrd", $0.path] } ?? [])
    process.standardInput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    monitor = try QEMUMonitor(socket: socket)
    try monitor.execute("cont")
  }

  deinit {
    // A child of a test's thread has most signals blocked, SIGTERM among them.
    if process.isRunning { kill(process.processIdentifier, SIGKILL) }
    process.waitUntilExit()
    try? FileManager.default.removeItem(at: folder)
  }

  /// What came out of the serial port so far.
  var serialOutput: String {
    let data = (try? Data(contentsOf: folder.appendingPathComponent("serial"))) ?? Data()
    return Scenario.text([UInt8](data))
  }

  /// What came out of the serial port once it has been silent for a while.
  func settledSerialOutput() -> String {
    var last = serialOutput
    while true {
      usleep(500_000)
      let next = serialOutput
      if next == last { return last }
      last = next
    }
  }

  /// Waits for QEMU to end; nil when it does not within `seconds`.
  func waitForExit(seconds: Double) -> Int32? {
    wait(seconds) { process.isRunning ? nil : process.terminationStatus }
  }

  /// Waits until the serial port has said `text`.
  func waitForSerial(_ text: String, seconds: Double) -> Bool {
    wait(seconds) { serialOutput.contains(text) ? true : process.isRunning ? nil : false } ?? false
  }

  private func wait<Result>(_ seconds: Double, for result: () -> Result?) -> Result? {
    let end = Date(timeIntervalSinceNow: seconds)
    while Date() < end {
      if let result = result() { return result }
      usleep(10_000)
    }
    return result()
  }

  // MARK: Hands and eyes

  /// Presses and releases keys at a pace that any guest keeps.
  func type(_ text: String) throws {
    for event in text.flatMap({ KeyStroke.typing($0)?.events ?? [] }) {
      try monitor.execute("input-send-event", ["events": [QEMUKeys.event(event.key, isDown: event.isDown)]])
      usleep(15_000)
    }
  }

  func moveMouse(dx: Int, dy: Int) throws {
    let axes: [[String: Any]] = [("x", dx), ("y", dy)].map { axis, value in
      ["type": "rel", "data": ["axis": axis, "value": value] as [String: Any]]
    }
    try monitor.execute("input-send-event", ["events": axes])
    usleep(50_000)
  }

  /// What the screen shows now.
  func screen() throws -> Picture {
    let file = folder.appendingPathComponent("screen.ppm")
    try monitor.execute("screendump", ["filename": file.path])
    return try PortablePixmap.decode([UInt8](Data(contentsOf: file)))
  }

  /// What the screen shows once it has stood still for a while.
  func settledScreen(seconds: Double) throws -> Picture {
    var last = try screen()
    var still = 0
    let end = Date(timeIntervalSinceNow: seconds)
    while still < 3 {
      usleep(150_000)
      let next = try screen()
      still = next == last ? still + 1 : 0
      last = next
      guard Date() < end else { throw Failure("QEMU's screen does not come to rest within \(seconds) seconds") }
    }
    return last
  }

  struct Failure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }
}
