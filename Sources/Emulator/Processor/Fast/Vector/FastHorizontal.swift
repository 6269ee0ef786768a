import FloatingPoint

/// SSE3, SSSE3 and SSE4.1 across lanes: sums of neighbours, choices by an immediate, tests.

// MARK: Neighbours, in floating-point

/// HADDPS and HSUBPS: the even and the odd elements of both operands, then one addition of whole vectors.
enum AcrossSingles<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (x, y) = (a.lanes(Doublewords.self), b.lanes(Doublewords.self))
    let even = Doublewords(x[0], x[2], y[0], y[2])
    guard let result = Operator.singles(even, Doublewords(x[1], x[3], y[1], y[3]), c.pointee.mxcsr) else { return nil }
    return Vector(lanes: result)
  }
}
/// HADDPD and HSUBPD.
enum AcrossDoubles<Operator: FloatOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Operator.doubles(Vector(a.x, b.x), Vector(a.y, b.y), c.pointee.mxcsr)
  }
}
/// ADDSUBPS: a difference is the sum with the second operand negated, which only NaNs could tell, and those are not done here.
enum AddSubtractSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    AllSingles<FloatAdd>.apply(c, o, a, b ^ Vector(repeating: 0x8000_0000))
  }
}
/// ADDSUBPD.
enum AddSubtractDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    AllDoubles<FloatAdd>.apply(c, o, a, b ^ Vector(1 &<< 63, 0))
  }
}

// MARK: Neighbours, in integers

/// The low words of doublewords, of both operands.
@_transparent
func evenWords(_ low: Doublewords, _ high: Doublewords) -> Words {
  let (a, b) = (unsafeBitCast(low, to: Words.self), unsafeBitCast(high, to: Words.self))
  return Words(a[0], a[2], a[4], a[6], b[0], b[2], b[4], b[6])
}

/// PHADDW: a doubleword's high word added to its low one, where only the low one counts.
enum AddAcrossWords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    unsafeBitCast(evenWords(a &+ (a &>> 16), b &+ (b &>> 16)), to: Doublewords.self)
  }
}
/// PHSUBW.
enum SubtractAcrossWords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    unsafeBitCast(evenWords(a &- (a &>> 16), b &- (b &>> 16)), to: Doublewords.self)
  }
}
/// PHADDD.
enum AddAcrossDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(a[0], a[2], b[0], b[2]) &+ Doublewords(a[1], a[3], b[1], b[3])
  }
}
/// PHSUBD.
enum SubtractAcrossDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(a[0], a[2], b[0], b[2]) &- Doublewords(a[1], a[3], b[1], b[3])
  }
}

/// PMADDUBSW: unsigned bytes of the destination times signed ones of the source; two products make a word, saturated.
enum MultiplyAddBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    let even = (a & 0xFF) &* ((b &<< 8) &>> 8)
    return AddSignedWords.combine(even, ((a &>> 8) & 0xFF) &* (b &>> 8))
  }
}
/// PMULHRSW: bits 30 to 15 of each product, rounded.
enum MultiplyRoundWords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    let even = ((a &<< 16) &>> 16) &* ((b &<< 16) &>> 16)
    let odd = (a &>> 16) &* (b &>> 16)
    return (((even &>> 14) &+ 1) &>> 1) & 0xFFFF | (((odd &>> 14) &+ 1) &>> 1) &<< 16
  }
}

/// PSIGNB: the destination with the sign of the source, zero where that is zero.
enum SignBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    let sign = b &>> 7
    return ((a ^ sign) &- sign) & ~ones(b .== SignedBytes.zero, as: SignedBytes.self)
  }
}
enum SignWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    let sign = b &>> 15
    return ((a ^ sign) &- sign) & ~ones(b .== SignedWords.zero, as: SignedWords.self)
  }
}
enum SignDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    let sign = b &>> 31
    return ((a ^ sign) &- sign) & ~ones(b .== SignedDoublewords.zero, as: SignedDoublewords.self)
  }
}

// MARK: Lanes chosen by the immediate

/// PBLENDW: a bit for each word.
enum BlendWords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bits = Words(1, 2, 4, 8, 16, 32, 64, 128)
    let chosen = Words(repeating: UInt16(truncatingIfNeeded: o.pointee.immediate)) & bits
    return Vector(lanes: choose(ones(chosen .== bits, as: Words.self), b.lanes(Words.self), a.lanes(Words.self)))
  }
}
/// BLENDPS.
enum BlendChosenSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bits = Doublewords(1, 2, 4, 8)
    let chosen = Doublewords(repeating: UInt32(truncatingIfNeeded: o.pointee.immediate)) & bits
    return Vector(
      lanes: choose(ones(chosen .== bits, as: Doublewords.self), b.lanes(Doublewords.self), a.lanes(Doublewords.self)))
  }
}
/// BLENDPD.
enum BlendChosenDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(o.pointee.immediate & 1 == 0 ? a.x : b.x, o.pointee.immediate & 2 == 0 ? a.y : b.y)
  }
}
/// INSERTPS from a register: a single of the source, to a place of the destination, and zeros where the immediate says.
enum InsertSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let control = o.pointee.immediate
    let from = control &>> 6 & 3
    let single = (from & 2 == 0 ? b.x : b.y) &>> ((from & 1) &* 32) & 0xFFFF_FFFF
    let to = control &>> 4 & 3
    let place = (to & 1) &* 32
    let kept: UInt64 = ~(0xFFFF_FFFF &<< place)
    let low = to & 2 == 0 ? a.x & kept | single &<< place : a.x
    let high = to & 2 == 0 ? a.y : a.y & kept | single &<< place
    return Vector(low & mask(control), high & mask(control &>> 2))
  }
  /// What the two low bits of a zero mask leave of a quadword.
  @_transparent private static func mask(_ zeros: UInt64) -> UInt64 {
    (zeros & 1 == 0 ? 0xFFFF_FFFF : 0) | (zeros & 2 == 0 ? 0xFFFF_FFFF &<< 32 : 0)
  }
}
/// PINSRB.
enum InsertByte: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let place = (o.pointee.immediate & 7) &* 8
    let (kept, byte): (UInt64, UInt64) = (~(0xFF &<< place), (b.x & 0xFF) &<< place)
    return o.pointee.immediate & 8 == 0 ? Vector(a.x & kept | byte, a.y) : Vector(a.x, a.y & kept | byte)
  }
}
/// PEXTRB to a register.
enum ExtractByte: VectorReduction {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64? {
    (o.pointee.immediate & 8 == 0 ? b.x : b.y) &>> ((o.pointee.immediate & 7) &* 8) & 0xFF
  }
}

/// PTEST: ZF and CF from the bits that both have, and that only the source has.
enum PackedTest {
  @_transparent
  private static func test(_ c: CPU, _ a: Vector, _ b: Vector) {
    let (both, only) = (a & b, ~a & b)
    c.pointee.flags =
      c.pointee.flags & ~RFLAGS.arithmetic | (both.x | both.y == 0 ? RFLAGS.zero : 0)
      | (only.x | only.y == 0 ? RFLAGS.carry : 0)
    c.pointee.flagKind = .explicit
  }

  @_transparent
  static func registerRegister(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    test(c, c.xmm(o.pointee.a).load(as: Vector.self), c.xmm(o.pointee.b).load(as: Vector.self))
    next(c, o)
  }

  @_transparent
  static func registerMemory(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    let o = operation(raw)
    let address = FullAddress.address(c, o)
    if _fastPath(address & 15 == 0), let host = cached(c.pointee.reads, c, address, size: 16) {
      test(c, c.xmm(o.pointee.a).load(as: Vector.self), host.loadUnaligned(as: Vector.self))
      next(c, o)
    } else {
      generalOperation(core, raw)
    }
  }
}
