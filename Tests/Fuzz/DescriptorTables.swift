import Machine
import RandomInput

/// Global and interrupt descriptor tables and a task state segment: mostly sound, with noise.
enum DescriptorTables {
  /// Access bytes and flags of the first entries: code and data of every size and level, conforming, expand-down.
  private static let sound: [UInt64] = [
    0, 0x00AF_9B00_0000_FFFF, 0x00CF_9300_0000_FFFF, 0x00CF_9B00_0000_FFFF, 0x008F_9B00_0000_FFFF,
    0x008F_9300_0000_FFFF, 0x00AF_FB00_0000_FFFF, 0x00CF_F300_0000_FFFF, 0x00CF_FB00_0000_FFFF, 0x0000_8900_7000_0FFF,
    0, 0x00CF_9E00_0000_FFFF, 0x00CF_9700_0000_0000, 0x0000_8200_5000_0FFF,
  ]

  static func write(to memory: PhysicalMemory, isLong: Bool, _ random: inout SeededGenerator) {
    for index in 0..<64 {
      let entry = index < sound.count && !random.chance(3) ? sound[index] : noise(&random)
      memory.store(entry, at: Guest.globalTable + UInt64(index * 8))
    }
    for vector in 0..<256 as Range<UInt64> {
      let handler = Guest.code + UInt64(random.below(Guest.codeSize))
      let type: UInt64 = random.chance(50) ? 0xE : 0xF
      let level: UInt64 = random.chance(30) ? 3 : 0
      let selector: UInt64 = isLong ? 0x08 : 0x18
      let stack: UInt64 = isLong && random.chance(20) ? UInt64(random.below(8)) : 0
      var gate = handler & 0xFFFF | selector << 16 | stack << 32 | (0x80 | level << 5 | type) << 40
      gate |= (handler >> 16 & 0xFFFF) << 48
      if random.chance(4) { gate = noise(&random) }
      if isLong {
        memory.store(gate, at: Guest.interruptTable + vector * 16)
        memory.store(random.chance(3) ? random.next() : 0 as UInt64, at: Guest.interruptTable + vector * 16 + 8)
      } else {
        memory.store(gate, at: Guest.interruptTable + vector * 8)
      }
    }
    for offset in stride(from: 4, to: 0x68, by: 8) as StrideTo<UInt64> {
      memory.store(isLong ? 0x19_0000 : 0x0010_0019_0000 as UInt64, at: Guest.taskState + offset)
    }
    // Where real mode's vectors lead.
    for vector in 0..<256 as Range<UInt64> {
      memory.store(UInt32(0xFFFF_0010 &+ UInt32(random.below(0x1000))), at: vector * 4)
    }
  }

  /// A descriptor or gate of any type.
  private static func noise(_ random: inout SeededGenerator) -> UInt64 {
    let bits = random.next()
    return random.chance(70) ? bits & 0x000F_FF00_FFFF_FFFF | 0x0000_8000_0000_0000 : bits
  }
}
