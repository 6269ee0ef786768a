/// Loads and stores in other formats: FLD m32/m64, FST, FIST, FISTTP, FBLD, FBSTP, FRNDINT (SDM vol. 2).
///
/// FLD m80 and FSTP m80 move bits and raise nothing; FILD is `X87Operand(integer:)`, exact.
extension X87 {
  /// FLD of a value of single precision.
  public mutating func load(binary32 bits: UInt32) -> ExtendedReal { load(X87Operand(binary32: bits)) }
  /// FLD of a value of double precision.
  public mutating func load(binary64 bits: UInt64) -> ExtendedReal { load(X87Operand(binary64: bits)) }
  /// FILD.
  public mutating func load(integer: Int64) -> ExtendedReal { load(X87Operand(integer: integer)) }

  private mutating func load(_ operand: X87Operand) -> ExtendedReal {
    begin()
    if operand.value.isNaN { return propagate(operand.value) }
    if operand.isDenormal { raised.rawValue |= FloatExceptions.denormal.rawValue | Self.proceeds }
    return operand.value
  }

  /// FST m32.
  public mutating func storeBinary32(_ a: ExtendedReal) -> UInt32 { store(a, Binary32.self) }
  /// FST m64.
  public mutating func storeBinary64(_ a: ExtendedReal) -> UInt64 { store(a, Binary64.self) }

  @inline(__always)
  private mutating func store<Format: BinaryFormat>(_ a: ExtendedReal, _ format: Format.Type) -> Format.Bits {
    begin()
    let sign = a.isNegative ? Format.signBit : 0
    if a.isZero { return sign }
    if a.isUnsupported {
      raise(.invalid)
      return Format.indefinite
    }
    if a.isInfinity { return sign | Format.infinity }
    if a.isNaN {
      if a.isSignalingNaN { raise(.invalid) }
      let fraction = (a.significand & ~(1 &<< 63)) &>> UInt64(truncatingIfNeeded: 63 &- Format.fractionBits)
      return sign | Format.infinity | Format.quietBit | Format.Bits(truncatingIfNeeded: fraction)
    }
    let exact = Unrounded(a.unpacked)
    let rounded = Unrounded.round(
      exact.significand, toTop: Format.precision, isNegative: exact.isNegative, rounding)
    let exponent = exact.exponent &+ (rounded.carried ? 1 : 0)
    if exponent > Format.maximumExponent { return storeHuge(sign, format) }
    if exponent < Format.minimumExponent { return storeTiny(exact, format) }
    note(rounded)
    return Format.pack(isNegative: exact.isNegative, exponent: exponent, significand: rounded.kept)
  }

  @inline(never)
  private mutating func storeHuge<Format: BinaryFormat>(_ sign: Format.Bits, _ format: Format.Type) -> Format.Bits {
    raise(.overflow)
    if !isMasked(.overflow) {
      raised.rawValue |= Self.withheld
      return 0
    }
    raise(.precision)
    if rounding.overflowsToInfinity(isNegative: sign != 0) {
      status |= Self.c1
      return sign | Format.infinity
    }
    return sign | (Format.infinity &- 1)
  }

  @inline(never)
  private mutating func storeTiny<Format: BinaryFormat>(_ exact: Unrounded, _ format: Format.Type) -> Format.Bits {
    if !isMasked(.underflow) {
      raise(.underflow)
      raised.rawValue |= Self.withheld
      return 0
    }
    let denormal = exact.significand.shiftedRightSticky(Format.minimumExponent &- exact.exponent)
    let result = Unrounded.round(denormal, toTop: Format.precision, isNegative: exact.isNegative, rounding)
    note(result)
    if result.isInexact { raise(.underflow) }
    return Format.pack(
      isNegative: exact.isNegative, exponent: Format.minimumExponent, significand: result.kept)
  }

  /// FIST to an integer of 16, 32 or 64 bits; with `truncating`, FISTTP. The integer indefinite if it is out of range.
  public mutating func storeInteger(_ a: ExtendedReal, width: Int, truncating: Bool) -> Int64 {
    begin()
    if a.isZero { return 0 }
    let mode = truncating ? RoundingMode.zero : rounding
    guard !a.isNotANumber, !a.isInfinity, let rounded = a.unpacked.integer(mode),
      let integer = rounded.signed(a.isNegative, width: width)
    else {
      raise(.invalid)
      return Int64.min &>> Int64(truncatingIfNeeded: 64 &- width)
    }
    note(rounded)
    return integer
  }

  @inline(__always)
  private mutating func note(_ rounded: RoundedInteger) {
    if rounded.isInexact { raise(.precision) }
    if rounded.roundedUp { status |= Self.c1 }
  }

  /// FRNDINT.
  public mutating func roundToInteger(_ a: ExtendedReal) -> ExtendedReal {
    begin()
    if a.isNotANumber { return propagate(a) }
    if a.isZero || a.isInfinity { return a }
    if a.isDenormal { raise(.denormal) }
    let number = a.unpacked
    guard let rounded = number.integer(rounding), rounded.isInexact else { return a }
    note(rounded)
    if rounded.magnitude == 0 { return .zero(isNegative: a.isNegative) }
    return ExtendedReal(Unpacked(isNegative: a.isNegative, exponent: 63, normalizing: rounded.magnitude))
  }

  /// FBLD: ten bytes, 18 decimal digits and a sign, as two words (SDM vol. 1, 4.7). Digits above 9 count for what they are.
  public mutating func load(decimalLow low: UInt64, high: UInt16) -> ExtendedReal {
    begin()
    var magnitude: UInt64 = 0
    let digits = UInt128(high & 0xFF) &<< 64 | UInt128(low)
    for index in (0..<18).reversed() {
      magnitude = magnitude &* 10 &+ UInt64(truncatingIfNeeded: digits &>> UInt128(4 &* index)) & 15
    }
    let isNegative = high & 0x8000 != 0
    if magnitude == 0 { return .zero(isNegative: isNegative) }
    return ExtendedReal(Unpacked(isNegative: isNegative, exponent: 63, normalizing: magnitude))
  }

  /// FBSTP: the ten bytes as two words; the packed BCD indefinite if 18 digits do not suffice.
  public mutating func storeDecimal(_ a: ExtendedReal) -> (low: UInt64, high: UInt16) {
    begin()
    let sign: UInt16 = a.isNegative ? 0x8000 : 0
    if a.isZero { return (0, sign) }
    guard !a.isNotANumber, !a.isInfinity, let rounded = a.unpacked.integer(rounding),
      rounded.magnitude < 1_000_000_000_000_000_000
    else {
      raise(.invalid)
      return (0xC000_0000_0000_0000, 0xFFFF)
    }
    note(rounded)
    var rest = rounded.magnitude
    var digits: UInt128 = 0
    for index in 0..<18 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      digits |= UInt128(digit) &<< UInt128(4 &* index)
      rest = quotient
    }
    return (UInt64(truncatingIfNeeded: digits), UInt16(truncatingIfNeeded: digits &>> 64) | sign)
  }
}
