import RandomInput

/// A few random SSE instructions with the values that matter: numbers that are exact and that are not, denormals, NaNs, infinities,
/// integers at the edges. Memory operands are mostly aligned, and near ``RandomProgram/dataAddress``.
struct VectorProgram {
  private var generator: SeededGenerator
  private(set) var code: [UInt8] = []

  /// Opcodes after 0F with the mandatory prefixes that they have (0 for none), and whether an immediate follows.
  private static let twoByte: [(opcodes: ClosedRange<UInt8>, prefixes: [UInt8], immediate: Bool)] = [
    (0x10...0x11, [0, 0x66, 0xF2, 0xF3], false), (0x12...0x17, [0, 0x66], false), (0x12...0x12, [0xF2, 0xF3], false),
    (0x16...0x16, [0xF3], false),
    (0x28...0x29, [0, 0x66], false), (0x2A...0x2A, [0xF2, 0xF3], false), (0x2C...0x2D, [0xF2, 0xF3], false),
    (0x2E...0x2F, [0, 0x66], false), (0x50...0x50, [0, 0x66], false), (0x51...0x51, [0, 0x66, 0xF2, 0xF3], false),
    (0x54...0x57, [0, 0x66], false), (0x58...0x59, [0, 0x66, 0xF2, 0xF3], false),
    (0x58...0x59, [0, 0x66, 0xF2, 0xF3], false), (0x5A...0x5A, [0, 0x66, 0xF2, 0xF3], false),
    (0x5B...0x5B, [0, 0x66, 0xF3], false), (0x5C...0x5F, [0, 0x66, 0xF2, 0xF3], false),
    (0x60...0x6F, [0x66], false), (0x6F...0x6F, [0xF3], false), (0x70...0x70, [0x66, 0xF2, 0xF3], true),
    (0x74...0x76, [0x66], false), (0x7C...0x7D, [0x66, 0xF2], false), (0xD0...0xD0, [0x66, 0xF2], false),
    (0x7E...0x7E, [0x66, 0xF3], false), (0x7F...0x7F, [0x66, 0xF3], false),
    (0xC2...0xC2, [0, 0x66, 0xF2, 0xF3], true), (0xC4...0xC5, [0x66], true), (0xC6...0xC6, [0, 0x66], true),
    (0xD1...0xDF, [0x66], false), (0xE0...0xE5, [0x66], false), (0xE6...0xE6, [0x66, 0xF2, 0xF3], false),
    (0x5A...0x5B, [0x66], false), (0x51...0x51, [0, 0x66, 0xF2, 0xF3], false),
    (0xE7...0xEF, [0x66], false), (0xF1...0xF6, [0x66], false), (0xF8...0xFE, [0x66], false),
  ]
  /// After 0F 3A: rounding, blends, PALIGNR, and what takes an element out or puts one in.
  private static let withImmediate: [UInt8] = [
    0x08, 0x09, 0x0A, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F, 0x14, 0x16, 0x17, 0x20, 0x21, 0x22, 0x44,
  ]
  private static let values: [UInt64] = [
    0, 0x8000_0000_0000_0000, 0x3FF0_0000_0000_0000, 0xBFF8_0000_0000_0000, 0x4059_0000_0000_0000,
    0x3FB9_9999_9999_999A, 0x7FF0_0000_0000_0000, 0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0001, 0x7FF4_0000_0000_0000,
    0x0010_0000_0000_0000, 0x0000_0000_0000_0001, 0x7FEF_FFFF_FFFF_FFFF, 0x41DF_FFFF_FFC0_0000, 0x3F80_0000_3F80_0000,
    0x0080_0000_8000_0000, 0x7F80_0000_7FC0_0001, 0x4049_0FDB_3DCC_CCCD, 0x0000_0001_0040_0000, 0x7FFF_8000_7FFF_8000,
    0x0102_0304_8182_8384, .max, 0x43E0_0000_0000_0000, 0xC3E0_0000_0000_0000, 0x4340_0000_0000_0001,
  ]

  init(seed: UInt64, length: Int) {
    generator = SeededGenerator(seed: seed)
    for _ in 0..<length { instruction() }
    code.append(0xF4)
  }

  private mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
  private mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }

  /// A register's half: often one of the values that matter, else an ordinary number of either format, else anything.
  mutating func value() -> UInt64 {
    switch below(5) {
    case 0, 1: return Self.values[below(Self.values.count)]
    case 2: return (Double(below(2_000_001)) / 64 - 10000).bitPattern
    case 3: return UInt64((Float(below(200_001)) / 7 - 10000).bitPattern) << 32 | UInt64(Float(below(999)).bitPattern)
    default: return generator.next()
    }
  }

  /// MXCSR: all masked, mostly; with the flag of inexact results set or not; rarely another rounding, DAZ, FTZ.
  mutating func control() -> UInt32 {
    var value: UInt32 = 0x1F80 | (below(2) == 0 ? 0x20 : 0)
    if below(6) == 0 { value |= UInt32(below(4)) << 13 }
    if below(12) == 0 { value |= 0x8040 & UInt32(truncatingIfNeeded: generator.next()) }
    if below(24) == 0 { value &= ~(UInt32(1) << UInt32(7 + below(6))) }
    return value
  }

  private mutating func instruction() {
    switch below(12) {
    case 0: group()
    case 1, 2: threeByte()
    case 3: storeRun()
    default:
      let row = Self.twoByte[below(Self.twoByte.count)]
      let prefix = row.prefixes[below(row.prefixes.count)]
      let opcode = row.opcodes.lowerBound + UInt8(below(row.opcodes.count))
      let registersOnly = opcode == 0x50 || opcode == 0xC5 || opcode == 0xD7 || opcode == 0xF7
      encode(prefix, [opcode], registersOnly: registersOnly)
      if row.immediate { code.append(byte()) }
    }
  }

  /// Shifts by an immediate.
  private mutating func group() {
    let opcode = UInt8(0x71 + below(3))
    let operations: [UInt8] = opcode == 0x73 ? [2, 3, 6, 7] : [2, 4, 6].filter { opcode != 0x73 || $0 != 4 }
    code += [0x66, 0x0F, opcode, 0xC0 | operations[below(operations.count)] << 3 | UInt8(below(8))]
    code.append(below(2) == 0 ? byte() : UInt8(below(20)))
  }

  /// Stores to places in a row, which may run as one; RDI is at the start of a page.
  private mutating func storeRun() {
    let isAligned = below(2) == 0
    let first = (below(10) - 5) * 16 + (isAligned ? 0 : below(16))
    for index in 0..<(2 + below(4)) {
      let displacement = UInt8(truncatingIfNeeded: first + index * 16)
      code += [0x0F, isAligned ? 0x29 : 0x11]
      code += below(8) == 0 ? [0x46, displacement] : [0x47 | UInt8(below(8)) << 3, displacement]
    }
  }

  /// SSSE3 and SSE4.1 under 0F 38 and 0F 3A.
  private mutating func threeByte() {
    if below(3) == 0 {
      encode(
        0x66, [0x3A, Self.withImmediate.randomElement(using: &generator)!], registersOnly: false)
      code.append(byte())
    } else {
      let opcodes: [UInt8] = [
        0x00, 0x04, 0x10, 0x14, 0x15, 0x1C, 0x1D, 0x1E, 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x30, 0x31, 0x32, 0x33,
        0x34, 0x35, 0x37, 0x28, 0x29, 0x2B, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F, 0x40, 0x01, 0x02, 0x04,
        0x05, 0x06, 0x08, 0x09, 0x0A, 0x0B, 0x17, 0xDC, 0xDD, 0xDE, 0xDF,
      ]
      encode(0x66, [0x38, opcodes[below(opcodes.count)]], registersOnly: false)
    }
  }

  private mutating func encode(_ prefix: UInt8, _ opcode: [UInt8], registersOnly: Bool) {
    if prefix != 0 { code.append(prefix) }
    // REX.W makes quadwords of the general registers; R and B reach XMM8 and up.
    let rex: UInt8 = 0x40 | (below(4) == 0 ? 8 : 0) | (below(3) == 0 ? 4 : 0)
    let isRegister = registersOnly || below(2) == 0
    code.append(rex | (isRegister && below(3) == 0 ? 1 : 0))
    code.append(0x0F)
    code += opcode
    let register = UInt8(below(8)) << 3
    if isRegister {
      code.append(0xC0 | register | UInt8(below(8)))
    } else {
      // [rsi + displacement], or [rdi + rcx * 4 + displacement]: see TierTests for what they hold.
      let displacement = below(8) == 0 ? byte() & 0x7F : UInt8(below(8)) << 4
      if below(2) == 0 {
        code += [0x46 | register, displacement]
      } else {
        code += [0x44 | register, 0x8F, displacement]
      }
    }
  }
}
