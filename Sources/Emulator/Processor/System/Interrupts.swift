import X86

/// INT n and its kin, IRET, HLT, STI, CLI, and ports.
extension Processor {
  /// INT n, INT3, INTO, INT1: traps; the saved RIP is the next instruction's.
  func softwareInterrupt(_ vector: UInt8, isINTn: Bool = true) throws(Fault) {
    let rip = core.pointee.rip
    let next = core.pointee.nextRIP
    core.pointee.rip = next
    cancelsSingleStep = true
    raiseSoftware(vector, isINTn: isINTn, instruction: rip)
    core.pointee.nextRIP = core.pointee.rip
  }

  /// A fault while delivering a software interrupt is the instruction's own: its saved RIP is the instruction.
  private func raiseSoftware(_ vector: UInt8, isINTn: Bool, instruction: UInt64) {
    if _slowPath(observation.contains(.events)) {
      tellOfEvent(Fault(vector: vector), isINTn ? .software : .exception)
    }
    do {
      try deliver(Fault(vector: vector), isINTn ? .softwareInterrupt : .trap)
    } catch {
      core.pointee.rip = instruction
      raise(error)
    }
  }

  func interruptReturn(_ i: InstructionPointer) throws(Fault) {
    system.nmiBlocked = false
    if !isProtected { return try interruptReturnReal(i) }
    if core.pointee.flags & RFLAGS.virtual8086 != 0 { throw .virtual8086 }
    if core.pointee.flags & RFLAGS.nestedTask != 0 {
      if isLongModeActive { throw .generalProtection(0) }
      throw .taskSwitch
    }
    try interruptReturnProtected(i)
  }

  private func interruptReturnReal(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let rip = try peek(0, size: size)
    let selector = UInt16(truncatingIfNeeded: try peek(UInt64(size), size: size))
    let flags = try peek(UInt64(size) * 2, size: size)
    try checkRealTarget(rip)
    setStackPointer(stackPointer &+ UInt64(size) * 3)
    setCodeSegmentReal(selector)
    core.pointee.nextRIP = rip
    var mask =
      RFLAGS.arithmetic | RFLAGS.trap | RFLAGS.interruptEnable | RFLAGS.direction | RFLAGS.privilegeLevel
      | RFLAGS.nestedTask
    if size == 4 { mask |= RFLAGS.resume | RFLAGS.alignmentCheck | RFLAGS.identification }
    writeFlags(flags, mask: mask)
    updateMode()
  }

  /// IRET in protected and long mode (SDM volume 2, IRET/IRETD/IRETQ).
  private func interruptReturnProtected(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let step = UInt64(size)
    let from64 = codeSize == .bits64
    // The usual frame, all in one page, is read in one go.
    let frame =
      from64 && size == 8 ? cachedForRead(core[register: 4], size: 40)?.assumingMemoryBound(to: UInt64.self) : nil
    func word(_ number: UInt64) throws(Fault) -> UInt64 {
      if let frame { return UnsafeRawPointer(frame + Int(number)).loadUnaligned(as: UInt64.self).littleEndian }
      return try peek(step * number, size: size)
    }
    let rip = try word(0)
    let selector = UInt16(truncatingIfNeeded: try word(1))
    let flags = try word(2)
    let oldLevel = system.privilegeLevel
    if flags & RFLAGS.virtual8086 != 0 && !isLongModeActive && oldLevel == 0 && size == 4 { throw .virtual8086 }
    let cs = try returnCodeSegment(selector)
    let newLevel = UInt8(selector & 3)
    let changesStack = newLevel > oldLevel || from64
    let to64 = isLongModeActive && cs.segment.attributes.isLong
    var newStack: UInt64 = 0
    var newSS = system.segments[SegmentNumber.ss]
    if changesStack {
      newStack = try word(3)
      let stackSelector = UInt16(truncatingIfNeeded: try word(4))
      newSS = try returnStackSegment(stackSelector, level: newLevel, to64: to64)
    }
    try checkReturnTarget(rip, cs)
    var mask =
      RFLAGS.arithmetic | RFLAGS.trap | RFLAGS.direction | RFLAGS.nestedTask
    if size > 2 { mask |= RFLAGS.resume | RFLAGS.alignmentCheck | RFLAGS.identification }
    if UInt64(oldLevel) <= (core.pointee.flags & RFLAGS.privilegeLevel) >> 12 { mask |= RFLAGS.interruptEnable }
    if oldLevel == 0 {
      mask |= RFLAGS.privilegeLevel
      if size > 2 { mask |= RFLAGS.virtualInterrupt | RFLAGS.virtualInterruptPending }
    }
    try markAccessed(cs)
    if !changesStack { setStackPointer(stackPointer &+ step * 3) }
    system.privilegeLevel = newLevel
    setSegment(SegmentNumber.cs, cs.segment)
    if changesStack { setSegment(SegmentNumber.ss, newSS) }
    core.pointee.nextRIP = to64 ? rip : rip & (size == 2 ? 0xFFFF : 0xFFFF_FFFF)
    // The flags first: the rights of accesses follow from AC.
    writeFlags(flags, mask: mask)
    updateMode()
    if changesStack {
      setStackPointer(newStack)
      if newLevel > oldLevel {
        dropPrivilegedSegments()
        // 64-bit code does not look at DS and ES.
        if codeSize != .bits64 { updateMode() }
      }
    }
    recordBranch(core, from: core.pointee.rip, to: core.pointee.nextRIP)
  }

  // MARK: Interrupt flag and HLT

  func setInterruptFlag() throws(Fault) {
    try requireIOPrivilege()
    if core.pointee.flags & RFLAGS.interruptEnable == 0 {
      core.pointee.flags |= RFLAGS.interruptEnable
      holdInterrupts(.sti)
    }
  }

  func clearInterruptFlag() throws(Fault) {
    try requireIOPrivilege()
    core.pointee.flags &= ~RFLAGS.interruptEnable
  }

  private func requireIOPrivilege() throws(Fault) {
    if isProtected && UInt64(system.privilegeLevel) > (core.pointee.flags & RFLAGS.privilegeLevel) >> 12 {
      throw .generalProtection(0)
    }
  }

  /// The next instruction runs before any interrupt is taken. A second one in a row does not hold off further.
  func holdInterrupts(_ shadow: SystemRegisters.Shadow) {
    if system.shadow != .none && system.shadow == shadow { return }
    system.shadow = shadow
    core.pointee.leave = true
  }

  func halt() throws(Fault) {
    try requirePrivilege()
    isHalted = true
    core.pointee.leave = true
  }

  // MARK: Ports

  /// IOPL, else the permission bitmap of the TSS (SDM volume 1, section 19.5).
  @inline(__always)
  func checkPort(_ port: UInt16, _ size: UInt8) throws(Fault) {
    if isProtected, UInt64(system.privilegeLevel) > (core.pointee.flags & RFLAGS.privilegeLevel) >> 12 {
      try checkPermissionMap(port, size)
    }
  }

  @inline(never)
  private func checkPermissionMap(_ port: UInt16, _ size: UInt8) throws(Fault) {
    let tr = system.tr
    if tr.attributes.type & 8 == 0 || tr.limit < 103 { throw .generalProtection(0) }
    let map = UInt64(try read(tr.base &+ 102, as: UInt16.self, .system))
    let at = map + UInt64(port >> 3)
    if at + 1 > UInt64(tr.limit) { throw .generalProtection(0) }
    let bits = try read(tr.base &+ at, as: UInt16.self, .system) >> (port & 7)
    if bits & ((1 << UInt16(size)) - 1) != 0 { throw .generalProtection(0) }
  }

  /// What an immediate says, or DX.
  @inline(__always)
  private func port(_ operand: Operand, _ i: InstructionPointer) -> UInt16 {
    UInt16(truncatingIfNeeded: operand.kind == .immediate ? i.pointee.immediate : core[register: 2])
  }

  func input(_ i: InstructionPointer) throws(Fault) {
    let port = port(i.pointee.operand1, i)
    let size = i.pointee.operand0.size
    try checkPort(port, size)
    setRegister(0, UInt64(bus.read(port: port, width: Int(size))), size: size)
    notePort(port, size: size)
  }

  func output(_ i: InstructionPointer) throws(Fault) {
    let port = port(i.pointee.operand0, i)
    let size = i.pointee.operand1.size
    try checkPort(port, size)
    bus.write(
      port: port, width: Int(size), value: UInt32(truncatingIfNeeded: core[register: 0] & Self.mask(Int(size))))
    notePort(port, size: size)
  }
}
