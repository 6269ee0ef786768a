// CVTSI2SS, CVTSS2SI, CVTTSS2SI, CVTSS2SD, CVTSD2SS, ROUNDSS and their kin; the packed forms are the same, element by
// element (SDM vol. 2).

/// The immediate byte of ROUNDPS and its kin (SDM vol. 2, figure 4-24).
public struct RoundControl: Sendable {
  public var rawValue: UInt8
  @inlinable @inline(__always)
  public init(rawValue: UInt8) { self.rawValue = rawValue }

  /// Bit 2 selects MXCSR.RC over the mode in bits 0 and 1.
  @inline(__always)
  func mode(_ mxcsr: MXCSR) -> RoundingMode {
    rawValue & 4 != 0 ? mxcsr.rounding : RoundingMode(field: UInt32(rawValue))
  }
  /// Bit 3: do not raise #P.
  @inline(__always)
  var suppressesPrecision: Bool { rawValue & 8 != 0 }
}

extension Binary32 {
  /// CVTSI2SS from a 32-bit integer, CVTDQ2PS.
  @inlinable @inline(__always)
  public static func fromInt32(_ integer: Int32, _ mxcsr: inout MXCSR) -> UInt32 {
    if _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision) { return Float(integer).bitPattern }
    return fullConvert(Int64(integer), &mxcsr)
  }
  /// CVTSI2SS from a 64-bit integer.
  @inlinable @inline(__always)
  public static func fromInt64(_ integer: Int64, _ mxcsr: inout MXCSR) -> UInt32 {
    if _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision) { return Float(integer).bitPattern }
    return fullConvert(integer, &mxcsr)
  }
  /// CVTSS2SI, CVTPS2DQ, CVTPS2PI; with `truncating`, CVTTSS2SI and its kin.
  @inlinable @inline(__always)
  public static func toInt32(_ a: UInt32, truncating: Bool, _ mxcsr: inout MXCSR) -> Int32 {
    let value = Float(bitPattern: a)
    if _fastPath(mxcsr.ignoresPrecision), _fastPath(value.magnitude < 0x1p31 - 1) {
      if truncating { return Int32(value) }
      if _fastPath(mxcsr.roundsToNearest) { return Binary64.nearestInt32(Double(value)) }
    }
    return Int32(truncatingIfNeeded: fullInteger(a, 32, truncating, &mxcsr))
  }
  /// CVTSS2SI with REX.W; with `truncating`, CVTTSS2SI.
  @inlinable @inline(__always)
  public static func toInt64(_ a: UInt32, truncating: Bool, _ mxcsr: inout MXCSR) -> Int64 {
    let value = Float(bitPattern: a)
    if truncating, _fastPath(mxcsr.ignoresPrecision), _fastPath(value.magnitude < 0x1p63) { return Int64(value) }
    return fullInteger(a, 64, truncating, &mxcsr)
  }
  /// CVTSD2SS, CVTPD2PS.
  @inlinable @inline(__always)
  public static func fromBinary64(_ a: UInt64, _ mxcsr: inout MXCSR) -> UInt32 {
    let value = Double(bitPattern: a)
    let bits = Float(value).bitPattern
    if _fastPath(isOrdinary(bits)), _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision) { return bits }
    return fullConvert(a, &mxcsr)
  }
  /// CVTDQ2PS.
  @inlinable @inline(__always)
  public static func fromInt32(_ integers: SIMD4<Int32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    if _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision) {
      return unsafeBitCast(SIMD4<Float>(integers), to: SIMD4<UInt32>.self)
    }
    return fromInt32ByElement(integers, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func fromInt32ByElement(_ integers: SIMD4<Int32>, _ mxcsr: inout MXCSR) -> SIMD4<UInt32> {
    SIMD4(
      fromInt32(integers[0], &mxcsr), fromInt32(integers[1], &mxcsr), fromInt32(integers[2], &mxcsr),
      fromInt32(integers[3], &mxcsr))
  }
  /// CVTPS2DQ; with `truncating`, CVTTPS2DQ.
  @inlinable @inline(__always)
  public static func toInt32(_ a: SIMD4<UInt32>, truncating: Bool, _ mxcsr: inout MXCSR) -> SIMD4<Int32> {
    SIMD4(
      toInt32(a[0], truncating: truncating, &mxcsr), toInt32(a[1], truncating: truncating, &mxcsr),
      toInt32(a[2], truncating: truncating, &mxcsr), toInt32(a[3], truncating: truncating, &mxcsr))
  }
  /// ROUNDSS, ROUNDPS.
  public static func round(_ a: UInt32, _ control: RoundControl, _ mxcsr: inout MXCSR) -> UInt32 {
    integral(a, control.mode(mxcsr), suppressingPrecision: control.suppressesPrecision, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func fullConvert(_ integer: Int64, _ mxcsr: inout MXCSR) -> UInt32 { convert(integer, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullConvert(_ a: UInt64, _ mxcsr: inout MXCSR) -> UInt32 { convert(a, from: Binary64.self, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullInteger(_ a: UInt32, _ width: Int, _ truncating: Bool, _ mxcsr: inout MXCSR) -> Int64 {
    integer(a, width: width, truncating ? .zero : mxcsr.rounding, &mxcsr)
  }
}

extension Binary64 {
  /// CVTSI2SD from a 32-bit integer, CVTDQ2PD, CVTPI2PD: always exact.
  @inlinable @inline(__always)
  public static func fromInt32(_ integer: Int32) -> UInt64 { Double(integer).bitPattern }
  /// CVTSI2SD from a 64-bit integer.
  @inlinable @inline(__always)
  public static func fromInt64(_ integer: Int64, _ mxcsr: inout MXCSR) -> UInt64 {
    if _fastPath(mxcsr.roundsToNearest), _fastPath(mxcsr.ignoresPrecision) { return Double(integer).bitPattern }
    return fullConvert(integer, &mxcsr)
  }
  /// CVTSD2SI, CVTPD2DQ, CVTPD2PI; with `truncating`, CVTTSD2SI and its kin.
  @inlinable @inline(__always)
  public static func toInt32(_ a: UInt64, truncating: Bool, _ mxcsr: inout MXCSR) -> Int32 {
    let value = Double(bitPattern: a)
    if _fastPath(mxcsr.ignoresPrecision), _fastPath(value.magnitude < 0x1p31 - 1) {
      if truncating { return Int32(value) }
      if _fastPath(mxcsr.roundsToNearest) { return Binary64.nearestInt32(value) }
    }
    return Int32(truncatingIfNeeded: fullInteger(a, 32, truncating, &mxcsr))
  }
  /// CVTSD2SI with REX.W; with `truncating`, CVTTSD2SI.
  @inlinable @inline(__always)
  public static func toInt64(_ a: UInt64, truncating: Bool, _ mxcsr: inout MXCSR) -> Int64 {
    let value = Double(bitPattern: a)
    if truncating, _fastPath(mxcsr.ignoresPrecision), _fastPath(value.magnitude < 0x1p63) { return Int64(value) }
    return fullInteger(a, 64, truncating, &mxcsr)
  }
  /// CVTSS2SD, CVTPS2PD.
  @inlinable @inline(__always)
  public static func fromBinary32(_ a: UInt32, _ mxcsr: inout MXCSR) -> UInt64 {
    // Zeros and normal numbers are exact.
    let exponent = a & 0x7F80_0000
    if _fastPath(exponent != 0x7F80_0000), _fastPath(!Binary32.isDenormalQuick(a)) {
      return Double(Float(bitPattern: a)).bitPattern
    }
    return fullConvert(a, &mxcsr)
  }
  /// The nearest integer to a value whose magnitude is below 2^31, ties to even: what the addition of 1.5 × 2^52 leaves in
  /// the low bits.
  @inlinable @inline(__always)
  static func nearestInt32(_ value: Double) -> Int32 {
    Int32(truncatingIfNeeded: (value + 0x1.8p52).bitPattern)
  }
  /// ROUNDSD, ROUNDPD.
  public static func round(_ a: UInt64, _ control: RoundControl, _ mxcsr: inout MXCSR) -> UInt64 {
    integral(a, control.mode(mxcsr), suppressingPrecision: control.suppressesPrecision, &mxcsr)
  }

  @usableFromInline @inline(never)
  static func fullConvert(_ integer: Int64, _ mxcsr: inout MXCSR) -> UInt64 { convert(integer, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullConvert(_ a: UInt32, _ mxcsr: inout MXCSR) -> UInt64 { convert(a, from: Binary32.self, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullInteger(_ a: UInt64, _ width: Int, _ truncating: Bool, _ mxcsr: inout MXCSR) -> Int64 {
    integer(a, width: width, truncating ? .zero : mxcsr.rounding, &mxcsr)
  }
}
