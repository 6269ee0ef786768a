/// BMI1, BMI2 and ADX between registers; MOVBE and CRC32.

/// What an instruction makes of two registers (or one and an immediate) for a third, flags included.
protocol ThreeOperandFunction {
  static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W
}

/// Register `a` from register `b` and register `index`, or the immediate.
enum ThreeOperands<Function: ThreeOperandFunction, W: Word> {
  @_transparent
  static func registers(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(o.pointee.a, Function.apply(c, c.load(o.pointee.b, as: W.self), c.load(o.pointee.index, as: W.self)))
    next(c, o)
  }

  @_transparent
  static func immediate(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    c.store(
      o.pointee.a, Function.apply(c, c.load(o.pointee.b, as: W.self), W(truncatingIfNeeded: o.pointee.immediate)))
    next(c, o)
  }
}

enum Andn: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let result = ~x & y
    c.setLogicFlags(result)
    return result
  }
}
enum Bextr: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let (start, length) = (UInt64(truncatingIfNeeded: y) & 0xFF, UInt64(truncatingIfNeeded: y) &>> 8 & 0xFF)
    let shifted = start < 64 ? UInt64(truncatingIfNeeded: x) &>> start : 0
    let result = W(truncatingIfNeeded: length < 64 ? shifted & (1 &<< length &- 1) : shifted)
    c.setFlags(result: result, others: 0)
    return result
  }
}
enum Bzhi: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let index = UInt64(truncatingIfNeeded: y) & 0xFF
    let isInside = index < UInt64(truncatingIfNeeded: W.bitWidth)
    let result = isInside ? x & (W(1) &<< W(truncatingIfNeeded: index) &- 1) : x
    c.setFlags(result: result, others: isInside ? 0 : RFLAGS.carry)
    return result
  }
}
enum Pdep: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    var (result, rest, source) = (0 as W, y, x)
    while rest != 0 {
      let bit = rest & (0 &- rest)
      if source & 1 != 0 { result |= bit }
      source = source &>> 1
      rest ^= bit
    }
    return result
  }
}
enum Pext: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    var (result, rest, place) = (0 as W, y, 1 as W)
    while rest != 0 {
      let bit = rest & (0 &- rest)
      if x & bit != 0 { result |= place }
      place = place &<< 1
      rest ^= bit
    }
    return result
  }
}
enum Shlx: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W { x &<< y }
}
enum Shrx: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W { x &>> y }
}
enum Sarx: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let count = UInt64(truncatingIfNeeded: y) & UInt64(truncatingIfNeeded: W.bitWidth &- 1)
    return W(truncatingIfNeeded: Int64(bitPattern: signExtended(x)) &>> Int64(bitPattern: count))
  }
}
enum Rorx: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W { x &>> y | x &<< (0 &- y) }
}
enum Adcx: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let (partial, first) = x.addingReportingOverflow(y)
    let (sum, second) = partial.addingReportingOverflow(c.carry ? 1 : 0)
    c.setCarryAlone(first || second ? RFLAGS.carry : 0)
    return sum
  }
}
enum Adox: ThreeOperandFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ x: W, _ y: W) -> W {
    let (partial, first) = x.addingReportingOverflow(y)
    let (sum, second) = partial.addingReportingOverflow(c.overflow ? 1 : 0)
    let others = c.arithmeticFlags & ~RFLAGS.overflow
    c.pointee.flags =
      c.pointee.flags & ~RFLAGS.arithmetic | others | (first || second ? RFLAGS.overflow : 0)
    c.pointee.flagKind = .explicit
    return sum
  }
}

// Of one register: see `BitFunction`.
enum Blsi: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    let result = value & (0 &- value)
    c.setFlags(result: result, others: value != 0 ? RFLAGS.carry : 0)
    return result
  }
}
enum Blsmsk: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    let result = value ^ (value &- 1)
    c.setFlags(result: result, others: value == 0 ? RFLAGS.carry : 0)
    return result
  }
}
enum Blsr: BitFunction {
  @_transparent static func apply<W: Word>(_ c: CPU, _ value: W) -> W? {
    let result = value & (value &- 1)
    c.setFlags(result: result, others: value == 0 ? RFLAGS.carry : 0)
    return result
  }
}

/// MULX: register `a` and register `b` from RDX times register `index`. If both are one, it is the upper half.
enum Mulx<W: Word> {
  @_transparent
  static func registers(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let (high, low) = c.load(16, as: W.self).multipliedFullWidth(by: c.load(o.pointee.index, as: W.self))
    c.store(o.pointee.b, W(truncatingIfNeeded: low))
    c.store(o.pointee.a, high)
    next(c, o)
  }
}

/// MOVBE to memory; the load is a `BitMemory` of `SwapBytes`.
enum StoreSwapped<W: Word> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, FullAddress.address(c, o), W.self) {
      host.storeBytes(of: c.load(o.pointee.a, as: W.self).byteSwapped, as: W.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// CRC32: register `a` and a source of `W`, all bytes at once (see ``CastagnoliTables``).
enum Checksum<W: Word> {
  @_transparent
  private static func add(_ c: CPU, _ o: UnsafePointer<Operation>, _ data: W) {
    let bits = UInt64(c.load(o.pointee.a, as: UInt32.self)) ^ UInt64(truncatingIfNeeded: data)
    let tables = c.pointee.castagnoliTables
    // What is left of the checksum, where the data are shorter.
    var result = W.bitWidth < 32 ? UInt32(truncatingIfNeeded: bits) &>> UInt32(truncatingIfNeeded: W.bitWidth) : 0
    var index = 0
    while index < W.bitWidth / 8 {
      let byte = Int(truncatingIfNeeded: bits &>> UInt64(truncatingIfNeeded: index &* 8) & 0xFF)
      result ^= tables[(W.bitWidth / 8 &- 1 &- index) &* 256 &+ byte]
      index = index &+ 1
    }
    c.store(o.pointee.a, result)
  }

  @_transparent
  static func register(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    add(c, o, c.load(o.pointee.b, as: W.self))
    next(c, o)
  }

  @_transparent
  static func memory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, FullAddress.address(c, o), W.self) {
      add(c, o, host.loadUnaligned(as: W.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// What a byte makes of a CRC-32C (polynomial 11EDC6F41h, bits reversed), followed by 0 to 7 bytes of zeros: eight tables of 256.
enum CastagnoliTables {
  /// Made once, for all processors.
  nonisolated(unsafe) static let shared: UnsafePointer<UInt32> = {
    let tables = UnsafeMutablePointer<UInt32>.allocate(capacity: 8 * 256)
    for byte in 0..<256 {
      var crc = UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
      tables[byte] = crc
    }
    for entry in 256..<(8 * 256) {
      let before = tables[entry - 256]
      tables[entry] = before >> 8 ^ tables[Int(before & 0xFF)]
    }
    return UnsafePointer(tables)
  }()
}
