import KernelFixtures
import Testing

@testable import Machine

/// Linux, `Documentation/arch/x86/boot.rst`.
@Suite("The Linux boot protocol")
struct LinuxBootTests {
  private func machine(
    _ kernel: [UInt8], commandLine: String = "", modules: [BootModule] = []
  ) throws(LoadError) -> Machine {
    guard let machine = try? Machine() else { throw .empty }
    try machine.load(kernel: kernel, commandLine: commandLine, modules: modules)
    return machine
  }

  private func problem(_ kernel: [UInt8], commandLine: String = "") -> LoadError? {
    do { _ = try machine(kernel, commandLine: commandLine) } catch { return error }
    return nil
  }

  @Test(
    "At entry: code 0x10, data 0x18, both flat and in a table; interrupts off; ESI at the zero page, the others zero")
  func entry() throws {
    let machine = try machine(BootHeaders.bzImage([0x90, 0xF4]))
    let cpu = machine.cpu
    #expect(cpu.rip == 0x10_0000)
    #expect(cpu.segments.map(\.selector) == [0x18, 0x10, 0x18, 0x18, 0x18, 0x18])
    #expect(cpu.segments.map(\.limit) == [UInt32](repeating: .max, count: 6))
    #expect([cpu.rax, cpu.rbx, cpu.rcx, cpu.rdx, cpu.rdi, cpu.rbp] == [0, 0, 0, 0, 0, 0])
    #expect(cpu.rflags & 0x200 == 0)
    let table = cpu.state.system.gdtr.base
    #expect(machine.memory.physical.load(table + 0x10, as: UInt64.self) == 0x00CF_9A00_0000_FFFF)
    #expect(machine.memory.physical.load(table + 0x18, as: UInt64.self) == 0x00CF_9300_0000_FFFF)
    #expect(machine.memory.physical.load(cpu.rsi + 0x202, as: UInt32.self) == 0x5372_6448)
  }

  @Test("Modules are one initrd, each on a word")
  func initrd() throws {
    let machine = try machine(
      BootHeaders.bzImage(), commandLine: "a b", modules: [BootModule([1, 2, 3, 4, 5]), BootModule([6])])
    let memory = machine.memory.physical
    let page = machine.cpu.rsi
    let start = try #require(memory.load(page + 0x218, as: UInt32.self))
    #expect(memory.load(page + 0x21C, as: UInt32.self) == 9)
    #expect(memory.bytes(at: UInt64(start), count: 9) == [1, 2, 3, 4, 5, 0, 0, 0, 6])
    let text = try #require(memory.load(page + 0x228, as: UInt32.self))
    #expect(machine.memory.virtual.string(at: UInt64(text)) == "a b")
    #expect(memory.load(page + 0x70, as: UInt64.self) == MemoryMap.rootPointer)
  }

  @Test("The initrd ends below what the kernel says it can reach")
  func initrdLimit() throws {
    let machine = try machine(BootHeaders.bzImage(initrdLimit: 0x3F_FFFF), modules: [BootModule([1])])
    #expect(machine.memory.physical.load(machine.cpu.rsi + 0x218, as: UInt32.self) == 0x3F_F000)
  }

  @Test("`vga=` in the command line sets a mode of the display; one that it does not have is refused")
  func display() throws {
    let machine = try machine(BootHeaders.bzImage(), commandLine: "quiet vga=0x317 x")
    #expect(machine.screen.width == 1024 && machine.screen.height == 768)
    #expect(machine.memory.physical.load(machine.cpu.rsi + 0x16, as: UInt16.self) == 16)
    #expect(try self.machine(BootHeaders.bzImage(), commandLine: "vga=normal").screen.width == 720)
    guard case .unsupported(let text)? = problem(BootHeaders.bzImage(), commandLine: "vga=99") else {
      Issue.record("a mode that is not there")
      return
    }
    #expect(text.hasPrefix("'vga=99' names no graphics mode"))
  }

  @Test("What cannot be booted is refused in one sentence")
  func refusals() {
    #expect(
      problem(BootHeaders.bzImage(version: 0x203))
        == .unsupported("it is a Linux kernel of boot protocol 2.3, and 2.6 is the least"))
    #expect(
      problem(BootHeaders.bzImage(loadFlags: 0)) == .unsupported("it is a zImage, which is loaded low; build a bzImage")
    )
    #expect(problem(BootHeaders.bzImage(entry: 0x90_0000)) == .entryOutside(0x90_0000))
    #expect(
      problem(BootHeaders.bzImage(), commandLine: String(repeating: "x", count: 256))
        == .commandLineTooLong(byteCount: 256, limit: 255))
    for kernel in [
      BootHeaders.bzImage(sectors: 200), BootHeaders.bzImage([]), Array(BootHeaders.bzImage().prefix(0x220)),
    ] {
      guard case .cutShort? = problem(kernel) else {
        Issue.record("\(String(describing: problem(kernel)))")
        continue
      }
    }
    for kernel in [
      BootHeaders.bzImage(unpackedSize: .max), BootHeaders.bzImage(preferred: 0x4000_0000),
    ] {
      guard case .doesNotFit? = problem(kernel) else {
        Issue.record("\(String(describing: problem(kernel)))")
        continue
      }
    }
    guard case .contradiction? = problem(BootHeaders.bzImage(preferred: .max)) else {
      Issue.record("an address past all addresses")
      return
    }
  }
}
