/// Packed shifts, and what moves lanes about.

// MARK: Shifts: the count is in the second operand's low quadword, or the immediate

/// How far a shift goes.
protocol ShiftCount { static func count(_ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64 }
enum ImmediateCount: ShiftCount {
  @_transparent static func count(_ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64 { o.pointee.immediate & 0xFF }
}
enum RegisterCount: ShiftCount {
  @_transparent static func count(_ o: UnsafePointer<Operation>, _ b: Vector) -> UInt64 { b.x }
}

enum ShiftLeftWords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Words.self) &<< Words(repeating: UInt16(truncatingIfNeeded: count))
    return count > 15 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftRightWords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Words.self) &>> Words(repeating: UInt16(truncatingIfNeeded: count))
    return count > 15 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftLeftDoublewords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Doublewords.self) &<< Doublewords(repeating: UInt32(truncatingIfNeeded: count))
    return count > 31 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftRightDoublewords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Doublewords.self) &>> Doublewords(repeating: UInt32(truncatingIfNeeded: count))
    return count > 31 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftLeftQuadwords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Quadwords.self) &<< Quadwords(repeating: UInt64(truncatingIfNeeded: count))
    return count > 63 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftRightQuadwords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = Amount.count(o, b)
    let shifted = a.lanes(Quadwords.self) &>> Quadwords(repeating: UInt64(truncatingIfNeeded: count))
    return count > 63 ? Vector.zero : Vector(lanes: shifted)
  }
}
enum ShiftRightSignedWords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = min(Amount.count(o, b), 15)
    return Vector(lanes: a.lanes(SignedWords.self) &>> SignedWords(repeating: Int16(truncatingIfNeeded: count)))
  }
}
enum ShiftRightSignedDoublewords<Amount: ShiftCount>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let count = min(Amount.count(o, b), 31)
    return Vector(
      lanes: a.lanes(SignedDoublewords.self) &>> SignedDoublewords(repeating: Int32(truncatingIfNeeded: count)))
  }
}
/// PSLLDQ: by bytes, of which the immediate says how many.
enum ShiftLeftBytes: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bits = (o.pointee.immediate & 0xFF) &* 8
    if bits == 0 { return a }
    if bits < 64 { return Vector(a.x &<< bits, a.y &<< bits | a.x &>> (64 &- bits)) }
    return bits < 128 ? Vector(0, a.x &<< (bits &- 64)) : Vector.zero
  }
}
/// PSRLDQ.
enum ShiftRightBytes: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let bits = (o.pointee.immediate & 0xFF) &* 8
    if bits == 0 { return a }
    if bits < 64 { return Vector(a.x &>> bits | a.y &<< (64 &- bits), a.y &>> bits) }
    return bits < 128 ? Vector(a.y &>> (bits &- 64), 0) : Vector.zero
  }
}

// MARK: Lanes of both operands in turn

enum UnpackLowBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    Bytes(
      a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3], a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
  }
}
enum UnpackHighBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    Bytes(
      a[8], b[8], a[9], b[9], a[10], b[10], a[11], b[11], a[12], b[12], a[13], b[13], a[14], b[14], a[15], b[15])
  }
}
enum UnpackLowWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    Words(
      a[0], b[0], a[1], b[1], a[2], b[2], a[3], b[3])
  }
}
enum UnpackHighWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    Words(
      a[4], b[4], a[5], b[5], a[6], b[6], a[7], b[7])
  }
}
enum UnpackLowDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(
      a[0], b[0], a[1], b[1])
  }
}
enum UnpackHighDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    Doublewords(
      a[2], b[2], a[3], b[3])
  }
}

// MARK: Lanes chosen by the immediate

/// The two-bit field of an element.
@_transparent
private func field(_ o: UnsafePointer<Operation>, _ element: UInt64) -> Int {
  Int(truncatingIfNeeded: o.pointee.immediate &>> (element &* 2) & 3)
}

/// PSHUFD.
enum ShuffleDoublewords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let lanes = b.lanes(Doublewords.self)
    return Vector(lanes: Doublewords(lanes[field(o, 0)], lanes[field(o, 1)], lanes[field(o, 2)], lanes[field(o, 3)]))
  }
}
/// SHUFPS.
enum ShuffleSingles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    let (first, second) = (a.lanes(Doublewords.self), b.lanes(Doublewords.self))
    return Vector(
      lanes: Doublewords(first[field(o, 0)], first[field(o, 1)], second[field(o, 2)], second[field(o, 3)]))
  }
}
/// SHUFPD.
enum ShuffleDoubles: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(o.pointee.immediate & 1 == 0 ? a.x : a.y, o.pointee.immediate & 2 == 0 ? b.x : b.y)
  }
}
@_transparent
private func shuffleWords(_ half: UInt64, _ o: UnsafePointer<Operation>) -> UInt64 {
  let i = o.pointee.immediate
  let low = half &>> ((i & 3) &* 16) & 0xFFFF | (half &>> ((i &>> 2 & 3) &* 16) & 0xFFFF) &<< 16
  return low | (half &>> ((i &>> 4 & 3) &* 16) & 0xFFFF) &<< 32 | (half &>> ((i &>> 6 & 3) &* 16)) &<< 48
}
/// PSHUFLW.
enum ShuffleLowWords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(shuffleWords(b.x, o), b.y)
  }
}
/// PSHUFHW.
enum ShuffleHighWords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(b.x, shuffleWords(b.y, o))
  }
}

// MARK: Half the width, saturated

/// A source's lanes, held to what half their width can say.
@_transparent
private func clamped(_ a: SignedWords, _ low: Int16, _ high: Int16) -> SignedWords {
  let (low, high) = (SignedWords(repeating: low), SignedWords(repeating: high))
  let raised = choose(ones(a .> low, as: SignedWords.self), a, low)
  return choose(ones(raised .< high, as: SignedWords.self), raised, high)
}
@_transparent
private func clamped(_ a: SignedDoublewords, _ low: Int32, _ high: Int32) -> SignedDoublewords {
  let (low, high) = (SignedDoublewords(repeating: low), SignedDoublewords(repeating: high))
  let raised = choose(ones(a .> low, as: SignedDoublewords.self), a, low)
  return choose(ones(raised .< high, as: SignedDoublewords.self), raised, high)
}

@_transparent
private func evenBytes(_ low: SignedWords, _ high: SignedWords) -> Vector {
  let (a, b) = (unsafeBitCast(low, to: Bytes.self), unsafeBitCast(high, to: Bytes.self))
  return Vector(
    lanes: Bytes(
      a[0], a[2], a[4], a[6], a[8], a[10], a[12], a[14], b[0], b[2], b[4], b[6], b[8], b[10], b[12], b[14]))
}

@_transparent
private func evenWords(_ low: SignedDoublewords, _ high: SignedDoublewords) -> Vector {
  Vector(lanes: evenWords(unsafeBitCast(low, to: Doublewords.self), unsafeBitCast(high, to: Doublewords.self)))
}

enum PackSignedWords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    evenBytes(clamped(a.lanes(SignedWords.self), -128, 127), clamped(b.lanes(SignedWords.self), -128, 127))
  }
}
enum PackUnsignedWords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    evenBytes(clamped(a.lanes(SignedWords.self), 0, 255), clamped(b.lanes(SignedWords.self), 0, 255))
  }
}
enum PackSignedDoublewords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    evenWords(
      clamped(a.lanes(SignedDoublewords.self), -32768, 32767), clamped(b.lanes(SignedDoublewords.self), -32768, 32767))
  }
}
enum PackUnsignedDoublewords: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    evenWords(clamped(a.lanes(SignedDoublewords.self), 0, 65535), clamped(b.lanes(SignedDoublewords.self), 0, 65535))
  }
}
