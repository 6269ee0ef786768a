import Machine
import RandomInput
import X86

/// The modes that a random guest starts in.
enum ProcessorMode: CaseIterable {
  case real, protected16, protected32, paging32, physicalAddressExtension, compatibility, long, longUser

  var codeSize: CodeSize {
    switch self {
    case .real, .protected16: .bits16
    case .protected32, .paging32, .physicalAddressExtension, .compatibility: .bits32
    case .long, .longUser: .bits64
    }
  }

  var isLong: Bool { self == .long || self == .longUser || self == .compatibility }
  private var isUser: Bool { self == .longUser || self == .compatibility }
  private var hasPaging: Bool { isLong || self == .paging32 || self == .physicalAddressExtension }

  /// Descriptor tables, a task state segment and paging structures for the mode, and a processor in it at ``Guest/code``.
  func set(_ machine: Machine, _ random: inout SeededGenerator) {
    let memory = machine.memory.physical
    DescriptorTables.write(to: memory, isLong: isLong, &random)
    writePagingStructures(memory)
    var state = machine.cpu.state
    for number in 0..<16 {
      state.general[number] = random.chance(60) ? 0x1_0000 + UInt64(random.below(0x1F_0000)) : random.integer()
    }
    for number in 0..<32 { state.xmm[number] = random.integer() }
    state.general[4] = 0x18_0000
    state.rip = self == .real ? 0 : Guest.code
    state.rflags = random.next() & 0x24_4FD5 | 2
    if isUser || random.chance(80) { state.rflags &= ~0x100 }
    if random.chance(50) { state.mxcsr = 0x1F80 | UInt32(random.below(4)) << 13 }
    setSystem(&state.system, &random)
    machine.cpu.state = state
  }

  private func setSystem(_ system: inout SystemRegisters, _ random: inout SeededGenerator) {
    system.gdtr = DescriptorTable(base: Guest.globalTable, limit: 0xFFF)
    system.idtr = DescriptorTable(base: Guest.interruptTable, limit: isLong ? 0xFFF : 0x7FF)
    system.cr0 = self == .real ? 0x10 : 0x1_0033
    if hasPaging { system.cr0 |= 1 << 31 }
    system.cr3 =
      switch self {
      case .paging32: 0x1_4000
      case .physicalAddressExtension: 0x1_3000
      default: Guest.paging.lowerBound
      }
    system.cr4 = 0x610
    if self == .real || self == .protected16 { system.cr4 = random.chance(50) ? 0x600 : 0 }
    if isLong || self == .physicalAddressExtension { system.cr4 |= 1 << 5 }
    if random.chance(30) { system.cr4 |= 1 << 7 }
    if isLong && random.chance(20) { system.cr4 |= 1 << 17 }
    system.efer = isLong ? 0xD01 : random.chance(50) ? 0x800 : 0
    let level: UInt16 = isUser ? 3 : 0
    system.privilegeLevel = UInt8(level)
    guard self != .real else {
      system.idtr = DescriptorTable(base: 0, limit: 0x3FF)
      system.segments = SegmentRegisters(all: realSegment(0x1000))
      system.segments[1] = realSegment(UInt16(Guest.code >> 4 & 0xFFFF))
      system.segments[1].base = Guest.code
      system.segments[2] = realSegment(0x8000)
      return
    }
    system.segments = SegmentRegisters(
      all: Segment(selector: 0x10 | level, base: 0, limit: .max, attributes: .init(rawValue: 0xC093 | level << 5)))
    let code: UInt16 =
      switch codeSize {
      case .bits16: 0x009B
      case .bits32: 0xC09B
      case .bits64: 0xA09B
      }
    system.segments[1] = Segment(
      selector: 0x08 | level, base: codeSize == .bits16 ? Guest.code & ~0xFFFF : 0, limit: .max,
      attributes: .init(rawValue: code | level << 5))
    system.tr = Segment(selector: 0x48, base: Guest.taskState, limit: 0xFFF, attributes: .init(rawValue: 0x8B))
  }

  private func realSegment(_ selector: UInt16) -> Segment {
    Segment(selector: selector, base: UInt64(selector) << 4, limit: 0xFFFF, attributes: .init(rawValue: 0x93))
  }

  /// The first 16 MiB mapped to themselves, for all, by large pages.
  private func writePagingStructures(_ memory: PhysicalMemory) {
    memory.store(0x1_1007 as UInt64, at: 0x1_0000)
    memory.store(0x1_2007 as UInt64, at: 0x1_1000)
    memory.store(0x1_2001 as UInt64, at: 0x1_3000)
    for index in 0..<8 as Range<UInt64> { memory.store(index << 21 | 0x87, at: 0x1_2000 + index * 8) }
    for index in 0..<4 as Range<UInt32> { memory.store(index << 22 | 0x87, at: 0x1_4000 + UInt64(index) * 4) }
  }
}
