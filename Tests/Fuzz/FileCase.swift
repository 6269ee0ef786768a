import KernelFixtures
import Machine
import RandomInput

/// Damaged kernel files: refused with a sentence, or run.
struct FileCase {
  let seed: UInt64

  func run() -> String? {
    var random = SeededGenerator(seed: seed)
    var bytes = specimen(&random)
    for _ in 0...random.below(6) { random.mutate(&bytes, header: bytes.count < 0x1000 ? 0x264 : 260) }
    do {
      let machine = try Machine(Configuration(memorySize: Guest.memorySize, restartsOnReset: false))
      try machine.load(
        kernel: bytes, commandLine: random.chance(50) ? "word" : "",
        initrd: random.chance(30) ? [UInt8](repeating: 7, count: random.below(1 << 21)) : nil)
      _ = machine.symbols.place(of: random.next() & 0x1F_FFFF)
      return machine.run(limit: Limit(instructions: 3000, ticks: 10_000_000)).description.isEmpty ? "no reason" : nil
    } catch {
      return "\(error)".isEmpty ? "refused without a reason" : nil
    }
  }

  private func specimen(_ random: inout SeededGenerator) -> [UInt8] {
    switch random.below(9) {
    case 0: return SmallKernel.probe
    case 1: return SmallKernel.pager
    case 2: return BootHeaders.elf(BootHeaders.multiboot(flags: 7, [0, 0, 0, 0, 0, 0, 800, 600, 32])).bytes
    case 3: return BootHeaders.flatMultiboot([0xF4, 0xF4], loadEnd: 0x10_0022, bssEnd: 0x11_0000)
    case 4:
      let tags = [
        BootHeaders.tag(1, [4, 6, 8]), BootHeaders.tag(5, [1024, 768, 32]), BootHeaders.tag(4, [3]),
        BootHeaders.tag(10, [0x20_0000, 0x80_0000, 0x1000, 2]), BootHeaders.tag(6, []),
      ]
      return BootHeaders.elf(BootHeaders.multiboot2(tags), is64Bit: random.chance(50)).bytes
    case 5:
      let tags = [BootHeaders.tag(2, [0x10_0000, 0x10_0000, 0, 0x10_1000]), BootHeaders.tag(3, [0x10_0040])]
      return BootHeaders.multiboot2(tags) + [0xF4]
    case 6: return BootHeaders.bzImage([0xF4, 0xF4])
    default:
      var file = KernelFile.bare([UInt8](repeating: 0xF4, count: 100))
      file.is64Bit = random.chance(50)
      file.segments.append(.init(address: 0x20_0000, bytes: [1, 2, 3], memorySize: 0x1000))
      file.symbols = [
        .init(name: "start", address: 0x10_0000, size: 16),
        .init(name: "$s6Kernel4mainyyF", address: 0x10_0010, size: 8),
      ]
      return file.bytes
    }
  }
}
