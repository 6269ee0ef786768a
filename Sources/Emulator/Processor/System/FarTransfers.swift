import X86

/// Far jumps, calls and returns, call gates, and the fast system calls (SDM volume 3, section 5.8).
extension Processor {
  /// A code segment to be loaded, and where its descriptor stands.
  struct CodeTarget {
    var segment: Segment
    var descriptor: Descriptor
    var address: UInt64
  }

  func markAccessed(_ target: CodeTarget) throws(Fault) { _ = try accessed(target.descriptor, at: target.address) }

  private func farPointer(_ i: InstructionPointer) throws(Fault) -> (selector: UInt16, offset: UInt64) {
    if i.pointee.operand0.kind == .farPointer { return (i.pointee.immediate2, i.pointee.immediate) }
    let size = i.pointee.operandSize
    let linear = try linearAddress(i, size: UInt64(size) + 2)
    let offset = try load(linear, size: size)
    return (try read(truncate(linear &+ UInt64(size)), as: UInt16.self), offset)
  }

  func farJump(_ i: InstructionPointer) throws(Fault) {
    let (selector, offset) = try farPointer(i)
    if !isProtected {
      try checkRealTarget(offset)
      setCodeSegmentReal(selector)
      core.pointee.nextRIP = offset
      return updateMode()
    }
    let target = try farTarget(selector, offset, isCall: false)
    try enter(target.code, rip: target.offset)
  }

  func farCall(_ i: InstructionPointer) throws(Fault) {
    let (selector, offset) = try farPointer(i)
    let size = i.pointee.operandSize
    let oldCS = UInt64(system.segments[SegmentNumber.cs].selector)
    if !isProtected {
      try probeStack(size, count: 2)
      try checkRealTarget(offset)
      try push(oldCS, size: size)
      try push(core.pointee.nextRIP, size: size)
      setCodeSegmentReal(selector)
      core.pointee.nextRIP = offset
      return updateMode()
    }
    let target = try farTarget(selector, offset, isCall: true)
    guard let gate = target.gate else {
      try probeStack(size, count: 2)
      let rip = core.pointee.nextRIP
      try push(oldCS, size: size)
      try push(rip, size: size)
      return try enter(target.code, rip: target.offset)
    }
    try callThroughGate(target.code, target.offset, gate)
  }

  /// Raises what `count` pushes of `size` bytes would raise, and pushes nothing.
  func probeStack(_ size: UInt8, count: UInt64) throws(Fault) {
    for number in 1...count {
      let offset = truncate(stackPointer &- number &* UInt64(size), toAddressSize: stackAddressSize)
      let linear = try linearAddress(SegmentNumber.ss, offset, size: UInt64(size), isWrite: true)
      try probeWrite(linear, size: UInt64(size))
    }
  }

  /// In real mode too, a target lies within CS.
  func checkRealTarget(_ offset: UInt64) throws(Fault) {
    if offset > UInt64(system.segments[SegmentNumber.cs].limit) { throw .generalProtection(0) }
  }

  func setCodeSegmentReal(_ selector: UInt16) {
    var cs = system.segments[SegmentNumber.cs]
    cs.selector = selector
    cs.base = UInt64(selector) << 4
    setSegment(SegmentNumber.cs, cs)
  }

  // MARK: Where a far pointer leads

  private struct Gate {
    var size: UInt8
    var parameters: Int
  }

  private func farTarget(
    _ selector: UInt16, _ offset: UInt64, isCall: Bool
  ) throws(Fault) -> (code: CodeTarget, offset: UInt64, gate: Gate?) {
    if selector & ~3 == 0 { throw .generalProtection(0) }
    let code = UInt32(selector & ~3)
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    let attributes = descriptor.attributes
    if attributes.isCodeOrData {
      let segment = try directTarget(descriptor, selector)
      if segment.attributes.isLong && isLongModeActive ? !isCanonical(offset) : offset > UInt64(segment.limit) {
        throw .generalProtection(0)
      }
      return (CodeTarget(segment: segment, descriptor: descriptor, address: address), offset, nil)
    }
    let type = attributes.type
    guard type == 12 || (type == 4 && !isLongModeActive) else {
      if !isLongModeActive && [1, 5, 9].contains(type) { throw .taskSwitch }
      throw .generalProtection(code)
    }
    if attributes.privilegeLevel < system.privilegeLevel || attributes.privilegeLevel < UInt8(selector & 3) {
      throw .generalProtection(code)
    }
    if !attributes.isPresent { throw .segmentNotPresent(code) }
    var target = raw & 0xFFFF
    if type == 12 { target |= raw >> 32 & 0xFFFF_0000 }
    if isLongModeActive {
      try requireWholeDescriptor(selector)
      let high = try read(address &+ 8, as: UInt64.self, .system)
      if high >> 40 & 0x1F != 0 { throw .generalProtection(code) }
      target |= high << 32
    }
    let inner = UInt16(raw >> 16 & 0xFFFF)
    if inner & ~3 == 0 { throw .generalProtection(0) }
    let (innerAddress, innerRaw) = try readDescriptor(inner, fault: Fault.generalProtection)
    let innerDescriptor = Descriptor(raw: innerRaw)
    let innerAttributes = innerDescriptor.attributes
    let innerCode = UInt32(inner & ~3)
    if !innerAttributes.isCode || innerAttributes.privilegeLevel > system.privilegeLevel {
      throw .generalProtection(innerCode)
    }
    if !isCall && !innerAttributes.isConforming && innerAttributes.privilegeLevel != system.privilegeLevel {
      throw .generalProtection(innerCode)
    }
    if isLongModeActive && (!innerAttributes.isLong || innerAttributes.isBig) { throw .generalProtection(innerCode) }
    if !innerAttributes.isPresent { throw .segmentNotPresent(innerCode) }
    let level = innerAttributes.isConforming || !isCall ? system.privilegeLevel : innerAttributes.privilegeLevel
    let segment = innerDescriptor.segment(inner & ~3 | UInt16(level))
    if isLongModeActive ? !isCanonical(target) : !isCall && target > UInt64(segment.limit) {
      throw .generalProtection(0)
    }
    return (
      CodeTarget(segment: segment, descriptor: innerDescriptor, address: innerAddress), target,
      Gate(size: isLongModeActive ? 8 : type == 12 ? 4 : 2, parameters: Int(raw >> 32 & 31))
    )
  }

  private func directTarget(_ descriptor: Descriptor, _ selector: UInt16) throws(Fault) -> Segment {
    let attributes = descriptor.attributes
    let code = UInt32(selector & ~3)
    if !attributes.isCode { throw .generalProtection(code) }
    if isLongModeActive && attributes.isLong && attributes.isBig { throw .generalProtection(code) }
    if attributes.isConforming {
      if attributes.privilegeLevel > system.privilegeLevel { throw .generalProtection(code) }
    } else if UInt8(selector & 3) > system.privilegeLevel || attributes.privilegeLevel != system.privilegeLevel {
      throw .generalProtection(code)
    }
    if !attributes.isPresent { throw .segmentNotPresent(code) }
    return descriptor.segment(selector & ~3 | UInt16(system.privilegeLevel))
  }

  private func enter(_ target: CodeTarget, rip: UInt64) throws(Fault) {
    try markAccessed(target)
    setSegment(SegmentNumber.cs, target.segment)
    core.pointee.nextRIP = rip
    updateMode()
    recordBranch(core, from: core.pointee.rip, to: rip)
  }

  private func callThroughGate(_ code: CodeTarget, _ rip: UInt64, _ gate: Gate) throws(Fault) {
    let newLevel = UInt8(code.segment.selector & 3)
    let oldCS = UInt64(system.segments[SegmentNumber.cs].selector)
    let next = core.pointee.nextRIP
    let oldLevel = system.privilegeLevel
    let oldSS = system.segments[SegmentNumber.ss]
    let oldStack = core[register: 4]
    if isLongModeActive {
      var values = [oldCS, next]
      var stack = oldStack
      if newLevel != oldLevel {
        stack = try stackFromTaskState(4 + UInt64(newLevel) * 8, 0)
        values = [UInt64(oldSS.selector), oldStack] + values
      }
      stack = try pushFrame(values, at: stack, level: newLevel, external: 0)
      if newLevel != oldLevel {
        system.privilegeLevel = newLevel
        setSegment(SegmentNumber.ss, nullStack(newLevel))
      }
      core[register: 4] = stack
      return try enter(code, rip: rip)
    }
    if newLevel == oldLevel {
      try probeStack(gate.size, count: 2)
      if rip > UInt64(code.segment.limit) { throw .generalProtection(0) }
      try push(oldCS, size: gate.size)
      try push(next, size: gate.size)
      return try enter(code, rip: rip)
    }
    var parameters: [UInt64] = []
    for index in (0..<gate.parameters).reversed() {
      parameters.append(try peek(UInt64(index) * UInt64(gate.size), size: gate.size))
    }
    let (newSS, newStack) = try stackOfLevel(newLevel, 0)
    if rip > UInt64(code.segment.limit) { throw .generalProtection(0) }
    system.privilegeLevel = newLevel
    setSegment(SegmentNumber.ss, newSS)
    setStackPointer(newStack)
    updateMode()
    do {
      for value in [UInt64(oldSS.selector), oldStack] + parameters + [oldCS, next] { try push(value, size: gate.size) }
    } catch {
      system.privilegeLevel = oldLevel
      setSegment(SegmentNumber.ss, oldSS)
      core[register: 4] = oldStack
      updateMode()
      // No room on the new stack: the error code names it.
      throw error == .stackFault(0) ? .stackFault(UInt32(newSS.selector & ~3)) : error
    }
    try enter(code, rip: rip)
  }

  // MARK: Far return

  func farReturn(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let step = UInt64(size)
    let released = i.pointee.operandCount > 0 ? i.pointee.immediate & 0xFFFF : 0
    let rip = try peek(0, size: size)
    let selector = UInt16(truncatingIfNeeded: try peek(step, size: size))
    if !isProtected {
      try checkRealTarget(rip)
      setStackPointer(stackPointer &+ step * 2 &+ released)
      setCodeSegmentReal(selector)
      core.pointee.nextRIP = rip
      return updateMode()
    }
    let code = try returnCodeSegment(selector)
    let newLevel = UInt8(selector & 3)
    if newLevel == system.privilegeLevel {
      try checkReturnTarget(rip, code)
      setStackPointer(stackPointer &+ step * 2 &+ released)
      return try enter(code, rip: rip)
    }
    let newStack = try peek(step * 2 &+ released, size: size)
    let stackSelector = UInt16(truncatingIfNeeded: try peek(step * 3 &+ released, size: size))
    let ss = try returnStackSegment(
      stackSelector, level: newLevel, to64: isLongModeActive && code.segment.attributes.isLong)
    try checkReturnTarget(rip, code)
    system.privilegeLevel = newLevel
    setSegment(SegmentNumber.ss, ss)
    try enter(code, rip: rip)
    setStackPointer(newStack &+ released)
    dropPrivilegedSegments()
    updateMode()
  }

  /// The return address lies in its segment: looked at last (SDM volume 2, RET and IRET).
  func checkReturnTarget(_ rip: UInt64, _ code: CodeTarget) throws(Fault) {
    let to64 = isLongModeActive && code.segment.attributes.isLong
    if to64 ? !isCanonical(rip) : rip > UInt64(code.segment.limit) { throw .generalProtection(0) }
  }

  /// The code segment that a far return or IRET goes back to.
  func returnCodeSegment(_ selector: UInt16) throws(Fault) -> CodeTarget {
    if selector & ~3 == 0 { throw .generalProtection(0) }
    let code = UInt32(selector & ~3)
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    let attributes = descriptor.attributes
    let level = UInt8(selector & 3)
    if !attributes.isCode || level < system.privilegeLevel { throw .generalProtection(code) }
    if attributes.isConforming ? attributes.privilegeLevel > level : attributes.privilegeLevel != level {
      throw .generalProtection(code)
    }
    if isLongModeActive && attributes.isLong && attributes.isBig { throw .generalProtection(code) }
    if !attributes.isPresent { throw .segmentNotPresent(code) }
    return CodeTarget(segment: descriptor.segment(selector), descriptor: descriptor, address: address)
  }

  func returnStackSegment(_ selector: UInt16, level: UInt8, to64: Bool) throws(Fault) -> Segment {
    if selector & ~3 == 0 {
      if !to64 || level == 3 || UInt8(selector & 3) != level { throw .generalProtection(0) }
      return nullStack(level)
    }
    let code = UInt32(selector & ~3)
    let (address, raw) = try readDescriptor(selector, fault: Fault.generalProtection)
    let descriptor = Descriptor(raw: raw)
    if UInt8(selector & 3) != level || !descriptor.attributes.isWritable
      || descriptor.attributes.privilegeLevel != level
    {
      throw .generalProtection(code)
    }
    if !descriptor.attributes.isPresent { throw .stackFault(code) }
    return try accessed(descriptor, at: address).segment(selector)
  }

  /// A return to an outer level nulls the data segments that it may not use.
  func dropPrivilegedSegments() {
    dropPrivilegedSegment(SegmentNumber.es)
    dropPrivilegedSegment(SegmentNumber.ds)
    dropPrivilegedSegment(SegmentNumber.fs)
    dropPrivilegedSegment(SegmentNumber.gs)
  }

  @inline(__always)
  private func dropPrivilegedSegment(_ number: Int) {
    let segment = system.segments[number]
    let attributes = segment.attributes
    guard attributes.isPresent && attributes.privilegeLevel < system.privilegeLevel else { return }
    if attributes.isCode && attributes.isConforming { return }
    var null = Segment(selector: 0)
    null.base = codeSize == .bits64 && number >= SegmentNumber.fs ? segment.base : 0
    setSegment(number, null)
  }

  // MARK: SYSCALL, SYSRET, SYSENTER, SYSEXIT

  private func flatCode(_ selector: UInt16, level: UInt8, long: Bool) -> Segment {
    Segment(
      selector: selector, base: 0, limit: .max,
      attributes: .init(rawValue: 0x809B | UInt16(level) << 5 | (long ? 1 << 13 : 1 << 14)))
  }

  private func flatStack(_ selector: UInt16, level: UInt8) -> Segment {
    Segment(selector: selector, base: 0, limit: .max, attributes: .init(rawValue: 0xC093 | UInt16(level) << 5))
  }

  private func enterLevel(_ level: UInt8, cs: Segment, ss: Segment, rip: UInt64) {
    system.privilegeLevel = level
    setSegment(SegmentNumber.cs, cs)
    setSegment(SegmentNumber.ss, ss)
    core.pointee.nextRIP = rip
    updateMode()
    recordBranch(core, from: core.pointee.rip, to: rip)
  }

  func systemCall() throws(Fault) {
    if codeSize != .bits64 || system.efer & EFER.syscall == 0 { throw .invalidOpcode }
    let flags = core.rflags
    core[register: 1] = core.pointee.nextRIP
    core[register: 11] = flags & ~RFLAGS.resume
    if system.msr.fmask & RFLAGS.trap != 0 { cancelsSingleStep = true }
    core.rflags = flags & ~(system.msr.fmask | RFLAGS.resume) | 2
    let selector = UInt16(truncatingIfNeeded: system.msr.star >> 32) & ~3
    enterLevel(
      0, cs: flatCode(selector, level: 0, long: true), ss: flatStack(selector &+ 8, level: 0), rip: system.msr.lstar)
  }

  func systemReturn(_ i: InstructionPointer) throws(Fault) {
    if codeSize != .bits64 || system.efer & EFER.syscall == 0 { throw .invalidOpcode }
    try requirePrivilege()
    let isLong = i.pointee.operandSize == 8
    let target = isLong ? core[register: 1] : core[register: 1] & 0xFFFF_FFFF
    if !isCanonical(target) { throw .generalProtection(0) }
    let selector = UInt16(truncatingIfNeeded: system.msr.star >> 48)
    enterLevel(
      3, cs: flatCode((selector &+ (isLong ? 16 : 0)) | 3, level: 3, long: isLong),
      ss: flatStack((selector &+ 8) | 3, level: 3), rip: target)
    let mask: UInt64 = 0x3C7FD7
    writeFlags(core[register: 11], mask: mask & ~RFLAGS.resume)
    updateMode()
  }

  func systemEnter() throws(Fault) {
    if !isProtected { throw .generalProtection(0) }
    let selector = UInt16(truncatingIfNeeded: system.msr.sysenterCS) & ~3
    if selector == 0 { throw .generalProtection(0) }
    core.rflags = core.rflags & ~(RFLAGS.virtual8086 | RFLAGS.interruptEnable)
    let isLong = isLongModeActive
    core[register: 4] = isLong ? system.msr.sysenterESP : system.msr.sysenterESP & 0xFFFF_FFFF
    enterLevel(
      0, cs: flatCode(selector, level: 0, long: isLong), ss: flatStack(selector &+ 8, level: 0),
      rip: isLong ? system.msr.sysenterEIP : system.msr.sysenterEIP & 0xFFFF_FFFF)
  }

  func systemExit(_ i: InstructionPointer) throws(Fault) {
    let base = UInt16(truncatingIfNeeded: system.msr.sysenterCS) & ~3
    if !isProtected || base == 0 { throw .generalProtection(0) }
    try requirePrivilege()
    let isLong = i.pointee.operandSize == 8
    let rip = isLong ? core[register: 2] : core[register: 2] & 0xFFFF_FFFF
    let stack = isLong ? core[register: 1] : core[register: 1] & 0xFFFF_FFFF
    if isLong && (!isCanonical(rip) || !isCanonical(stack)) { throw .generalProtection(0) }
    core[register: 4] = stack
    enterLevel(
      3, cs: flatCode((base &+ (isLong ? 32 : 16)) | 3, level: 3, long: isLong),
      ss: flatStack((base &+ (isLong ? 40 : 24)) | 3, level: 3), rip: rip)
  }

  func swapGS() throws(Fault) {
    try requirePrivilege()
    let base = core.segmentBase(SegmentNumber.gs)
    setBase(SegmentNumber.gs, system.msr.kernelGSBase)
    system.msr.kernelGSBase = base
  }
}
