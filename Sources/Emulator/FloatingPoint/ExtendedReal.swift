/// A value of the x87 registers: double extended precision, 64 bits of significand with an explicit integer bit J, 15 of
/// exponent (SDM vol. 1, 4.2.2 and figure 4-3). `Float80`, on every host.
public struct ExtendedReal: Sendable, Hashable {
  public var significand: UInt64
  /// The sign in bit 15, the biased exponent below it.
  public var signAndExponent: UInt16

  @inlinable @inline(__always)
  public init(significand: UInt64, signAndExponent: UInt16) {
    self.significand = significand
    self.signAndExponent = signAndExponent
  }

  public static let zero = ExtendedReal(significand: 0, signAndExponent: 0)
  public static let one = ExtendedReal(significand: 1 &<< 63, signAndExponent: 0x3FFF)
  /// The QNaN floating-point indefinite, the masked response to #IA (SDM vol. 1, table 4-3).
  public static let indefinite = ExtendedReal(significand: 3 &<< 62, signAndExponent: 0xFFFF)
  public static let bias = 0x3FFF

  /// FCHS.
  public var negated: ExtendedReal {
    ExtendedReal(significand: significand, signAndExponent: signAndExponent ^ 0x8000)
  }
  /// FABS.
  public var magnitude: ExtendedReal {
    ExtendedReal(significand: significand, signAndExponent: signAndExponent & 0x7FFF)
  }
}

extension ExtendedReal {
  static let minimumExponent = -16382
  static let maximumExponent = 16383

  @inline(__always)
  static func zero(isNegative: Bool) -> ExtendedReal {
    ExtendedReal(significand: 0, signAndExponent: isNegative ? 0x8000 : 0)
  }
  @inline(__always)
  static func infinity(isNegative: Bool) -> ExtendedReal {
    ExtendedReal(significand: 1 &<< 63, signAndExponent: isNegative ? 0xFFFF : 0x7FFF)
  }
  @inline(__always)
  static func one(isNegative: Bool) -> ExtendedReal {
    ExtendedReal(significand: 1 &<< 63, signAndExponent: isNegative ? 0xBFFF : 0x3FFF)
  }

  /// A number with bit 63 of the significand set, or a denormal, whose exponent is then `minimumExponent`.
  @inline(__always)
  init(isNegative: Bool, exponent: Int, significand: UInt64) {
    let biased = significand &>> 63 == 0 ? 0 : UInt16(truncatingIfNeeded: exponent &+ Self.bias)
    self.init(significand: significand, signAndExponent: biased | (isNegative ? 0x8000 : 0))
  }

  @inline(__always)
  init(_ number: Unpacked) {
    self.init(isNegative: number.isNegative, exponent: number.exponent, significand: number.significand)
  }

  @inline(__always)
  var isNegative: Bool { signAndExponent & 0x8000 != 0 }
  @inline(__always)
  var biasedExponent: UInt16 { signAndExponent & 0x7FFF }

  /// A normal number: what nearly every operand is.
  @inline(__always)
  var isNormal: Bool { biasedExponent &- 1 < 0x7FFE && significand &>> 63 != 0 }
  @inline(__always)
  var isZero: Bool { significand == 0 && biasedExponent == 0 }
  @inline(__always)
  var isInfinity: Bool { biasedExponent == 0x7FFF && significand == 1 &<< 63 }
  @inline(__always)
  var isNaN: Bool { biasedExponent == 0x7FFF && significand > 1 &<< 63 }
  @inline(__always)
  var isSignalingNaN: Bool { isNaN && significand & 1 &<< 62 == 0 }
  /// Exponent zero but not zero: a denormal, or a pseudo-denormal, whose integer bit is set.
  @inline(__always)
  var isDenormal: Bool { biasedExponent == 0 && significand != 0 }
  /// An unnormal, a pseudo-NaN or a pseudo-infinity: not a number since the 80387 (SDM vol. 1, 8.2.2).
  @inline(__always)
  var isUnsupported: Bool { biasedExponent != 0 && significand &>> 63 == 0 }

  /// A finite, non-zero value taken apart.
  @inline(__always)
  var unpacked: Unpacked {
    let exponent = Int(biasedExponent)
    if exponent == 0 {
      return Unpacked(isNegative: isNegative, exponent: Self.minimumExponent, normalizing: significand)
    }
    return Unpacked(isNegative: isNegative, exponent: exponent &- Self.bias, significand: significand)
  }
}
