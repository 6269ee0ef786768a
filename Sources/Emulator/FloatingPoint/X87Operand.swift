/// The second operand of an x87 instruction: a register, or a value in memory brought to extended precision.
///
/// The conversion is exact and keeps a signalling NaN as it is. A denormal of a shorter format becomes a normal number,
/// but is still a denormal operand.
public struct X87Operand: Sendable {
  var value: ExtendedReal
  var isDenormal: Bool

  @inline(__always)
  init(value: ExtendedReal, isDenormal: Bool) {
    self.value = value
    self.isDenormal = isDenormal
  }

  /// A register.
  public init(_ value: ExtendedReal) { self.init(value: value, isDenormal: value.isDenormal) }
  /// A value of single precision.
  public init(binary32 bits: UInt32) { self.init(bits, Binary32.self) }
  /// A value of double precision.
  public init(binary64 bits: UInt64) { self.init(bits, Binary64.self) }
  /// A word, doubleword or quadword integer.
  public init(integer: Int64) {
    if integer == 0 {
      self.init(value: .zero, isDenormal: false)
    } else {
      let number = Unpacked(isNegative: integer < 0, exponent: 63, normalizing: integer.magnitude)
      self.init(value: ExtendedReal(number), isDenormal: false)
    }
  }

  @inline(__always)
  init<Format: BinaryFormat>(_ bits: Format.Bits, _ format: Format.Type) {
    let isNegative = Format.isNegative(bits)
    if Format.isZero(bits) {
      self.init(value: .zero(isNegative: isNegative), isDenormal: false)
    } else if bits & Format.infinity == Format.infinity {
      let payload = UInt64(truncatingIfNeeded: bits & Format.fractionMask)
      let aligned = payload &<< UInt64(truncatingIfNeeded: 63 &- Format.fractionBits)
      let value = ExtendedReal(significand: 1 &<< 63 | aligned, signAndExponent: isNegative ? 0xFFFF : 0x7FFF)
      self.init(value: value, isDenormal: false)
    } else {
      self.init(value: ExtendedReal(Format.unpack(bits)), isDenormal: Format.isDenormal(bits))
    }
  }
}

extension X87 {
  /// The result of an operation with at least one operand that is unsupported or a NaN (SDM vol. 1, table 4-7): an
  /// unsupported operand is invalid; else a quiet NaN goes before a signalling one, then the greater significand,
  /// then the positive one.
  @inline(never)
  mutating func propagate(_ a: ExtendedReal, _ b: ExtendedReal) -> ExtendedReal {
    if a.isUnsupported || b.isUnsupported { return invalid() }
    let aSignals = a.isSignalingNaN
    let bSignals = b.isSignalingNaN
    if aSignals || bSignals { raise(.invalid) }
    guard a.isNaN else { return Self.quiet(b) }
    guard b.isNaN else { return Self.quiet(a) }
    if aSignals != bSignals { return Self.quiet(aSignals ? b : a) }
    if a.significand != b.significand { return Self.quiet(a.significand > b.significand ? a : b) }
    return Self.quiet(a.isNegative ? b : a)
  }

  /// The same for one operand.
  @inline(__always)
  mutating func propagate(_ a: ExtendedReal) -> ExtendedReal { propagate(a, a) }

  @inline(__always)
  static func quiet(_ value: ExtendedReal) -> ExtendedReal {
    ExtendedReal(significand: value.significand | 1 &<< 62, signAndExponent: value.signAndExponent)
  }
}

extension ExtendedReal {
  /// Not a number that arithmetic can use: a NaN, or unsupported.
  @inline(__always)
  var isNotANumber: Bool { isUnsupported || isNaN }
}
