import FloatingPoint
import X86

/// Floating-point sums across elements: SSE3's ADDSUBPS, HADDPS and their kin, SSE4.1's dot products.
extension Processor {
  func floatAcross(_ i: InstructionPointer) throws(Fault) {
    let mnemonic = i.pointee.mnemonic
    let b = try vector(i.pointee.operand1, i)
    let a = xmm(i.pointee.operand0.number)
    var result = Vector.zero
    switch mnemonic {
    case .addsubps:
      for lane in 0..<4 {
        let (x, y) = (a.doublewords[lane], b.doublewords[lane])
        result.doublewords[lane] =
          lane & 1 == 0
          ? Binary32.subtract(x, y, &core.pointee.mxcsr) : Binary32.add(x, y, &core.pointee.mxcsr)
      }
    case .addsubpd:
      result.x = Binary64.subtract(a.x, b.x, &core.pointee.mxcsr)
      result.y = Binary64.add(a.y, b.y, &core.pointee.mxcsr)
    case .haddps, .hsubps:
      for lane in 0..<4 {
        let from = (lane < 2 ? a : b).doublewords
        let first = (lane & 1) * 2
        let (x, y) = (from[first], from[first + 1])
        result.doublewords[lane] =
          mnemonic == .haddps
          ? Binary32.add(x, y, &core.pointee.mxcsr) : Binary32.subtract(x, y, &core.pointee.mxcsr)
      }
    case .haddpd:
      result.x = Binary64.add(a.x, a.y, &core.pointee.mxcsr)
      result.y = Binary64.add(b.x, b.y, &core.pointee.mxcsr)
    default:
      result.x = Binary64.subtract(a.x, a.y, &core.pointee.mxcsr)
      result.y = Binary64.subtract(b.x, b.y, &core.pointee.mxcsr)
    }
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  /// DPPS and DPPD. Products and sums are instructions' worth each: an unmasked exception of one ends it there.
  func dotProduct(_ i: InstructionPointer) throws(Fault) {
    let control = i.pointee.control
    let b = try vector(i.pointee.operand1, i)
    let a = xmm(i.pointee.operand0.number)
    var result = Vector.zero
    if i.pointee.mnemonic == .dpps {
      var products = Doublewords.zero
      for lane in 0..<4 where control >> (4 + lane) & 1 != 0 {
        products[lane] = Binary32.multiply(a.doublewords[lane], b.doublewords[lane], &core.pointee.mxcsr)
      }
      try retireSSE()
      let low: UInt32 = Binary32.add(products[0], products[1], &core.pointee.mxcsr)
      let high: UInt32 = Binary32.add(products[2], products[3], &core.pointee.mxcsr)
      try retireSSE()
      let sum: UInt32 = Binary32.add(low, high, &core.pointee.mxcsr)
      try retireSSE()
      for lane in 0..<4 where control >> lane & 1 != 0 { result.doublewords[lane] = sum }
    } else {
      var products = Vector.zero
      for lane in 0..<2 where control >> (4 + lane) & 1 != 0 {
        products[lane] = Binary64.multiply(a[lane], b[lane], &core.pointee.mxcsr)
      }
      try retireSSE()
      let sum: UInt64 = Binary64.add(products.x, products.y, &core.pointee.mxcsr)
      try retireSSE()
      for lane in 0..<2 where control >> lane & 1 != 0 { result[lane] = sum }
    }
    setXMM(i.pointee.operand0.number, result)
  }
}
