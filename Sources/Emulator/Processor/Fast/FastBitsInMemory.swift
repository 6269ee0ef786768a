/// Scans, counts and single bits of operands in memory.

enum BitMemory<Function: BitFunction, W: Word> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), W.self),
      let result = Function.apply(c, host.loadUnaligned(as: W.self))
    {
      c.store(o.pointee.a, result)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// BT, BTS, BTR and BTC. A number in a register reaches beyond the operand (SDM volume 2, BT).
enum BitTestMemory<Change: BitChange, W: Word> {
  @_transparent
  private static func run(
    _ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ address: UInt64, _ number: W
  ) {
    let c = cpu(core)
    let table = Change.self == LeaveBit.self ? c.pointee.reads : c.pointee.writes
    if let host = cached(table, c, address, size: W.bitWidth / 8) {
      let mask = W(1) &<< number
      let value = host.loadUnaligned(as: W.self)
      c.setCarryAlone(value & mask != 0 ? RFLAGS.carry : 0)
      if Change.self != LeaveBit.self { host.storeBytes(of: Change.change(value, mask), as: W.self) }
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func immediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let o = operation(raw)
    run(core, raw, FullAddress.address(cpu(core), o), W(truncatingIfNeeded: o.pointee.immediate))
  }

  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let number = c.load(o.pointee.a, as: W.self)
    let words = Int64(bitPattern: signExtended(number)) &>> (W.bitWidth == 64 ? 6 : 5)
    let bytes = UInt64(bitPattern: words) &* UInt64(truncatingIfNeeded: W.bitWidth / 8)
    run(core, raw, FullAddress.address(c, o) &+ bytes, number)
  }
}

/// SETcc to memory.
enum SetMemoryOnCondition<When: Condition> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, FullAddress.address(c, o), UInt8.self) {
      host.storeBytes(of: When.holds(c) ? 1 : 0, as: UInt8.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}
