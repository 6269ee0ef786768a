import RandomInput

/// Random but mostly harmless integer programs: what blocks are made of, in every form that has a fast operation and many that
/// have none. Memory operands stay near a few pages of data unless a register has been spoilt, and then a fault ends the program.
struct RandomProgram {
  static let dataAddress: UInt64 = 0x20_0000
  /// Registers that hold no pointer.
  private static let free: [UInt8] = [0, 1, 2, 5]
  private var generator: SeededGenerator
  private(set) var code: [UInt8] = []
  /// Bytes of code that set the registers.
  private(set) var prologueLength = 0

  init(seed: UInt64, length: Int) {
    generator = SeededGenerator(seed: seed)
    prologue()
    prologueLength = code.count
    for _ in 0..<length { instruction() }
    code += [0xF4]
  }

  private mutating func below(_ bound: Int) -> Int { Int(generator.next() % UInt64(bound)) }
  private mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: generator.next()) }

  /// RBX, RSI, RDI and R8...R15 start as pointers into the data, the others as anything.
  private mutating func prologue() {
    for register in 0..<16 where register != 4 {
      let isPointer = register == 3 || register == 6 || register == 7 || register >= 8
      let value = isPointer ? Self.dataAddress + UInt64(below(0x4000)) : generator.next()
      code += [register >= 8 ? 0x49 : 0x48, 0xB8 + UInt8(register & 7)]
      code += withUnsafeBytes(of: value.littleEndian) { Array($0) }
    }
  }

  private mutating func instruction() {
    switch below(36) {
    case 0..<6: modRM([UInt8(below(8)) << 3 | UInt8(below(4))])
    case 6: immediateGroup()
    case 7..<9: modRM([0x88 + UInt8(below(4))])
    case 9: modRM([0x84 + UInt8(below(2))])
    case 10: modRM([0x8D], memoryOnly: true)
    case 11: shift()
    case 12: modRM([below(2) == 0 ? 0xFE : 0xFF], group: UInt8(below(2)))
    case 13: modRM([0xF6 + UInt8(below(2))], group: UInt8([2, 3, 4, 5].randomElement(using: &generator)!))
    case 14: modRM([0x0F, 0xAF])
    case 15:
      modRM([0x6B])
      code.append(byte())
    case 16: modRM([0x0F, [0xB6, 0xB7, 0xBE, 0xBF].randomElement(using: &generator)!])
    case 17: modRM([0x0F, 0x40 + UInt8(below(16))])
    case 18: modRM([0x0F, 0x90 + UInt8(below(16))])
    case 19: code += [0x50 + UInt8(below(8))]
    case 20: code += [0x58 + UInt8([0, 1, 2, 5].randomElement(using: &generator)!)]
    case 21: modRM([0x63])
    case 22: modRM([0x0F, [0xA3, 0xAB, 0xB3, 0xBB, 0xBC, 0xBD].randomElement(using: &generator)!])
    case 23: code += [0x48, 0x99 - UInt8(below(2))]
    case 24: exchange()
    case 25: bits()
    case 26 where below(4) == 0: division()
    case 27: doubleShift()
    case 28: code.append([0x9E, 0x9F, 0xF5, 0xF8, 0xF9, 0xFC, 0xFD].randomElement(using: &generator)!)
    case 29, 30: string()
    case 31: vectorExtension()
    case 32: modRM([0xFF], group: 6)
    case 33: countedJump()
    case 34: threeByte()
    case 35:
      modRM([0xF6 + UInt8(below(2))], group: UInt8(4 + below(4)))
    default:
      // A jump over the next few bytes, often into the middle of an instruction.
      code += [0x70 + UInt8(below(16)), UInt8(below(12))]
    }
  }

  private mutating func immediateGroup() {
    let isByte = below(2) == 0
    modRM([isByte ? 0x80 : 0x83], group: UInt8(below(8)))
    code.append(byte())
  }

  /// XCHG, XADD, CMPXCHG, CMPXCHG8B and CMPXCHG16B.
  private mutating func exchange() {
    switch below(4) {
    case 3: modRM([0x0F, 0xC7], group: 1, memoryOnly: true)
    case 0: modRM([0x86 + UInt8(below(2))])
    case 1: modRM([0x0F, 0xC0 + UInt8(below(2))])
    default: modRM([0x0F, 0xB0 + UInt8(below(2))])
    }
  }

  /// BT and its kin with an immediate, BSWAP, POPCNT, TZCNT, LZCNT.
  private mutating func bits() {
    switch below(3) {
    case 0:
      modRM([0x0F, 0xBA], group: UInt8(4 + below(4)))
      code.append(byte())
    case 1:
      if below(2) == 0 { code.append(0x48) }
      code += [0x0F, 0xC8 + UInt8([0, 1, 2, 5].randomElement(using: &generator)!)]
    default:
      code.append(0xF3)
      modRM([0x0F, [0xB8, 0xBC, 0xBD].randomElement(using: &generator)!])
    }
  }

  /// SHLD and SHRD.
  private mutating func doubleShift() {
    let opcode: UInt8 = [0xA4, 0xA5, 0xAC, 0xAD].randomElement(using: &generator)!
    modRM([0x0F, opcode])
    if opcode & 1 == 0 { code.append(byte()) }
  }

  /// MOVS, CMPS, STOS, LODS, SCAS; some repeated a few times. With RSI and RDI as they are.
  private mutating func string() {
    let opcode = [0xA4, 0xA6, 0xAA, 0xAC, 0xAE].randomElement(using: &generator)! + UInt8(below(2))
    if below(3) == 0 {
      // MOV ECX, count
      code += [0xB9, UInt8(below(2) == 0 ? below(8) : below(256)), UInt8(below(8) == 0 ? below(4) : 0), 0, 0]
      code.append(0xF2 + UInt8(below(2)))
    }
    if below(4) == 0 { code.append(0x66) }
    if below(2) == 0 { code.append(0x48) }
    code.append(opcode)
  }

  /// LOOP (of any kind) and JRCXZ, over the next few bytes.
  private mutating func countedJump() { code += [0xE0 + UInt8(below(4)), UInt8(below(12))] }

  /// MOVBE, CRC32, ADCX, ADOX, MOVNTI.
  private mutating func threeByte() {
    switch below(4) {
    case 0: modRM([0x0F, 0x38, 0xF0 + UInt8(below(2))], memoryOnly: true)
    case 1:
      code.append(0xF2)
      modRM([0x0F, 0x38, 0xF0 + UInt8(below(2))])
    case 2:
      code.append([0x66, 0xF3].randomElement(using: &generator)!)
      modRM([0x0F, 0x38, 0xF6])
    default: modRM([0x0F, 0xC3], memoryOnly: true)
    }
  }

  /// BMI1 and BMI2, which have a VEX prefix, between registers.
  private mutating func vectorExtension() {
    let wide: UInt8 = below(2) == 0 ? 0x80 : 0
    let rows: [(map: UInt8, prefix: UInt8, opcode: UInt8, group: ClosedRange<Int>?)] = [
      (2, 0, 0xF2, nil), (2, 0, 0xF3, 1...3), (2, 0, 0xF5, nil), (2, 3, 0xF5, nil), (2, 2, 0xF5, nil),
      (2, 3, 0xF6, nil), (2, 0, 0xF7, nil), (2, 1, 0xF7, nil), (2, 2, 0xF7, nil), (2, 3, 0xF7, nil), (3, 3, 0xF0, nil),
    ]
    let row = rows.randomElement(using: &generator)!
    let register =
      row.group.map { UInt8($0.lowerBound + below($0.count)) } ?? Self.free.randomElement(using: &generator)!
    let second = row.map == 3 ? 0 : Self.free.randomElement(using: &generator)!
    code += [
      0xC4, 0xE0 | row.map, wide | (~second & 15) << 3 | row.prefix, row.opcode,
      0xC0 | register << 3 | Self.free.randomElement(using: &generator)!,
    ]
    if row.map == 3 { code.append(byte()) }
  }

  /// CQO and IDIV: often a quotient that fits.
  private mutating func division() {
    code += [0x48, 0x99, 0x48, 0xF7, 0xF8 | UInt8([1, 3, 5, 6].randomElement(using: &generator)!)]
  }

  private mutating func shift() {
    let opcode: UInt8 = [0xC0, 0xC1, 0xD1, 0xD3].randomElement(using: &generator)!
    modRM([opcode], group: UInt8([0, 1, 2, 3, 4, 5, 7].randomElement(using: &generator)!))
    if opcode < 0xD0 { code.append(byte()) }
  }

  /// Prefixes, opcode, ModRM with SIB and displacement.
  private mutating func modRM(_ opcode: [UInt8], group: UInt8? = nil, memoryOnly: Bool = false) {
    if below(8) == 0 { code.append(0x66) }
    let rex: UInt8 = 0x40 | (below(2) == 0 ? 8 : 0) | UInt8(below(8))
    if below(4) != 0 { code.append(rex) }
    code += opcode
    let register = (group ?? UInt8(below(8))) << 3
    if !memoryOnly && below(5) < 3 {
      // Rarely a register that holds a pointer.
      let target: UInt8 = below(12) == 0 ? UInt8(below(8)) : [0, 1, 2, 5].randomElement(using: &generator)!
      code.append(0xC0 | register | target)
      return
    }
    switch below(3) {
    case 0: code.append(register | [3, 6, 7].randomElement(using: &generator)!)
    case 1: code += [0x40 | register | [3, 6, 7].randomElement(using: &generator)!, byte()]
    default: code += [0x44 | register, 0x20 | [3, 6, 7].randomElement(using: &generator)!, byte()]
    }
  }
}
