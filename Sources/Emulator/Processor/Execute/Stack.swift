import X86

/// The stack (SDM volume 1, section 6.2).
extension Processor {
  /// Bytes of RSP that address the stack: 2, 4 or 8.
  var stackAddressSize: UInt8 {
    if codeSize == .bits64 { return 8 }
    return system.segments[SegmentNumber.ss].attributes.isBig ? 4 : 2
  }

  var stackPointer: UInt64 { truncate(core[register: 4], toAddressSize: stackAddressSize) }

  func setStackPointer(_ value: UInt64) { setRegister(4, value, size: stackAddressSize == 2 ? 2 : stackAddressSize) }

  /// Where a value of `size` bytes pushed now goes; RSP is left alone.
  private func pushAddress(_ offset: UInt64, _ size: UInt8) throws(Fault) -> UInt64 {
    try linearAddress(
      SegmentNumber.ss, truncate(offset, toAddressSize: stackAddressSize), size: UInt64(size), isWrite: true)
  }

  @inline(__always)
  func push(_ value: UInt64, size: UInt8) throws(Fault) {
    let pointer = stackPointer &- UInt64(size)
    try store(try pushAddress(pointer, size), value, size: size)
    setStackPointer(pointer)
  }

  @inline(__always)
  func pop(size: UInt8) throws(Fault) -> UInt64 {
    let value = try peek(0, size: size)
    setStackPointer(stackPointer &+ UInt64(size))
    return value
  }

  /// The value `offset` bytes above the top.
  func peek(_ offset: UInt64, size: UInt8) throws(Fault) -> UInt64 {
    let address = truncate(core[register: 4] &+ offset, toAddressSize: stackAddressSize)
    return try load(
      try linearAddress(SegmentNumber.ss, address, size: UInt64(size), isWrite: false), size: size)
  }

  func pushInstruction(_ i: InstructionPointer) throws(Fault) {
    let operand = i.pointee.operand0
    let size = i.pointee.operandSize
    switch operand.kind {
    case .immediate: try push(i.pointee.immediate, size: size)
    case .register where operand.registerClass == .segment:
      try push(UInt64(system.segments[Int(operand.number)].selector), size: size)
    default: try push(try value(of: operand, i), size: size)
    }
  }

  /// POP m computes its address with RSP already moved; RSP stays as it was when the store faults.
  func popInstruction(_ i: InstructionPointer) throws(Fault) {
    let operand = i.pointee.operand0
    let size = i.pointee.operandSize
    let value = try peek(0, size: size)
    let oldPointer = core[register: 4]
    if operand.kind == .register && operand.registerClass == .segment {
      try loadSegment(Int(operand.number), UInt16(truncatingIfNeeded: value))
      setStackPointer(stackPointer &+ UInt64(size))
      if operand.number == SegmentNumber.ss { holdInterrupts(.stackSegment) }
      return
    }
    setStackPointer(stackPointer &+ UInt64(size))
    do {
      try setValue(of: operand, i, value)
    } catch {
      core[register: 4] = oldPointer
      throw error
    }
  }

  func pushAll(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let start = stackPointer
    let original = core[register: 4]
    for number in 0..<8 {
      try probeWrite(try pushAddress(start &- UInt64(number + 1) &* UInt64(size), size), size: UInt64(size))
    }
    for number in 0..<8 {
      let value = number == 4 ? original : core[register: number]
      try store(try pushAddress(start &- UInt64(number + 1) &* UInt64(size), size), value, size: size)
    }
    setStackPointer(start &- UInt64(size) &* 8)
  }

  func popAll(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    for step in 0..<8 { _ = try peek(UInt64(step) &* UInt64(size), size: size) }
    for number in (0..<8).reversed() {
      let value = try peek(UInt64(7 - number) &* UInt64(size), size: size)
      if number != 4 { setRegister(number, value, size: size) }
    }
    setStackPointer(stackPointer &+ UInt64(size) &* 8)
  }

  func enterFrame(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let level = i.pointee.immediate2 & 31
    var pointer = stackPointer &- UInt64(size)
    try store(try pushAddress(pointer, size), core[register: 5], size: size)
    let frame = pointer
    if level > 0 {
      for step in 1..<max(Int(level), 1) {
        let from = truncate(core[register: 5] &- UInt64(step) &* UInt64(size), toAddressSize: stackAddressSize)
        let value = try load(
          try linearAddress(SegmentNumber.ss, from, size: UInt64(size), isWrite: false), size: size)
        pointer &-= UInt64(size)
        try store(try pushAddress(pointer, size), value, size: size)
      }
      pointer &-= UInt64(size)
      try store(try pushAddress(pointer, size), frame, size: size)
    }
    pointer = truncate(pointer &- (i.pointee.immediate & 0xFFFF), toAddressSize: stackAddressSize)
    try probeWrite(try pushAddress(pointer, size), size: UInt64(size))
    setRegister(5, frame, size: size)
    setStackPointer(pointer)
  }

  func leaveFrame(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let frame = truncate(core[register: 5], toAddressSize: stackAddressSize)
    let value = try load(
      try linearAddress(SegmentNumber.ss, frame, size: UInt64(size), isWrite: false), size: size)
    setStackPointer(frame &+ UInt64(size))
    setRegister(5, value, size: size)
  }

  // MARK: Flags

  func pushFlags(_ i: InstructionPointer) throws(Fault) {
    try push(core.rflags & ~(RFLAGS.resume | RFLAGS.virtual8086), size: i.pointee.operandSize)
  }

  func popFlags(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let value = try pop(size: size)
    var mask =
      RFLAGS.arithmetic | RFLAGS.trap | RFLAGS.direction | RFLAGS.nestedTask | RFLAGS.alignmentCheck
      | RFLAGS.identification | RFLAGS.resume
    if system.privilegeLevel == 0 { mask |= RFLAGS.privilegeLevel }
    if UInt64(system.privilegeLevel) <= (core.pointee.flags & RFLAGS.privilegeLevel) >> 12 {
      mask |= RFLAGS.interruptEnable
    }
    if size == 2 { mask &= 0xFFFF }
    writeFlags(value & ~RFLAGS.resume, mask: mask)
  }

  /// Replaces the flags in `mask`, and sees to what follows from TF, IF and AC.
  func writeFlags(_ value: UInt64, mask: UInt64) {
    let old = core.rflags
    let new = old & ~mask | value & mask | 2
    core.rflags = new
    if (old ^ new) & (RFLAGS.alignmentCheck | RFLAGS.virtual8086) != 0 { updateMode() }
    let wantsAttention = new & RFLAGS.trap != 0 || (new & RFLAGS.interruptEnable != 0 && interruptRequest)
    if wantsAttention { core.pointee.leave = true }
  }
}
