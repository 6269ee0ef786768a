/// Single bits, bit scans, byte order.

extension UnsafeMutablePointer where Pointee == Core {
  /// Replaces CF and leaves the others as they are.
  @_transparent
  func setCarryAlone(_ carry: UInt64) {
    if pointee.flagKind == .explicit {
      pointee.flags = pointee.flags & ~RFLAGS.carry | carry
    } else {
      pointee.flagFirst = carry | (auxiliary ? RFLAGS.auxiliary : 0) | (overflow ? RFLAGS.overflow : 0)
      pointee.flagKind = .partial
    }
  }
}

/// What an instruction makes of a register for another, flags included; nil where the general tier must do it.
protocol BitFunction {
  static func apply<W: Word>(_ c: CPU, _ value: W) -> W?
}

enum SwapBytes: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? { value.byteSwapped }
}

/// BSF and BSR clear ZF where there is a bit. Not computed while the last result, which is not zero, says so already.
enum ScanForward: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    guard _fastPath(value != 0), clearZero(c) else { return nil }
    return W(truncatingIfNeeded: UInt64(truncatingIfNeeded: value).trailingZeroBitCount)
  }
}
enum ScanReverse: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    guard _fastPath(value != 0), clearZero(c) else { return nil }
    return W(truncatingIfNeeded: 63 &- UInt64(truncatingIfNeeded: value).leadingZeroBitCount)
  }
}

@_transparent
private func clearZero(_ c: CPU) -> Bool {
  if c.pointee.flagKind == .explicit {
    c.pointee.flags &= ~RFLAGS.zero
  } else if c.pointee.flagResult == 0 {
    // SF and PF follow from the same result.
    c.pointee.flags =
      c.pointee.flags & ~RFLAGS.arithmetic | RFLAGS.parity | (c.carry ? RFLAGS.carry : 0)
      | (c.auxiliary ? RFLAGS.auxiliary : 0) | (c.overflow ? RFLAGS.overflow : 0)
    c.pointee.flagKind = .explicit
  }
  return true
}

enum CountTrailingZeros: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    let count = UInt64(truncatingIfNeeded: value).trailingZeroBitCount
    return setCountFlags(c, W(truncatingIfNeeded: value == 0 ? W.bitWidth : count), isZero: value == 0)
  }
}
enum CountLeadingZeros: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    let count = UInt64(truncatingIfNeeded: value).leadingZeroBitCount &- (64 &- W.bitWidth)
    return setCountFlags(c, W(truncatingIfNeeded: count), isZero: value == 0)
  }
}

/// CF for a source of zero, ZF for a count of zero, and the rest as it was.
@_transparent
private func setCountFlags<W: Word>(_ c: CPU, _ count: W, isZero: Bool) -> W? {
  let kept: UInt64
  if c.pointee.flagKind == .explicit {
    kept = c.pointee.flags & ~(RFLAGS.carry | RFLAGS.zero)
  } else {
    kept =
      c.pointee.flags & ~RFLAGS.arithmetic | (c.auxiliary ? RFLAGS.auxiliary : 0)
      | (c.overflow ? RFLAGS.overflow : 0) | (c.sign ? RFLAGS.sign : 0) | (c.parity ? RFLAGS.parity : 0)
  }
  c.pointee.flags = kept | (isZero ? RFLAGS.carry : 0) | (count == 0 ? RFLAGS.zero : 0)
  c.pointee.flagKind = .explicit
  return count
}

enum CountOnes: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    c.pointee.flags = c.pointee.flags & ~RFLAGS.arithmetic | (value == 0 ? RFLAGS.zero : 0)
    c.pointee.flagKind = .explicit
    return W(truncatingIfNeeded: UInt64(truncatingIfNeeded: value).nonzeroBitCount)
  }
}

/// Register `a` from register `b`.
enum BitRegister<Function: BitFunction, W: Word> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let result = Function.apply(c, c.load(o.pointee.b, as: W.self)) {
      c.store(o.pointee.a, result)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

// MARK: BT, BTS, BTR, BTC of a register

protocol BitChange {
  static func change<W: Word>(_ value: W, _ mask: W) -> W
}
enum LeaveBit: BitChange {
  @_transparent static func change<W: Word>(_ value: W, _ mask: W) -> W { value }
}
enum SetBit: BitChange {
  @_transparent static func change<W: Word>(_ value: W, _ mask: W) -> W { value | mask }
}
enum ResetBit: BitChange {
  @_transparent static func change<W: Word>(_ value: W, _ mask: W) -> W { value & ~mask }
}
enum ComplementBit: BitChange {
  @_transparent static func change<W: Word>(_ value: W, _ mask: W) -> W { value ^ mask }
}

enum BitTest<Change: BitChange, W: Word> {
  @_transparent
  static func test(_ c: CPU, _ o: UnsafePointer<Operation>, _ number: W) {
    let mask = W(1) &<< number
    let value = c.load(o.pointee.a, as: W.self)
    c.setCarryAlone(value & mask != 0 ? RFLAGS.carry : 0)
    // BT itself writes no register: not even the upper half.
    if Change.self != LeaveBit.self { c.store(o.pointee.a, Change.change(value, mask)) }
  }

  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    test(c, o, c.load(o.pointee.b, as: W.self))
    next(c, o)
  }

  @_transparent
  static func registerImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    test(c, o, W(truncatingIfNeeded: o.pointee.immediate))
    next(c, o)
  }
}
