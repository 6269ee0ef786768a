import X86

/// Packed integers: add, subtract, multiply, average, extremes (SDM volume 1, sections 9.4, 11.4.2, 12.5, 12.8).
extension Processor {
  func packedAdd(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .paddb: try combine(i) { whole($0, $1, as: Bytes.self) { $0 &+ $1 } }
    case .paddw: try combine(i) { whole($0, $1, as: Words.self) { $0 &+ $1 } }
    case .paddd: try combine(i) { whole($0, $1, as: Doublewords.self) { $0 &+ $1 } }
    case .paddq: try combine(i) { $0 &+ $1 }
    case .paddsb: try combine(i) { each($0, $1, as: SignedBytes.self, saturatingAdd) }
    case .paddsw: try combine(i) { each($0, $1, as: SignedWords.self, saturatingAdd) }
    case .paddusb: try combine(i) { each($0, $1, as: Bytes.self, saturatingAdd) }
    case .paddusw: try combine(i) { each($0, $1, as: Words.self, saturatingAdd) }
    case .psubb: try combine(i) { whole($0, $1, as: Bytes.self) { $0 &- $1 } }
    case .psubw: try combine(i) { whole($0, $1, as: Words.self) { $0 &- $1 } }
    case .psubd: try combine(i) { whole($0, $1, as: Doublewords.self) { $0 &- $1 } }
    case .psubq: try combine(i) { $0 &- $1 }
    case .psubsb: try combine(i) { each($0, $1, as: SignedBytes.self, saturatingSubtract) }
    case .psubsw: try combine(i) { each($0, $1, as: SignedWords.self, saturatingSubtract) }
    case .psubusb: try combine(i) { each($0, $1, as: Bytes.self, saturatingSubtract) }
    case .psubusw: try combine(i) { each($0, $1, as: Words.self, saturatingSubtract) }
    case .pavgb: try combine(i) { each($0, $1, as: Bytes.self) { UInt8((UInt16($0) + UInt16($1) + 1) >> 1) } }
    default: try combine(i) { each($0, $1, as: Words.self) { UInt16((UInt32($0) + UInt32($1) + 1) >> 1) } }
    }
  }

  func packedMultiply(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .pmullw: try combine(i) { whole($0, $1, as: Words.self) { $0 &* $1 } }
    case .pmulld: try combine(i) { whole($0, $1, as: Doublewords.self) { $0 &* $1 } }
    case .pmulhw: try combine(i) { each($0, $1, as: SignedWords.self) { $0.multipliedFullWidth(by: $1).high } }
    case .pmulhuw: try combine(i) { each($0, $1, as: Words.self) { $0.multipliedFullWidth(by: $1).high } }
    case .pmulhrsw:
      try combine(i) {
        each($0, $1, as: SignedWords.self) {
          let product: Int32 = Int32($0) * Int32($1)
          return Int16(truncatingIfNeeded: (product >> 14 + 1) >> 1)
        }
      }
    case .pmuludq: try combine(i) { each($0, $1, as: Quadwords.self) { ($0 & 0xFFFF_FFFF) &* ($1 & 0xFFFF_FFFF) } }
    case .pmuldq:
      try combine(i) {
        each($0, $1, as: SignedQuadwords.self) {
          Int64(Int32(truncatingIfNeeded: $0)) &* Int64(Int32(truncatingIfNeeded: $1))
        }
      }
    case .pmaddwd:
      try combine(i) { first, second in
        let (a, b) = (first.lanes(SignedWords.self), second.lanes(SignedWords.self))
        return build(SignedDoublewords.self) {
          let low: Int32 = Int32(a[$0 * 2]) * Int32(b[$0 * 2])
          let high: Int32 = Int32(a[$0 * 2 + 1]) * Int32(b[$0 * 2 + 1])
          return low &+ high
        }
      }
    default:
      // PMADDUBSW: unsigned bytes of the destination, signed ones of the source.
      try combine(i) { first, second in
        let (a, b) = (first.bytes, second.lanes(SignedBytes.self))
        return build(SignedWords.self) {
          let low: Int32 = Int32(a[$0 * 2]) * Int32(b[$0 * 2])
          let high: Int32 = Int32(a[$0 * 2 + 1]) * Int32(b[$0 * 2 + 1])
          return Int16(clamping: low + high)
        }
      }
    }
  }

  func packedExtremum(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .pmaxsb: try combine(i) { each($0, $1, as: SignedBytes.self, max) }
    case .pmaxsw: try combine(i) { each($0, $1, as: SignedWords.self, max) }
    case .pmaxsd: try combine(i) { each($0, $1, as: SignedDoublewords.self, max) }
    case .pmaxub: try combine(i) { each($0, $1, as: Bytes.self, max) }
    case .pmaxuw: try combine(i) { each($0, $1, as: Words.self, max) }
    case .pmaxud: try combine(i) { each($0, $1, as: Doublewords.self, max) }
    case .pminsb: try combine(i) { each($0, $1, as: SignedBytes.self, min) }
    case .pminsw: try combine(i) { each($0, $1, as: SignedWords.self, min) }
    case .pminsd: try combine(i) { each($0, $1, as: SignedDoublewords.self, min) }
    case .pminub: try combine(i) { each($0, $1, as: Bytes.self, min) }
    case .pminuw: try combine(i) { each($0, $1, as: Words.self, min) }
    default: try combine(i) { each($0, $1, as: Doublewords.self, min) }
    }
  }

  /// PSIGNB...: negated, cleared or kept by the sign of the source. PABSB...: the magnitude.
  func packedSign(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .psignb: try combine(i) { each($0, $1, as: SignedBytes.self, applySign) }
    case .psignw: try combine(i) { each($0, $1, as: SignedWords.self, applySign) }
    case .psignd: try combine(i) { each($0, $1, as: SignedDoublewords.self, applySign) }
    case .pabsb: try transform(i) { each($0, as: SignedBytes.self) { $0 < 0 ? 0 &- $0 : $0 } }
    case .pabsw: try transform(i) { each($0, as: SignedWords.self) { $0 < 0 ? 0 &- $0 : $0 } }
    default: try transform(i) { each($0, as: SignedDoublewords.self) { $0 < 0 ? 0 &- $0 : $0 } }
    }
  }

  func packedLogic(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .pand, .andps, .andpd: try combine(i) { $0 & $1 }
    case .pandn, .andnps, .andnpd: try combine(i) { ~$0 & $1 }
    case .por, .orps, .orpd: try combine(i) { $0 | $1 }
    default: try combine(i) { $0 ^ $1 }
    }
  }
}

@inline(__always)
private func applySign<Value: FixedWidthInteger & SignedInteger>(_ a: Value, _ sign: Value) -> Value {
  sign < 0 ? 0 &- a : sign == 0 ? 0 : a
}
