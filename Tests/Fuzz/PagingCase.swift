import Machine
import RandomInput
import X86

/// Code that writes to the paging structures it runs on, with translation caches of one and of many entries: nobody may tell which.
struct PagingCase {
  let seed: UInt64

  func run() throws -> String? {
    try TwoRuns(length: 4000, names: ("many translation-cache entries", "one")) { isSecond, length in
      var random = SeededGenerator(seed: seed)
      let machine = try Guest.machine(translationEntries: isSecond ? 1 : 1024)
      let mode = random.element([ProcessorMode.long, .long, .longUser, .physicalAddressExtension, .paging32])
      mode.set(machine, &random)
      var state = machine.cpu.state
      if random.chance(30) { state.system.cr0 &= ~(1 << 16) }
      if random.chance(30) { state.system.cr4 |= 3 << 20 }
      machine.cpu.state = state
      fillTables(machine.memory.physical, &random)
      machine.memory.physical.write(code(mode, &random), at: Guest.code)
      Guest.run(machine, instructions: length) { .max }
      return machine
    }.difference()
  }

  /// Entries that point at each other, at RAM, at video memory and at nothing, with any flags; the first entry of each table stays.
  private func fillTables(_ memory: PhysicalMemory, _ random: inout SeededGenerator) {
    for address in stride(from: Guest.paging.lowerBound, to: Guest.paging.upperBound, by: 8) where address & 0xFFF >= 64
    {
      if random.chance(60) { memory.store(entry(&random), at: address) }
    }
  }

  private func entry(_ random: inout SeededGenerator) -> UInt64 {
    let frame: UInt64 =
      switch random.below(6) {
      case 0, 1: Guest.paging.lowerBound >> 12 + UInt64(random.below(16))
      case 2, 3: UInt64(random.below(Int(Guest.memorySize >> 12)))
      case 4: 0xA0 + UInt64(random.below(0x60))
      default: random.next() >> UInt64(12 + random.below(52))
      }
    var flags = UInt64(random.below(0x1000))
    if random.chance(80) { flags |= 1 }
    if random.chance(70) { flags |= 6 }
    if random.chance(70) { flags &= ~0x80 }
    return frame << 12 | flags | (random.chance(15) ? 1 << 63 : 0)
  }

  /// Loads and stores all over the address space, stores of entries into the tables, INVLPG and MOV CR3.
  private func code(_ mode: ProcessorMode, _ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < Guest.codeSize - 64 {
      let register = UInt8(random.element([0, 1, 2, 3, 6, 7]))
      switch random.below(12) {
      case 0, 1, 2: bytes += load(register, address(mode, &random), mode)
      case 3: bytes += load(register, Guest.paging.lowerBound + UInt64(random.below(0x1_0000) & ~7), mode)
      case 4, 5: bytes += load(register, entry(&random), mode)
      case 6, 7: bytes += wide(mode) + [0x8B, UInt8(random.below(8)) << 3 | register]
      case 8, 9, 10: bytes += wide(mode) + [0x89, UInt8(random.element([0, 1, 2, 3, 6, 7])) << 3 | register]
      default:
        switch random.below(4) {
        case 0: bytes += [0x0F, 0x01, 0x38 | register]
        case 1: bytes += [0x0F, 0x20, 0xD8, 0x0F, 0x22, 0xD8]
        case 2: bytes += [0xFF, 0xD0 | register]
        default: bytes += [0xAB]
        }
      }
    }
    return bytes + [0xE9] + little(UInt32(truncatingIfNeeded: -(bytes.count + 5)), count: 4)
  }

  private func address(_ mode: ProcessorMode, _ random: inout SeededGenerator) -> UInt64 {
    guard mode.isLong else { return UInt64(random.below(1 << 25)) }
    let tables = UInt64(random.below(512)) << 39 | UInt64(random.below(16)) << 30 | UInt64(random.below(64)) << 21
    let low = tables | UInt64(random.below(1 << 21))
    return low >> 47 & 1 == 0 ? low : low | 0xFFFF_0000_0000_0000
  }

  private func wide(_ mode: ProcessorMode) -> [UInt8] { mode.isLong ? [0x48] : [] }

  private func load(_ register: UInt8, _ value: UInt64, _ mode: ProcessorMode) -> [UInt8] {
    mode.isLong ? [0x48, 0xB8 | register] + little(value, count: 8) : [0xB8 | register] + little(value, count: 4)
  }

  private func little(_ value: some FixedWidthInteger, count: Int) -> [UInt8] {
    withUnsafeBytes(of: value.littleEndian) { Array($0.prefix(count)) }
  }
}
