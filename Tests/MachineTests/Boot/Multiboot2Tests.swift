import KernelFixtures
import Testing

@testable import Machine

@Suite("Multiboot 2 headers")
struct Multiboot2Tests {
  private let map = MemoryMap(memorySize: 128 << 20)

  private func problem(_ tags: [[UInt8]], architecture: UInt32 = 0) -> LoadError? {
    let header = BootHeaders.multiboot2(tags, architecture: architecture)
    do { _ = try KernelImage(BootHeaders.elf(header).bytes, map: map) } catch { return error }
    return nil
  }

  @Test("Tags that a loader must know are refused when it does not, optional ones passed over")
  func unknownTags() {
    #expect(
      problem([BootHeaders.tag(77, [])])
        == .unsupported("its Multiboot 2 header has a tag of type 77, which no loader knows"))
    #expect(problem([BootHeaders.tag(77, [], isOptional: true)]) == nil)
    #expect(
      problem([BootHeaders.tag(1, [1, 500])])
        == .unsupported("its Multiboot 2 header demands information of type 500, which no loader has"))
    #expect(problem([BootHeaders.tag(1, [1, 500], isOptional: true)]) == nil)
    // What EFI would tell is known, and not there.
    #expect(
      problem([BootHeaders.tag(1, [11, 12, 17, 18, 19, 20]), BootHeaders.tag(7, []), BootHeaders.tag(9, [1])]) == nil)
    #expect(
      problem([], architecture: 4) == .unsupported("its Multiboot 2 header is for architecture 4, and i386 is 0"))
  }

  @Test("Tags of impossible sizes are contradictions")
  func sizes() {
    #expect(
      problem([BootHeaders.tag(4, [3], size: 4)])
        == .contradiction("tag 4 of the Multiboot 2 header is said to have 4 bytes"))
    #expect(
      problem([BootHeaders.tag(4, [3], size: 4000)])
        == .contradiction("tag 4 of the Multiboot 2 header is said to have 4000 bytes"))
    #expect(problem([BootHeaders.tag(5, [800])]) == .contradiction("tag 5 of the Multiboot 2 header has only 12 bytes"))
    var header = BootHeaders.multiboot2([])
    header[16] = 3  // the end tag becomes another, which is too short
    let file = BootHeaders.elf(header).bytes
    #expect(throws: LoadError.contradiction("tag 3 of the Multiboot 2 header has only 8 bytes")) {
      try KernelImage(file, map: map)
    }
  }

  @Test("Addresses need an entry; an entry alone takes the place of the ELF file's")
  func entries() throws {
    #expect(
      problem([BootHeaders.tag(2, [0x10_0000, 0x10_0000, 0, 0])])
        == .contradiction("the Multiboot 2 header says where to load the kernel, and not where to start it"))
    let header = BootHeaders.multiboot2([BootHeaders.tag(3, [0x10_0004])])
    #expect(try KernelImage(BootHeaders.elf(header).bytes, map: map).entry == 0x10_0004)
    // All ones: from the file's first byte.
    let flat = BootHeaders.multiboot2([
      BootHeaders.tag(2, [0x10_0040, .max, 0, 0]), BootHeaders.tag(3, [0x10_0000]),
    ])
    let image = try KernelImage([UInt8](repeating: 0x90, count: 0x40) + flat, map: map)
    #expect(image.pieces.map(\.range) == [0x10_0000..<0x10_0040 + UInt64(flat.count)])
  }

  @Test(
    "A kernel that can run anywhere goes where it prefers",
    arguments: [(0, 0x40_0000), (1, 0x40_0000), (2, 0x7E0_0000)] as [(UInt32, UInt64)])
  func relocation(preference: UInt32, place: UInt64) throws {
    let header = BootHeaders.multiboot2([BootHeaders.tag(10, [0x40_0000, 0x800_0000, 0x20_0000, preference])])
    let machine = try Machine()
    try machine.load(kernel: BootHeaders.elf(header, [0x90, 0xF4]).bytes, modules: [])
    #expect(machine.cpu.rip == place + UInt64(header.count))
    #expect(machine.memory.physical.bytes(at: machine.cpu.rip, count: 2) == [0x90, 0xF4])
    #expect(
      problem([BootHeaders.tag(10, [0x40_0000, 0x30_0000, 1, 0])])
        == .contradiction("the kernel is to be moved to 0x400000 to 0x300000 in steps of 0x1 bytes"))
  }

  @Test("A kernel that fits into no place of its range is refused")
  func noRoom() throws {
    let machine = try Machine()
    for range in [(0x10_0000, 0x10_0004), (0xF000_0000, 0xFFFF_FFFF), (0xA_0000, 0xB_0000)] as [(UInt32, UInt32)] {
      for preference in 0...2 as ClosedRange<UInt32> {
        let header = BootHeaders.multiboot2([BootHeaders.tag(10, [range.0, range.1, 16, preference])])
        #expect(throws: LoadError.self) { try machine.load(kernel: BootHeaders.elf(header).bytes, modules: []) }
      }
    }
  }

  @Test("The sections of an ELF file get addresses, where their bytes are", arguments: [false, true])
  func sections(is64Bit: Bool) throws {
    var file = BootHeaders.elf(BootHeaders.multiboot2([]), is64Bit: is64Bit)
    file.symbols = [.init(name: "the_only_symbol", address: 0x10_0000)]
    let machine = try Machine()
    try machine.load(kernel: file.bytes, modules: [])
    let memory = machine.memory.physical
    let info = machine.cpu.rbx
    let size = try #require(memory.load(info, as: UInt32.self))
    var at = info + 8
    while at < info + UInt64(size), memory.load(at, as: UInt32.self) != 9 {
      at += UInt64((memory.load(at + 4, as: UInt32.self) ?? 0) + 7) & ~7
    }
    #expect(memory.load(at, as: UInt32.self) == 9)
    #expect(memory.load(at + 8, as: UInt32.self) == 3)
    // The third section has the names.
    let header = at + 20 + 2 * (is64Bit ? 64 : 40)
    let address = try #require(memory.load(header + (is64Bit ? 16 : 12), as: UInt32.self))
    #expect(machine.memory.virtual.string(at: UInt64(address) + 1) == "the_only_symbol")
  }
}
