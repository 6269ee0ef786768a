/// The stack, calls and returns in 64-bit mode.

@c func apusPushRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self) &- 8
  if let host = cachedWrite(c, pointer, UInt64.self) {
    host.storeBytes(of: c.load(o.pointee.a, as: UInt64.self), as: UInt64.self)
    c.store(32, pointer)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

@c func apusPushImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self) &- 8
  if let host = cachedWrite(c, pointer, UInt64.self) {
    host.storeBytes(of: o.pointee.immediate, as: UInt64.self)
    c.store(32, pointer)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

/// The address is found before RSP moves.
@c func apusPushMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self) &- 8
  if let source = cachedRead(c, FullAddress.address(c, o), UInt64.self),
    let host = cachedWrite(c, pointer, UInt64.self)
  {
    host.storeBytes(of: source.loadUnaligned(as: UInt64.self), as: UInt64.self)
    c.store(32, pointer)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

@c func apusPopRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self)
  if let host = cachedRead(c, pointer, UInt64.self) {
    let value = host.loadUnaligned(as: UInt64.self)
    c.store(32, pointer &+ 8)
    c.store(o.pointee.a, value)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

@c func apusLeave(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let frame = c.load(40, as: UInt64.self)
  if let host = cachedRead(c, frame, UInt64.self) {
    c.store(40, host.loadUnaligned(as: UInt64.self))
    c.store(32, frame &+ 8)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

@c func apusJump(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let target = link(o.pointee.displacement)
  noteBranch(c, o)
  enter(c, target)
}

/// `immediate` is where the return address lies from the code base.
@c func apusCall(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self) &- 8
  if let host = cachedWrite(c, pointer, UInt64.self) {
    host.storeBytes(of: c.pointee.codeBase &+ o.pointee.immediate, as: UInt64.self)
    c.store(32, pointer)
    let target = link(o.pointee.displacement)
    noteBranch(c, o)
    enter(c, target)
  } else {
    generalBranch(core, raw)
  }
}

/// Looks up the block at an address found at run time, and goes there; the general tier does what is not cached, or faults.
@_transparent
private func goTo(
  _ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ rip: UInt64, commit: (CPU) -> Void
) {
  let c = cpu(core)
  if let target = lookUp(c, rip) {
    commit(c)
    noteBranch(c, operation(raw), to: rip)
    c.pointee.codeBase = rip & ~0xFFF
    enter(c, target)
  } else {
    generalBranch(core, raw)
  }
}

@c func apusReturn(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let pointer = c.load(32, as: UInt64.self)
  if let host = cachedRead(c, pointer, UInt64.self) {
    goTo(core, raw, host.loadUnaligned(as: UInt64.self)) { $0.store(32, pointer &+ 8) }
  } else {
    generalBranch(core, raw)
  }
}

@c func apusJumpRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  goTo(core, raw, cpu(core).load(operation(raw).pointee.a, as: UInt64.self)) { _ in }
}

@c func apusJumpMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if let host = cachedRead(c, FullAddress.address(c, o), UInt64.self) {
    goTo(core, raw, host.loadUnaligned(as: UInt64.self)) { _ in }
  } else {
    generalBranch(core, raw)
  }
}

@_transparent
private func indirectCall(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ rip: UInt64) {
  let c = cpu(core)
  let o = operation(raw)
  let pointer = c.load(32, as: UInt64.self) &- 8
  if let host = cachedWrite(c, pointer, UInt64.self) {
    goTo(core, raw, rip) {
      host.storeBytes(of: $0.pointee.codeBase &+ o.pointee.immediate, as: UInt64.self)
      $0.store(32, pointer)
    }
  } else {
    generalBranch(core, raw)
  }
}

@c func apusCallRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  indirectCall(core, raw, cpu(core).load(operation(raw).pointee.a, as: UInt64.self))
}

@c func apusCallMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if let host = cachedRead(c, FullAddress.address(c, o), UInt64.self) {
    indirectCall(core, raw, host.loadUnaligned(as: UInt64.self))
  } else {
    generalBranch(core, raw)
  }
}

/// NOP, ENDBR, PREFETCH and fences.
@c func apusNop(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) { next(cpu(core), operation(raw)) }

/// CDQ and CQO.
@c func apusExtendEAXIntoEDX(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.store(16, UInt32(truncatingIfNeeded: signExtended(c.load(0, as: UInt32.self)) &>> 32))
  next(c, o)
}

@c func apusExtendRAXIntoRDX(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.store(16, UInt64(bitPattern: Int64(bitPattern: c.load(0, as: UInt64.self)) &>> 63))
  next(c, o)
}

/// CWDE and CDQE.
@c func apusExtendAX(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.store(0, UInt32(truncatingIfNeeded: signExtended(c.load(0, as: UInt16.self))))
  next(c, o)
}

@c func apusExtendEAX(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  c.store(0, signExtended(c.load(0, as: UInt32.self)))
  next(c, o)
}
