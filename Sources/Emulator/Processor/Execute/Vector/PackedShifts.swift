import X86

/// Packed shifts. The count is an immediate byte, or the low quadword of the source, and is not reduced: from the width on, all
/// bits are gone.
extension Processor {
  func packedShift(_ i: InstructionPointer) throws(Fault) {
    let source = i.pointee.operand1
    let count = source.kind == .immediate ? UInt64(i.pointee.control) : try vector(source, i).x
    let value = vectorRegister(i.pointee.operand0)
    setVectorRegister(i.pointee.operand0, Self.shift(i.pointee.mnemonic, value, count))
  }

  private static func shift(_ mnemonic: Mnemonic, _ value: Vector, _ count: UInt64) -> Vector {
    switch mnemonic {
    case .psllw: return count > 15 ? .zero : Vector(lanes: value.words &<< Words(repeating: UInt16(count)))
    case .pslld: return count > 31 ? .zero : Vector(lanes: value.doublewords &<< Doublewords(repeating: UInt32(count)))
    case .psllq: return count > 63 ? .zero : value &<< Vector(repeating: count)
    case .psrlw: return count > 15 ? .zero : Vector(lanes: value.words &>> Words(repeating: UInt16(count)))
    case .psrld: return count > 31 ? .zero : Vector(lanes: value.doublewords &>> Doublewords(repeating: UInt32(count)))
    case .psrlq: return count > 63 ? .zero : value &>> Vector(repeating: count)
    case .psraw:
      return Vector(lanes: value.lanes(SignedWords.self) &>> SignedWords(repeating: Int16(min(count, 15))))
    case .psrad:
      return Vector(lanes: value.lanes(SignedDoublewords.self) &>> SignedDoublewords(repeating: Int32(min(count, 31))))
    case .pslldq: return shiftBytes(value, by: Int(min(count, 16)))
    default: return shiftBytes(value, by: -Int(min(count, 16)))
    }
  }

  /// PSLLDQ and PSRLDQ: the whole register by bytes.
  private static func shiftBytes(_ value: Vector, by count: Int) -> Vector {
    let bytes = value.bytes
    return build(Bytes.self) { (0..<16).contains($0 - count) ? bytes[$0 - count] : 0 }
  }
}
