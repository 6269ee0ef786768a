/// What comes of NaN operands (SDM vol. 1, 4.8.3.5 and table 4-7).
extension BinaryFormat {
  /// The result of an SSE operation with at least one NaN: the first operand if it is a NaN, else the second, made
  /// quiet. A signalling NaN in either raises #I.
  @inline(never)
  static func propagate(_ a: Bits, _ b: Bits, _ mxcsr: inout MXCSR) -> Bits {
    if isSignalingNaN(a) || isSignalingNaN(b) { mxcsr.raise(.invalid) }
    return (isNaN(a) ? a : b) | quietBit
  }

  /// The result of an SSE operation on one operand that is a NaN.
  @inline(__always)
  static func propagate(_ a: Bits, _ mxcsr: inout MXCSR) -> Bits {
    if isSignalingNaN(a) { mxcsr.raise(.invalid) }
    return a | quietBit
  }
}
