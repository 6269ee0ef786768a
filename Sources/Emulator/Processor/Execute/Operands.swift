import X86

/// How the general tier reaches the operands of a decoded instruction.
extension Processor {
  typealias InstructionPointer = UnsafePointer<Instruction>

  // MARK: Addresses

  /// The offset part of the memory operand's address, truncated to the address size.
  func effectiveAddress(_ i: InstructionPointer) -> UInt64 {
    let m = i.pointee.memory
    var address = UInt64(bitPattern: m.displacement)
    if m.base == MemoryReference.instructionPointer {
      address &+= core.pointee.nextRIP
    } else if m.base != MemoryReference.noRegister {
      address &+= core[register: Int(m.base)]
    }
    if m.index != MemoryReference.noRegister { address &+= core[register: Int(m.index)] &<< UInt64(m.scale) }
    return truncate(address, toAddressSize: i.pointee.addressSize)
  }

  func truncate(_ address: UInt64, toAddressSize size: UInt8) -> UInt64 {
    switch size {
    case 2: return address & 0xFFFF
    case 4: return address & 0xFFFF_FFFF
    default: return address
    }
  }

  /// The linear address of the instruction's memory operand of `size` bytes, checked against its segment.
  @inline(__always)
  func linearAddress(_ i: InstructionPointer, size: UInt64, isWrite: Bool = false) throws(Fault) -> UInt64 {
    try linearAddress(Int(i.pointee.memory.segment), effectiveAddress(i), size: size, isWrite: isWrite)
  }

  /// The linear address of `offset` in a segment, or the fault that `size` bytes there raise (SDM volume 3, section 5.3).
  @inline(__always)
  func linearAddress(
    _ segment: Int, _ offset: UInt64, size: UInt64, isWrite: Bool
  ) throws(Fault) -> UInt64 {
    if codeSize == .bits64 {
      let linear = segment >= SegmentNumber.fs ? offset &+ core.segmentBase(segment) : offset
      if !isCanonical(linear) || !isCanonical(linear &+ (size &- 1)) {
        throw segment == SegmentNumber.ss ? .stackFault(0) : .generalProtection(0)
      }
      if core.pointee.checksAlignment { try checkAlignment(linear, size) }
      return linear
    }
    // DS, ES and SS of flat code have no base, and reach up to 4 GiB.
    let last = offset &+ (size &- 1)
    if mode.isFlat && segment != SegmentNumber.cs && segment < SegmentNumber.fs && last <= 0xFFFF_FFFF {
      if core.pointee.checksAlignment { try checkAlignment(offset, size) }
      return offset
    }
    return try legacyLinearAddress(segment, offset, size: size, isWrite: isWrite)
  }

  @inline(never)
  private func legacyLinearAddress(
    _ number: Int, _ offset: UInt64, size: UInt64, isWrite: Bool
  ) throws(Fault) -> UInt64 {
    let segment = system.segments[number]
    let fault: Fault = number == SegmentNumber.ss ? .stackFault(0) : .generalProtection(0)
    if isProtected {
      if segment.isNull { throw .generalProtection(0) }
      if isWrite ? !segment.attributes.isWritable : !segment.attributes.isReadable { throw .generalProtection(0) }
    }
    let last = offset &+ (size &- 1)
    if segment.attributes.isExpandDown {
      let top: UInt64 = segment.attributes.isBig ? 0xFFFF_FFFF : 0xFFFF
      if offset <= UInt64(segment.limit) || last > top { throw fault }
    } else if last > UInt64(segment.limit) {
      throw fault
    }
    let linear = (segment.base &+ offset) & 0xFFFF_FFFF
    if core.pointee.checksAlignment { try checkAlignment(linear, size) }
    return linear
  }

  private func checkAlignment(_ linear: UInt64, _ size: UInt64) throws(Fault) {
    if size & (size &- 1) == 0 && size <= 16 && linear & (size &- 1) != 0 { throw .alignmentCheck }
  }

  // MARK: Integer operands, zero-extended to 64 bits

  @inline(__always)
  func load(_ linear: UInt64, size: UInt8) throws(Fault) -> UInt64 {
    switch size {
    case 1: return UInt64(try read(linear, as: UInt8.self))
    case 2: return UInt64(try read(linear, as: UInt16.self))
    case 4: return UInt64(try read(linear, as: UInt32.self))
    default: return try read(linear, as: UInt64.self)
    }
  }

  @inline(__always)
  func store(_ linear: UInt64, _ value: UInt64, size: UInt8) throws(Fault) {
    switch size {
    case 1: try write(linear, UInt8(truncatingIfNeeded: value))
    case 2: try write(linear, UInt16(truncatingIfNeeded: value))
    case 4: try write(linear, UInt32(truncatingIfNeeded: value))
    default: try write(linear, value)
    }
  }

  /// An immediate comes as the decoder extended it: callers truncate to the size they work on.
  func value(of operand: Operand, _ i: InstructionPointer) throws(Fault) -> UInt64 {
    switch operand.kind {
    case .register: return register(operand)
    case .memory: return try load(try linearAddress(i, size: UInt64(operand.size)), size: operand.size)
    default: return i.pointee.immediate
    }
  }

  /// A general register operand's value.
  func register(_ operand: Operand) -> UInt64 {
    switch operand.registerClass {
    case .highByte: return core[register: Int(operand.number)] >> 8 & 0xFF
    case .segment: return UInt64(system.segments[Int(operand.number)].selector)
    default: return core[register: Int(operand.number)] & Self.mask(Int(operand.size))
    }
  }

  func setRegister(_ operand: Operand, _ value: UInt64) {
    if operand.registerClass == .highByte {
      core.store(RegisterOffset.highByte(operand.number), UInt8(truncatingIfNeeded: value))
    } else {
      setRegister(Int(operand.number), value, size: operand.size)
    }
  }

  func setRegister(_ number: Int, _ value: UInt64, size: UInt8) {
    let old = core[register: number]
    switch size {
    case 1: core[register: number] = old & ~0xFF | value & 0xFF
    case 2: core[register: number] = old & ~0xFFFF | value & 0xFFFF
    case 4: core[register: number] = value & 0xFFFF_FFFF
    default: core[register: number] = value
    }
  }

  func setValue(of operand: Operand, _ i: InstructionPointer, _ value: UInt64) throws(Fault) {
    if operand.kind == .register {
      setRegister(operand, value)
    } else {
      let linear = try linearAddress(i, size: UInt64(operand.size), isWrite: true)
      try store(linear, value, size: operand.size)
    }
  }

  /// Reads the destination, computes, writes it back; a write fault comes before anything has changed.
  @inline(__always)
  func modify(
    _ operand: Operand, _ i: InstructionPointer, _ change: (UInt64) throws(Fault) -> UInt64
  ) throws(Fault) {
    if operand.kind == .register {
      setRegister(operand, try change(register(operand)))
    } else {
      let linear = try linearAddress(i, size: UInt64(operand.size), isWrite: true)
      try probeWrite(linear, size: UInt64(operand.size))
      try store(linear, try change(try load(linear, size: operand.size)), size: operand.size)
    }
  }

  /// A value of `size` bytes, sign-extended.
  @inline(__always)
  func signExtend(_ value: UInt64, _ size: UInt8) -> UInt64 {
    let shift = 64 &- UInt64(size) &* 8
    return UInt64(bitPattern: Int64(bitPattern: value &<< shift) &>> Int64(shift))
  }
}
