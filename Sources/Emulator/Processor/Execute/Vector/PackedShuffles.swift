import X86

/// Packing, unpacking, shuffling, blending, widening.
extension Processor {
  // MARK: Packing and unpacking

  /// PACKSSWB...: both operands with half the width, saturated.
  func pack(_ i: InstructionPointer) throws(Fault) {
    let isMMX = i.pointee.isMMX
    let mnemonic = i.pointee.mnemonic
    try combine(i) { destination, source in
      // The words of an MMX operation make one XMM operand; the other is not looked at.
      let a = isMMX ? Vector(destination.x, source.x) : destination
      switch mnemonic {
      case .packsswb: return Self.narrow(a, source, SignedWords.self, SignedBytes.self)
      case .packuswb: return Self.narrow(a, source, SignedWords.self, Bytes.self)
      case .packssdw: return Self.narrow(a, source, SignedDoublewords.self, SignedWords.self)
      default: return Self.narrow(a, source, SignedDoublewords.self, Words.self)
      }
    }
  }

  @inline(__always)
  private static func narrow<Wide: SIMD, Narrow: SIMD>(
    _ a: Vector, _ b: Vector, _ wide: Wide.Type, _ narrow: Narrow.Type
  ) -> Vector where Wide.Scalar: FixedWidthInteger, Narrow.Scalar: FixedWidthInteger {
    let (low, high) = (a.lanes(wide), b.lanes(wide))
    let half = low.scalarCount
    return build(narrow) { Narrow.Scalar(clamping: $0 < half ? low[$0] : high[$0 - half]) }
  }

  /// PUNPCKLBW, UNPCKHPS and their kin: lanes of both operands in turn.
  func unpack(_ i: InstructionPointer) throws(Fault) {
    let isMMX = i.pointee.isMMX
    switch i.pointee.mnemonic {
    case .punpcklbw: try combine(i) { Self.interleave($0, $1, Bytes.self, from: 0) }
    case .punpcklwd: try combine(i) { Self.interleave($0, $1, Words.self, from: 0) }
    case .punpckldq, .unpcklps: try combine(i) { Self.interleave($0, $1, Doublewords.self, from: 0) }
    case .punpcklqdq, .unpcklpd: try combine(i) { Vector($0.x, $1.x) }
    // The high half of an MMX register is the second quarter of an XMM register.
    case .punpckhbw: try combine(i) { Self.interleave($0, $1, Bytes.self, from: isMMX ? 4 : 8) }
    case .punpckhwd: try combine(i) { Self.interleave($0, $1, Words.self, from: isMMX ? 2 : 4) }
    case .punpckhdq, .unpckhps: try combine(i) { Self.interleave($0, $1, Doublewords.self, from: isMMX ? 1 : 2) }
    default: try combine(i) { Vector($0.y, $1.y) }
    }
  }

  @inline(__always)
  private static func interleave<Lanes: SIMD>(
    _ a: Vector, _ b: Vector, _ type: Lanes.Type, from first: Int
  ) -> Vector {
    let (even, odd) = (a.lanes(type), b.lanes(type))
    return build(type) { $0 & 1 == 0 ? even[first + $0 / 2] : odd[first + $0 / 2] }
  }

  /// PMOVSXBW...: the low elements, widened.
  func widen(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .pmovsxbw: try transform(i) { Self.widen($0, SignedBytes.self, SignedWords.self) }
    case .pmovsxbd: try transform(i) { Self.widen($0, SignedBytes.self, SignedDoublewords.self) }
    case .pmovsxbq: try transform(i) { Self.widen($0, SignedBytes.self, SignedQuadwords.self) }
    case .pmovsxwd: try transform(i) { Self.widen($0, SignedWords.self, SignedDoublewords.self) }
    case .pmovsxwq: try transform(i) { Self.widen($0, SignedWords.self, SignedQuadwords.self) }
    case .pmovsxdq: try transform(i) { Self.widen($0, SignedDoublewords.self, SignedQuadwords.self) }
    case .pmovzxbw: try transform(i) { Self.widen($0, Bytes.self, Words.self) }
    case .pmovzxbd: try transform(i) { Self.widen($0, Bytes.self, Doublewords.self) }
    case .pmovzxbq: try transform(i) { Self.widen($0, Bytes.self, Quadwords.self) }
    case .pmovzxwd: try transform(i) { Self.widen($0, Words.self, Doublewords.self) }
    case .pmovzxwq: try transform(i) { Self.widen($0, Words.self, Quadwords.self) }
    default: try transform(i) { Self.widen($0, Doublewords.self, Quadwords.self) }
    }
  }

  @inline(__always)
  private static func widen<Narrow: SIMD, Wide: SIMD>(
    _ a: Vector, _ narrow: Narrow.Type, _ wide: Wide.Type
  ) -> Vector where Wide.Scalar: FixedWidthInteger, Narrow.Scalar: FixedWidthInteger {
    let lanes = a.lanes(narrow)
    return build(wide) { Wide.Scalar(lanes[$0]) }
  }

  // MARK: Shuffles

  func shuffle(_ i: InstructionPointer) throws(Fault) {
    let control = i.pointee.control
    let isMMX = i.pointee.isMMX
    /// The two-bit field of an element.
    func field(_ element: Int) -> Int { control >> (element * 2) & 3 }
    switch i.pointee.mnemonic {
    case .pshufd: try transform(i) { a in build(Doublewords.self) { a.doublewords[field($0)] } }
    case .pshuflw: try transform(i) { a in build(Words.self) { a.words[$0 < 4 ? field($0) : $0] } }
    case .pshufhw: try transform(i) { a in build(Words.self) { a.words[$0 < 4 ? $0 : 4 + field($0 - 4)] } }
    case .pshufw: try transform(i) { a in build(Words.self) { a.words[field($0 & 3)] } }
    case .shufps:
      try combine(i) { a, b in build(Doublewords.self) { ($0 < 2 ? a : b).doublewords[field($0)] } }
    case .shufpd: try combine(i) { a, b in Vector(a[control & 1], b[control >> 1 & 1]) }
    case .movddup: try transform(i) { Vector($0.x, $0.x) }
    case .movsldup: try transform(i) { a in build(Doublewords.self) { a.doublewords[$0 & ~1] } }
    case .movshdup: try transform(i) { a in build(Doublewords.self) { a.doublewords[$0 | 1] } }
    case .pshufb:
      let mask = isMMX ? 7 : 15
      try combine(i) { a, b in
        build(Bytes.self) { b.bytes[$0] >= 0x80 ? 0 : a.bytes[Int(b.bytes[$0]) & mask] }
      }
    default:
      // PALIGNR: source and destination in a row, from byte `control` on.
      let width = isMMX ? 8 : 16
      try combine(i) { a, b in
        build(Bytes.self) {
          let at = $0 + control
          return at < width ? b.bytes[at] : at < width * 2 ? a.bytes[at - width] : 0
        }
      }
    }
  }

  // MARK: Blends

  func blend(_ i: InstructionPointer) throws(Fault) {
    let control = i.pointee.control
    let selection = xmm(0)
    switch i.pointee.mnemonic {
    case .blendps:
      try combine(i) { a, b in
        build(Doublewords.self) { control >> $0 & 1 != 0 ? b.doublewords[$0] : a.doublewords[$0] }
      }
    case .blendpd: try combine(i) { a, b in build(Quadwords.self) { control >> $0 & 1 != 0 ? b[$0] : a[$0] } }
    case .pblendw:
      try combine(i) { a, b in build(Words.self) { control >> $0 & 1 != 0 ? b.words[$0] : a.words[$0] } }
    case .blendvps:
      try combine(i) { a, b in
        build(Doublewords.self) { selection.doublewords[$0] >> 31 != 0 ? b.doublewords[$0] : a.doublewords[$0] }
      }
    case .blendvpd:
      try combine(i) { a, b in build(Quadwords.self) { selection[$0] >> 63 != 0 ? b[$0] : a[$0] } }
    default:
      try combine(i) { a, b in
        build(Bytes.self) { selection.bytes[$0] >= 0x80 ? b.bytes[$0] : a.bytes[$0] }
      }
    }
  }
}
