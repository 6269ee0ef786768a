/// What a one-operand instruction computes, flags included.
protocol UnaryOperation {
  static func apply<W: Word>(_ c: CPU, _ value: W) -> W
}

/// INC and DEC leave CF alone, so it is computed first.
enum Inc: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W {
    let result = value &+ 1
    let signBit = W(1) &<< W(truncatingIfNeeded: W.bitWidth &- 1)
    let others =
      (c.carry ? RFLAGS.carry : 0) | (result & 15 == 0 ? RFLAGS.auxiliary : 0)
      | (result == signBit ? RFLAGS.overflow : 0)
    c.setFlags(result: result, others: others)
    return result
  }
}

enum Dec: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W {
    let result = value &- 1
    let signBit = W(1) &<< W(truncatingIfNeeded: W.bitWidth &- 1)
    let others =
      (c.carry ? RFLAGS.carry : 0) | (result & 15 == 15 ? RFLAGS.auxiliary : 0)
      | (value == signBit ? RFLAGS.overflow : 0)
    c.setFlags(result: result, others: others)
    return result
  }
}

enum Neg: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W {
    let result = 0 &- value
    c.setFlags(.subtract, result, 0, value)
    return result
  }
}

enum Not: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W { ~value }
}

// Without flags, where the block overwrites them unseen.
enum IncWithoutFlags: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W { value &+ 1 }
}
enum DecWithoutFlags: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W { value &- 1 }
}
enum NegWithoutFlags: UnaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W { 0 &- value }
}

enum Unary<Operator: UnaryOperation, W: Word> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, Operator.apply(c, c.load(o.pointee.a, as: W.self)))
    next(c, o)
  }
}

enum UnaryMemory<Operator: UnaryOperation, W: Word, Address: AddressForm> {
  @_transparent
  static func memory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      host.storeBytes(of: Operator.apply(c, host.loadUnaligned(as: W.self)), as: W.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

// MARK: Shifts

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

enum Shift<Operator: ShiftOperation, W: Word> {
  /// The count was masked, and is not zero, when the block was made.
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
    let count = W(c.load(8, as: UInt8.self)) & W(truncatingIfNeeded: W.bitWidth &- 1)
    let value = c.load(o.pointee.a, as: W.self)
    if count != 0 { c.store(o.pointee.a, Operator.apply(c, value, count)) } else { c.store(o.pointee.a, value) }
    next(c, o)
  }
}
