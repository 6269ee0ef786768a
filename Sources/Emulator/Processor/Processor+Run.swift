import Storage
import X86

extension Processor {
  /// How many operations may run between two visits of the loop: in an unoptimised build each one nests a call on the host's
  /// stack.
  private static let sliceLimit: Int64 = _isDebugAssertConfiguration() ? 1500 : .max

  /// Runs until `instructions` more have retired or something else ends the run.
  ///
  /// Any division of a run into calls gives the same states: a pending interrupt is taken only before an instruction that this
  /// call executes.
  public func run(instructions: UInt64) -> Exit {
    var left = Int64(clamping: instructions)
    var isFirst = true
    exitRequested = false
    while true {
      core.pointee.leave = false
      if shutdown != nil { return .shutdown }
      if unimplemented != nil { return .unimplemented }
      if exitRequested { return .requested }
      if isHalted && !canWake { return .halted }
      if left == 0 { return .budget }
      if !isFirst && !breakpoints.isEmpty && breakpoints.contains(linearRIP) && !isHalted { return .breakpoint }
      if _slowPath(observation.contains(.interrupts)), takesInterruptNext,
        observer?.mayTakeInterrupt(isNMI: nmiPending && !system.nmiBlocked) == false
      {
        return .requested
      }
      takePendingInterrupt()
      if shutdown != nil { continue }
      if _slowPath(observation.contains(.instructions)) { observer?.willExecute() }
      left -= runOnce(atMost: left)
      isFirst = false
    }
  }

  /// Runs blocks from ``Core/rip`` until one leaves; returns how many instructions that took.
  private func runOnce(atMost left: Int64) -> Int64 {
    if _slowPath(system.pendingDebug != 0 || breakpointRegisters.hasInstructions), raiseDebugBeforeInstruction() {
      // It counts as an instruction, like any fault: or a handler that cannot be entered without another would stop time.
      retiredBefore &+= 1
      return 1
    }
    // RF holds for one instruction.
    core.pointee.flags &= ~RFLAGS.resume
    cancelsSingleStep = false
    let trap = core.pointee.flags & RFLAGS.trap != 0
    let shadow = system.shadow
    let isStep = trap || shadow != .none
    slice = isStep || observation.contains(.instructions) ? 1 : min(left, Self.sliceLimit)
    core.pointee.budget = slice
    if let operation = findOperation(isStep: isStep) {
      if Int64(operation.pointee.remaining) > slice { slice = Int64(operation.pointee.remaining) }
      if _slowPath(observation.contains(.blocks)) {
        slice = Int64(operation.pointee.remaining)
        statistics.blocksEntered &+= 1
      }
      core.pointee.budget = slice - Int64(operation.pointee.remaining)
      operation.pointee.handler(UnsafeMutableRawPointer(core), UnsafeRawPointer(operation))
    } else if pendingFault != nil {
      core.pointee.budget -= 1
    }
    let used = slice - core.pointee.budget
    retiredBefore &+= UInt64(used)
    slice = 0
    core.pointee.budget = 0
    if shadow != .none && system.shadow == shadow { system.shadow = .none }
    if let fault = pendingFault {
      pendingFault = nil
      system.pendingDebug = 0
      raise(fault)
    } else if (trap || system.pendingDebug != 0) && unimplemented == nil {
      raiseDebugAfterInstruction(isSingleStep: trap && !cancelsSingleStep)
    }
    return used
  }

  /// The operation at ``Core/rip``, decoded now if need be; nil with ``pendingFault`` set when it cannot be fetched.
  private func findOperation(isStep: Bool) -> OperationPointer? {
    do {
      return try operation(isStep: isStep)
    } catch {
      pendingFault = error
      return nil
    }
  }

  private func operation(isStep: Bool) throws(Fault) -> OperationPointer? {
    if codeCache.isNearlyFull || codeCacheIsStale {
      settleBranches()
      codeCache.removeAll()
      codeCacheIsStale = false
      translations.flushFetches()
    }
    let rip = core.pointee.rip
    let linear = truncate(rip &+ (codeSize == .bits64 ? 0 : core.segmentBase(SegmentNumber.cs)))
    if codeSize == .bits64 {
      if !isCanonical(rip) { throw .generalProtection(0) }
    } else if rip > UInt64(system.segments[SegmentNumber.cs].limit) {
      throw .generalProtection(0)
    }
    guard let page = try codePage(linear) else { return try uncached(linear) }
    let offset = Int(linear & 0xFFF)
    core.pointee.codeBase = rip &- UInt64(offset)
    var wantsStep = isStep || breakpointPages.contains(linear & ~0xFFF)
    if !wantsStep {
      let operation: OperationPointer
      if page.pointee.blocks[offset] != 0 {
        operation = codeCache.operation(at: page.pointee.blocks[offset])
        let header = UnsafePointer(operation).header
        if _slowPath(header.pointee.isCrossing), !mayCross(operation, linear) {
          codeCache.drop(header)
          return try uncached(linear)
        }
      } else if let block = translate(page, offset: offset, isStep: false) ?? crossingBlock(page, linear) {
        operation = block
      } else {
        return try uncached(linear)
      }
      let fits = Int64(operation.pointee.remaining) <= slice || (slice == Self.sliceLimit && slice > 48)
      if fits && (mode.isFlat || liesInCodeSegment(operation)) { return operation }
      wantsStep = true
    }
    if let steps = page.pointee.steps, steps[offset] != 0 {
      let operation = codeCache.operation(at: steps[offset])
      if codeSize != .bits64 { try checkCodeLimit(length: UnsafePointer(operation).instruction.pointee.length) }
      return operation
    }
    guard let step = translate(page, offset: offset, isStep: true) else { return try uncached(linear) }
    if codeSize != .bits64 { try checkCodeLimit(length: UnsafePointer(step).instruction.pointee.length) }
    return step
  }

  /// Whether all of a block may be fetched, where the code segment has a limit. Its instructions are not asked one by one.
  private func liesInCodeSegment(_ operation: OperationPointer) -> Bool {
    let header = UnsafePointer(operation).header
    let last = core.pointee.rip &+ UInt64(header.pointee.end &- header.pointee.start) &- 1
    return codeSize == .bits64 || last <= UInt64(system.segments[SegmentNumber.cs].limit)
  }

  private func checkCodeLimit(length: UInt8) throws(Fault) {
    // What is no instruction has no length, but a first byte.
    let last = core.pointee.rip &+ UInt64(max(length, 1)) &- 1
    if last > UInt64(system.segments[SegmentNumber.cs].limit) { throw .generalProtection(0) }
  }

  /// The code page that a fetch at `linear` comes from; nil when no storage is there.
  func codePage(_ linear: UInt64) throws(Fault) -> UnsafeMutablePointer<CodePage>? {
    let index = Int(truncatingIfNeeded: linear >> 12) & (translations.entryCount - 1)
    let entry = core.pointee.fetches[index]
    if entry.tag == linear | 0xFFF {
      return UnsafeMutablePointer(bitPattern: UInt(entry.addend))
    }
    let physical = try walk(linear, PageAccess(isFetch: true, isUser: system.privilegeLevel == 3)).physical
    guard let frame = memory.frame(at: physical) else { return nil }
    let page = codeCache.page(address: physical & ~0xFFF, frame: frame, mode: mode)
    if !breakpointPages.contains(linear & ~0xFFF) {
      translations.insertFetch(context, linear: linear, addend: UInt64(UInt(bitPattern: page)))
    }
    return page
  }

  /// An instruction that is not all in one frame of storage: fetched and decoded for this one time.
  private func uncached(_ linear: UInt64) throws(Fault) -> OperationPointer {
    let scratch = scratch[Int(truncatingIfNeeded: linear >> 12) & (ScratchBlock.count - 1)]
    let buffer = scratch.bytes
    UnsafeMutableRawPointer(buffer).storeBytes(of: 0, as: UInt64.self)
    UnsafeMutableRawPointer(buffer).storeBytes(of: 0, toByteOffset: 8, as: UInt64.self)
    var count = 0
    var fetchFault: Fault?
    while count < 15 {
      let at = truncate(linear &+ UInt64(count))
      if codeSize == .bits64 && !isCanonical(at) {
        fetchFault = .generalProtection(0)
        break
      }
      do {
        let physical = try walk(at, PageAccess(isFetch: true, isUser: system.privilegeLevel == 3)).physical
        let first = count
        if let frame = memory.frame(at: physical) {
          let piece = min(15 - count, Frame.byteCount - Int(physical & 0xFFF))
          UnsafeMutableRawPointer(buffer + count).copyMemory(
            from: frame.pointee.host + Int(physical & 0xFFF), byteCount: piece)
          count += piece
          continue
        }
        repeat {
          buffer[count] = UInt8(
            truncatingIfNeeded: readPhysical(
              physical &+ UInt64(count - first), linear: at, width: 1, cache: nil))
          count += 1
        } while count < 15 && (linear &+ UInt64(count)) & 0xFFF != 0
      } catch {
        fetchFault = error
        break
      }
    }
    let offset = Int(linear & 0xFFF)
    core.pointee.codeBase = core.pointee.rip &- UInt64(offset)
    if fetchFault == nil, let operation = scratch.operation(offset: offset, mode: mode) {
      if codeSize != .bits64 { try checkCodeLimit(length: UnsafePointer(operation).instruction.pointee.length) }
      return operation
    }
    switch decoder.decode(UnsafeRawBufferPointer(start: buffer, count: count), codeSize: codeSize) {
    case .instruction(let instruction):
      if codeSize != .bits64 { try checkCodeLimit(length: instruction.length) }
      return scratch.fill(instruction, offset: offset, processor: self)
    case .invalid: throw .invalidOpcode
    case .tooLong: throw .generalProtection(0)
    case .truncated: throw fetchFault ?? .generalProtection(0)
    }
  }

  func breakpointsChanged() {
    breakpointPages = Set(breakpoints.map { $0 & ~0xFFF })
    breakpointPages.formUnion(breakpointRegisters.instructions.map { $0.first & ~0xFFF })
    translations.flushFetches()
  }

  /// The linear address of the next instruction.
  public var linearRIP: UInt64 {
    truncate(core.pointee.rip &+ (codeSize == .bits64 ? 0 : core.segmentBase(SegmentNumber.cs)))
  }

  func isCanonical(_ address: UInt64) -> Bool {
    UInt64(bitPattern: Int64(bitPattern: address << 16) >> 16) == address
  }
}
