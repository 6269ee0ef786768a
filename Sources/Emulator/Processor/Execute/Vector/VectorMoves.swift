import X86

/// Moves of vectors and their parts (SDM volume 2).
extension Processor {
  /// MOVAPS, MOVUPS and their kin: all sixteen bytes.
  func moveVector(_ i: InstructionPointer, isAligned: Bool) throws(Fault) {
    let destination = i.pointee.operand0
    let value = try vector(i.pointee.operand1, i, isAligned: isAligned)
    if destination.kind == .register { return setXMM(destination.number, value) }
    try writeVector(try vectorAddress(i, isWrite: true, isAligned: isAligned), value)
  }

  /// MOVD and MOVQ: the low four or eight bytes; what is above them becomes zero.
  func moveLow(_ i: InstructionPointer) throws(Fault) {
    let destination = i.pointee.operand0
    let source = i.pointee.operand1
    var value = try vector(source, i)
    value.y = 0
    if source.size == 4 || destination.size == 4 { value.x &= 0xFFFF_FFFF }
    if destination.kind == .register && destination.registerClass != .general {
      setVectorRegister(destination, value)
    } else {
      try setValue(of: destination, i, value.x)
    }
  }

  /// MOVSS and MOVSD: from memory the rest becomes zero, from a register it stays.
  func moveScalar(_ i: InstructionPointer) throws(Fault) {
    let destination = i.pointee.operand0
    let source = i.pointee.operand1
    if source.kind == .memory { return setXMM(destination.number, try vector(source, i)) }
    let value = xmm(source.number)
    if destination.kind == .memory { return try setValue(of: destination, i, value.x) }
    var result = xmm(destination.number)
    if i.pointee.mnemonic == .movss {
      result.doublewords[0] = value.doublewords[0]
    } else {
      result.x = value.x
    }
    setXMM(destination.number, result)
  }

  /// MOVLPS, MOVHPS, MOVHLPS, MOVLHPS and their kin: one half, the other stays.
  func moveHalf(_ i: InstructionPointer) throws(Fault) {
    let destination = i.pointee.operand0
    let source = i.pointee.operand1
    let isHigh: Bool
    switch i.pointee.mnemonic {
    case .movhps, .movhpd, .movlhps: isHigh = true
    default: isHigh = false
    }
    if destination.kind == .memory {
      let value = xmm(source.number)
      return try setValue(of: destination, i, isHigh ? value.y : value.x)
    }
    let value = try vector(source, i)
    var result = xmm(destination.number)
    switch i.pointee.mnemonic {
    case .movhlps: result.x = value.y
    case _ where isHigh: result.y = value.x
    default: result.x = value.x
    }
    setXMM(destination.number, result)
  }

  /// MOVNTQ and MOVNTI: stores, which here are like any other.
  func moveNonTemporal(_ i: InstructionPointer) throws(Fault) {
    try setValue(of: i.pointee.operand0, i, vectorRegister(i.pointee.operand1).x)
  }

  /// MOVMSKPS, MOVMSKPD, PMOVMSKB: the sign bits, in a general register.
  func moveMask(_ i: InstructionPointer) {
    let value = vectorRegister(i.pointee.operand1)
    var result: UInt64 = 0
    switch i.pointee.mnemonic {
    case .movmskps: for lane in 0..<4 { result |= UInt64(value.doublewords[lane] >> 31) << UInt64(lane) }
    case .movmskpd: result = value.x >> 63 | (value.y >> 63) << 1
    default: for lane in 0..<16 { result |= UInt64(value.bytes[lane] >> 7) << UInt64(lane) }
    }
    core[register: Int(i.pointee.operand0.number)] = result
  }

  /// MASKMOVQ and MASKMOVDQU: the bytes whose mask has its top bit set, to DS:rDI. The others can fault like them.
  func moveMasked(_ i: InstructionPointer) throws(Fault) {
    let value = vectorRegister(i.pointee.operand0).bytes
    let selection = vectorRegister(i.pointee.operand1).bytes
    let count = i.pointee.isMMX ? 8 : 16
    // By quadwords, also as far as #AC is concerned.
    let (segment, offset) = (Int(i.pointee.memory.segment), effectiveAddress(i))
    let linear = try linearAddress(segment, offset, size: 8, isWrite: true)
    if count == 16 { _ = try linearAddress(segment, offset &+ 8, size: 8, isWrite: true) }
    try probeWrite(linear, size: UInt64(count))
    for lane in 0..<count where selection[lane] >= 0x80 {
      try write(truncate(linear &+ UInt64(lane)), value[lane])
    }
  }

  // MARK: One element

  /// PEXTRB, PEXTRW, PEXTRD, PEXTRQ, EXTRACTPS.
  func extractElement(_ i: InstructionPointer) throws(Fault) {
    let value = vectorRegister(i.pointee.operand1)
    let control = i.pointee.control
    let element: UInt64
    switch i.pointee.mnemonic {
    case .pextrb: element = UInt64(value.bytes[control & 15])
    case .pextrw: element = UInt64(value.words[control & (i.pointee.operand1.registerClass == .mmx ? 3 : 7)])
    case .pextrq: element = value[control & 1]
    default: element = UInt64(value.doublewords[control & 3])
    }
    let destination = i.pointee.operand0
    if destination.kind == .register {
      core[register: Int(destination.number)] = element
    } else {
      try setValue(of: destination, i, element)
    }
  }

  /// PINSRB, PINSRW, PINSRD, PINSRQ.
  func insertElement(_ i: InstructionPointer) throws(Fault) {
    let element = try vector(i.pointee.operand1, i).x
    let control = i.pointee.control
    var result = vectorRegister(i.pointee.operand0)
    switch i.pointee.mnemonic {
    case .pinsrb: result.bytes[control & 15] = UInt8(truncatingIfNeeded: element)
    case .pinsrw: result.words[control & (i.pointee.isMMX ? 3 : 7)] = UInt16(truncatingIfNeeded: element)
    case .pinsrd: result.doublewords[control & 3] = UInt32(truncatingIfNeeded: element)
    default: result[control & 1] = element
    }
    setVectorRegister(i.pointee.operand0, result)
  }

  /// INSERTPS: an element chosen, put, and others cleared.
  func insertSingle(_ i: InstructionPointer) throws(Fault) {
    let control = i.pointee.control
    let source = try vector(i.pointee.operand1, i).doublewords
    var result = xmm(i.pointee.operand0.number).doublewords
    result[control >> 4 & 3] = i.pointee.operand1.kind == .register ? source[control >> 6] : source[0]
    for lane in 0..<4 where control >> lane & 1 != 0 { result[lane] = 0 }
    setXMM(i.pointee.operand0.number, Vector(lanes: result))
  }
}
