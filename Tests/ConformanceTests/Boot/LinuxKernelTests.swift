import Foundation
import KernelFixtures
import Machine
import Testing

/// Debian's own kernel, when `Tools/get-linux` has fetched it.
enum DebianKernel {
  static let bytes: [UInt8]? = {
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return (try? Data(contentsOf: package.appendingPathComponent("Images/built/vmlinuz"))).map { [UInt8]($0) }
  }()
}

/// Somebody else's operating system, as it comes.
@Suite(
  "A distribution's Linux kernel", .serialized,
  .enabled(if: DebianKernel.bytes != nil, "there is no Images/built/vmlinuz: Tools/get-linux fetches it"))
struct LinuxKernelTests {
  @Test("It boots to its first program, in user space, and switches the machine off")
  func userSpace() throws {
    let machine = try Machine(Configuration(memorySize: 256 << 20))
    try machine.load(
      kernel: try #require(DebianKernel.bytes), commandLine: "console=ttyS0", initrd: InitialFileSystem.archive)
    let stop = machine.run(limit: .ticks(20_000_000_000))
    #expect(stop.reason == .poweredOff, "\(stop)\n\(machine.serialOutput.suffix(3000))")
    #expect(machine.serialOutput.contains(InitialFileSystem.greeting + "6."))
    #expect(!machine.serialOutput.contains("Firmware Bug"))
  }

  @Test("Its console is on the VGA's text screen, where its last words are to be read")
  func console() throws {
    let machine = try Machine(Configuration(memorySize: 256 << 20))
    try machine.load(kernel: try #require(DebianKernel.bytes), commandLine: "console=ttyS0 console=tty0", modules: [])
    let stop = machine.run(until: .serial("end Kernel panic"), limit: .ticks(20_000_000_000))
    #expect(stop.isMet, "\(stop)")
    machine.run(limit: .ticks(100_000_000))
    // Even bytes of the planes are characters, in cells of four.
    let text = (0..<UInt64(1 << 14)).map { machine.vga.vram.byte(at: $0 * 4) }
    #expect(String(decoding: text, as: UTF8.self).contains("not syncing: VFS: Unable to mount root fs"))
    #expect(machine.screen.width == 720 && machine.screen.height == 400)
  }
}
