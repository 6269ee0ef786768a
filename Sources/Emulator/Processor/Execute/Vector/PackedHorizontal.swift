import X86

/// Packed integers: sums across lanes.
extension Processor {
  /// PHADDW...: neighbours of the destination, then of the source.
  func packedHorizontal(_ i: InstructionPointer) throws(Fault) {
    let isMMX = i.pointee.isMMX
    let mnemonic = i.pointee.mnemonic
    try combine(i) { destination, source in
      let a = isMMX ? Vector(destination.x, source.x) : destination
      switch mnemonic {
      case .phaddw: return Self.pairs(a, source, SignedWords.self) { $0 &+ $1 }
      case .phaddd: return Self.pairs(a, source, SignedDoublewords.self) { $0 &+ $1 }
      case .phaddsw: return Self.pairs(a, source, SignedWords.self, saturatingAdd)
      case .phsubw: return Self.pairs(a, source, SignedWords.self) { $0 &- $1 }
      case .phsubd: return Self.pairs(a, source, SignedDoublewords.self) { $0 &- $1 }
      default: return Self.pairs(a, source, SignedWords.self, saturatingSubtract)
      }
    }
  }

  @inline(__always)
  private static func pairs<Lanes: SIMD>(
    _ a: Vector, _ b: Vector, _ type: Lanes.Type, _ body: (Lanes.Scalar, Lanes.Scalar) -> Lanes.Scalar
  ) -> Vector {
    let (low, high) = (a.lanes(type), b.lanes(type))
    let half = low.scalarCount / 2
    return build(type) {
      $0 < half ? body(low[$0 * 2], low[$0 * 2 + 1]) : body(high[($0 - half) * 2], high[($0 - half) * 2 + 1])
    }
  }

  /// PSADBW, MPSADBW, PHMINPOSUW.
  func packedDifferences(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .psadbw:
      try combine(i) { a, b in
        build(Quadwords.self) { half in
          (0..<8).reduce(0) { $0 + UInt64(Self.distance(a.bytes[half * 8 + $1], b.bytes[half * 8 + $1])) }
        }
      }
    case .mpsadbw:
      let first = i.pointee.control & 4
      let second = (i.pointee.control & 3) * 4
      try combine(i) { a, b in
        build(Words.self) { lane in
          (0..<4).reduce(0) { $0 + UInt16(Self.distance(a.bytes[first + lane + $1], b.bytes[second + $1])) }
        }
      }
    default:
      try transform(i) { a in
        var least = 0
        for lane in 1..<8 where a.words[lane] < a.words[least] { least = lane }
        return Vector(UInt64(a.words[least]) | UInt64(least) << 16, 0)
      }
    }
  }

  @inline(__always)
  private static func distance(_ a: UInt8, _ b: UInt8) -> UInt8 { a > b ? a - b : b - a }
}
