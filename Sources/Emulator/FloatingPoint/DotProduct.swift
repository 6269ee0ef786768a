/// DPPS and DPPD (SDM vol. 2): the products that bits 4 to 7 of the immediate byte select, summed in pairs, into the
/// elements that bits 0 to 3 select.
///
/// Every product and sum raises exceptions of its own. A stage with an unmasked one is the last.
extension Binary32 {
  public static func dotProduct(
    _ a: SIMD4<UInt32>, _ b: SIMD4<UInt32>, _ imm8: UInt8, _ mxcsr: inout MXCSR
  ) -> SIMD4<UInt32> {
    var products = SIMD4<UInt32>()
    for lane in 0..<4 where imm8 & 16 << UInt8(lane) != 0 {
      products[lane] = multiply(a[lane], b[lane], &mxcsr)
    }
    if !mxcsr.settle() { return a }
    let low = add(products[0], products[1], &mxcsr)
    let high = add(products[2], products[3], &mxcsr)
    if !mxcsr.settle() { return a }
    let sum = add(low, high, &mxcsr)
    var result = SIMD4<UInt32>()
    for lane in 0..<4 where imm8 & 1 << UInt8(lane) != 0 { result[lane] = sum }
    return result
  }
}

extension Binary64 {
  public static func dotProduct(
    _ a: SIMD2<UInt64>, _ b: SIMD2<UInt64>, _ imm8: UInt8, _ mxcsr: inout MXCSR
  ) -> SIMD2<UInt64> {
    let low = imm8 & 16 != 0 ? multiply(a[0], b[0], &mxcsr) : 0
    let high = imm8 & 32 != 0 ? multiply(a[1], b[1], &mxcsr) : 0
    if !mxcsr.settle() { return a }
    let sum = add(low, high, &mxcsr)
    return SIMD2(imm8 & 1 != 0 ? sum : 0, imm8 & 2 != 0 ? sum : 0)
  }
}
