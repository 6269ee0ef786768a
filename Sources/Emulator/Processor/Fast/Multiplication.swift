/// Multiplication and division.

/// IMUL with two or three operands: the truncated product.
enum Imul<W: Word> {
  @_transparent
  static func multiply(_ c: CPU, _ o: UnsafePointer<Operation>, _ first: W, _ second: W) {
    let a = Int64(bitPattern: signExtended(first))
    let b = Int64(bitPattern: signExtended(second))
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    let result = W(truncatingIfNeeded: product)
    let isOverflow = overflow || signExtended(result) != UInt64(bitPattern: product)
    c.setFlags(result: result, others: isOverflow ? RFLAGS.carry | RFLAGS.overflow : 0)
    c.store(o.pointee.a, result)
  }

  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    multiply(c, o, c.load(o.pointee.a, as: W.self), c.load(o.pointee.b, as: W.self))
    next(c, o)
  }

  @_transparent
  static func registerRegisterImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    multiply(c, o, c.load(o.pointee.b, as: W.self), W(truncatingIfNeeded: o.pointee.immediate))
    next(c, o)
  }
}

enum ImulMemory<W: Word, Address: AddressForm> {
  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self) {
      Imul<W>.multiply(c, o, c.load(o.pointee.a, as: W.self), host.loadUnaligned(as: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func registerMemoryImmediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self) {
      Imul<W>.multiply(c, o, host.loadUnaligned(as: W.self), W(truncatingIfNeeded: o.pointee.immediate))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// MUL, IMUL, DIV and IDIV with one explicit operand. False where the general tier must do it: to raise #DE, or because it is rare.
protocol AccumulatorOperation {
  static func apply<W: Word>(_ c: CPU, _ operand: W) -> Bool
}

/// The operand in register `a`, or in memory.
enum Accumulator<Operator: AccumulatorOperation, W: Word> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if Operator.apply(c, c.load(o.pointee.a, as: W.self)) { next(c, o) } else { generalOperation(core, raw) }
  }
}
enum AccumulatorMemory<Operator: AccumulatorOperation, W: Word, Address: AddressForm> {
  @_transparent
  static func memory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self), Operator.apply(c, host.loadUnaligned(as: W.self)) {
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// rDX:rAX, or AX of bytes.
@_transparent
private func store<W: Word>(_ c: CPU, low: W, high: W) {
  c.store(0, low)
  if W.bitWidth == 8 { c.store(1, high) } else { c.store(16, high) }
}
@_transparent
private func high<W: Word>(_ c: CPU, _ width: W.Type) -> W { c.load(W.bitWidth == 8 ? 1 : 16, as: W.self) }

enum Mul: AccumulatorOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ operand: W) -> Bool {
    let (high, low) = c.load(0, as: W.self).multipliedFullWidth(by: operand)
    let result = W(truncatingIfNeeded: low)
    store(c, low: result, high: high)
    c.setFlags(result: result, others: high != 0 ? RFLAGS.carry | RFLAGS.overflow : 0)
    return true
  }
}

enum MulSigned: AccumulatorOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ operand: W) -> Bool {
    let a = Int64(bitPattern: signExtended(c.load(0, as: W.self)))
    let product = a.multipliedFullWidth(by: Int64(bitPattern: signExtended(operand)))
    let low = W(truncatingIfNeeded: product.low)
    let high =
      W.bitWidth == 64
      ? W(truncatingIfNeeded: product.high)
      : W(truncatingIfNeeded: product.low &>> UInt64(truncatingIfNeeded: W.bitWidth))
    store(c, low: low, high: high)
    let signOfLow = W(truncatingIfNeeded: Int64(bitPattern: signExtended(low)) &>> 63)
    c.setFlags(result: low, others: high != signOfLow ? RFLAGS.carry | RFLAGS.overflow : 0)
    return true
  }
}

/// Dividends of more than 64 bits are rare.
enum Div: AccumulatorOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ operand: W) -> Bool {
    let high = high(c, W.self)
    guard _fastPath(high < operand), _fastPath(W.bitWidth < 64 || high == 0) else { return false }
    let low = c.load(0, as: W.self)
    if W.bitWidth == 64 {
      store(c, low: low / operand, high: low % operand)
    } else {
      let dividend =
        UInt64(truncatingIfNeeded: high) &<< UInt64(truncatingIfNeeded: W.bitWidth) | UInt64(truncatingIfNeeded: low)
      let divisor = UInt64(truncatingIfNeeded: operand)
      store(c, low: W(truncatingIfNeeded: dividend / divisor), high: W(truncatingIfNeeded: dividend % divisor))
    }
    return true
  }
}

enum DivSigned: AccumulatorOperation {
  @_transparent static func apply<W: Word>(_ c: CPU, _ operand: W) -> Bool {
    let divisor = Int64(bitPattern: signExtended(operand))
    let low = UInt64(truncatingIfNeeded: c.load(0, as: W.self))
    let high = UInt64(bitPattern: Int64(bitPattern: signExtended(high(c, W.self))))
    let dividend =
      W.bitWidth == 64
      ? Int64(bitPattern: low) : Int64(bitPattern: high &<< UInt64(truncatingIfNeeded: W.bitWidth) | low)
    guard _fastPath(W.bitWidth < 64 || high == UInt64(bitPattern: dividend &>> 63)),
      _fastPath(divisor != 0 && !(divisor == -1 && dividend == .min))
    else { return false }
    let quotient = dividend / divisor
    guard _fastPath(signExtended(W(truncatingIfNeeded: quotient)) == UInt64(bitPattern: quotient)) else { return false }
    store(c, low: W(truncatingIfNeeded: quotient), high: W(truncatingIfNeeded: dividend % divisor))
    return true
  }
}
