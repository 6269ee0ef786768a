import Processor
import Storage

/// A bus where nothing answers and reads give all ones, but for ports, which count what they are asked: enough to see order.
final class EmptyBus: ProcessorBus {
  var writes: [(port: UInt16, value: UInt32)] = []
  func read(port: UInt16, width: Int) -> UInt32 { .max }
  func write(port: UInt16, width: Int, value: UInt32) { writes.append((port, value)) }
  func read(address: UInt64, width: Int) -> UInt64 { .max }
  func write(address: UInt64, width: Int, value: UInt64) {}
  func acknowledgeInterrupt() -> UInt8 { 0xFF }
  var time: UInt64 { 0 }
}

/// One processor in 64-bit mode at CPL 0 with 16 MiB of RAM, identity-mapped by 2 MiB pages; code goes to 0x100000.
final class BareProcessor {
  static let codeAddress: UInt64 = 0x10_0000
  static let stackTop: UInt64 = 0x80_0000
  let memory = PhysicalMemory()
  let ram: MemoryRegion
  let bus = EmptyBus()
  let processor: Processor

  init(code: [UInt8], translationEntries: Int = 1024) {
    ram = MemoryRegion(name: "RAM", byteCount: 16 << 20)
    memory.map(ram, at: 0..<16 << 20)
    processor = Processor(memory: memory, bus: bus, translationEntries: translationEntries)
    writePageTables()
    memory.write(code, at: Self.codeAddress)
    var state = processor.state
    state.system.cr0 = 0x8001_0033
    state.system.cr3 = 0x1000
    state.system.cr4 = 0x620
    state.system.efer = 0xD01
    state.system.idtr = DescriptorTable(base: 0, limit: 0)
    state.system.segments[1] = Segment(selector: 8, base: 0, limit: .max, attributes: .init(rawValue: 0xA09B))
    for number in [0, 2, 3] {
      state.system.segments[number] = Segment(selector: 16, base: 0, limit: .max, attributes: .init(rawValue: 0xC093))
    }
    state.rip = Self.codeAddress
    state.general[4] = Self.stackTop
    processor.state = state
  }

  /// Also after a program that may have written over them.
  func writePageTables() {
    memory.store(UInt64(0x2003), at: 0x1000)
    memory.store(UInt64(0x3003), at: 0x2000)
    for index in 0..<8 { memory.store(UInt64(index << 21 | 0x83), at: UInt64(0x3000 + index * 8)) }
  }

  var bytes: [UInt8] { memory.bytes(at: 0, count: 16 << 20) }
}
