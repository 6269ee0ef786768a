/// RCPSS and RSQRTSS (SDM vol. 2): estimates that raise nothing, round to nothing in particular, and see every denormal as
/// zero.
///
/// The manual asks for a relative error of at most 1.5 × 2^-12, and processors differ within that. Here the result is
/// the one of single precision, as it is on QEMU.
extension Binary32 {
  /// RCPSS: 1 ÷ `a`, zero where that would be denormal.
  public static func reciprocalEstimate(_ a: UInt32) -> UInt32 {
    if isNaN(a) { return a | quietBit }
    let sign = a & signBit
    if a & infinity == 0 { return sign | infinity }
    let result = (1 / Float(bitPattern: a)).bitPattern
    return result & infinity == 0 ? sign : result
  }

  /// RSQRTSS: 1 ÷ √`a`; the indefinite for a negative operand, but minus infinity for minus zero.
  public static func reciprocalSquareRootEstimate(_ a: UInt32) -> UInt32 {
    if isNaN(a) { return a | quietBit }
    if a & infinity == 0 { return a & signBit | infinity }
    if isNegative(a) { return indefinite }
    // In double precision nothing is lost that a single one would miss.
    return Float(1 / Double(Float(bitPattern: a)).squareRoot()).bitPattern
  }
}
