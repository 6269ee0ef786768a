import X86

/// Single bits, bit scans, byte order, and the bit-manipulation extensions.
extension Processor {
  /// BT, BTS, BTR, BTC. A register bit offset reaches outside a memory operand (SDM volume 2, BT).
  func bitTest(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let bits = UInt64(size) * 8
    let mnemonic = i.pointee.mnemonic
    let offset = try value(of: i.pointee.operand1, i)
    let mask: UInt64 = 1 << (offset & (bits - 1))
    func changed(_ value: UInt64) -> UInt64 {
      core.setFlags(value & mask != 0 ? RFLAGS.carry : 0, mask: RFLAGS.carry)
      switch mnemonic {
      case .bts: return value | mask
      case .btr: return value & ~mask
      case .btc: return value ^ mask
      default: return value
      }
    }
    if i.pointee.operand0.kind == .register {
      let result = changed(register(i.pointee.operand0))
      if mnemonic != .bt { setRegister(i.pointee.operand0, result) }
      return
    }
    var address = effectiveAddress(i)
    if i.pointee.operand1.kind == .register {
      let signed = Int64(bitPattern: signExtend(offset, size))
      let units = signed >> Int64(bits.trailingZeroBitCount)
      address = truncate(address &+ UInt64(bitPattern: units) &* UInt64(size), toAddressSize: i.pointee.addressSize)
    }
    let linear = try linearAddress(
      Int(i.pointee.memory.segment), address, size: UInt64(size), isWrite: mnemonic != .bt)
    if mnemonic == .bt {
      _ = changed(try load(linear, size: size))
    } else {
      try probeWrite(linear, size: UInt64(size))
      let old = try load(linear, size: size)
      try store(linear, changed(old), size: size)
    }
  }

  /// BSF and BSR: a zero source sets ZF and leaves the destination alone.
  func bitScan(_ i: InstructionPointer) throws(Fault) {
    let source = try value(of: i.pointee.operand1, i)
    if source == 0 {
      core.setFlags(RFLAGS.zero, mask: RFLAGS.zero)
      return
    }
    let result = i.pointee.mnemonic == .bsf ? source.trailingZeroBitCount : 63 - source.leadingZeroBitCount
    setRegister(i.pointee.operand0, UInt64(result))
    core.setFlags(0, mask: RFLAGS.zero)
  }

  func countBits(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let source = try value(of: i.pointee.operand1, i)
    let bits = Int(size) * 8
    switch i.pointee.mnemonic {
    case .popcnt:
      setRegister(i.pointee.operand0, UInt64(source.nonzeroBitCount))
      core.setFlags(source == 0 ? RFLAGS.zero : 0, mask: RFLAGS.arithmetic)
    default:
      let count =
        i.pointee.mnemonic == .tzcnt
        ? min(source.trailingZeroBitCount, bits) : source.leadingZeroBitCount - (64 - bits)
      setRegister(i.pointee.operand0, UInt64(count))
      core.setFlags(
        (source == 0 ? RFLAGS.carry : 0) | (count == 0 ? RFLAGS.zero : 0), mask: RFLAGS.carry | RFLAGS.zero)
    }
  }

  func byteSwap(_ i: InstructionPointer) {
    let value = register(i.pointee.operand0)
    switch i.pointee.operand0.size {
    case 8: setRegister(i.pointee.operand0, value.byteSwapped)
    case 4: setRegister(i.pointee.operand0, UInt64(UInt32(truncatingIfNeeded: value).byteSwapped))
    // Undefined for 16 bits; processors store zero.
    default: setRegister(i.pointee.operand0, 0)
    }
  }

  func moveByteSwapped(_ i: InstructionPointer) throws(Fault) {
    let value = try value(of: i.pointee.operand1, i)
    let bits = UInt64(i.pointee.operand0.size) * 8
    try setValue(of: i.pointee.operand0, i, value.byteSwapped >> (64 - bits))
  }

  func crc32(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand1.size
    var data = try value(of: i.pointee.operand1, i)
    var crc = UInt32(truncatingIfNeeded: register(i.pointee.operand0))
    for _ in 0..<size {
      crc ^= UInt32(data & 0xFF)
      data >>= 8
      // The Castagnoli polynomial, bits reversed.
      for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    setRegister(i.pointee.operand0, UInt64(crc))
  }

  /// ADCX and ADOX: one flag, the others untouched.
  func addWithFlag(_ i: InstructionPointer, flag: UInt64) throws(Fault) {
    let size = i.pointee.operand0.size
    let source = try value(of: i.pointee.operand1, i)
    let old = register(i.pointee.operand0)
    let carry: UInt64 = core.rflags & flag != 0 ? 1 : 0
    let (partial, first) = old.addingReportingOverflow(source)
    let (sum, second) = partial.addingReportingOverflow(carry)
    let isCarry = size == 8 ? first || second : sum >> 32 != 0
    setRegister(i.pointee.operand0, sum)
    core.setFlags(isCarry ? flag : 0, mask: flag)
  }

  /// BMI1 and BMI2.
  func bitManipulation(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let mask = Self.mask(Int(size))
    let bits = UInt64(size) * 8
    let destination = i.pointee.operand0
    func setFlags(_ result: UInt64, carry: Bool) {
      core.pointee.flagResult = signExtend(result, size)
      core.pointee.flagFirst = carry ? RFLAGS.carry : 0
      core.pointee.flagKind = .partial
    }
    switch i.pointee.mnemonic {
    case .andn:
      let result = ~register(i.pointee.operand1) & (try value(of: i.pointee.operand2, i))
      setRegister(destination, result)
      setLogicFlags(result, size)
    case .bextr:
      let source = try value(of: i.pointee.operand1, i)
      let control = register(i.pointee.operand2)
      let start = control & 0xFF
      let length = control >> 8 & 0xFF
      let shifted = start < 64 ? source >> start : 0
      let result = length < 64 ? shifted & ((1 << length) - 1) : shifted
      setRegister(destination, result)
      setFlags(result, carry: false)
    case .blsi:
      let source = try value(of: i.pointee.operand1, i)
      let result = source & (0 &- source) & mask
      setRegister(destination, result)
      setFlags(result, carry: source != 0)
    case .blsmsk:
      let source = try value(of: i.pointee.operand1, i)
      let result = (source ^ (source &- 1)) & mask
      setRegister(destination, result)
      setFlags(result, carry: source == 0)
    case .blsr:
      let source = try value(of: i.pointee.operand1, i)
      let result = source & (source &- 1) & mask
      setRegister(destination, result)
      setFlags(result, carry: source == 0)
    case .bzhi:
      let source = try value(of: i.pointee.operand1, i)
      let index = register(i.pointee.operand2) & 0xFF
      let result = index < bits ? source & ((1 << index) - 1) : source
      setRegister(destination, result)
      setFlags(result, carry: index >= bits)
    case .mulx:
      let source = try value(of: i.pointee.operand2, i)
      let multiplicand = core[register: 2] & mask
      if size == 8 {
        let (high, low) = multiplicand.multipliedFullWidth(by: source)
        setRegister(i.pointee.operand1, low)
        setRegister(destination, high)
      } else {
        let product = multiplicand &* source
        setRegister(i.pointee.operand1, product & mask)
        setRegister(destination, product >> 32)
      }
    case .pdep:
      setRegister(destination, Self.deposit(register(i.pointee.operand1), try value(of: i.pointee.operand2, i)))
    case .pext:
      setRegister(destination, Self.extract(register(i.pointee.operand1), try value(of: i.pointee.operand2, i)))
    case .rorx:
      let source = try value(of: i.pointee.operand1, i)
      let count = i.pointee.immediate & (bits - 1)
      setRegister(destination, count == 0 ? source : source >> count | source << (bits - count))
    default:
      let source = try value(of: i.pointee.operand1, i)
      let count = register(i.pointee.operand2) & (bits - 1)
      switch i.pointee.mnemonic {
      case .shlx: setRegister(destination, source << count)
      case .shrx: setRegister(destination, source >> count)
      default: setRegister(destination, UInt64(bitPattern: Int64(bitPattern: signExtend(source, size)) >> count))
      }
    }
  }

  private static func deposit(_ source: UInt64, _ mask: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var rest = mask
    var source = source
    while rest != 0 {
      let bit = rest & (0 &- rest)
      if source & 1 != 0 { result |= bit }
      source >>= 1
      rest &= rest - 1
    }
    return result
  }

  private static func extract(_ source: UInt64, _ mask: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var rest = mask
    var position: UInt64 = 0
    while rest != 0 {
      let bit = rest & (0 &- rest)
      if source & bit != 0 { result |= 1 << position }
      position += 1
      rest &= rest - 1
    }
    return result
  }
}
