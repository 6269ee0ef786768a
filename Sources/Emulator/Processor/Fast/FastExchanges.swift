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
