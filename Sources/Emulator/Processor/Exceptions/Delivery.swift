import X86

/// An exception or interrupt that was delivered, or failed to be: for reports.
public struct DeliveredFault: Equatable, Sendable, Codable {
  public var vector: UInt8
  public var errorCode: UInt32?
  public var rip: UInt64
  /// CR2, for page faults.
  public var address: UInt64
}

/// What a triple fault leaves behind.
public struct Shutdown: Equatable, Sendable, Codable {
  /// The exception, the one met while delivering it, and the one met while delivering the double fault.
  public var faults: [DeliveredFault]
}

/// Something that a program asked for and the processor does not have: it stops before the instruction.
public struct Unimplemented: Codable, Equatable, Sendable {
  public var rip: UInt64
  public var bytes: [UInt8]
  public var mnemonic: Mnemonic
  /// What is missing. An exception may ask for it too, by a task gate: then the instruction is the one at which it came.
  public var feature = Feature.instruction

  public enum Feature: String, Codable, Sendable {
    case instruction, taskSwitch, virtual8086
  }
}

extension Processor {
  /// What is delivered: decides privilege checks, the saved RIP and RF.
  enum EventKind {
    case fault, trap, softwareInterrupt, externalInterrupt
  }

  // MARK: Pending events

  /// Whether HLT would end now.
  var canWake: Bool {
    (nmiPending && !system.nmiBlocked) || (interruptRequest && core.pointee.flags & RFLAGS.interruptEnable != 0)
  }

  /// Takes an NMI or an interrupt that may be taken at this boundary.
  func takePendingInterrupt() {
    if system.shadow != .none || system.pendingDebug != 0 { return }
    if nmiPending && !system.nmiBlocked {
      nmiPending = false
      isHalted = false
      system.nmiBlocked = true
      raise(Fault(vector: 2), as: .externalInterrupt)
    } else if interruptRequest && core.pointee.flags & RFLAGS.interruptEnable != 0 {
      isHalted = false
      statistics.interrupts &+= 1
      raise(Fault(vector: bus.acknowledgeInterrupt()), as: .externalInterrupt)
    }
  }

  // MARK: Raising

  func raise(_ fault: Fault, isTrap: Bool = false) { raise(fault, as: isTrap ? .trap : .fault) }

  /// Delivers an event; an exception met on the way becomes a double fault or is delivered instead, and one met while delivering
  /// a double fault shuts the processor down (SDM volume 3, section 6.15, interrupt 8).
  func raise(_ event: Fault, as kind: EventKind) {
    // An INT n whose gate asks for what there is not.
    if case .missing(let feature) = event.kind { return noteUnimplemented(feature) }
    var current = event
    var currentKind = kind
    var history: [DeliveredFault] = []
    var deliveringDouble = false
    isHalted = false
    while true {
      if _slowPath(observation.contains(.events)) {
        tellOfEvent(current, currentKind == .externalInterrupt ? .interrupt : .exception)
      }
      if current.vector < 32 && currentKind != .softwareInterrupt { statistics.exceptions[Int(current.vector)] &+= 1 }
      if current.isPageFault && currentKind == .fault { system.cr2 = current.address }
      do {
        try deliver(current, currentKind)
        // The handler of #DB may use the debug registers.
        if current.vector == 1 && currentKind != .softwareInterrupt { system.dr7 &= ~DR7.generalDetect }
        return
      } catch {
        if case .missing(let feature) = error.kind { return noteUnimplemented(feature) }
        // The double fault itself is not listed: the fault that caused it is.
        if !deliveringDouble { history.append(deliveredFault(current)) }
        if deliveringDouble {
          if error.isPageFault { system.cr2 = error.address }
          history.append(deliveredFault(error))
          shutdown = Shutdown(faults: Array(history.suffix(3)))
          return
        }
        let isException = currentKind == .fault
        let doubles =
          isException
          && ((current.isContributory && error.isContributory)
            || (current.isPageFault && (error.isContributory || error.isPageFault)))
        if doubles {
          if error.isPageFault { system.cr2 = error.address }
          history.append(deliveredFault(error))
          current = Fault(vector: 8, errorCode: 0)
          deliveringDouble = true
        } else {
          current = error
        }
        currentKind = .fault
      }
    }
  }

  private func deliveredFault(_ fault: Fault) -> DeliveredFault {
    DeliveredFault(vector: fault.vector, errorCode: fault.errorCode, rip: core.pointee.rip, address: fault.address)
  }

  func noteUnimplemented(_ feature: Unimplemented.Feature) {
    let rip = core.pointee.rip
    var bytes: [UInt8] = []
    for index in 0..<15 {
      guard
        let physical = try? walk(truncate(linearRIP &+ UInt64(index)), PageAccess(isFetch: true), probing: true)
          .physical
      else { break }
      bytes.append(UInt8(truncatingIfNeeded: readPhysical(physical, linear: 0, width: 1, cache: nil)))
    }
    var mnemonic = Mnemonic.invalid
    bytes.withUnsafeBytes {
      if case .instruction(let instruction) = decoder.decode($0, codeSize: codeSize) {
        mnemonic = instruction.mnemonic
        bytes = Array(bytes.prefix(Int(instruction.length)))
      }
    }
    unimplemented = Unimplemented(rip: rip, bytes: bytes, mnemonic: mnemonic, feature: feature)
  }

  // MARK: Delivering

  /// Goes through the IDT. Changes nothing when it throws, except what a real processor would have written to memory.
  func deliver(_ event: Fault, _ kind: EventKind) throws(Fault) {
    let external: UInt32 = kind == .externalInterrupt || kind == .fault || kind == .trap ? 1 : 0
    if !isProtected { return try deliverReal(event) }
    if isLongModeActive { return try deliverLong(event, kind, external) }
    try deliverProtected(event, kind, external)
  }

  /// The flags image that is pushed: faults set RF, so that an instruction breakpoint does not come again. An instruction
  /// breakpoint itself is raised as a trap, and a double fault is an abort: both leave RF as it is.
  private func flagsImage(_ event: Fault, _ kind: EventKind) -> UInt64 {
    let flags = core.rflags
    return kind == .fault && event.vector != 8 ? flags | RFLAGS.resume : flags
  }

  /// Real mode: four-byte vectors (SDM volume 3, section 20.1.4).
  private func deliverReal(_ event: Fault) throws(Fault) {
    let offset = UInt64(event.vector) * 4
    if offset + 3 > UInt64(system.idtr.limit) { throw .generalProtection(0) }
    let entry = try read(system.idtr.base &+ offset, as: UInt32.self, .system)
    try probeStack(2, count: 3)
    try push(core.rflags & 0xFFFF, size: 2)
    try push(UInt64(system.segments[SegmentNumber.cs].selector), size: 2)
    try push(core.pointee.rip, size: 2)
    core.rflags = core.rflags & ~(RFLAGS.interruptEnable | RFLAGS.trap | RFLAGS.alignmentCheck | RFLAGS.resume)
    setCodeSegmentReal(UInt16(entry >> 16))
    core.pointee.rip = UInt64(entry & 0xFFFF)
    updateMode()
  }

  private func gateError(_ vector: UInt8, _ external: UInt32) -> UInt32 { UInt32(vector) << 3 | 2 | external }

  /// 64-bit IDT: sixteen-byte gates, optional stack switch through the TSS (SDM volume 3, section 6.14).
  private func deliverLong(_ event: Fault, _ kind: EventKind, _ external: UInt32) throws(Fault) {
    let offset = UInt64(event.vector) * 16
    let external = kind == .softwareInterrupt ? 0 : external
    if offset + 15 > UInt64(system.idtr.limit) { throw .generalProtection(gateError(event.vector, external)) }
    let low = try read(system.idtr.base &+ offset, as: UInt64.self, .system)
    let high = try read(system.idtr.base &+ offset &+ 8, as: UInt64.self, .system)
    let type = UInt8(low >> 40 & 0x1F)
    if type != 14 && type != 15 { throw .generalProtection(gateError(event.vector, external)) }
    if kind == .softwareInterrupt && UInt8(low >> 45 & 3) < system.privilegeLevel {
      throw .generalProtection(gateError(event.vector, 0))
    }
    if low >> 47 & 1 == 0 { throw .segmentNotPresent(gateError(event.vector, external)) }
    let selector = UInt16(low >> 16 & 0xFFFF)
    let target = low & 0xFFFF | low >> 32 & 0xFFFF_0000 | high << 32
    if selector & ~3 == 0 { throw .generalProtection(external) }
    let code = UInt32(selector & ~3) | external
    let (address, raw) = try readDescriptor(selector) { .generalProtection($0 | external) }
    var descriptor = Descriptor(raw: raw)
    let attributes = descriptor.attributes
    if !attributes.isCode || attributes.privilegeLevel > system.privilegeLevel { throw .generalProtection(code) }
    if !attributes.isPresent { throw .segmentNotPresent(code) }
    if !attributes.isLong || attributes.isBig { throw .generalProtection(code) }
    let newLevel = attributes.isConforming ? system.privilegeLevel : attributes.privilegeLevel
    let stackIndex = low >> 32 & 7
    var stack = core[register: 4]
    let changesStack = newLevel < system.privilegeLevel
    if stackIndex != 0 {
      stack = try stackFromTaskState(36 + (stackIndex - 1) * 8, external)
    } else if changesStack {
      stack = try stackFromTaskState(4 + UInt64(newLevel) * 8, external)
    }
    if !isCanonical(stack) { throw .stackFault(external) }
    stack &= ~15
    if !isCanonical(target) { throw .generalProtection(external) }
    descriptor = try accessed(descriptor, at: address)
    let oldStack = core[register: 4]
    let from = core.pointee.rip
    let oldSS = UInt64(system.segments[SegmentNumber.ss].selector)
    let oldCS = UInt64(system.segments[SegmentNumber.cs].selector)
    core.settleFlags()
    let flags = flagsImage(event, kind)
    let size: UInt64 = event.errorCode == nil ? 40 : 48
    // All in one page that is cached for writes with those rights: there is nothing to check.
    if let host = cachedForWrite(stack &- size, size: size, level: newLevel) {
      stack &-= size
      let top = host + Int(size)
      (top - 8).storeBytes(of: oldSS.littleEndian, as: UInt64.self)
      (top - 16).storeBytes(of: oldStack.littleEndian, as: UInt64.self)
      (top - 24).storeBytes(of: flags.littleEndian, as: UInt64.self)
      (top - 32).storeBytes(of: oldCS.littleEndian, as: UInt64.self)
      (top - 40).storeBytes(of: from.littleEndian, as: UInt64.self)
      if let code = event.errorCode { (top - 48).storeBytes(of: UInt64(code).littleEndian, as: UInt64.self) }
    } else {
      let values = [oldSS, oldStack, flags, oldCS, from] + (event.errorCode.map { [UInt64($0)] } ?? [])
      stack = try pushFrame(values, at: stack, level: newLevel, external: external)
    }
    if newLevel != system.privilegeLevel { setSegment(SegmentNumber.ss, nullStack(newLevel)) }
    system.privilegeLevel = newLevel
    setSegment(SegmentNumber.cs, descriptor.segment(selector & ~3 | UInt16(newLevel)))
    core[register: 4] = stack
    core.pointee.rip = target
    clearFlagsOnEntry(isInterruptGate: type == 14)
    updateMode()
    recordBranch(core, from: from, to: target)
  }

  private func clearFlagsOnEntry(isInterruptGate: Bool) {
    var cleared = RFLAGS.trap | RFLAGS.nestedTask | RFLAGS.resume | RFLAGS.virtual8086
    if isInterruptGate { cleared |= RFLAGS.interruptEnable }
    core.rflags = core.rflags & ~cleared
  }

  /// Writes values of eight bytes downwards from `stack`, with the rights of `level`; returns where the last one is. Nothing else
  /// changes.
  @inline(never)
  func pushFrame(_ values: [UInt64], at stack: UInt64, level: UInt8, external: UInt32) throws(Fault) -> UInt64 {
    let (oldLevel, oldSize) = (system.privilegeLevel, codeSize)
    let changes = level != oldLevel || oldSize != .bits64
    if changes {
      system.privilegeLevel = level
      codeSize = .bits64
      updateContext()
    }
    defer {
      if changes {
        system.privilegeLevel = oldLevel
        codeSize = oldSize
        updateContext()
      }
    }
    var pointer = stack
    for value in values {
      pointer &-= 8
      if !isCanonical(pointer) { throw .stackFault(external) }
      try write(pointer, value)
    }
    return pointer
  }

  func stackFromTaskState(_ offset: UInt64, _ external: UInt32) throws(Fault) -> UInt64 {
    if offset + 7 > UInt64(system.tr.limit) { throw .invalidTSS(UInt32(system.tr.selector & ~3) | external) }
    return try read(system.tr.base &+ offset, as: UInt64.self, .system)
  }

  /// 32-bit IDT: interrupt and trap gates of 16 and 32 bits (SDM volume 3, section 6.12).
  private func deliverProtected(_ event: Fault, _ kind: EventKind, _ external: UInt32) throws(Fault) {
    let offset = UInt64(event.vector) * 8
    let external = kind == .softwareInterrupt ? 0 : external
    if offset + 7 > UInt64(system.idtr.limit) { throw .generalProtection(gateError(event.vector, external)) }
    let gate = try read(system.idtr.base &+ offset, as: UInt64.self, .system)
    let type = UInt8(gate >> 40 & 0x1F)
    guard type == 6 || type == 7 || type == 14 || type == 15 else {
      if type == 5 { throw .taskSwitch }
      throw .generalProtection(gateError(event.vector, external))
    }
    if kind == .softwareInterrupt && UInt8(gate >> 45 & 3) < system.privilegeLevel {
      throw .generalProtection(gateError(event.vector, 0))
    }
    if gate >> 47 & 1 == 0 { throw .segmentNotPresent(gateError(event.vector, external)) }
    let size: UInt8 = type >= 14 ? 4 : 2
    let selector = UInt16(gate >> 16 & 0xFFFF)
    let target = size == 4 ? gate & 0xFFFF | gate >> 32 & 0xFFFF_0000 : gate & 0xFFFF
    if selector & ~3 == 0 { throw .generalProtection(external) }
    let code = UInt32(selector & ~3) | external
    let (address, raw) = try readDescriptor(selector) { .generalProtection($0 | external) }
    let attributes = Descriptor(raw: raw).attributes
    if !attributes.isCode || attributes.privilegeLevel > system.privilegeLevel { throw .generalProtection(code) }
    if !attributes.isPresent { throw .segmentNotPresent(code) }
    let newLevel = attributes.isConforming ? system.privilegeLevel : attributes.privilegeLevel
    let oldFlags = flagsImage(event, kind)
    let oldCS = system.segments[SegmentNumber.cs]
    let oldSS = system.segments[SegmentNumber.ss]
    let oldStack = core[register: 4]
    let oldLevel = system.privilegeLevel
    let from = core.pointee.rip
    var values: [UInt64] = [oldFlags, UInt64(oldCS.selector), from] + (event.errorCode.map { [UInt64($0)] } ?? [])
    var newStackSelector = oldSS.selector
    if newLevel < oldLevel {
      let (newSS, newStack) = try stackOfLevel(newLevel, external)
      newStackSelector = newSS.selector
      values = [UInt64(oldSS.selector), oldStack] + values
      system.privilegeLevel = newLevel
      setSegment(SegmentNumber.ss, newSS)
      setStackPointer(newStack)
      updateMode()
    }
    do throws(Fault) {
      if target > UInt64(Descriptor(raw: raw).limit) { throw .generalProtection(external) }
      for value in values { try push(value, size: size) }
    } catch {
      core[register: 4] = oldStack
      setSegment(SegmentNumber.ss, oldSS)
      system.privilegeLevel = oldLevel
      updateMode()
      // No room: the error code names a new stack, and says nothing of the present one.
      if error == .stackFault(0) {
        throw .stackFault(external | (newLevel < oldLevel ? UInt32(newStackSelector & ~3) : 0))
      }
      throw error
    }
    let cs = try accessed(Descriptor(raw: raw), at: address).segment(selector & ~3 | UInt16(newLevel))
    setSegment(SegmentNumber.cs, cs)
    core.pointee.rip = target
    clearFlagsOnEntry(isInterruptGate: type == 6 || type == 14)
    updateMode()
    recordBranch(core, from: from, to: target)
  }

  /// SS:ESP for a more privileged level, from a 32- or 16-bit TSS.
  func stackOfLevel(_ level: UInt8, _ external: UInt32) throws(Fault) -> (Segment, UInt64) {
    let tr = system.tr
    let is32 = tr.attributes.type & 8 != 0
    let offset = is32 ? 4 + UInt64(level) * 8 : 2 + UInt64(level) * 4
    let code = UInt32(tr.selector & ~3) | external
    if offset + (is32 ? 5 : 3) > UInt64(tr.limit) { throw .invalidTSS(code) }
    let pointer =
      is32
      ? UInt64(try read(tr.base &+ offset, as: UInt32.self, .system))
      : UInt64(try read(tr.base &+ offset, as: UInt16.self, .system))
    let selector = try read(tr.base &+ offset &+ (is32 ? 4 : 2), as: UInt16.self, .system)
    if selector & ~3 == 0 { throw .invalidTSS(external) }
    let stackCode = UInt32(selector & ~3) | external
    let (address, raw) = try readDescriptor(selector) { .invalidTSS($0 | external) }
    let descriptor = Descriptor(raw: raw)
    if UInt8(selector & 3) != level || descriptor.attributes.privilegeLevel != level
      || !descriptor.attributes.isWritable
    {
      throw .invalidTSS(stackCode)
    }
    if !descriptor.attributes.isPresent { throw .stackFault(stackCode) }
    return (try accessed(descriptor, at: address).segment(selector), pointer)
  }
}
