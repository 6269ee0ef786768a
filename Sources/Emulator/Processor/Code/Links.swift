/// How execution goes from block to block, and from fast operations to the general tier.
///
/// Every function here is a ``Handler``, or is inlined into one: it must end by a tail call or by returning to the run loop.

@_transparent
func cpu(_ raw: UnsafeMutableRawPointer) -> CPU { raw.assumingMemoryBound(to: Core.self) }

@_transparent
func operation(_ raw: UnsafeRawPointer) -> UnsafePointer<Operation> { raw.assumingMemoryBound(to: Operation.self) }

/// Goes on with the following operation.
@_transparent
func next(_ c: CPU, _ o: UnsafePointer<Operation>, by count: Int = 1) {
  let following = o + count
  following.pointee.handler(UnsafeMutableRawPointer(c), UnsafeRawPointer(following))
}

/// Enters the block whose first operation is `target`, if the slice has room for all of it; otherwise leaves.
@_transparent
func enter(_ c: CPU, _ target: UnsafePointer<Operation>) {
  let budget = c.pointee.budget &- Int64(target.pointee.remaining)
  if _fastPath(budget >= 0) {
    c.pointee.budget = budget
    target.pointee.handler(UnsafeMutableRawPointer(c), UnsafeRawPointer(target))
    return
  }
  c.pointee.rip = c.pointee.codeBase &+ UInt64(target.pointee.offset)
}

/// The block at an address, by the fetch translations and the frame's table of blocks; nil when either has none.
@_transparent
func lookUp(_ c: CPU, _ rip: UInt64) -> UnsafePointer<Operation>? {
  let entry =
    (UnsafeMutableRawPointer(c.pointee.fetches)
    + Int(truncatingIfNeeded: (rip &>> 8) & c.pointee.translationMask)).assumingMemoryBound(to: TranslationEntry.self)
  if _fastPath(entry.pointee.tag == rip | 0xFFF) {
    let page = UnsafeRawPointer(bitPattern: UInt(entry.pointee.addend)).unsafelyUnwrapped
      .assumingMemoryBound(to: CodePage.self)
    let found = page.pointee.blocks[Int(truncatingIfNeeded: rip & 0xFFF)]
    if _fastPath(found != 0) {
      return UnsafePointer((c.pointee.arena + Int(found)).assumingMemoryBound(to: Operation.self))
    }
  }
  return nil
}

/// Goes on at an address in another frame, or found at run time; leaves when nothing is cached for it.
@_transparent
func dispatch(_ c: CPU, _ rip: UInt64) {
  if let target = lookUp(c, rip) {
    c.pointee.codeBase = rip & ~0xFFF
    enter(c, target)
    return
  }
  c.pointee.rip = rip
}

@_transparent
func withProcessor<Result>(_ c: CPU, _ body: (Processor) -> Result) -> Result {
  Unmanaged<Processor>.fromOpaque(c.pointee.processor)._withUnsafeGuaranteedRef(body)
}

/// An instruction that goes on to the next one: executed by the general tier.
///
/// Fast operations also come here, by a tail call, with whatever they cannot do: a translation miss, a device, a fault.
@c @inline(never)
func generalOperation(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if withProcessor(c, { $0.executeInBlock(o) }) { next(c, o) }
}

/// An instruction that ends its block, executed by the general tier; goes on by looking up where it leads.
@c @inline(never)
func generalBranch(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if withProcessor(c, { $0.executeInBlock(o) }) { dispatch(c, c.pointee.nextRIP) }
}

/// A system call or interrupt and the way back: goes on by looking up where it leads, unless something must be seen to first.
@c @inline(never)
func generalTransfer(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if withProcessor(c, { $0.transferInBlock(o) }) { dispatch(c, c.pointee.nextRIP) }
}

/// The same, for what may change the mode: goes on in the run loop.
@c @inline(never)
func generalLeave(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if withProcessor(c, { $0.executeInBlock(o) }) { c.pointee.rip = c.pointee.nextRIP }
}

/// Not an instruction: goes on with the block that follows a full one.
@c @inline(never)
func onwardOperation(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  enter(c, link(o.pointee.displacement))
}

@_transparent
func link(_ field: UInt64) -> UnsafePointer<Operation> {
  UnsafeRawPointer(bitPattern: UInt(field)).unsafelyUnwrapped.assumingMemoryBound(to: Operation.self)
}

/// Not an instruction: a branch whose target is in the same frame and was not looked for yet.
@c @inline(never)
func resolveStub(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if withProcessor(c, { $0.resolve(o) }) {
    enter(c, link(branchTarget(o)))
  } else {
    c.pointee.rip = c.pointee.codeBase &+ o.pointee.immediate
  }
}

/// What the branch that a stub belongs to leads to now.
@_transparent
private func branchTarget(_ stub: UnsafePointer<Operation>) -> UInt64 {
  UnsafeRawPointer(bitPattern: UInt(stub.pointee.displacement)).unsafelyUnwrapped.load(as: UInt64.self)
}

/// Not an instruction: a branch to another frame, found anew each time, since its translation may change.
@c @inline(never)
func dispatchStub(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  dispatch(c, c.pointee.codeBase &+ o.pointee.immediate)
}

/// The same in 32-bit code, where addresses wrap.
@c @inline(never)
func narrowDispatchStub(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  dispatch(c, (c.pointee.codeBase &+ o.pointee.immediate) & 0xFFFF_FFFF)
}

/// Not an instruction: the end of a single-instruction block in 32-bit code.
@c @inline(never)
func narrowLeaveStub(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.pointee.rip = (c.pointee.codeBase &+ o.pointee.immediate) & 0xFFFF_FFFF
}

/// Not an instruction: the end of a single-instruction block.
@c @inline(never)
func leaveStub(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.pointee.rip = c.pointee.codeBase &+ o.pointee.immediate
}

extension Processor {
  /// Executes an operation's instruction in the general tier. True when the block may go on; otherwise everything is set for the
  /// run loop.
  @inline(never)
  func executeInBlock(_ operation: UnsafePointer<Operation>) -> Bool {
    inBlock(operation) { (instruction) throws(Fault) in try execute(instruction) }
  }

  /// The same with what executes the instruction already known.
  @inline(__always)
  func inBlock(
    _ operation: UnsafePointer<Operation>, _ body: (InstructionPointer) throws(Fault) -> Void
  ) -> Bool {
    let instruction = operation.instruction
    let rip = core.pointee.codeBase &+ UInt64(operation.pointee.offset)
    let nextRIP = rip &+ UInt64(instruction.pointee.length)
    let mask: UInt64 = codeSize == .bits64 ? .max : 0xFFFF_FFFF
    core.pointee.rip = rip & mask
    core.pointee.nextRIP = nextRIP & mask
    core.pointee.running = operation
    do {
      try body(instruction)
    } catch {
      return stopInBlock(operation, error)
    }
    core.pointee.running = nil
    if _slowPath(core.pointee.leave) {
      core.pointee.budget &+= Int64(operation.pointee.remaining) &- 1
      core.pointee.rip = core.pointee.nextRIP
      return false
    }
    return true
  }

  /// The block ends at an instruction that faulted, or that there is not.
  @inline(never)
  private func stopInBlock(_ operation: UnsafePointer<Operation>, _ fault: Fault) -> Bool {
    core.pointee.running = nil
    core.pointee.budget &+= Int64(operation.pointee.remaining) &- 1
    switch fault.kind {
    case .missing(let feature): noteUnimplemented(feature)
    case .standstill: break
    case .exception: pendingFault = fault
    }
    return false
  }

  /// Executes an instruction that may change CPL and the flags. True when the block that it leads to may be entered at once.
  @inline(never)
  func transferInBlock(_ operation: UnsafePointer<Operation>) -> Bool {
    guard executeInBlock(operation) else { return false }
    let flags = core.pointee.flags
    // What the run loop looks at before an instruction.
    if flags & (RFLAGS.trap | RFLAGS.resume) != 0 || (interruptRequest && flags & RFLAGS.interruptEnable != 0)
      || nmiPending || isHalted || shutdown != nil || system.shadow != .none
    {
      core.pointee.rip = core.pointee.nextRIP
      return false
    }
    return true
  }

  /// Finds or makes the block that a stub's branch leads to and links them. False when that must wait for the run loop.
  func resolve(_ stub: UnsafePointer<Operation>) -> Bool {
    if codeCache.isNearlyFull { return false }
    let page = stub.header.pointee.page
    let offset = Int(stub.pointee.immediate)
    if stub.header.pointee.isDropped { return false }
    let target: OperationPointer
    if page.pointee.blocks[offset] != 0 {
      target = codeCache.operation(at: page.pointee.blocks[offset])
    } else if let block = translate(page, offset: offset, isStep: false) {
      target = block
    } else {
      return false
    }
    let field = UnsafeMutablePointer<UInt64>(bitPattern: UInt(stub.pointee.displacement)).unsafelyUnwrapped
    codeCache.link(field, unresolved: UnsafeMutablePointer(mutating: stub), to: target)
    return true
  }
}
