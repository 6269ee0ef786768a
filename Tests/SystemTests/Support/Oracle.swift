import Foundation
import KernelFixtures
import Machine
import SystemMonitor

/// Runs a list of cases on our machine and on `qemu-system-x86_64 -cpu max`.
enum Oracle {
  static let qemu: URL? = {
    guard system_monitor_size() > 0 else { return nil }
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { URL(fileURLWithPath: "\($0)/qemu-system-x86_64") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }()

  /// A PVH kernel that answers `cases`, all of one mode, starting with the one at `start`.
  private static func kernel(_ cases: [Case], start: Int) -> [UInt8] {
    var table: [UInt64] = [UInt64(cases.count), UInt64(start)]
    var bodies: [UInt64] = []
    let first = UInt64(0x40_0000) + UInt64(2 + cases.count) * 8
    for question in cases {
      table.append(first + UInt64(bodies.count) * 8)
      bodies += question.encoded
    }
    let bytes = (table + bodies).withUnsafeBytes { Array($0) }
    let monitor = Array(UnsafeRawBufferPointer(start: system_monitor_bytes(), count: system_monitor_size()))
    var file = KernelFile.bare(monitor)
    file.is64Bit = false
    file.machine = 3
    file.segments.insert(.init(address: 0x30_0000, bytes: Arena.image(cases[0].mode)), at: 1)
    file.segments.insert(.init(address: 0x40_0000, bytes: bytes), at: 2)
    return file.bytes
  }

  /// Answers to all cases; a machine that does not survive one is started again at the next.
  private static func answers(_ cases: [Case], _ run: ([UInt8]) throws -> [UInt8]) rethrows -> [Outcome] {
    var outcomes = [Outcome](repeating: .lost, count: cases.count)
    var start = 0
    while start < cases.count {
      let records = Outcome.parse(try run(kernel(cases, start: start)))
      for (number, record) in records { outcomes[number - 1] = .taken(record) }
      start = max(start, records.keys.max() ?? start) + (records[cases.count] == nil ? 1 : 0)
    }
    return outcomes
  }

  static func ours(_ cases: [Case]) throws -> [Outcome] {
    try answers(cases) { kernel in
      let machine = try Machine(Configuration(memorySize: 32 << 20, restartsOnReset: false))
      var output: [UInt8] = []
      machine.onDebugOutput = { output.append($0) }
      try machine.load(kernel: kernel)
      // Each case takes about 200,000 instructions; a guest that makes no progress for ten times that hangs.
      var before = -1
      while before != output.count {
        before = output.count
        let stop = machine.run(limit: .instructions(2_000_000))
        if ProcessInfo.processInfo.environment["SYSTEM_REPORT_STOPS"] != nil { print(stop) }
        if stop.reason != .limit { break }
      }
      return output
    }
  }

  static func theirs(_ cases: [Case]) throws -> [Outcome] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("s\(UInt32.random(in: 0 ... .max))")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appendingPathComponent("kernel.elf")
    let output = folder.appendingPathComponent("output")
    return try answers(cases) { kernel in
      try Data(kernel).write(to: file)
      try? FileManager.default.removeItem(at: output)
      let process = Process()
      process.executableURL = qemu
      process.arguments = [
        "-M", "pc", "-cpu", "max,vendor=GenuineIntel", "-m", "32", "-kernel", file.path, "-display", "none", "-vga",
        "none", "-net", "none",
        "-serial", "none", "-monitor", "none", "-no-reboot", "-debugcon", "file:\(output.path)", "-device",
        "isa-debug-exit,iobase=0xf4,iosize=4",
      ]
      process.standardInput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      defer {
        if process.isRunning { kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
      }
      // It hangs when it has written nothing for four seconds, or nothing at all for fifteen: a busy host may be slow.
      func size() -> Int { (try? FileManager.default.attributesOfItem(atPath: output.path)[.size] as? Int) ?? 0 }
      var last = size()
      var quiet = 0
      while process.isRunning && quiet < (last == 0 ? 1500 : 400) {
        usleep(10_000)
        let now = size()
        quiet = now == last ? quiet + 1 : 0
        last = now
      }
      return (try? [UInt8](Data(contentsOf: output))) ?? []
    }
  }
}
