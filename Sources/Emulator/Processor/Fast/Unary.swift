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
