import Foundation
import KernelFixtures
import Machine
import Pictures
import Testing

@Suite("The emulator command: recording")
struct RecordingCommandTests {
  @Test("A recorded run is replayed without more words; another kernel parts from it; a cut trace is refused")
  func recordAndReplay() throws {
    let folder = try TemporaryFolder()
    let kernel = try folder.write(SmallKernel.hello, to: "hello.elf")
    let trace = folder.path("a.trace")
    let recorded = try EmulatorProcess.run([kernel, "--headless", "--record", trace])
    #expect(recorded.status == 33 && recorded.output == "Hello, machine!\n")
    let replayed = try EmulatorProcess.run(["--headless", "--replay", trace])
    #expect(replayed.status == 0 && replayed.output == "Hello, machine!\n")
    #expect(replayed.messages.contains("the replay is the recorded run: all 2 states are the same"))

    let other = try folder.write(SmallKernel.poweroff, to: "other.elf")
    let parted = try EmulatorProcess.run([other, "--headless", "--replay", trace])
    #expect(parted.status == 10)
    for part in [
      "is not the recorded kernel", "the replay parts from the trace: state 2 of 2",
      "the first difference is instruction",
    ] {
      #expect(parted.messages.contains(part), "\(parted.messages)")
    }

    let whole = try String(contentsOfFile: trace, encoding: .utf8)
    let cut = try folder.write(Array(whole.utf8.prefix(whole.utf8.count / 2)), to: "cut.trace")
    let refused = try EmulatorProcess.run(["--headless", "--replay", cut])
    #expect(refused.status == 2 && refused.messages.contains("is cut short"))
    let foreign = try EmulatorProcess.run(["--headless", "--replay", kernel])
    #expect(foreign.status == 2 && foreign.messages.contains("is no trace: it is an ELF file, such as a kernel"))
  }

  @Test("A snapshot is saved at the end and started from; what is none is refused")
  func snapshots() throws {
    let folder = try TemporaryFolder()
    let kernel = try folder.write(SmallKernel.hello, to: "hello.elf")
    let file = folder.path("a.snapshot")
    let saved = try EmulatorProcess.run([kernel, "--headless", "--until", "Hello, m", "--save-snapshot", file])
    #expect(saved.status == 0 && saved.output == "Hello, m")
    let loaded = try EmulatorProcess.run(["--headless", "--load-snapshot", file])
    #expect(loaded.status == 33 && loaded.output == "achine!\n")
    let refused = try EmulatorProcess.run(["--headless", "--load-snapshot", kernel])
    #expect(refused.status == 2 && refused.messages.contains("the file is not a snapshot: it is an ELF file"))
    #expect(try EmulatorProcess.run(["--headless"]).status == 2)
    #expect(try EmulatorProcess.run([kernel, "--headless", "--load-snapshot", file]).status == 2)
  }

  /// The host ends the process with SIGXFSZ in the middle of its write, as early or as late as the limit says.
  @Test("A process that is killed while it saves a snapshot leaves the old one, and nothing else", arguments: 0...6)
  func killedWhileSaving(kibibytes: Int) throws {
    let folder = try TemporaryFolder()
    let kernel = try folder.write(SmallKernel.hello, to: "hello.elf")
    let file = folder.path("a.snapshot")
    let saved = try EmulatorProcess.run([kernel, "--headless", "--until", "Hello, m", "--save-snapshot", file])
    #expect(saved.status == 0)
    let before = try Data(contentsOf: URL(fileURLWithPath: file))
    #expect(before.count > 8 << 10)
    // Blocks of 512 bytes, as POSIX has it for sh.
    let killed = try EmulatorProcess.run(
      [
        "-c", "ulimit -f \(kibibytes * 2); exec \"$0\" \"$@\"", EmulatorProcess.executable.path, kernel, "--headless",
        "--until",
        "machine", "--save-snapshot", file,
      ], executable: URL(fileURLWithPath: "/bin/sh"), capturesOutput: false)
    #expect(killed.status != 0)
    #expect(try Data(contentsOf: URL(fileURLWithPath: file)) == before)
    let left = Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.path))
    // Linux's O_TMPFILE, which not every file system has: without it the piece that was written stays behind, under another name.
    let unnamed = open(folder.url.path, 0o20_000_000 | O_DIRECTORY | O_WRONLY, 0o600)
    if unnamed >= 0 {
      close(unnamed)
      #expect(left == ["a.snapshot", "hello.elf"])
    } else {
      #expect(left.isSuperset(of: ["a.snapshot", "hello.elf"]))
    }
    let loaded = try EmulatorProcess.run(["--headless", "--load-snapshot", file])
    #expect(loaded.status == 33 && loaded.output == "achine!\n")
  }

  @Test("Instructions are written to a file, and counters at the end")
  func looking() throws {
    let folder = try TemporaryFolder()
    let kernel = try folder.write(SmallKernel.hello, to: "hello.elf")
    let file = folder.path("a.txt")
    let result = try EmulatorProcess.run(
      [kernel, "--headless", "--trace", file, "--trace-event", "ports", "--counters"])
    #expect(result.status == 33 && result.output == "Hello, machine!\n")
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("write port 0x3f8, 8 bits: 0x48  (16550A COM1)"))
    #expect(result.messages.contains("accesses of 16550A COM1"))
    let refused = try EmulatorProcess.run([kernel, "--headless", "--trace", file, "--trace-range", "nowhere"])
    #expect(refused.status == 2 && refused.messages.contains("'nowhere' is neither an address nor a symbol"))
  }
}
