/// XCHG, XADD and CMPXCHG: what locks and counts of references are made of. Between two instructions nothing else runs, so LOCK asks
/// for nothing more.

/// A register and memory.
enum ExchangeMemory<W: Word, Address: AddressForm> {
  @_transparent
  static func exchange(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      let old = host.loadUnaligned(as: W.self)
      host.storeBytes(of: c.load(o.pointee.a, as: W.self), as: W.self)
      c.store(o.pointee.a, old)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func add(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      let old = host.loadUnaligned(as: W.self)
      host.storeBytes(of: Add.apply(c, old, c.load(o.pointee.a, as: W.self)), as: W.self)
      c.store(o.pointee.a, old)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  /// Memory is written either way, as the manual says; the accumulator only when it differs.
  @_transparent
  static func compare(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      let old = host.loadUnaligned(as: W.self)
      let accumulator = c.load(0, as: W.self)
      _ = Sub.apply(c, accumulator, old)
      if old == accumulator {
        host.storeBytes(of: c.load(o.pointee.a, as: W.self), as: W.self)
      } else {
        c.store(0, old)
      }
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

extension UnsafeMutablePointer where Pointee == Core {
  /// Replaces ZF and leaves the others as they are.
  @_transparent
  fileprivate func setZeroAlone(_ isZero: Bool) {
    let others = arithmeticFlags & ~RFLAGS.zero
    pointee.flags = pointee.flags & ~RFLAGS.arithmetic | others | (isZero ? RFLAGS.zero : 0)
    pointee.flagKind = .explicit
  }
}

/// CMPXCHG8B, with registers' lower halves; where they are not replaced, their upper halves stay.
@c func apusCompareExchange8B(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  if let host = cachedWrite(c, FullAddress.address(c, operation(raw)), UInt64.self) {
    let old = host.loadUnaligned(as: UInt64.self)
    let expected = UInt64(c.load(16, as: UInt32.self)) &<< 32 | UInt64(c.load(0, as: UInt32.self))
    if old == expected {
      let new = UInt64(c.load(8, as: UInt32.self)) &<< 32 | UInt64(c.load(24, as: UInt32.self))
      host.storeBytes(of: new, as: UInt64.self)
    } else {
      c.store(0, UInt32(truncatingIfNeeded: old))
      c.store(16, UInt32(truncatingIfNeeded: old &>> 32))
    }
    c.setZeroAlone(old == expected)
    next(c, operation(raw))
  } else {
    generalOperation(core, raw)
  }
}

/// CMPXCHG16B: the general tier raises #GP where memory is not aligned.
@c func apusCompareExchange16B(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let address = FullAddress.address(c, operation(raw))
  if _fastPath(address & 15 == 0), let host = cached(c.pointee.writes, c, address, size: 16) {
    let low = host.loadUnaligned(as: UInt64.self)
    let high = host.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    let isEqual = low == c.load(0, as: UInt64.self) && high == c.load(16, as: UInt64.self)
    if isEqual {
      host.storeBytes(of: c.load(24, as: UInt64.self), as: UInt64.self)
      host.storeBytes(of: c.load(8, as: UInt64.self), toByteOffset: 8, as: UInt64.self)
    } else {
      c.store(0, low)
      c.store(16, high)
    }
    c.setZeroAlone(isEqual)
    next(c, operation(raw))
  } else {
    generalOperation(core, raw)
  }
}

/// XCHG of two registers.
enum ExchangeRegisters<W: Word> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let first = c.load(o.pointee.a, as: W.self)
    let second = c.load(o.pointee.b, as: W.self)
    c.store(o.pointee.a, second)
    c.store(o.pointee.b, first)
    next(c, o)
  }
}

/// CMOVcc from memory, which is read, and the upper half of a 32-bit destination cleared, whatever the condition.
enum ConditionalMoveMemory<When: Condition, W: Word, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self) {
      let value = host.loadUnaligned(as: W.self)
      c.store(o.pointee.a, When.holds(c) ? value : c.load(o.pointee.a, as: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}
