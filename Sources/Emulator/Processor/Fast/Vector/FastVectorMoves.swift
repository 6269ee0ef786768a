/// Loads and stores of sixteen bytes, and of the parts of a register.

/// Whether an access must be aligned.
protocol Alignment { static var mask: UInt64 { get } }
enum AlignedAccess: Alignment { @_transparent static var mask: UInt64 { 15 } }
enum AnyAccess: Alignment { @_transparent static var mask: UInt64 { 0 } }

enum VectorLoad<How: Alignment, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = Address.address(c, o)
    if _fastPath(address & How.mask == 0), let host = cached(c.pointee.reads, c, address, size: 16) {
      c.xmm(o.pointee.a).storeBytes(of: host.loadUnaligned(as: Vector.self), as: Vector.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

enum VectorStore<How: Alignment, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = Address.address(c, o)
    if _fastPath(address & How.mask == 0), let host = cached(c.pointee.writes, c, address, size: 16) {
      host.storeBytes(of: c.xmm(o.pointee.a).load(as: Vector.self), as: Vector.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// MOVSS, MOVSD, MOVD and MOVQ from memory: what is above becomes zero.
enum VectorLoadLow<W: Word, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedRead(c, Address.address(c, o), W.self) {
      let value = Vector(UInt64(truncatingIfNeeded: host.loadUnaligned(as: W.self)), 0)
      c.xmm(o.pointee.a).storeBytes(of: value, as: Vector.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// MOVSS, MOVSD, MOVLPS, MOVD and MOVQ to memory.
enum VectorStoreLow<W: Word, Address: AddressForm> {
  @_transparent
  static func run(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    if let host = cachedWrite(c, Address.address(c, o), W.self) {
      host.storeBytes(of: c.xmm(o.pointee.a).load(as: W.self), as: W.self)
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}

/// MOVHPS and MOVHPD to memory.
@c func apusVectorStoreHigh(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if let host = cachedWrite(c, FullAddress.address(c, o), UInt64.self) {
    host.storeBytes(of: c.xmm(o.pointee.a).load(as: Vector.self).y, as: UInt64.self)
    next(c, o)
  } else {
    generalOperation(core, raw)
  }
}

// MARK: Between registers, and halves

/// MOVAPS and its kin between registers.
enum MoveWhole: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? { b }
}
/// MOVQ between registers; MOVD and MOVQ from general registers.
enum MoveLowAlone: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(b.x, 0)
  }
}
/// MOVSS between registers.
enum MoveLowSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    withLow(a, UInt32(truncatingIfNeeded: b.x))
  }
}
/// MOVSD between registers, MOVLPS from memory.
enum MoveLowDouble: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(b.x, a.y)
  }
}
/// MOVLHPS, UNPCKLPD, PUNPCKLQDQ; MOVHPS from memory.
enum MoveLowToHigh: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(a.x, b.x)
  }
}
/// MOVHLPS.
enum MoveHighToLow: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(b.y, a.y)
  }
}
/// UNPCKHPD, PUNPCKHQDQ.
enum UnpackHighQuadwords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(a.y, b.y)
  }
}
/// MOVDDUP.
enum DuplicateLow: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(b.x, b.x)
  }
}

/// `a` with its low four bytes replaced.
@_transparent
func withLow(_ a: Vector, _ low: UInt32) -> Vector {
  var lanes = a.lanes(Doublewords.self)
  lanes[0] = low
  return Vector(lanes: lanes)
}

// MARK: To general registers

/// MOVD and MOVQ; MOV from memory is in Binary.
enum LowQuadword: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? { b.x }
}
/// MOVMSKPD.
enum SignsOfDoubles: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    b.x &>> 63 | (b.y &>> 63) &<< 1
  }
}
/// MOVMSKPS.
enum SignsOfSingles: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let low = (b.x &>> 31) & 1 | (b.x &>> 63) &<< 1
    return low | ((b.y &>> 31) & 1) &<< 2 | (b.y &>> 63) &<< 3
  }
}
/// PMOVMSKB.
enum SignsOfBytes: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    // Eight sign bits, 8 apart, gathered by a multiplication into the top byte.
    let low = (((b.x & 0x8080_8080_8080_8080) &>> 7) &* 0x0102_0408_1020_4080) &>> 56
    let high = (((b.y & 0x8080_8080_8080_8080) &>> 7) &* 0x0102_0408_1020_4080) &>> 56
    return low | high &<< 8
  }
}
/// PEXTRW.
enum ExtractWord: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let half = o.pointee.immediate & 4 == 0 ? b.x : b.y
    return half &>> ((o.pointee.immediate & 3) &* 16) & 0xFFFF
  }
}
/// PEXTRD.
enum ExtractDoubleword: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    let half = o.pointee.immediate & 2 == 0 ? b.x : b.y
    return half &>> ((o.pointee.immediate & 1) &* 32) & 0xFFFF_FFFF
  }
}
/// PEXTRQ.
enum ExtractQuadword: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    o.pointee.immediate & 1 == 0 ? b.x : b.y
  }
}

// MARK: Elements put in

/// PINSRW.
enum InsertWord: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let shift = (o.pointee.immediate & 3) &* 16
    let mask = UInt64(0xFFFF) &<< shift
    let value = (b.x & 0xFFFF) &<< shift
    return o.pointee.immediate & 4 == 0 ? Vector(a.x & ~mask | value, a.y) : Vector(a.x, a.y & ~mask | value)
  }
}
/// PINSRD.
enum InsertDoubleword: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let shift = (o.pointee.immediate & 1) &* 32
    let mask = UInt64(0xFFFF_FFFF) &<< shift
    let value = (b.x & 0xFFFF_FFFF) &<< shift
    return o.pointee.immediate & 2 == 0 ? Vector(a.x & ~mask | value, a.y) : Vector(a.x, a.y & ~mask | value)
  }
}
/// PINSRQ.
enum InsertQuadword: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    o.pointee.immediate & 1 == 0 ? Vector(b.x, a.y) : Vector(a.x, b.x)
  }
}
