/// #DB: breakpoints in the debug registers and single steps (SDM volume 3, section 18.3.1).
///
/// Instruction breakpoints are faults, seen before the instruction; everything else is a trap, noted in
/// ``SystemRegisters/pendingDebug`` while the instruction runs and delivered after it. MOV SS and POP SS put both off until
/// the instruction after them is done.
extension Processor {
  /// Delivers #DB for the conditions in `cause`, bits of DR6.
  private func raiseDebug(_ cause: UInt64) {
    // What the processor leaves of B0...B3 from before is its choice ("may clear"): like silicon, nothing.
    if cause & DR6.conditions != 0 { system.dr6 &= ~DR6.conditions }
    system.dr6 |= cause
    raise(.debug, as: .trap)
  }

  /// Delivers what must come before the next instruction: what an exception's own accesses hit, else an instruction breakpoint.
  /// Returns whether there was something.
  func raiseDebugBeforeInstruction() -> Bool {
    if system.shadow == .stackSegment { return false }
    var cause = system.pendingDebug
    system.pendingDebug = 0
    if cause == 0 && breakpointRegisters.hasInstructions && core.pointee.flags & RFLAGS.resume == 0 {
      let linear = linearRIP
      for watch in breakpointRegisters.instructions where watch.first == linear { cause |= watch.bit }
    }
    if cause == 0 { return false }
    raiseDebug(cause)
    return true
  }

  /// Delivers the traps of the instruction that has just completed.
  func raiseDebugAfterInstruction(isSingleStep: Bool) {
    if system.shadow == .stackSegment { return }
    let cause = system.pendingDebug | (isSingleStep ? DR6.singleStep : 0)
    system.pendingDebug = 0
    if cause != 0 { raiseDebug(cause) }
  }

  // MARK: Noticing

  /// To be called for each data access that does not go through the cached translations.
  @inline(__always)
  func noteAccess(_ linear: UInt64, size: UInt64, isWrite: Bool) {
    if _slowPath(breakpointRegisters.hasData) { matchData(linear, size: size, isWrite: isWrite) }
  }

  @inline(never)
  private func matchData(_ linear: UInt64, size: UInt64, isWrite: Bool) {
    for watch in breakpointRegisters.data where linear <= watch.last && watch.first <= linear &+ (size &- 1) {
      if isWrite || watch.includesReads { notePending(watch.bit) }
    }
  }

  func notePort(_ port: UInt16, size: UInt8) {
    guard breakpointRegisters.hasPorts else { return }
    for watch in breakpointRegisters.ports
    where UInt64(port) <= watch.last && watch.first <= UInt64(port) + UInt64(size) - 1 { notePending(watch.bit) }
  }

  private func notePending(_ bit: UInt64) {
    system.pendingDebug |= bit
    core.pointee.leave = true
  }
}
