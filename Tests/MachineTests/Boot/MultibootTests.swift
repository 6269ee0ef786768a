import KernelFixtures
import Testing

@testable import Machine

@Suite("Multiboot headers")
struct MultibootTests {
  private let map = MemoryMap(memorySize: 128 << 20)

  private func problem(_ bytes: [UInt8], using wanted: BootProtocol? = nil) -> LoadError? {
    do { _ = try KernelImage(bytes, map: map, using: wanted) } catch { return error }
    return nil
  }

  private func machine(_ bytes: [UInt8], modules: [BootModule] = [], commandLine: String = "") throws -> Machine {
    let machine = try Machine()
    try machine.load(kernel: bytes, commandLine: commandLine, modules: modules)
    return machine
  }

  @Test("The protocol is the one that the file asks for, in QEMU's order")
  func choice() throws {
    func choice(_ bytes: [UInt8]) -> BootProtocol? { BootProtocol(of: FileBytes(bytes)) }
    let header = BootHeaders.multiboot(flags: 0)
    #expect(choice(SmallKernel.hello) == .pvh)
    #expect(choice(BootHeaders.elf(header).bytes) == .multiboot)
    #expect(choice(BootHeaders.flatMultiboot([0xF4])) == .multiboot)
    #expect(choice(BootHeaders.elf(BootHeaders.multiboot2([])).bytes) == .multiboot2)
    #expect(choice(BootHeaders.bzImage()) == .linux)
    #expect(choice([1, 2, 3]) == nil)
    // Both a note and a header: Multiboot comes before PVH, and PVH before Multiboot 2.
    var both = BootHeaders.elf(header)
    both.segments.append(KernelFile.note(entry: 0x10_0010))
    #expect(choice(both.bytes) == .multiboot)
    both = BootHeaders.elf(BootHeaders.multiboot2([]))
    both.segments.append(KernelFile.note(entry: 0x10_0010))
    #expect(choice(both.bytes) == .pvh)
    // An ELF file of 64 bits, which Multiboot 1 does not have: whatever else there is, or as GRUB does.
    both = BootHeaders.elf(header, is64Bit: true)
    #expect(choice(both.bytes) == .multiboot)
    both.segments.append(KernelFile.note(entry: 0x10_0010))
    #expect(choice(both.bytes) == .pvh)
    // A person may choose.
    #expect(try KernelImage(both.bytes, map: map, using: .multiboot).entry == 0x10_000C)
    #expect(problem(both.bytes, using: .multiboot2) == .noHeader(.multiboot2))
    #expect(problem(both.bytes, using: .linux) == .noHeader(.linux))
    #expect(problem(SmallKernel.hello, using: .multiboot) == .noHeader(.multiboot))
  }

  @Test("The processor starts with the magic number, and with EBX at the information")
  func entry() throws {
    for (bytes, magic) in [
      (BootHeaders.elf(BootHeaders.multiboot(flags: 3)).bytes, 0x2BAD_B002 as UInt64),
      (BootHeaders.elf(BootHeaders.multiboot2([]), is64Bit: true).bytes, 0x36D7_6289),
    ] {
      let cpu = try machine(bytes, commandLine: "hello").cpu
      #expect(cpu.rax == magic)
      #expect(cpu.cr0 == 0x11 && cpu.rflags == 2)
      #expect(cpu.segments.map(\.limit) == [UInt32](repeating: .max, count: 6))
      #expect(cpu.segments[1].attributes.isCode && cpu.segments[3].attributes.isWritable)
    }
  }

  @Test("A kernel that starts above 4 GiB is refused, since protected mode does not reach it")
  func highEntry() {
    var file = BootHeaders.elf(BootHeaders.multiboot2([]), is64Bit: true)
    file.segments[0].address = 0x1_0000_0000
    file.entry += 0xFFF0_0000
    #expect(
      throws: LoadError.unsupported("it starts at 0x100000018, and every boot protocol enters a kernel below 4 GiB")
    ) {
      try KernelImage(file.bytes, map: MemoryMap(memorySize: 5 << 30))
    }
  }

  @Test("A header is found in the first 8192 bytes, on a word, with its checksum")
  func placement() {
    let header = BootHeaders.multiboot(flags: 0)
    func file(_ padding: Int) -> [UInt8] { [UInt8](repeating: 0, count: padding) + header }
    #expect(MultibootHeader(in: FileBytes(file(8180)))?.offset == 8180)
    #expect(MultibootHeader(in: FileBytes(file(8192))) == nil)
    #expect(MultibootHeader(in: FileBytes(file(2))) == nil)
    var wrong = header
    wrong[8] ^= 1
    #expect(MultibootHeader(in: FileBytes(wrong)) == nil)
  }

  @Test("Flags that a loader must understand are refused when it does not")
  func flags() {
    #expect(
      problem(BootHeaders.elf(BootHeaders.multiboot(flags: 0x8000)).bytes)
        == .unsupported("its Multiboot header sets flags 0x8000, which no loader knows"))
    #expect(problem(BootHeaders.elf(BootHeaders.multiboot(flags: 0x80_0000)).bytes) == nil)
  }

  @Test("The a.out kludge: bytes go where the header says, the rest is zero")
  func kludge() throws {
    let code: [UInt8] = [0xF4, 1, 2, 3]
    let machine = try machine([0, 0, 0, 0] + BootHeaders.flatMultiboot(code, loadEnd: 0x10_0022, bssEnd: 0x10_2000))
    #expect(machine.cpu.rip == 0x10_0020)
    #expect(machine.memory.physical.bytes(at: 0x10_0020, count: 4) == [0xF4, 1, 0, 0])
    // Without an end, all of the file.
    #expect(try KernelImage(BootHeaders.flatMultiboot(code), map: map).pieces.map(\.range) == [0x10_0000..<0x10_0024])
  }

  @Test("Addresses of the kludge that cannot be are contradictions")
  func hostileKludge() {
    func file(_ fields: UInt32...) -> [UInt8] { BootHeaders.multiboot(flags: 0x10000, fields) + [0xF4] }
    for (bytes, start) in [
      (file(0x10_0000, 0x10_0004, 0, 0, 0), "the header is to be at 0x100000, below"),
      (file(0x10_0010, 0x10_0000, 0, 0, 0), "0x10 bytes are to be loaded in front"),
      (file(0x10_0000, 0x10_0000, 0x0F_FFFF, 0, 0), "what is loaded ends at"),
      (file(0x10_0000, 0x10_0000, 0x10_0010, 0x10_0008, 0x10_0000), "what is to be zero ends at"),
    ] {
      guard case .contradiction(let text)? = problem(bytes), text.hasPrefix(start) else {
        Issue.record("\(start): \(String(describing: problem(bytes)))")
        continue
      }
    }
    guard case .cutShort? = problem(file(0x10_0000, 0x10_0000, 0x20_0000, 0, 0x10_0000)) else {
      Issue.record("bytes that the file does not have")
      return
    }
    guard case .doesNotFit? = problem(file(0xFFFF_FF00, 0xFFFF_FF00, 0, 0, 0xFFFF_FF00)) else {
      Issue.record("addresses that are no RAM")
      return
    }
    #expect(problem(file(0x10_0000, 0x10_0000, 0, 0, 0x20_0000)) == .entryOutside(0x20_0000))
    #expect(problem(Array(file(0, 0, 0, 0, 0).prefix(20))) != nil)
  }

  @Test("Modules that do not fit are refused")
  func modules() {
    let kernel = BootHeaders.elf(BootHeaders.multiboot(flags: 3)).bytes
    #expect(throws: LoadError.self) {
      try machine(kernel, modules: [BootModule([UInt8](repeating: 0, count: 128 << 20))])
    }
  }

  @Test("A kernel that lies where QEMU has its structures does not lose a byte")
  func lowKernel() throws {
    let code = [UInt8](repeating: 0x90, count: 0x9000)
    let header = BootHeaders.multiboot(flags: 0x10000, [0x1000, 0x1000, 0, 0, 0x1020])
    let machine = try machine(header + code, modules: [BootModule([1, 2, 3])])
    #expect(machine.memory.physical.bytes(at: 0x1020, count: 0x9000) == code)
    let info = machine.cpu.rbx
    #expect(machine.memory.physical.load(info, as: UInt32.self) == 0x24F)
    let list = try #require(machine.memory.physical.load(info + 24, as: UInt32.self))
    let module = try #require(machine.memory.physical.load(UInt64(list), as: UInt32.self))
    #expect(machine.memory.physical.bytes(at: UInt64(module), count: 3) == [1, 2, 3])
  }

  @Test("The framebuffer that is told is where the display is, and what it shows")
  func screen() throws {
    let header = BootHeaders.multiboot(flags: 4, [0, 0, 0, 0, 0, 0, 640, 480, 16])
    let machine = try machine(BootHeaders.elf(header).bytes)
    #expect(machine.display.aperture == DisplayMode.address)
    machine.memory.physical.store(0xF800 as UInt16, at: DisplayMode.address + 2)
    let screen = machine.screen
    #expect(screen.width == 640 && screen.height == 480)
    #expect(screen.pixels[1] == 0xFF_0000 && screen.pixels[0] == 0)
    // It is the same again after a reset.
    machine.reset()
    #expect(machine.screen.width == 640)
  }

  @Test("A size that the display does not have gives another, which the kernel is told")
  func impossibleScreen() {
    func mode(_ width: UInt32, _ height: UInt32, _ depth: UInt32) -> DisplayMode? {
      DisplayRequest.graphics(width: width, height: height, depth: depth).mode
    }
    #expect(mode(0, 0, 0) == DisplayMode(width: 1024, height: 768, depth: 32))
    #expect(mode(.max, .max, .max) == DisplayMode(width: 1024, height: 768, depth: 32))
    #expect(mode(801, 600, 24) == DisplayMode(width: 800, height: 600, depth: 24))
    #expect(mode(640, 480, 8) == DisplayMode(width: 640, height: 480, depth: 32))
    #expect(DisplayRequest.text.mode == nil)
  }
}
