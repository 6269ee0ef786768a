/// Instructions on the flags alone, and the loops that count in RCX.

@c func apusClearCarry(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  c.setCarryAlone(0)
  next(c, operation(raw))
}

@c func apusSetCarry(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  c.setCarryAlone(RFLAGS.carry)
  next(c, operation(raw))
}

@c func apusComplementCarry(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  c.setCarryAlone(c.carry ? 0 : RFLAGS.carry)
  next(c, operation(raw))
}

@c func apusClearDirection(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  c.pointee.flags &= ~RFLAGS.direction
  next(c, operation(raw))
}

@c func apusSetDirection(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  c.pointee.flags |= RFLAGS.direction
  next(c, operation(raw))
}

/// LAHF: SF, ZF, AF, PF and CF, with the bit that is always set.
@c func apusFlagsToAH(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let all = c.arithmeticFlags & ~RFLAGS.overflow
  c.store(1, UInt8(truncatingIfNeeded: all | 2))
  next(c, operation(raw))
}

@c func apusAHToFlags(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let taken = RFLAGS.arithmetic & ~RFLAGS.overflow
  let overflow = c.overflow ? RFLAGS.overflow : 0
  c.pointee.flags =
    c.pointee.flags & ~RFLAGS.arithmetic | overflow | UInt64(c.load(1, as: UInt8.self)) & taken
  c.pointee.flagKind = .explicit
  next(c, operation(raw))
}

/// LOOP, with RCX.
@c func apusLoop(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let count = c.load(8, as: UInt64.self) &- 1
  c.store(8, count)
  jump(c, operation(raw), count != 0)
}

/// LOOP, with ECX.
@c func apusNarrowLoop(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let count = c.load(8, as: UInt32.self) &- 1
  c.store(8, count)
  jump(c, operation(raw), count != 0)
}

/// JRCXZ.
@c func apusJumpIfCountZero(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  jump(c, operation(raw), c.load(8, as: UInt64.self) == 0)
}
