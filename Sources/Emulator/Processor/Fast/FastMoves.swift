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
