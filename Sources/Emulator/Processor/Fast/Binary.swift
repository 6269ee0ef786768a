/// What a two-operand instruction computes, flags included.
protocol BinaryOperation {
  static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W
  /// Whether the first operand is replaced by the result.
  static var writes: Bool { get }
  /// Whether the first operand's value matters.
  static var reads: Bool { get }
}

extension BinaryOperation {
  @_transparent static var writes: Bool { true }
  @_transparent static var reads: Bool { true }
}

enum Add: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let result = a &+ b
    c.setFlags(.add, result, a, b)
    return result
  }
}

enum Sub: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let result = a &- b
    c.setFlags(.subtract, result, a, b)
    return result
  }
}

enum Adc: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let carry = c.carry
    let result = a &+ b &+ (carry ? 1 : 0)
    c.setFlags(carry ? .addWithCarry : .add, result, a, b)
    return result
  }
}

enum Sbb: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let borrow = c.carry
    let result = a &- b &- (borrow ? 1 : 0)
    c.setFlags(borrow ? .subtractWithBorrow : .subtract, result, a, b)
    return result
  }
}

enum And: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let result = a & b
    c.setLogicFlags(result)
    return result
  }
}

enum Or: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let result = a | b
    c.setLogicFlags(result)
    return result
  }
}

enum Xor: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    let result = a ^ b
    c.setLogicFlags(result)
    return result
  }
}

enum Cmp: BinaryOperation {
  @_transparent static var writes: Bool { false }
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    c.setFlags(.subtract, a &- b, a, b)
    return a
  }
}

enum Test: BinaryOperation {
  @_transparent static var writes: Bool { false }
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W {
    c.setLogicFlags(a & b)
    return a
  }
}

enum Mov: BinaryOperation {
  @_transparent static var reads: Bool { false }
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { b }
}

enum AddWithoutFlags: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { a &+ b }
}
enum SubWithoutFlags: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { a &- b }
}
enum AndWithoutFlags: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { a & b }
}
enum OrWithoutFlags: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { a | b }
}
enum XorWithoutFlags: BinaryOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ a: W, _ b: W) -> W { a ^ b }
}

/// Register destinations. Register `a`; register `b` or the immediate.
enum Binary<Operator: BinaryOperation, W: Word> {
  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    combine(c, o, c.load(o.pointee.b, as: W.self))
    next(c, o)
  }

  @_transparent
  static func registerImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    combine(c, o, W(truncatingIfNeeded: o.pointee.immediate))
    next(c, o)
  }

  @_transparent
  static func combine(_ c: CPU, _ o: UnsafePointer<Operation>, _ second: W) {
    let first = Operator.reads ? c.load(o.pointee.a, as: W.self) : 0
    let result = Operator.apply(c, first, second)
    if Operator.writes { c.store(o.pointee.a, result) }
  }
}

/// One operand in memory.
enum BinaryMemory<Operator: BinaryOperation, W: Word, Address: AddressForm> {
  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self) {
      Binary<Operator, W>.combine(c, o, host.loadUnaligned(as: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func memoryRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = destination(c, o) {
      combine(c, host, c.load(o.pointee.a, as: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func memoryImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = destination(c, o) {
      combine(c, host, W(truncatingIfNeeded: o.pointee.immediate))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func destination(_ c: CPU, _ o: UnsafePointer<Operation>) -> UnsafeMutableRawPointer? {
    let address = Address.address(c, o)
    return Operator.writes ? cachedWrite(c, address, W.self) : cachedRead(c, address, W.self)
  }

  @_transparent
  static func combine(_ c: CPU, _ host: UnsafeMutableRawPointer, _ second: W) {
    let first = Operator.reads ? host.loadUnaligned(as: W.self) : 0
    let result = Operator.apply(c, first, second)
    if Operator.writes { host.storeBytes(of: result, as: W.self) }
  }
}
