import X86

/// The stack, calls and returns of 32-bit code in flat segments: as in Calls.swift, with addresses that wrap at 4 GiB.

@_transparent
private func push(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ value: UInt32) {
  let c = cpu(core)
  let pointer = c.load(32, as: UInt32.self) &- 4
  if let host = cachedWrite(c, UInt64(pointer), UInt32.self) {
    host.storeBytes(of: value, as: UInt32.self)
    c.store(32, pointer)
    next(c, operation(raw))
  } else {
    generalOperation(core, raw)
  }
}

@c func apusNarrowPushRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  push(core, raw, cpu(core).load(operation(raw).pointee.a, as: UInt32.self))
}

@c func apusNarrowPushImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  push(core, raw, UInt32(truncatingIfNeeded: operation(raw).pointee.immediate))
}

@c func apusNarrowPopRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt32.self)
  if let host = cachedRead(c, UInt64(pointer), UInt32.self) {
    let value = host.loadUnaligned(as: UInt32.self)
    c.store(32, pointer &+ 4)
    c.store(o.pointee.a, value)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

@c func apusNarrowLeave(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let frame = c.load(40, as: UInt32.self)
  if let host = cachedRead(c, UInt64(frame), UInt32.self) {
    c.store(40, host.loadUnaligned(as: UInt32.self))
    c.store(32, frame &+ 4)
    next(c, operation(raw))
  } else {
    generalOperation(core, raw)
  }
}

@c func apusNarrowCall(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt32.self) &- 4
  if let host = cachedWrite(c, UInt64(pointer), UInt32.self) {
    host.storeBytes(of: UInt32(truncatingIfNeeded: c.pointee.codeBase &+ o.pointee.immediate), as: UInt32.self)
    c.store(32, pointer)
    let target = link(o.pointee.displacement)
    noteBranch(c, o)
    enter(c, target)
  } else {
    generalBranch(core, raw)
  }
}

@_transparent
private func goTo(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ target: UInt32, stack: UInt32) {
  let c = cpu(core)
  let rip = UInt64(target)
  if let block = lookUp(c, rip) {
    c.store(32, stack)
    noteBranch(c, operation(raw), to: rip)
    c.pointee.codeBase = rip & ~0xFFF
    enter(c, block)
  } else {
    generalBranch(core, raw)
  }
}

@c func apusNarrowPushMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  if let host = cachedRead(c, NarrowAddress.address(c, operation(raw)), UInt32.self) {
    push(core, raw, host.loadUnaligned(as: UInt32.self))
  } else {
    generalOperation(core, raw)
  }
}

@c func apusNarrowJumpRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  goTo(core, raw, c.load(operation(raw).pointee.a, as: UInt32.self), stack: c.load(32, as: UInt32.self))
}

@c func apusNarrowJumpMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  if let host = cachedRead(c, NarrowAddress.address(c, operation(raw)), UInt32.self) {
    goTo(core, raw, host.loadUnaligned(as: UInt32.self), stack: c.load(32, as: UInt32.self))
  } else {
    generalBranch(core, raw)
  }
}

/// The return address is stored once it is known that the target can be entered.
@_transparent
private func indirectCall(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ target: UInt32) {
  let c = cpu(core)
  let pointer = c.load(32, as: UInt32.self) &- 4
  if let host = cachedWrite(c, UInt64(pointer), UInt32.self), lookUp(c, UInt64(target)) != nil {
    let next = c.pointee.codeBase &+ operation(raw).pointee.immediate
    host.storeBytes(of: UInt32(truncatingIfNeeded: next), as: UInt32.self)
    goTo(core, raw, target, stack: pointer)
  } else {
    generalBranch(core, raw)
  }
}

@c func apusNarrowCallRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  indirectCall(core, raw, cpu(core).load(operation(raw).pointee.a, as: UInt32.self))
}

@c func apusNarrowCallMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  if let host = cachedRead(c, NarrowAddress.address(c, operation(raw)), UInt32.self) {
    indirectCall(core, raw, host.loadUnaligned(as: UInt32.self))
  } else {
    generalBranch(core, raw)
  }
}

@c func apusNarrowReturn(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let pointer = c.load(32, as: UInt32.self)
  if let host = cachedRead(c, UInt64(pointer), UInt32.self) {
    goTo(core, raw, host.loadUnaligned(as: UInt32.self), stack: pointer &+ 4)
  } else {
    generalBranch(core, raw)
  }
}

extension BlockBuilder {
  func narrowStack(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    guard i.operandSize == 4 else { return }
    let operand = i.operand0
    switch i.mnemonic {
    case .push:
      if operand.kind == .immediate {
        o.pointee.immediate = i.immediate
        o.pointee.handler = apusNarrowPushImmediate
      } else if operand.registerClass == .general, let a = offset(of: operand) {
        o.pointee.a = a
        o.pointee.handler = apusNarrowPushRegister
      } else if operand.kind == .memory, setMemory(o, i, nextOffset) == .narrow {
        o.pointee.handler = apusNarrowPushMemory
      }
    case .pop:
      guard operand.registerClass == .general, let a = offset(of: operand) else { return }
      o.pointee.a = a
      o.pointee.handler = apusNarrowPopRegister
    case .leave: o.pointee.handler = apusNarrowLeave
    case .ret where i.operandCount == 0: if !header.pointee.isStep { o.pointee.handler = apusNarrowReturn }
    case .jmp where operand.kind == .relative: o.pointee.handler = apusJump
    case .call where operand.kind == .relative:
      o.pointee.immediate = UInt64(nextOffset)
      o.pointee.handler = apusNarrowCall
    case .jmp, .call:
      guard !header.pointee.isStep else { return }
      let isCall = i.mnemonic == .call
      if isCall { o.pointee.immediate = UInt64(nextOffset) }
      if let a = offset(of: operand) {
        o.pointee.a = a
        o.pointee.handler = isCall ? apusNarrowCallRegister : apusNarrowJumpRegister
      } else if operand.kind == .memory, setMemory(o, i, nextOffset) == .narrow {
        o.pointee.handler = isCall ? apusNarrowCallMemory : apusNarrowJumpMemory
      }
    default: break
    }
  }
}
