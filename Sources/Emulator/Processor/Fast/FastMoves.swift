/// MOVZX, MOVSX, MOVSXD.
protocol Extension {
  static func extend<Source: Word, W: Word>(_ value: Source, to type: W.Type) -> W
}

enum ZeroExtend: Extension {
  @_transparent static func extend<Source: Word, W: Word>(_ value: Source, to type: W.Type) -> W {
    W(truncatingIfNeeded: value)
  }
}

enum SignExtend: Extension {
  @_transparent static func extend<Source: Word, W: Word>(_ value: Source, to type: W.Type) -> W {
    W(truncatingIfNeeded: signExtended(value))
  }
}

enum Extend<How: Extension, Source: Word, W: Word> {
  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, How.extend(c.load(o.pointee.b, as: Source.self), to: W.self))
    next(c, o)
  }
}

enum ExtendMemory<How: Extension, Source: Word, W: Word, Address: AddressForm> {
  @_transparent
  static func memory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), Source.self) {
      c.store(o.pointee.a, How.extend(host.loadUnaligned(as: Source.self), to: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

enum Lea<W: Word, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, W(truncatingIfNeeded: Address.address(c, o)))
    next(c, o)
  }
}

// MARK: Multiplication and division

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
}

/// One-operand MUL and IMUL: rDX:rAX = rAX * register.
enum Multiply<W: Word> {
  @_transparent
  static func unsigned(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let (high, low) = c.load(0, as: W.self).multipliedFullWidth(by: c.load(o.pointee.a, as: W.self))
    let result = W(truncatingIfNeeded: low)
    c.store(0, result)
    c.store(16, high)
    c.setFlags(result: result, others: high != 0 ? RFLAGS.carry | RFLAGS.overflow : 0)
    next(c, o)
  }

  @_transparent
  static func signed(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let a = Int64(bitPattern: signExtended(c.load(0, as: W.self)))
    let b = Int64(bitPattern: signExtended(c.load(o.pointee.a, as: W.self)))
    let product = a.multipliedFullWidth(by: b)
    let low = W(truncatingIfNeeded: product.low)
    let high =
      W.bitWidth == 64 ? W(truncatingIfNeeded: product.high) : W(truncatingIfNeeded: product.low &>> 32)
    c.store(0, low)
    c.store(16, high)
    let signOfLow = W(truncatingIfNeeded: Int64(bitPattern: signExtended(low)) &>> 63)
    c.setFlags(result: low, others: high != signOfLow ? RFLAGS.carry | RFLAGS.overflow : 0)
    next(c, o)
  }
}

/// DIV by a register, where the quotient fits; the general tier raises #DE.
enum Divide<W: Word> {
  @_transparent
  static func unsigned(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let divisor = c.load(o.pointee.a, as: W.self)
    let high = c.load(16, as: W.self)
    if _fastPath(high < divisor) {
      let low = c.load(0, as: W.self)
      if W.bitWidth == 64 {
        if _slowPath(high != 0) {
          generalOperation(core, raw)
          return
        }
        c.store(0, low / divisor)
        c.store(16, low % divisor)
      } else {
        let dividend = UInt64(truncatingIfNeeded: high) &<< 32 | UInt64(truncatingIfNeeded: low)
        let wide = UInt64(truncatingIfNeeded: divisor)
        c.store(0, W(truncatingIfNeeded: dividend / wide))
        c.store(16, W(truncatingIfNeeded: dividend % wide))
      }
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// IDIV by a register, where the quotient fits; the general tier raises #DE.
enum DivideSigned<W: Word> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let divisor = Int64(bitPattern: signExtended(c.load(o.pointee.a, as: W.self)))
    let low = UInt64(truncatingIfNeeded: c.load(0, as: W.self))
    let high = UInt64(truncatingIfNeeded: c.load(16, as: W.self))
    let dividend: Int64
    if W.bitWidth == 64 {
      dividend = Int64(bitPattern: low)
      // Dividends of more than 64 bits are rare.
      if _slowPath(high != UInt64(bitPattern: dividend &>> 63)) {
        generalOperation(core, raw)
        return
      }
    } else {
      dividend = Int64(bitPattern: high &<< 32 | low)
    }
    if _slowPath(divisor == 0 || (divisor == -1 && dividend == .min)) {
      generalOperation(core, raw)
      return
    }
    let quotient = dividend / divisor
    if W.bitWidth == 32 && _slowPath(Int64(Int32(truncatingIfNeeded: quotient)) != quotient) {
      generalOperation(core, raw)
      return
    }
    c.store(0, W(truncatingIfNeeded: quotient))
    c.store(16, W(truncatingIfNeeded: dividend % divisor))
    next(c, o)
  }
}
