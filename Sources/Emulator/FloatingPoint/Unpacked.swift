/// A finite, non-zero number of any format up to 64 bits of precision, taken apart.
///
/// Its value is ± `significand` × 2^(`exponent` − 63), and bit 63 of the significand is set.
struct Unpacked {
  var isNegative: Bool
  var exponent: Int
  var significand: UInt64

  @inline(__always)
  init(isNegative: Bool, exponent: Int, significand: UInt64) {
    self.isNegative = isNegative
    self.exponent = exponent
    self.significand = significand
  }

  /// ± `significand` × 2^(`exponent` − 63) with any significand but zero.
  @inline(__always)
  init(isNegative: Bool, exponent: Int, normalizing significand: UInt64) {
    let shift = significand.leadingZeroBitCount
    self.init(
      isNegative: isNegative, exponent: exponent &- shift,
      significand: significand &<< UInt64(truncatingIfNeeded: shift))
  }
}

/// A finite, non-zero result, exact or with everything below its last bit collected in that bit ("sticky").
///
/// Its value is ± `significand` × 2^(`exponent` − 127), and bit 127 of the significand is set. Rounding to 64 bits or
/// fewer, in any mode, gives what the exact result would give.
struct Unrounded {
  var isNegative: Bool
  var exponent: Int
  var significand: UInt128

  @inline(__always)
  init(isNegative: Bool, exponent: Int, significand: UInt128) {
    self.isNegative = isNegative
    self.exponent = exponent
    self.significand = significand
  }

  /// ± `significand` × 2^(`exponent` − 127) with any significand but zero.
  @inline(__always)
  init(isNegative: Bool, exponent: Int, normalizing significand: UInt128) {
    let shift = significand.leadingZeroBitCount
    self.init(
      isNegative: isNegative, exponent: exponent &- shift,
      significand: significand &<< UInt128(truncatingIfNeeded: shift))
  }

  /// The same if bit 127 or 126 of the significand is set.
  @inline(__always)
  init(isNegative: Bool, exponent: Int, normalizingByOne significand: UInt128) {
    let isNormal = significand &>> 127 != 0
    self.init(
      isNegative: isNegative, exponent: isNormal ? exponent : exponent &- 1,
      significand: isNormal ? significand : significand &<< 1)
  }

  @inline(__always)
  init(_ number: Unpacked) {
    self.init(
      isNegative: number.isNegative, exponent: number.exponent, significand: UInt128(number.significand) &<< 64)
  }

  /// The integer, which is not zero.
  @inline(__always)
  init(_ integer: Int64) {
    self.init(Unpacked(isNegative: integer < 0, exponent: 63, normalizing: integer.magnitude))
  }
}

extension UInt128 {
  /// Shifts right by any distance; if a one is lost, the last bit becomes one.
  @inline(__always)
  func shiftedRightSticky(_ distance: Int) -> UInt128 {
    if distance <= 0 { return self }
    if distance > 127 { return self == 0 ? 0 : 1 }
    let count = UInt128(truncatingIfNeeded: distance)
    let lost = self & ((1 as UInt128) &<< count &- 1)
    return self &>> count | (lost == 0 ? 0 : 1)
  }
}
