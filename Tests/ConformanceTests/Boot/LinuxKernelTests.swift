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

  @Test("With a graphics mode of the loader's, its console is on the display")
  func framebuffer() throws {
    let machine = try Machine(Configuration(memorySize: 256 << 20))
    try machine.load(
      kernel: try #require(DebianKernel.bytes), commandLine: "console=ttyS0 console=tty0 vga=0x344", modules: [])
    let stop = machine.run(until: .serial("Unable to mount root fs"), limit: .ticks(20_000_000_000))
    #expect(stop.isMet, "\(stop)")
    #expect(machine.screen.width == 1024 && machine.screen.height == 768)
  }
}
