import Foundation
import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Snapshots in files")
struct SnapshotFileTests {
  private func running() throws -> Machine {
    let machine = try Machine(.slow)
    try machine.load(kernel: SmallKernel.echo, commandLine: "file me", initrd: [1, 2, 3])
    machine.input.keyDown(.a)
    machine.input.serial("abcdef")
    machine.input.type("typed")
    machine.run(limit: .ticks(5_000))
    return machine
  }

  @Test("What was read goes on as what was written")
  func roundTrip() throws {
    let machine = try running()
    let copy = try Snapshot(bytes: machine.snapshot().bytes()).fork()
    #expect(copy.stateHash == machine.stateHash)
    #expect(copy.serialOutput == machine.serialOutput)
    for machine in [machine, copy] {
      machine.run(limit: .ticks(50_000))
      machine.reset()
      machine.run(limit: .ticks(20_000))
    }
    #expect(copy.stateHash == machine.stateHash)
    #expect(copy.symbols["serial"] == machine.symbols["serial"])
  }

  @Test("A file is written whole, in the place of the old one, and nothing is left beside it")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("apus-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("a.snapshot").path
    let machine = try running()
    for _ in 0..<2 {
      machine.run(100)
      try machine.snapshot().write(to: path)
      #expect(try Snapshot(contentsOf: path).fork().stateHash == machine.stateHash)
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.snapshot"])
    #expect(throws: SnapshotError.self) { try machine.snapshot().write(to: folder.path + "/none/b.snapshot") }
    #expect(throws: SnapshotError.self) { try Snapshot(contentsOf: folder.path + "/none") }
  }

  @Test("A file that is cut anywhere is refused, and so is one with a wrong byte anywhere")
  func damage() throws {
    let bytes = try running().snapshot().bytes()
    var dice = SeededGenerator(seed: 3)
    for count in [0, 1, 15, 16, 39, 40, 41, bytes.count - 1]
      + (0..<30).map({ _ in Int.random(in: 0..<bytes.count, using: &dice) })
    {
      #expect(throws: SnapshotError.self) { try Snapshot(bytes: Array(bytes[..<count])) }
    }
    for at in Array(0..<40) + (0..<60).map({ _ in Int.random(in: 40..<bytes.count, using: &dice) }) {
      var damaged = bytes
      damaged[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
      #expect(throws: SnapshotError.self, "byte \(at)") { try Snapshot(bytes: damaged) }
    }
    #expect(throws: SnapshotError.self) { try Snapshot(bytes: bytes + [0]) }
  }

  @Test("Each refusal says what is wrong and what to do")
  func messages() throws {
    func message(_ bytes: [UInt8]) -> String {
      do {
        _ = try Snapshot(bytes: bytes)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    let bytes = try running().snapshot().bytes()
    #expect(message(SmallKernel.echo) == "the file is not a snapshot: it is an ELF file, such as a kernel")
    #expect(message([]) == "the file is not a snapshot: it is empty")
    var other = bytes
    other[16] = 9
    #expect(message(other).hasPrefix("the snapshot has format version 9, and this emulator reads version 1"))
    #expect(
      message(Array(bytes[..<1000])) == "the snapshot is cut short: it has 1000 bytes of \(bytes.count); save it again")
    other = bytes
    other[bytes.count - 1] ^= 1
    #expect(message(other) == "the snapshot is damaged: its bytes do not agree with its checksum; save it again")
  }
}
