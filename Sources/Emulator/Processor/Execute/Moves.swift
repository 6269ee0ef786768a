import X86

/// Moves, loads of effective addresses, flags as data.
extension Processor {
  func move(_ i: InstructionPointer) throws(Fault) {
    let destination = i.pointee.operand0
    let source = i.pointee.operand1
    if destination.kind == .register && destination.registerClass != .general && destination.registerClass != .highByte
    {
      return try moveToSpecial(i)
    }
    if source.kind == .register && source.registerClass != .general && source.registerClass != .highByte {
      return try moveFromSpecial(i)
    }
    try setValue(of: destination, i, try value(of: source, i))
  }

  private func moveToSpecial(_ i: InstructionPointer) throws(Fault) {
    let number = i.pointee.operand0.number
    switch i.pointee.operand0.registerClass {
    case .segment:
      let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand1, i))
      try loadSegment(Int(number), selector)
      if number == SegmentNumber.ss { holdInterrupts(.stackSegment) }
    case .control: try writeControlRegister(number, register(i.pointee.operand1))
    default: try writeDebugRegister(number, register(i.pointee.operand1))
    }
  }

  private func moveFromSpecial(_ i: InstructionPointer) throws(Fault) {
    let source = i.pointee.operand1
    switch source.registerClass {
    case .segment:
      let selector = UInt64(system.segments[Int(source.number)].selector)
      if i.pointee.operand0.kind == .register {
        setRegister(Int(i.pointee.operand0.number), selector, size: i.pointee.operandSize)
      } else {
        try store(try linearAddress(i, size: 2, isWrite: true), selector, size: 2)
      }
    case .control: setRegister(i.pointee.operand0, try readControlRegister(source.number))
    default: setRegister(i.pointee.operand0, try readDebugRegister(source.number))
    }
  }

  func moveExtended(_ i: InstructionPointer, signed: Bool) throws(Fault) {
    let value = try value(of: i.pointee.operand1, i)
    setRegister(i.pointee.operand0, signed ? signExtend(value, i.pointee.operand1.size) : value)
  }

  func loadEffectiveAddress(_ i: InstructionPointer) {
    setRegister(Int(i.pointee.operand0.number), effectiveAddress(i), size: i.pointee.operandSize)
  }

  /// A false condition still reads its source, and clears the upper half of a 32-bit destination.
  func conditionalMove(_ i: InstructionPointer) throws(Fault) {
    let source = try value(of: i.pointee.operand1, i)
    setRegister(i.pointee.operand0, core.holds(condition: i.pointee.condition) ? source : register(i.pointee.operand0))
  }

  func setOnCondition(_ i: InstructionPointer) throws(Fault) {
    try setValue(of: i.pointee.operand0, i, core.holds(condition: i.pointee.condition) ? 1 : 0)
  }

  func translateByte(_ i: InstructionPointer) throws(Fault) {
    let m = i.pointee.memory
    let offset = truncate(core[register: 3] &+ core[register: 0] & 0xFF, toAddressSize: i.pointee.addressSize)
    let linear = try linearAddress(Int(m.segment), offset, size: 1, isWrite: false)
    setRegister(0, UInt64(try read(linear, as: UInt8.self)), size: 1)
  }

  // MARK: Flags

  func loadFlagsIntoAH() {
    core.store(RegisterOffset.highByte(0), UInt8(truncatingIfNeeded: core.rflags & 0xD5 | 2))
  }

  func storeAHIntoFlags() {
    let mask = RFLAGS.sign | RFLAGS.zero | RFLAGS.auxiliary | RFLAGS.parity | RFLAGS.carry
    core.setFlags(core[register: 0] >> 8, mask: mask)
  }

  // MARK: Decimal adjustment (not in 64-bit mode)

  func decimalAdjust(_ i: InstructionPointer) throws(Fault) {
    let al = core[register: 0] & 0xFF
    var carry = core.carry
    let auxiliary = core.auxiliary
    switch i.pointee.mnemonic {
    case .daa, .das:
      let isAdd = i.pointee.mnemonic == .daa
      let oldCarry = carry
      var result = al
      var newAuxiliary = false
      carry = false
      if al & 15 > 9 || auxiliary {
        let overflow = isAdd ? result + 6 > 0xFF : result < 6
        result = (isAdd ? result &+ 6 : result &- 6) & 0xFF
        carry = oldCarry || overflow
        newAuxiliary = true
      }
      if al > 0x99 || oldCarry {
        result = (isAdd ? result &+ 0x60 : result &- 0x60) & 0xFF
        carry = true
      }
      setRegister(0, result, size: 1)
      core.pointee.flagResult = signExtend(result, 1)
      core.pointee.flagFirst = (carry ? RFLAGS.carry : 0) | (newAuxiliary ? RFLAGS.auxiliary : 0)
      core.pointee.flagKind = .partial
    case .aaa, .aas:
      let isAdd = i.pointee.mnemonic == .aaa
      let adjust = al & 15 > 9 || auxiliary
      if adjust {
        let ax = core[register: 0] & 0xFFFF
        setRegister(0, isAdd ? ax &+ 0x106 : ax &- 0x106, size: 2)
      }
      let result = core[register: 0] & 0x0F
      setRegister(0, result, size: 1)
      core.pointee.flagResult = signExtend(result, 1)
      core.pointee.flagFirst = adjust ? RFLAGS.carry | RFLAGS.auxiliary : 0
      core.pointee.flagKind = .partial
    case .aam:
      let base = i.pointee.immediate & 0xFF
      if base == 0 { throw .divideError }
      setRegister(0, (al / base) << 8 | al % base, size: 2)
      core.pointee.flagResult = signExtend(al % base, 1)
      core.pointee.flagFirst = 0
      core.pointee.flagKind = .partial
    default:
      let result = (al &+ (core[register: 0] >> 8 & 0xFF) &* (i.pointee.immediate & 0xFF)) & 0xFF
      setRegister(0, result, size: 2)
      core.pointee.flagResult = signExtend(result, 1)
      core.pointee.flagFirst = 0
      core.pointee.flagKind = .partial
    }
  }

  func checkBounds(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let (segment, offset) = (Int(i.pointee.memory.segment), effectiveAddress(i))
    let lowerAddress = try linearAddress(segment, offset, size: UInt64(size), isWrite: false)
    let upperAddress = try linearAddress(segment, offset &+ UInt64(size), size: UInt64(size), isWrite: false)
    let index = Int64(bitPattern: signExtend(register(i.pointee.operand0), size))
    let lower = Int64(bitPattern: signExtend(try load(lowerAddress, size: size), size))
    let upper = Int64(bitPattern: signExtend(try load(upperAddress, size: size), size))
    if index < lower || index > upper { throw .boundRange }
  }
}
