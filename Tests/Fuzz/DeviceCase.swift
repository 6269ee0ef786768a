import Machine
import RandomInput

/// Random port and memory-mapped accesses with interrupts on, keys, mouse and serial input in between, looked at and not.
struct DeviceCase {
  let seed: UInt64

  /// The ports at which something answers; half of all accesses go there.
  private static let ports: [UInt16] =
    Array(0x00...0x0F) + [0x20, 0x21, 0xA0, 0xA1, 0x4D0, 0x4D1] + Array(0x40...0x43) + [0x60, 0x61, 0x64, 0x92, 0xF0]
    + [0x70, 0x71, 0x80, 0xE9, 0xCF8, 0xCF9, 0xCFC, 0xCFD, 0xCFE, 0xCFF] + Array(0x3F8...0x3FF)
    + Array(0x3C0...0x3DF) + [0x1CE, 0x1CF, 0x1D0] + Array(0x510...0x51B) + Array(0x600...0x60B) + [0xB2, 0xB3]
  private static let memory: [UInt64] = [0xA_0000, 0xB_8000, 0xFD00_0000, 0xFEBF_0000, 0xFEC0_0000, 0xFFFC_0000]

  func run() throws -> String? {
    try TwoRuns(length: 6000, names: ("the run", "the run in pieces that is looked at")) { isSecond, length in
      var random = SeededGenerator(seed: seed)
      let machine = try Guest.machine()
      ProcessorMode.protected32.set(machine, &random)
      machine.memory.physical.write(code(&random), at: Guest.code)
      // Every handler says IRET at once.
      for vector in 0..<256 as Range<UInt64> {
        machine.memory.physical.store(0x0010_8E00_0018_F000 as UInt64, at: Guest.interruptTable + vector * 8)
      }
      machine.memory.physical.store(0xCF as UInt8, at: Guest.code + 0xF000)
      var pieces = SeededGenerator(seed: seed)
      for end in stride(from: 1000, through: 6000, by: 1000) as StrideThrough<UInt64> {
        Guest.run(machine, instructions: min(end, length)) { isSecond ? UInt64(pieces.below(60)) + 1 : .max }
        if end > length { break }
        input(to: machine, &random)
        if isSecond {
          _ = machine.screen
          _ = machine.describe()
        }
      }
      return machine
    }.difference()
  }

  private func input(to machine: Machine, _ random: inout SeededGenerator) {
    for _ in 0..<random.below(12) {
      switch random.below(5) {
      case 0: machine.input.keyDown(random.element(Key.allCases))
      case 1: machine.input.keyUp(random.element(Key.allCases))
      case 2: machine.input.move(random.below(600) - 300, random.below(600) - 300, wheel: random.below(9) - 4)
      case 3: machine.input.serial((0..<random.below(40)).map { _ in random.byte() })
      default: machine.input.type("Fuzz\n")
      }
    }
  }

  /// 32-bit code: a register, a port, an access; now and then STI, HLT, string I/O, memory.
  private func code(_ random: inout SeededGenerator) -> [UInt8] {
    var bytes: [UInt8] = [0xBC, 0, 0, 0x19, 0, 0xFB]
    while bytes.count < Guest.codeSize - 64 {
      let port = random.chance(85) ? random.element(Self.ports) : UInt16(truncatingIfNeeded: random.next())
      bytes += [0x66, 0xBA, UInt8(port & 0xFF), UInt8(port >> 8)]
      if random.chance(60) { bytes += [0xB8] + word(UInt32(truncatingIfNeeded: random.integer())) }
      switch random.below(16) {
      case 0: bytes += [0xFB]
      case 1: bytes += random.chance(10) ? [0xFB, 0xF4] : [0x90]
      case 2:
        let target = UInt32(0x1_0000 + random.below(0x1F_0000))
        bytes += [0xBF] + word(target) + [0xBE] + word(target) + [0xB9] + word(UInt32(random.below(40)))
        bytes += random.element([
          [0xF3, 0x6C], [0xF3, 0x6D], [0xF3, 0x6E], [0xF3, 0x6F], [0xF3, 0xA5], [0xF3, 0xAA],
        ])
      case 3, 4:
        let address = UInt32(truncatingIfNeeded: random.element(Self.memory) + UInt64(random.below(0x2_0000)))
        bytes += random.element([[0x89, 0x05], [0x8B, 0x05], [0x88, 0x05], [0x8A, 0x05]]) + word(address)
      case 5...10: bytes += random.element([[0xEE], [0xEF], [0x66, 0xEF]])
      default: bytes += random.element([[0xEC], [0xED], [0x66, 0xED]])
      }
    }
    return bytes + [0xE9] + word(UInt32(truncatingIfNeeded: -(bytes.count + 5)))
  }

  private func word(_ value: UInt32) -> [UInt8] { withUnsafeBytes(of: value.littleEndian) { Array($0) } }
}
