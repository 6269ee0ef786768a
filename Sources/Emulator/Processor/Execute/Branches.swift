import X86

/// Near transfers of control.
extension Processor {
  /// Goes to `target`, which is an offset in CS, truncated to the operand size.
  func branch(to target: UInt64, _ i: InstructionPointer) throws(Fault) {
    core.pointee.nextRIP = try checkedTarget(target, size: codeSize == .bits64 ? 8 : i.pointee.operandSize)
    recordBranch(core, from: core.pointee.rip, to: core.pointee.nextRIP)
  }

  func checkedTarget(_ target: UInt64, size: UInt8) throws(Fault) -> UInt64 {
    if codeSize == .bits64 {
      if !isCanonical(target) { throw .generalProtection(0) }
      return target
    }
    let offset = size == 2 ? target & 0xFFFF : target & 0xFFFF_FFFF
    if offset > UInt64(system.segments[SegmentNumber.cs].limit) { throw .generalProtection(0) }
    return offset
  }

  /// The target of a relative, register or memory branch.
  private func target(_ i: InstructionPointer) throws(Fault) -> UInt64 {
    if i.pointee.operand0.kind == .relative { return core.pointee.nextRIP &+ i.pointee.immediate }
    return try value(of: i.pointee.operand0, i)
  }

  func jump(_ i: InstructionPointer) throws(Fault) { try branch(to: try target(i), i) }

  func jumpOnCondition(_ i: InstructionPointer) throws(Fault) {
    if core.holds(condition: i.pointee.condition) { try jump(i) }
  }

  func call(_ i: InstructionPointer) throws(Fault) {
    let size = codeSize == .bits64 ? 8 : i.pointee.operandSize
    let target = try checkedTarget(try target(i), size: size)
    try push(core.pointee.nextRIP, size: size)
    core.pointee.nextRIP = target
    recordBranch(core, from: core.pointee.rip, to: target)
  }

  func ret(_ i: InstructionPointer) throws(Fault) {
    let size = codeSize == .bits64 ? 8 : i.pointee.operandSize
    let target = try checkedTarget(try peek(0, size: size), size: size)
    let released = i.pointee.operandCount > 0 ? i.pointee.immediate & 0xFFFF : 0
    setStackPointer(stackPointer &+ UInt64(size) &+ released)
    core.pointee.nextRIP = target
    recordBranch(core, from: core.pointee.rip, to: target)
  }

  /// LOOP, LOOPE, LOOPNE and JCXZ count in rCX of the address size.
  func loop(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.addressSize
    if i.pointee.mnemonic == .jcxz {
      if truncate(core[register: 1], toAddressSize: size) == 0 { try jump(i) }
      return
    }
    let count = truncate(core[register: 1] &- 1, toAddressSize: size)
    var taken = count != 0
    if i.pointee.mnemonic == .loope { taken = taken && core.zero }
    if i.pointee.mnemonic == .loopne { taken = taken && !core.zero }
    if taken { try jump(i) }
    setRegister(1, count, size: size)
  }
}
