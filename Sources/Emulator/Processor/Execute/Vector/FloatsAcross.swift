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

  /// DPPS and DPPD.
  func dotProduct(_ i: InstructionPointer) throws(Fault) {
    let control = UInt8(i.pointee.control)
    let b = try vector(i.pointee.operand1, i)
    let a = xmm(i.pointee.operand0.number)
    let result: Vector
    if i.pointee.mnemonic == .dpps {
      result = Vector(lanes: Binary32.dotProduct(a.doublewords, b.doublewords, control, &core.pointee.mxcsr))
    } else {
      result = Binary64.dotProduct(a, b, control, &core.pointee.mxcsr)
    }
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }
}
