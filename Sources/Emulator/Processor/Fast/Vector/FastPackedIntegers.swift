/// Packed integers, in whole vectors: no loop over lanes is left when the host has such instructions.
///
/// Each is beside its twin in the general tier (Execute/Vector), which says what the manual says.

/// A packed operation by lanes of one type.
protocol LaneOperation {
  associatedtype Lanes: SIMD
  static func combine(_ a: Lanes, _ b: Lanes) -> Lanes
}

/// Makes a vector operation of one on lanes.
enum ByLanes<Operator: LaneOperation>: VectorOperation {
  @_transparent static func apply(_ c: CPU, _ o: UnsafePointer<Operation>, _ a: Vector, _ b: Vector) -> Vector? {
    Vector(lanes: Operator.combine(a.lanes(Operator.Lanes.self), b.lanes(Operator.Lanes.self)))
  }
}

/// All ones in the lanes where a comparison holds.
@_transparent
func ones<Lanes: SIMD, Mask: SIMD>(_ mask: SIMDMask<Mask>, as type: Lanes.Type) -> Lanes {
  unsafeBitCast(mask, to: Lanes.self)
}

/// `yes` in the lanes that are all ones, `no` in those that are zero. In whole vectors: the standard library's own choice
/// (`replacing(with:where:)`), minimum and maximum go lane by lane.
@_transparent
func choose<Lanes: SIMD>(_ mask: Lanes, _ yes: Lanes, _ no: Lanes) -> Lanes {
  let (mask, yes, no) = (Vector(lanes: mask), Vector(lanes: yes), Vector(lanes: no))
  return (no ^ ((yes ^ no) & mask)).lanes(Lanes.self)
}

// MARK: Sums and differences

enum AddBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes { a &+ b }
}
enum SubtractBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes { a &- b }
}
enum AddWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words { a &+ b }
}
enum SubtractWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words { a &- b }
}
enum AddDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords { a &+ b }
}
enum SubtractDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords { a &- b }
}
enum AddQuadwords: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { a &+ b }
}
enum SubtractQuadwords: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { a &- b }
}

/// Unsigned, saturating: all ones where a sum is less than its part, zero where a difference would be less than that.
enum AddUnsignedBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    let sum = a &+ b
    return sum | ones(sum .< a, as: Bytes.self)
  }
}
enum SubtractUnsignedBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    (a &- b) & ones(a .> b, as: Bytes.self)
  }
}
enum AddUnsignedWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    let sum = a &+ b
    return sum | ones(sum .< a, as: Words.self)
  }
}
enum SubtractUnsignedWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    (a &- b) & ones(a .> b, as: Words.self)
  }
}
/// Signed, saturating: where the sign of the result is wrong, the extreme of the first operand's sign.
enum AddSignedBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    let sum = a &+ b
    let extreme = (a &>> 7) ^ Int8.max
    return choose(((a ^ sum) & (b ^ sum)) &>> 7, extreme, sum)
  }
}
enum SubtractSignedBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    let difference = a &- b
    let extreme = (a &>> 7) ^ Int8.max
    return choose(((a ^ b) & (a ^ difference)) &>> 7, extreme, difference)
  }
}
/// Signed, saturating: where the sign of the result is wrong, the extreme of the first operand's sign.
enum AddSignedWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    let sum = a &+ b
    let extreme = (a &>> 15) ^ Int16.max
    return choose(((a ^ sum) & (b ^ sum)) &>> 15, extreme, sum)
  }
}
enum SubtractSignedWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    let difference = a &- b
    let extreme = (a &>> 15) ^ Int16.max
    return choose(((a ^ b) & (a ^ difference)) &>> 15, extreme, difference)
  }
}
/// The mean, rounded up, without a wider type.
enum AverageBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes { (a | b) &- ((a ^ b) &>> 1) }
}
enum AverageWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words { (a | b) &- ((a ^ b) &>> 1) }
}

// MARK: Products

enum MultiplyWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words { a &* b }
}
enum MultiplyDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords { a &* b }
}
/// The products of the even and of the odd words, each as doublewords, of which the upper halves are put together.
enum MultiplyHighWords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    let even = ((a &<< 16) &>> 16) &* ((b &<< 16) &>> 16)
    let odd = (a &>> 16) &* (b &>> 16)
    return (odd & -65536) | ((even &>> 16) & 0xFFFF)
  }
}
enum MultiplyHighUnsignedWords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    let even = (a & 0xFFFF) &* (b & 0xFFFF)
    let odd = (a &>> 16) &* (b &>> 16)
    return (odd & 0xFFFF_0000) | (even &>> 16)
  }
}
enum MultiplyUnsignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords {
    (a & 0xFFFF_FFFF) &* (b & 0xFFFF_FFFF)
  }
}
/// PMADDWD: the odd and the even products of signed words, by doublewords.
enum MultiplyAddWords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    let low = ((a &<< 16) &>> 16) &* ((b &<< 16) &>> 16)
    return low &+ (a &>> 16) &* (b &>> 16)
  }
}

// MARK: Comparisons and extremes

enum EqualBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes { ones(a .== b, as: Bytes.self) }
}
enum GreaterBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    ones(a .> b, as: SignedBytes.self)
  }
}
enum EqualWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words { ones(a .== b, as: Words.self) }
}
enum GreaterWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    ones(a .> b, as: SignedWords.self)
  }
}
enum EqualDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    ones(a .== b, as: Doublewords.self)
  }
}
enum GreaterDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    ones(a .> b, as: SignedDoublewords.self)
  }
}
enum MaximumUnsignedBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    choose(ones(a .> b, as: Bytes.self), a, b)
  }
}
enum MaximumSignedBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    choose(ones(a .> b, as: SignedBytes.self), a, b)
  }
}
enum MinimumUnsignedBytes: LaneOperation {
  @_transparent static func combine(_ a: Bytes, _ b: Bytes) -> Bytes {
    choose(ones(a .< b, as: Bytes.self), a, b)
  }
}
enum MinimumSignedBytes: LaneOperation {
  @_transparent static func combine(_ a: SignedBytes, _ b: SignedBytes) -> SignedBytes {
    choose(ones(a .< b, as: SignedBytes.self), a, b)
  }
}
enum MaximumUnsignedWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    choose(ones(a .> b, as: Words.self), a, b)
  }
}
enum MaximumSignedWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    choose(ones(a .> b, as: SignedWords.self), a, b)
  }
}
enum MinimumUnsignedWords: LaneOperation {
  @_transparent static func combine(_ a: Words, _ b: Words) -> Words {
    choose(ones(a .< b, as: Words.self), a, b)
  }
}
enum MinimumSignedWords: LaneOperation {
  @_transparent static func combine(_ a: SignedWords, _ b: SignedWords) -> SignedWords {
    choose(ones(a .< b, as: SignedWords.self), a, b)
  }
}
enum MaximumUnsignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    choose(ones(a .> b, as: Doublewords.self), a, b)
  }
}
enum MaximumSignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    choose(ones(a .> b, as: SignedDoublewords.self), a, b)
  }
}
enum MinimumUnsignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: Doublewords, _ b: Doublewords) -> Doublewords {
    choose(ones(a .< b, as: Doublewords.self), a, b)
  }
}
enum MinimumSignedDoublewords: LaneOperation {
  @_transparent static func combine(_ a: SignedDoublewords, _ b: SignedDoublewords) -> SignedDoublewords {
    choose(ones(a .< b, as: SignedDoublewords.self), a, b)
  }
}

// MARK: Logic

enum AndBits: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { a & b }
}
enum AndNotBits: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { ~a & b }
}
enum OrBits: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { a | b }
}
enum ExclusiveOrBits: LaneOperation {
  @_transparent static func combine(_ a: Quadwords, _ b: Quadwords) -> Quadwords { a ^ b }
}
