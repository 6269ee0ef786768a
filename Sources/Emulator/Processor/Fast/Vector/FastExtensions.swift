import FloatingPoint

/// SSE3, SSSE3 and SSE4: what compilers make of code for x86-64-v2; and the comparisons of floating-point lanes.

// MARK: Lanes chosen by other lanes

/// PSHUFB.
enum ShuffleBytes: VectorOperation {
  @_transparent
  private static func half(_ a: Bytes, _ selectors: UInt64) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while shift < 64 {
      let selector = selectors &>> shift
      let byte = UInt64(a[Int(truncatingIfNeeded: selector & 15)])
      // All ones where the selector's top bit is clear.
      result |= (byte & ((selector &>> 7 & 1) &- 1)) &<< shift
      shift = shift &+ 8
    }
    return result
  }
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bytes = a.lanes(Bytes.self)
    return Vector(half(bytes, b.x), half(bytes, b.y))
  }
}

/// PALIGNR: sixteen bytes of source and destination in a row, from the immediate's byte on.
enum AlignRight: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = o.pointee.immediate & 0xFF
    let bits = (count & 7) &* 8
    let (q0, q1, q2): (UInt64, UInt64, UInt64)
    switch count &>> 3 {
    case 0: (q0, q1, q2) = (b.x, b.y, a.x)
    case 1: (q0, q1, q2) = (b.y, a.x, a.y)
    case 2: (q0, q1, q2) = (a.x, a.y, 0)
    case 3: (q0, q1, q2) = (a.y, 0, 0)
    default: (q0, q1, q2) = (0, 0, 0)
    }
    if bits == 0 { return Vector(q0, q1) }
    return Vector(q0 &>> bits | q1 &<< (64 &- bits), q1 &>> bits | q2 &<< (64 &- bits))
  }
}

/// PBLENDVB, BLENDVPS and BLENDVPD: XMM0 says where the source comes in.
enum BlendBytes: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let selection = c.xmm(0).load(as: Vector.self).lanes(SignedBytes.self)
    return Vector(lanes: choose(selection &>> 7, b.lanes(SignedBytes.self), a.lanes(SignedBytes.self)))
  }
}
enum BlendSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let selection = c.xmm(0).load(as: Vector.self).lanes(SignedDoublewords.self)
    return Vector(lanes: choose(selection &>> 31, b.lanes(SignedDoublewords.self), a.lanes(SignedDoublewords.self)))
  }
}
enum BlendDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let selection = c.xmm(0).load(as: Vector.self).lanes(SignedQuadwords.self)
    return Vector(lanes: choose(selection &>> 63, b.lanes(SignedQuadwords.self), a.lanes(SignedQuadwords.self)))
  }
}

/// MOVSHDUP and MOVSLDUP.
enum DuplicateOddSingles: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(b[1], b[1], b[3], b[3])
  }
}
enum DuplicateEvenSingles: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(b[0], b[0], b[2], b[2])
  }
}

// MARK: Packed integers

enum EqualQuadwords: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { ones(a .== b, as: Quadwords.self) }
}
enum GreaterQuadwords: LaneOperation {
  @_transparent static func combine(_ a: SignedQuadwords, _ b: SignedQuadwords) -> SignedQuadwords {
    ones(a .> b, as: SignedQuadwords.self)
  }
}
enum MultiplySignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedQuadwords, _ b: SignedQuadwords) -> SignedQuadwords {
    ((a &<< 32) &>> 32) &* ((b &<< 32) &>> 32)
  }
}
enum AbsoluteBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    let sign = b &>> 7
    return (b ^ sign) &- sign
  }
}
enum AbsoluteWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    let sign = b &>> 15
    return (b ^ sign) &- sign
  }
}
enum AbsoluteDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    let sign = b &>> 31
    return (b ^ sign) &- sign
  }
}

/// PSADBW.
enum SumOfDistances: VectorOperation {
  @_transparent
  private static func sum(_ bytes: UInt64) -> UInt64 {
    // Pairs into four words, whose sum a multiplication gathers at the top.
    let words = bytes & 0x00FF_00FF_00FF_00FF &+ (bytes &>> 8) & 0x00FF_00FF_00FF_00FF
    return (words &* 0x0001_0001_0001_0001) &>> 48
  }
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (x, y) = (a.lanes(Bytes.self), b.lanes(Bytes.self))
    let distances = Vector(lanes: choose(ones(x .> y, as: Bytes.self), x &- y, y &- x))
    return Vector(sum(distances.x), sum(distances.y))
  }
}

// MARK: PMOVZX and PMOVSX

/// How narrow lanes become wide ones.
protocol LaneExtension {
  static func extend<Narrow: FixedWidthInteger & SIMDScalar, Wide: FixedWidthInteger & SIMDScalar>(
    _ value: Narrow, to type: Wide.Type
  ) -> Wide
}
enum ZeroLanes: LaneExtension {
  @_transparent static func extend<Narrow: FixedWidthInteger & SIMDScalar, Wide: FixedWidthInteger & SIMDScalar>(
    _ value: Narrow, to type: Wide.Type
  ) -> Wide {
    Wide(truncatingIfNeeded: value)
  }
}
enum SignLanes: LaneExtension {
  @_transparent static func extend<Narrow: FixedWidthInteger & SIMDScalar, Wide: FixedWidthInteger & SIMDScalar>(
    _ value: Narrow, to type: Wide.Type
  ) -> Wide {
    // Every lane type here is unsigned: the sign is spread by hand.
    let isNegative = (value &>> Narrow(truncatingIfNeeded: Narrow.bitWidth &- 1)) & 1 != 0
    let above = Wide.max &<< Wide(truncatingIfNeeded: Narrow.bitWidth)
    return Wide(truncatingIfNeeded: value) | (isNegative ? above : 0)
  }
}

enum BytesToWords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    func word(_ lane: Int) -> UInt16 { How.extend(b[lane], to: UInt16.self) }
    return unsafeBitCast(
      Words(word(0), word(1), word(2), word(3), word(4), word(5), word(6), word(7)), to: Bytes.self)
  }
}
enum BytesToDoublewords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    func wide(_ lane: Int) -> UInt32 { How.extend(b[lane], to: UInt32.self) }
    return unsafeBitCast(Doublewords(wide(0), wide(1), wide(2), wide(3)), to: Bytes.self)
  }
}
enum BytesToQuadwords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    unsafeBitCast(
      Quadwords(How.extend(b[0], to: UInt64.self), How.extend(b[1], to: UInt64.self)), to: Bytes.self)
  }
}
enum WordsToDoublewords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    func wide(_ lane: Int) -> UInt32 { How.extend(b[lane], to: UInt32.self) }
    return unsafeBitCast(Doublewords(wide(0), wide(1), wide(2), wide(3)), to: Words.self)
  }
}
enum WordsToQuadwords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    unsafeBitCast(
      Quadwords(How.extend(b[0], to: UInt64.self), How.extend(b[1], to: UInt64.self)), to: Words.self)
  }
}
enum DoublewordsToQuadwords<How: LaneExtension>: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    unsafeBitCast(
      Quadwords(How.extend(b[0], to: UInt64.self), How.extend(b[1], to: UInt64.self)), to: Doublewords.self)
  }
}

// MARK: Floating point

@_transparent
private func predicate(_ o: UnsafePointer<Operation>) -> ComparisonPredicate {
  ComparisonPredicate(rawValue: UInt8(truncatingIfNeeded: o.pointee.immediate & 7))
}

/// CMPSS.
enum CompareOneSingle: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (x, y) = (UInt32(truncatingIfNeeded: a.x), UInt32(truncatingIfNeeded: b.x))
    guard let mask = Binary32.compareQuickly(x, y, predicate(o)) else { return nil }
    return withLow(a, mask)
  }
}
/// CMPSD.
enum CompareOneDouble: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard let mask = Binary64.compareQuickly(a.x, b.x, predicate(o)) else { return nil }
    return Vector(mask, a.y)
  }
}
/// CMPPS.
enum CompareSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (x, y) = (a.lanes(Doublewords.self), b.lanes(Doublewords.self))
    guard let mask = Binary32.compareQuickly(x, y, predicate(o)) else { return nil }
    return Vector(lanes: mask)
  }
}
/// CMPPD.
enum CompareDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Binary64.compareQuickly(a, b, predicate(o))
  }
}

/// CVTTPS2DQ, where every value fits.
enum Int32sFromSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    guard _fastPath(c.pointee.mxcsr.ignoresPrecision) else { return nil }
    let lanes = b.lanes(SIMD4<Float>.self)
    let (v0, v1, v2, v3) = (lanes[0], lanes[1], lanes[2], lanes[3])
    let limit: Float = 0x1p31
    guard _fastPath(v0.magnitude < limit && v1.magnitude < limit && v2.magnitude < limit && v3.magnitude < limit) else {
      return nil
    }
    return Vector(lanes: SignedDoublewords(Int32(v0), Int32(v1), Int32(v2), Int32(v3)))
  }
}
