import KernelFixtures
import Testing

@testable import Machine

/// Numbers printed by a probe kernel under QEMU 7.2, `-M pc`.
@Suite("PVH start info")
struct StartInfoTests {
  @Test("128 MiB: the memory map that QEMU's firmware gives")
  func map() {
    let map = MemoryMap(memorySize: 128 << 20)
    #expect(
      map.entries == [
        .init(range: 0..<0x9FC00, kind: .usable), .init(range: 0x9FC00..<0xA0000, kind: .reserved),
        .init(range: 0xF0000..<0x100000, kind: .reserved), .init(range: 0x100000..<0x7FE_0000, kind: .usable),
        .init(range: 0x7FE_0000..<0x800_0000, kind: .reserved),
        .init(range: 0xFFFC_0000..<0x1_0000_0000, kind: .reserved),
        .init(range: 0xFD_0000_0000..<0x100_0000_0000, kind: .reserved),
      ])
  }

  @Test("RAM splits at 4 GiB as on QEMU", arguments: [(3583, 0xDFF0_0000, 0), (3584, 0xC000_0000, 0x2000_0000)])
  func split(mebibytes: UInt64, low: UInt64, high: UInt64) {
    let map = MemoryMap(memorySize: mebibytes << 20)
    #expect(map.lowEnd == low)
    #expect(map.highEnd == 0x1_0000_0000 + high)
    #expect(map.entries.contains(.init(range: 0x1_0000_0000..<0x1_0000_0000 + high, kind: .usable)) == (high > 0))
  }

  @Test("The structure's fields, byte for byte")
  func fields() {
    let info = StartInfo(
      commandLine: Array("hello".utf8), modules: [(0x7FD_6000..<0x7FD_6000 + 5000, "")],
      map: MemoryMap(memorySize: 128 << 20), rsdp: 0xF59D0, base: 0)
    #expect(info.address == 0x21E0)
    func block(_ address: UInt64) -> [UInt8]? { info.blocks.first { $0.address == address }?.bytes }
    #expect(
      block(0x21E0) == KernelFile.little(0x336E_C578 as UInt32) + [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]
        + [0xC0, 0x21, 0, 0, 0, 0, 0, 0, 0xC0, 0x11, 0, 0, 0, 0, 0, 0, 0xD0, 0x59, 0x0F, 0, 0, 0, 0, 0]
        + [0xA8, 0x05, 0, 0, 0, 0, 0, 0, 7, 0, 0, 0, 0, 0, 0, 0])
    #expect(block(0x11C0) == Array("hello\0".utf8))
    #expect(block(0x21C0)?.count == 32)
    #expect(block(0x5A8)?.count == 7 * 24)
  }

  @Test("Without modules there is no list")
  func noModules() {
    let info = StartInfo(
      commandLine: [], modules: [], map: MemoryMap(memorySize: 4 << 30), rsdp: 0, base: 0xC0000)
    #expect(info.address == 0xC21E0)
    let bytes = info.blocks.first { $0.address == info.address }?.bytes
    #expect(bytes?[12..<24] == ArraySlice([UInt8](repeating: 0, count: 12))[0..<12])
  }
}
