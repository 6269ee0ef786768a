/// A shift or rotate by a count that is not zero and less than the width.
protocol ShiftOperation {
  static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W
}

enum Shl: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let result = value &<< count
    let carry = (value &>> (W(truncatingIfNeeded: W.bitWidth) &- count)) & 1
    let top = result &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    c.setFlags(
      result: result,
      others: UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: carry ^ top) &<< 11)
    return result
  }
}

enum Shr: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let result = value &>> count
    let carry = (value &>> (count &- 1)) & 1
    let overflow = (value &<< (count &- 1)) &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    c.setFlags(
      result: result, others: UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: overflow) &<< 11)
    return result
  }
}

enum Sar: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let wide = Int64(bitPattern: signExtended(value))
    let result = W(truncatingIfNeeded: wide &>> Int64(truncatingIfNeeded: count))
    let carry = UInt64(bitPattern: wide &>> Int64(truncatingIfNeeded: count &- 1)) & 1
    c.setFlags(result: result, others: carry)
    return result
  }
}

/// Rotates touch CF and OF alone, so the others are computed first.
enum Rol: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let result = value &<< count | value &>> (W(truncatingIfNeeded: W.bitWidth) &- count)
    let carry = result & 1
    let top = result &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    c.setRotateFlags(
      UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: carry ^ top) &<< 11)
    return result
  }
}

enum Ror: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let result = value &>> count | value &<< (W(truncatingIfNeeded: W.bitWidth) &- count)
    let top = result &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    let second = result &>> W(truncatingIfNeeded: W.bitWidth &- 2) & 1
    c.setRotateFlags(UInt64(truncatingIfNeeded: top) | UInt64(truncatingIfNeeded: top ^ second) &<< 11)
    return result
  }
}

extension UnsafeMutablePointer where Pointee == Core {
  /// Replaces CF and OF and leaves the other flags as they are, without computing what need not be.
  @_transparent
  func setRotateFlags(_ carryAndOverflow: UInt64) {
    let kind = pointee.flagKind
    if kind == .partial {
      pointee.flagFirst = pointee.flagFirst & RFLAGS.auxiliary | carryAndOverflow
    } else if kind == .logic {
      pointee.flagFirst = carryAndOverflow
      pointee.flagKind = .partial
    } else if kind == .explicit {
      pointee.flags = pointee.flags & ~(RFLAGS.carry | RFLAGS.overflow) | carryAndOverflow
    } else {
      let auxiliary = (pointee.flagFirst ^ pointee.flagSecond ^ pointee.flagResult) & RFLAGS.auxiliary
      pointee.flagFirst = auxiliary | carryAndOverflow
      pointee.flagKind = .partial
    }
  }
}

// Without flags, where the block overwrites them unseen.
enum ShlWithoutFlags: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W { value &<< count }
}
enum ShrWithoutFlags: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W { value &>> count }
}
enum SarWithoutFlags: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    W(truncatingIfNeeded: Int64(bitPattern: signExtended(value)) &>> Int64(truncatingIfNeeded: count))
  }
}
enum RolWithoutFlags: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    value &<< count | value &>> (W(truncatingIfNeeded: W.bitWidth) &- count)
  }
}
enum RorWithoutFlags: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    value &>> count | value &<< (W(truncatingIfNeeded: W.bitWidth) &- count)
  }
}

/// RCL: the carry comes in below the bits that leave.
enum Rcl: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let back = W(truncatingIfNeeded: W.bitWidth) &- count
    let incoming = (c.carry ? 1 as W : 0) &<< (count &- 1)
    let result = value &<< count | incoming | (value &>> 1) &>> back
    let carry = (value &>> back) & 1
    let top = result &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    c.setRotateFlags(UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: carry ^ top) &<< 11)
    return result
  }
}
enum Rcr: ShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ count: W) -> W {
    let back = W(truncatingIfNeeded: W.bitWidth) &- count
    let incoming = (c.carry ? 1 as W : 0) &<< back
    let result = value &>> count | incoming | (value &<< 1) &<< back
    let carry = (value &>> (count &- 1)) & 1
    let top = result &>> W(truncatingIfNeeded: W.bitWidth &- 1)
    let second = result &>> W(truncatingIfNeeded: W.bitWidth &- 2) & 1
    c.setRotateFlags(UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: top ^ second) &<< 11)
    return result
  }
}

/// What CL says; nil where the operand is too narrow for it, and the general tier must do it.
@_transparent
private func shiftCount<W: Word>(_ c: CPU, _ width: W.Type) -> W? {
  let count = c.load(8, as: UInt8.self) & (W.bitWidth == 64 ? 63 : 31)
  if W.bitWidth < 32 && count >= W.bitWidth { return nil }
  return W(truncatingIfNeeded: count)
}

enum Shift<Operator: ShiftOperation, W: Word> {
  /// The count was masked, and is not zero and less than the width, when the block was made.
  @_transparent
  static func immediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(
      o.pointee.a, Operator.apply(c, c.load(o.pointee.a, as: W.self), W(truncatingIfNeeded: o.pointee.immediate)))
    next(c, o)
  }

  @_transparent
  static func counter(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let count = shiftCount(c, W.self) {
      let value = c.load(o.pointee.a, as: W.self)
      if count != 0 { c.store(o.pointee.a, Operator.apply(c, value, count)) } else { c.store(o.pointee.a, value) }
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

enum ShiftMemory<Operator: ShiftOperation, W: Word, Address: AddressForm> {
  @_transparent
  static func immediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      let count = W(truncatingIfNeeded: o.pointee.immediate)
      host.storeBytes(of: Operator.apply(c, host.loadUnaligned(as: W.self), count), as: W.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func counter(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let count = shiftCount(c, W.self), let host = cachedWrite(c, Address.address(c, o), W.self) {
      if count != 0 {
        host.storeBytes(of: Operator.apply(c, host.loadUnaligned(as: W.self), count), as: W.self)
      }
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

// MARK: SHLD and SHRD of registers

/// The first operand shifted, with bits of the second coming in; by a count that is not zero and less than the width.
protocol DoubleShiftOperation {
  static func apply<W: Word>(_ c: CPU, _ value: W, _ other: W, _ count: W) -> W
}

enum Shld: DoubleShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ other: W, _ count: W) -> W {
    let back = W(truncatingIfNeeded: W.bitWidth) &- count
    let result = value &<< count | other &>> back
    setDoubleShiftFlags(c, value, result, carry: (value &>> back) & 1)
    return result
  }
}
enum Shrd: DoubleShiftOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W, _ other: W, _ count: W) -> W {
    let result = value &>> count | other &<< (W(truncatingIfNeeded: W.bitWidth) &- count)
    setDoubleShiftFlags(c, value, result, carry: (value &>> (count &- 1)) & 1)
    return result
  }
}

@_transparent
private func setDoubleShiftFlags<W: Word>(_ c: CPU, _ value: W, _ result: W, carry: W) {
  let changed = (result ^ value) &>> W(truncatingIfNeeded: W.bitWidth &- 1)
  c.setFlags(
    result: result,
    others: UInt64(truncatingIfNeeded: carry) | UInt64(truncatingIfNeeded: changed) &<< 11)
}

enum DoubleShift<Operator: DoubleShiftOperation, W: Word> {
  @_transparent
  private static func shift(_ c: CPU, _ o: UnsafePointer<Operation>, _ count: W) {
    let value = c.load(o.pointee.a, as: W.self)
    c.store(o.pointee.a, count == 0 ? value : Operator.apply(c, value, c.load(o.pointee.b, as: W.self), count))
  }

  @_transparent
  static func immediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    shift(c, o, W(truncatingIfNeeded: o.pointee.immediate))
    next(c, o)
  }

  @_transparent
  static func counter(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    shift(c, o, W(c.load(8, as: UInt8.self)) & W(truncatingIfNeeded: W.bitWidth &- 1))
    next(c, o)
  }
}
