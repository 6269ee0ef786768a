/// Integers to floating point and back, and between the formats (SDM vol. 1, 11.4.1.6 and 4.8.4.2).
extension BinaryFormat {
  /// CVTSI2SD and its kin: an integer that may have to be rounded.
  @inline(__always)
  static func convert(_ integer: Int64, _ mxcsr: inout MXCSR) -> Bits {
    if integer == 0 { return 0 }
    return finish(Unrounded(integer), &mxcsr)
  }

  /// CVTSD2SI and its kin, to an integer of `width` bits: the integer indefinite (sign bit alone) if it is out of range.
  @inline(__always)
  static func integer(_ bits: Bits, width: Int, _ mode: RoundingMode, _ mxcsr: inout MXCSR) -> Int64 {
    let indefinite = Int64.min &>> Int64(truncatingIfNeeded: 64 &- width)
    if isNaN(bits) || isInfinity(bits) {
      mxcsr.raise(.invalid)
      return indefinite
    }
    let operand = read(bits, mxcsr)
    if isZero(operand) { return 0 }
    let number = unpack(operand)
    guard let rounded = number.integer(mode), let integer = rounded.signed(number.isNegative, width: width) else {
      mxcsr.raise(.invalid)
      return indefinite
    }
    if rounded.isInexact { mxcsr.raise(.precision) }
    return integer
  }

  /// ROUNDSD and its kin: to an integral value in the same format.
  @inline(__always)
  static func integral(_ bits: Bits, _ mode: RoundingMode, suppressingPrecision: Bool, _ mxcsr: inout MXCSR) -> Bits {
    if isNaN(bits) { return propagate(bits, &mxcsr) }
    let operand = read(bits, mxcsr)
    if isZero(operand) || isInfinity(operand) { return operand }
    let number = unpack(operand)
    if number.exponent >= fractionBits { return operand }
    let isNegative = isNegative(operand)
    guard let rounded = number.integer(mode), rounded.isInexact else { return operand }
    if !suppressingPrecision { mxcsr.raise(.precision) }
    if rounded.magnitude == 0 { return zero(isNegative: isNegative) }
    let result = Unpacked(isNegative: isNegative, exponent: 63, normalizing: rounded.magnitude)
    return pack(
      isNegative: isNegative, exponent: result.exponent,
      significand: result.significand &>> UInt64(truncatingIfNeeded: 64 &- precision))
  }

  /// CVTSS2SD and CVTSD2SS: from another format, with everything that may come of it.
  @inline(__always)
  static func convert<Source: BinaryFormat>(
    _ bits: Source.Bits, from source: Source.Type, _ mxcsr: inout MXCSR
  ) -> Bits {
    if Source.isNaN(bits) {
      if Source.isSignalingNaN(bits) { mxcsr.raise(.invalid) }
      return quietNaN(bits, from: source)
    }
    let operand = Source.read(bits, mxcsr)
    let sign = Source.isNegative(operand) ? signBit : 0
    if Source.isInfinity(operand) { return sign | infinity }
    if Source.isZero(operand) { return sign }
    if Source.isDenormal(operand) { mxcsr.raise(.denormal) }
    return finish(Unrounded(Source.unpack(operand)), &mxcsr)
  }

  /// The NaN made quiet, with the high bits of its payload.
  @inline(__always)
  static func quietNaN<Source: BinaryFormat>(_ bits: Source.Bits, from source: Source.Type) -> Bits {
    let payload = UInt64(truncatingIfNeeded: bits & Source.fractionMask)
    let aligned = payload &<< UInt64(truncatingIfNeeded: 63 &- Source.fractionBits)
    let fraction = Bits(truncatingIfNeeded: aligned &>> UInt64(truncatingIfNeeded: 63 &- fractionBits))
    return (Source.isNegative(bits) ? signBit : 0) | infinity | quietBit | fraction
  }
}
