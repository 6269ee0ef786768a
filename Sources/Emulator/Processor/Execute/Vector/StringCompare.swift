import X86

/// PCMPESTRI, PCMPESTRM, PCMPISTRI, PCMPISTRM (SDM volume 2, section 4.1).
extension Processor {
  func compareStrings(_ i: InstructionPointer) throws(Fault) {
    let second = try vector(i.pointee.operand1, i, isAligned: false)
    let first = xmm(i.pointee.operand0.number)
    let control = i.pointee.control
    let hasWords = control & 1 != 0
    let count = hasWords ? 8 : 16
    let mnemonic = i.pointee.mnemonic
    let comparison: StringComparison
    if mnemonic == .pcmpestri || mnemonic == .pcmpestrm {
      comparison = StringComparison(
        first: first, firstLength: explicitLength(0, i, limit: count), second: second,
        secondLength: explicitLength(2, i, limit: count), control: control)
    } else {
      comparison = StringComparison(
        first: first, firstLength: Self.implicitLength(first, hasWords: hasWords), second: second,
        secondLength: Self.implicitLength(second, hasWords: hasWords), control: control)
    }
    let bits = comparison.result
    if mnemonic == .pcmpestri || mnemonic == .pcmpistri {
      let index =
        bits == 0 ? count : control & 0x40 == 0 ? bits.trailingZeroBitCount : 15 - bits.leadingZeroBitCount
      core[register: 1] = UInt64(index)
    } else if control & 0x40 == 0 {
      setXMM(0, Vector(UInt64(bits), 0))
    } else if hasWords {
      setXMM(0, build(Words.self) { bits >> UInt16($0) & 1 != 0 ? .max : 0 })
    } else {
      setXMM(0, build(Bytes.self) { bits >> UInt16($0) & 1 != 0 ? .max : 0 })
    }
    let flags =
      (bits != 0 ? RFLAGS.carry : 0) | (comparison.secondLength < count ? RFLAGS.zero : 0)
      | (comparison.firstLength < count ? RFLAGS.sign : 0) | (bits & 1 != 0 ? RFLAGS.overflow : 0)
    core.setFlags(flags, mask: RFLAGS.arithmetic)
  }

  /// The magnitude of EAX or EDX (RAX or RDX with REX.W), at most the number of elements.
  private func explicitLength(_ number: Int, _ i: InstructionPointer, limit: Int) -> Int {
    let raw = core[register: number]
    let magnitude =
      i.pointee.prefixes.contains(.rexW)
      ? Int64(bitPattern: raw).magnitude : UInt64(Int32(truncatingIfNeeded: raw).magnitude)
    return Int(min(magnitude, UInt64(limit)))
  }

  /// Elements before the first that is zero.
  private static func implicitLength(_ value: Vector, hasWords: Bool) -> Int {
    hasWords
      ? (0..<8).first { value.words[$0] == 0 } ?? 8 : (0..<16).first { value.bytes[$0] == 0 } ?? 16
  }
}

/// Both strings and how they are to be compared, by the immediate byte (SDM volume 2, tables 4-1 to 4-6).
private struct StringComparison {
  let first: Vector
  let firstLength: Int
  let second: Vector
  let secondLength: Int
  let control: Int

  private var hasWords: Bool { control & 1 != 0 }
  private var count: Int { hasWords ? 8 : 16 }

  /// An element as a number: signed or not, as the immediate says.
  private func element(_ value: Vector, _ index: Int) -> Int32 {
    switch control & 3 {
    case 0: return Int32(value.bytes[index])
    case 1: return Int32(value.words[index])
    case 2: return Int32(Int8(bitPattern: value.bytes[index]))
    default: return Int32(Int16(bitPattern: value.words[index]))
    }
  }

  /// IntRes2: a bit for each element of the second string.
  var result: UInt16 {
    var bits: UInt16 = 0
    for index in 0..<count where holds(index) { bits |= 1 << UInt16(index) }
    let all: UInt16 = hasWords ? 0xFF : 0xFFFF
    switch control >> 4 & 3 {
    case 1: return ~bits & all
    case 3: return bits ^ UInt16(truncatingIfNeeded: UInt32(1) << UInt32(secondLength) - 1)
    default: return bits
    }
  }

  /// IntRes1 of one element of the second string.
  private func holds(_ index: Int) -> Bool {
    switch control >> 2 & 3 {
    case 0: return index < secondLength && (0..<firstLength).contains { equal($0, index) }
    case 1:
      guard index < secondLength else { return false }
      let value = element(second, index)
      return stride(from: 0, to: firstLength - 1, by: 2).contains {
        element(first, $0) <= value && value <= element(first, $0 + 1)
      }
    case 2:
      let (hasFirst, hasSecond) = (index < firstLength, index < secondLength)
      return hasFirst && hasSecond ? equal(index, index) : hasFirst == hasSecond
    default:
      // The first string starts here; what lies beyond the register counts as equal.
      for offset in 0..<min(firstLength, count - index) {
        if index + offset >= secondLength || !equal(offset, index + offset) { return false }
      }
      return true
    }
  }

  private func equal(_ firstIndex: Int, _ secondIndex: Int) -> Bool {
    element(first, firstIndex) == element(second, secondIndex)
  }
}
