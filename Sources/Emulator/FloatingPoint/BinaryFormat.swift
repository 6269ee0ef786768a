/// One of the interchange formats of IEEE 754: a sign, a biased exponent, and a fraction behind a hidden bit.
public protocol BinaryFormat {
  /// An integer that holds a value's bits.
  associatedtype Bits: FixedWidthInteger & UnsignedInteger & Sendable
  /// p: the bits of a significand, the hidden one included.
  static var precision: Int { get }
}

/// Single precision: 24 bits of significand, 8 of exponent (SDM vol. 1, 4.2.2).
public enum Binary32: BinaryFormat {
  public typealias Bits = UInt32
  @inlinable @inline(__always)
  public static var precision: Int { 24 }
}

/// Double precision: 53 bits of significand, 11 of exponent (SDM vol. 1, 4.2.2).
public enum Binary64: BinaryFormat {
  public typealias Bits = UInt64
  @inlinable @inline(__always)
  public static var precision: Int { 53 }
}

extension BinaryFormat {
  @inline(__always)
  static var fractionBits: Int { precision &- 1 }
  @inline(__always)
  static var exponentBits: Int { Bits.bitWidth &- precision }
  /// The exponent of the greatest finite value, and the bias.
  @inline(__always)
  static var maximumExponent: Int { 1 &<< (exponentBits &- 1) &- 1 }
  /// The exponent of the smallest normal value.
  @inline(__always)
  static var minimumExponent: Int { 1 &- maximumExponent }

  @inline(__always)
  static var signBit: Bits { 1 &<< Bits(truncatingIfNeeded: Bits.bitWidth &- 1) }
  @inline(__always)
  static var hiddenBit: Bits { 1 &<< Bits(truncatingIfNeeded: fractionBits) }
  @inline(__always)
  static var fractionMask: Bits { hiddenBit &- 1 }
  /// Plus infinity: all ones in the exponent.
  @inline(__always)
  static var infinity: Bits { ~signBit & ~fractionMask }
  /// The bit that tells a quiet NaN from a signalling one.
  @inline(__always)
  static var quietBit: Bits { hiddenBit &>> 1 }
  /// The QNaN floating-point indefinite, the masked response to #IA (SDM vol. 1, table 4-3).
  @inline(__always)
  static var indefinite: Bits { signBit | infinity | quietBit }

  @inline(__always)
  static func isNegative(_ bits: Bits) -> Bool { bits & signBit != 0 }
  @inline(__always)
  static func isNaN(_ bits: Bits) -> Bool { bits & ~signBit > infinity }
  @inline(__always)
  static func isSignalingNaN(_ bits: Bits) -> Bool { isNaN(bits) && bits & quietBit == 0 }
  @inline(__always)
  static func isInfinity(_ bits: Bits) -> Bool { bits & ~signBit == infinity }
  @inline(__always)
  static func isZero(_ bits: Bits) -> Bool { bits & ~signBit == 0 }
  @inline(__always)
  static func isDenormal(_ bits: Bits) -> Bool { bits & infinity == 0 && bits & fractionMask != 0 }

  /// The operand as DAZ lets the operation see it.
  @inline(__always)
  static func read(_ bits: Bits, _ mxcsr: MXCSR) -> Bits {
    mxcsr.denormalsAreZeros && isDenormal(bits) ? bits & signBit : bits
  }

  /// A finite, non-zero value taken apart.
  @inline(__always)
  static func unpack(_ bits: Bits) -> Unpacked {
    let fraction = UInt64(truncatingIfNeeded: bits & fractionMask)
    let biased = Int(truncatingIfNeeded: (bits & infinity) &>> Bits(truncatingIfNeeded: fractionBits))
    if biased == 0 {
      return Unpacked(
        isNegative: isNegative(bits), exponent: minimumExponent &- fractionBits &+ 63, normalizing: fraction)
    }
    return Unpacked(
      isNegative: isNegative(bits), exponent: biased &- maximumExponent,
      significand: (fraction | UInt64(truncatingIfNeeded: hiddenBit)) &<< UInt64(truncatingIfNeeded: 64 &- precision))
  }

  /// A value put together from a significand of at most `precision` bits and the exponent of bit `precision - 1`;
  /// a significand without its top bit is a denormal's, and the exponent is then `minimumExponent`.
  @inline(__always)
  static func pack(isNegative: Bool, exponent: Int, significand: UInt64) -> Bits {
    let sign = isNegative ? signBit : 0
    let kept = Bits(truncatingIfNeeded: significand)
    if kept & hiddenBit == 0 { return sign | kept }
    let biased = Bits(truncatingIfNeeded: exponent &+ maximumExponent)
    return sign | biased &<< Bits(truncatingIfNeeded: fractionBits) | kept & fractionMask
  }
}
