import X86

/// Loading segment registers in every mode (SDM volume 3, section 5).
extension Processor {
  /// MOV, POP, LDS, ...: everything but CS.
  func loadSegment(_ number: Int, _ selector: UInt16) throws(Fault) {
    defer { updateMode() }
    if !isProtected || core.pointee.flags & RFLAGS.virtual8086 != 0 {
      setSegment(number, realSegment(number, selector))
      return
    }
    let code = UInt32(selector & ~3)
    if selector & ~3 == 0 {
      if number == SegmentNumber.ss {
        if codeSize != .bits64 || system.privilegeLevel == 3 || UInt8(selector & 3) != system.privilegeLevel {
          throw .generalProtection(0)
        }
        setSegment(number, nullStack(system.privilegeLevel))
        return
      }
      setSegment(number, Segment(selector: selector))
      return
    }
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    let attributes = descriptor.attributes
    let requested = UInt8(selector & 3)
    if number == SegmentNumber.ss {
      if requested != system.privilegeLevel || !attributes.isWritable
        || attributes.privilegeLevel != system.privilegeLevel
      {
        throw .generalProtection(code)
      }
      if !attributes.isPresent { throw .stackFault(code) }
    } else {
      if !attributes.isCodeOrData || !attributes.isReadable { throw .generalProtection(code) }
      if attributes.isData || !attributes.isConforming {
        if requested > attributes.privilegeLevel || system.privilegeLevel > attributes.privilegeLevel {
          throw .generalProtection(code)
        }
      }
      if !attributes.isPresent { throw .segmentNotPresent(code) }
    }
    setSegment(number, try accessed(descriptor, at: address).segment(selector))
  }

  /// A segment as real mode loads it: the base follows the selector, limit and rights stay.
  private func realSegment(_ number: Int, _ selector: UInt16) -> Segment {
    var segment = system.segments[number]
    segment.selector = selector
    segment.base = UInt64(selector) << 4
    segment.attributes = .init(rawValue: segment.attributes.rawValue | 0x93)
    return segment
  }

  func setSegment(_ number: Int, _ segment: Segment) {
    system.segments[number] = segment
    core.setSegmentBase(number, segment.base)
  }

  /// SS as 64-bit code has it after a change of privilege: nothing but the level.
  func nullStack(_ level: UInt8) -> Segment {
    Segment(selector: UInt16(level), attributes: .init(rawValue: UInt16(level) << 5))
  }

  /// In long mode, descriptors of the system kind have sixteen bytes: #GP when the table ends between them.
  func requireWholeDescriptor(_ selector: UInt16) throws(Fault) {
    let limit = selector & 4 != 0 ? system.ldtr.limit : UInt32(system.gdtr.limit)
    if isLongModeActive && UInt32(selector & ~7) + 15 > limit { throw .generalProtection(UInt32(selector & ~3)) }
  }

  /// The eight-byte descriptor that a selector names, and its linear address.
  func readDescriptor(
    _ selector: UInt16, fault: (UInt32) -> Fault
  ) throws(Fault) -> (address: UInt64, raw: UInt64) {
    let table: (base: UInt64, limit: UInt32)
    if selector & 4 != 0 {
      if !system.ldtr.attributes.isPresent || system.ldtr.selector & ~3 == 0 {
        throw fault(UInt32(selector & ~3))
      }
      table = (system.ldtr.base, system.ldtr.limit)
    } else {
      table = (system.gdtr.base, UInt32(system.gdtr.limit))
    }
    let offset = UInt32(selector & ~7)
    if offset + 7 > table.limit { throw fault(UInt32(selector & ~3)) }
    let address = table.base &+ UInt64(offset)
    return (address, try read(address, as: UInt64.self, .system))
  }

  /// Sets the accessed bit in the table when it is clear.
  func accessed(_ descriptor: Descriptor, at address: UInt64) throws(Fault) -> Descriptor {
    if descriptor.attributes.type & 1 != 0 { return descriptor }
    let raw = descriptor.raw | 1 << 40
    try write(address &+ 5, UInt8(truncatingIfNeeded: raw >> 40), .system)
    return Descriptor(raw: raw)
  }

  /// LDS, LES, LFS, LGS, LSS.
  func loadFarPointer(_ i: InstructionPointer, segment number: Int) throws(Fault) {
    let size = i.pointee.operandSize
    let linear = try linearAddress(i, size: UInt64(size) + 2)
    let offset = try load(linear, size: size)
    let selector = try read(truncate(linear &+ UInt64(size)), as: UInt16.self)
    try loadSegment(number, selector)
    setRegister(Int(i.pointee.operand0.number), offset, size: size)
  }

  // MARK: Task register and LDT

  func loadTaskRegister(_ i: InstructionPointer) throws(Fault) {
    try requireProtected()
    try requirePrivilege()
    let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand0, i))
    if selector & ~3 == 0 || selector & 4 != 0 { throw .generalProtection(UInt32(selector & ~3)) }
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    let type = descriptor.attributes.type
    if descriptor.attributes.isCodeOrData || !(type == 9 || (type == 1 && !isLongModeActive)) {
      throw .generalProtection(UInt32(selector & ~3))
    }
    if !descriptor.attributes.isPresent { throw .segmentNotPresent(UInt32(selector & ~3)) }
    try requireWholeDescriptor(selector)
    var segment = descriptor.segment(selector)
    if isLongModeActive { segment.base |= try read(address &+ 8, as: UInt32.self, .system).widened << 32 }
    if !isCanonical(segment.base) { throw .generalProtection(UInt32(selector & ~3)) }
    try write(address &+ 5, UInt8(truncatingIfNeeded: raw >> 40) | 2, .system)
    segment.attributes = .init(rawValue: segment.attributes.rawValue | 2)
    system.tr = segment
  }

  func loadLocalDescriptorTable(_ i: InstructionPointer) throws(Fault) {
    try requireProtected()
    try requirePrivilege()
    let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand0, i))
    if selector & ~3 == 0 {
      system.ldtr = Segment(selector: selector)
      return
    }
    if selector & 4 != 0 { throw .generalProtection(UInt32(selector & ~3)) }
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    if descriptor.attributes.isCodeOrData || descriptor.attributes.type != 2 {
      throw .generalProtection(UInt32(selector & ~3))
    }
    if !descriptor.attributes.isPresent { throw .segmentNotPresent(UInt32(selector & ~3)) }
    try requireWholeDescriptor(selector)
    var segment = descriptor.segment(selector)
    if isLongModeActive { segment.base |= try read(address &+ 8, as: UInt32.self, .system).widened << 32 }
    if !isCanonical(segment.base) { throw .generalProtection(UInt32(selector & ~3)) }
    system.ldtr = segment
  }

  /// STR, SLDT, SMSW: sixteen bits to memory, the operand size to a register.
  func storeSystemWord(_ i: InstructionPointer, _ value: UInt64) throws(Fault) {
    if i.pointee.operand0.kind == .memory {
      try store(try linearAddress(i, size: 2, isWrite: true), value, size: 2)
    } else {
      setRegister(Int(i.pointee.operand0.number), value, size: i.pointee.operandSize)
    }
  }

  // MARK: LAR, LSL, VERR, VERW, ARPL

  /// The descriptor that LAR, LSL, VERR or VERW may see, else nil.
  private func visibleDescriptor(_ selector: UInt16) throws(Fault) -> Descriptor? {
    if selector & ~3 == 0 { return nil }
    let table: (base: UInt64, limit: UInt32) =
      selector & 4 != 0
      ? (system.ldtr.base, system.ldtr.attributes.isPresent ? system.ldtr.limit : 0)
      : (system.gdtr.base, UInt32(system.gdtr.limit))
    let offset = UInt32(selector & ~7)
    if offset + 7 > table.limit { return nil }
    let descriptor = Descriptor(raw: try read(table.base &+ UInt64(offset), as: UInt64.self, .system))
    let attributes = descriptor.attributes
    let isConforming = attributes.isCode && attributes.isConforming
    if !isConforming
      && (attributes.privilegeLevel < system.privilegeLevel || attributes.privilegeLevel < UInt8(selector & 3))
    {
      return nil
    }
    return descriptor
  }

  func loadAccessRights(_ i: InstructionPointer) throws(Fault) {
    try requireProtected()
    let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand1, i))
    var found = try visibleDescriptor(selector)
    if let descriptor = found, !descriptor.attributes.isCodeOrData {
      let valid: Set<UInt8> = isLongModeActive ? [2, 9, 11, 12] : [1, 2, 3, 4, 5, 9, 11, 12]
      if !valid.contains(descriptor.attributes.type) { found = nil }
    }
    if let found {
      setRegister(i.pointee.operand0, found.raw >> 32 & 0x00FF_FF00 & (i.pointee.operandSize == 2 ? 0xFF00 : .max))
    }
    core.setFlags(found != nil ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }

  func loadSegmentLimit(_ i: InstructionPointer) throws(Fault) {
    try requireProtected()
    let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand1, i))
    var found = try visibleDescriptor(selector)
    if let descriptor = found, !descriptor.attributes.isCodeOrData {
      let valid: Set<UInt8> = isLongModeActive ? [2, 9, 11] : [1, 2, 3, 9, 11]
      if !valid.contains(descriptor.attributes.type) { found = nil }
    }
    if let found { setRegister(i.pointee.operand0, UInt64(found.limit)) }
    core.setFlags(found != nil ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }

  func verify(_ i: InstructionPointer, write: Bool) throws(Fault) {
    try requireProtected()
    let selector = UInt16(truncatingIfNeeded: try value(of: i.pointee.operand0, i))
    let attributes = try visibleDescriptor(selector)?.attributes
    let holds = attributes.map { $0.isCodeOrData && (write ? $0.isWritable : $0.isReadable) } ?? false
    core.setFlags(holds ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }

  func adjustRequestedPrivilege(_ i: InstructionPointer) throws(Fault) {
    try requireProtected()
    let source = register(i.pointee.operand1)
    let selector = try value(of: i.pointee.operand0, i)
    let adjusts = selector & 3 < source & 3
    if adjusts { try setValue(of: i.pointee.operand0, i, selector & ~3 | source & 3) }
    core.setFlags(adjusts ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }

  func requireProtected() throws(Fault) {
    if !isProtected || core.pointee.flags & RFLAGS.virtual8086 != 0 { throw .invalidOpcode }
  }

  func requirePrivilege() throws(Fault) {
    if system.privilegeLevel != 0 { throw .generalProtection(0) }
  }
}

extension FixedWidthInteger {
  var widened: UInt64 { UInt64(truncatingIfNeeded: self) }
}
