import X86

extension BlockBuilder {
  /// How far an immediate shifts; nil where that is not at all, or more than the operand is wide.
  private func count(_ i: Instruction, _ immediate: UInt64) -> UInt64? {
    let size = i.operand0.size
    let count = immediate & (size == 8 ? 63 : 31)
    return count != 0 && count < UInt64(size) * 8 ? count : nil
  }

  /// Shifts and rotates, in the order of the generated table.
  func shift(_ o: OperationPointer, _ i: Instruction, _ operation: Int, _ nextOffset: Int) {
    let isCounter = i.operand1.kind == .register
    if !isCounter {
      guard let count = count(i, i.immediate) else { return }
      o.pointee.immediate = count
    }
    let width = i.operand0.size.trailingZeroBitCount
    let table = (operation * 4 + width) * 2 * (1 + AddressKind.count) + (isCounter ? 1 : 0)
    if let a = offset(of: i.operand0) {
      o.pointee.a = a
      o.pointee.handler = shiftHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = shiftHandlers[table + 2 + kind.rawValue * 2]
    }
  }

  /// RCL and RCR of a register of 32 or 64 bits.
  func rotateThroughCarry(_ o: OperationPointer, _ i: Instruction) {
    guard i.operand0.size >= 4, let a = offset(of: i.operand0) else { return }
    let table = ((i.mnemonic == .rcl ? 0 : 2) + (i.operand0.size == 8 ? 1 : 0)) * 2
    if i.operand1.kind == .register {
      o.pointee.handler = carryRotateHandlers[table + 1]
    } else {
      guard let count = count(i, i.immediate) else { return }
      o.pointee.immediate = count
      o.pointee.handler = carryRotateHandlers[table]
    }
    o.pointee.a = a
  }

  /// SHLD and SHRD of registers of 32 or 64 bits.
  func doubleShift(_ o: OperationPointer, _ i: Instruction) {
    guard i.operand0.size >= 4, let a = offset(of: i.operand0), let b = offset(of: i.operand1) else { return }
    let isCounter = i.operand2.kind == .register
    if !isCounter { o.pointee.immediate = i.immediate & (i.operand0.size == 8 ? 63 : 31) }
    o.pointee.a = a
    o.pointee.b = b
    let table = ((i.mnemonic == .shld ? 0 : 2) + (i.operand0.size == 8 ? 1 : 0)) * 2
    o.pointee.handler = doubleShiftHandlers[table + (isCounter ? 1 : 0)]
  }

  /// LOOP and JRCXZ. The jump's ways on are made as those of a conditional jump are.
  func countedJump(_ o: OperationPointer, _ i: Instruction) {
    guard mode.codeSize == .bits64 || i.operandSize == 4 else { return }
    switch (i.mnemonic, i.addressSize) {
    case (.loop, 8): o.pointee.handler = apusLoop
    case (.loop, 4): o.pointee.handler = apusNarrowLoop
    case (.jcxz, 8): o.pointee.handler = apusJumpIfCountZero
    default: break
    }
  }
}
