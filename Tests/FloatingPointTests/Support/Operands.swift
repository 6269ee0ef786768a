import RandomInput

/// Makes operands of one interchange format: everything at the edges, and numbers that meet at them.
struct OperandMaker {
  let fractionBits: Int
  let exponentBits: Int

  static let binary16 = OperandMaker(fractionBits: 10, exponentBits: 5)
  static let binary32 = OperandMaker(fractionBits: 23, exponentBits: 8)
  static let binary64 = OperandMaker(fractionBits: 52, exponentBits: 11)

  var exponentMask: UInt64 { 1 << UInt64(exponentBits) - 1 }
  var fractionMask: UInt64 { 1 << UInt64(fractionBits) - 1 }

  func make(negative: Bool, exponent: UInt64, fraction: UInt64) -> UInt64 {
    (negative ? 1 : 0) << UInt64(fractionBits + exponentBits) | (exponent & exponentMask) << UInt64(fractionBits)
      | fraction & fractionMask
  }

  /// A fraction with long runs of zeros or ones: exact results, ties, and carries.
  func fraction(_ random: inout SeededGenerator) -> UInt64 {
    let bits = random.next() & fractionMask
    switch random.below(8) {
    case 0: return 0
    case 1: return fractionMask
    case 2: return 1 << UInt64(random.below(fractionBits))
    case 3: return fractionMask & ~(1 << UInt64(random.below(fractionBits)))
    case 4: return bits & ~(1 << UInt64(random.below(fractionBits)) - 1)
    case 5: return bits & (1 << UInt64(random.below(fractionBits)) - 1)
    default: return bits
    }
  }

  func edge(_ random: inout SeededGenerator) -> UInt64 {
    let bias = exponentMask >> 1
    let exponent = random.element([
      0, 1, 2, bias - 1, bias, bias + 1, bias + UInt64(fractionBits), bias + 31, bias + 62, bias + 63,
      exponentMask - 1, exponentMask,
    ])
    let fractions: [UInt64] = [
      0, 1, 2, fractionMask, fractionMask - 1, 1 << UInt64(fractionBits - 1), 1 << UInt64(fractionBits - 1) - 1,
      1 << UInt64(fractionBits - 1) | 1,
    ]
    return make(negative: random.chance(50), exponent: exponent, fraction: random.element(fractions))
  }

  func any(_ random: inout SeededGenerator) -> UInt64 {
    switch random.below(8) {
    case 0, 1: return edge(&random)
    case 2: return make(negative: random.chance(50), exponent: 0, fraction: fraction(&random))
    case 3:
      // Of the size of integers.
      let exponent = exponentMask >> 1 - 3 + UInt64(random.below(min(72, Int(exponentMask >> 1))))
      return make(negative: random.chance(50), exponent: exponent, fraction: fraction(&random))
    default: return make(negative: random.chance(50), exponent: random.next(), fraction: fraction(&random))
    }
  }

  /// Two operands that have something to do with each other.
  func pair(_ random: inout SeededGenerator) -> (UInt64, UInt64) {
    let a = any(&random)
    let exponent = a >> UInt64(fractionBits) & exponentMask
    let negative = random.chance(50)
    let jitter = UInt64(bitPattern: Int64(random.below(5) - 2))
    switch random.below(8) {
    case 0:
      // Cancellation, and alignment by about the precision.
      let distance = UInt64(random.below(random.chance(50) ? 3 : fractionBits + 4))
      let other = exponent > distance ? exponent - distance : 0
      return (a, make(negative: negative, exponent: other, fraction: fraction(&random)))
    case 1: return (a, (a ^ (negative ? 1 : 0) << UInt64(fractionBits + exponentBits)) &+ jitter)
    case 2:
      // A product about to underflow.
      let other = exponentMask >> 1 &- exponent &+ jitter
      return (a, make(negative: negative, exponent: other, fraction: fraction(&random)))
    case 3:
      // A product about to overflow.
      let other = exponentMask &+ exponentMask >> 1 &- exponent &+ jitter
      return (a, make(negative: negative, exponent: other, fraction: fraction(&random)))
    case 4:
      // A quotient about to underflow or overflow.
      let other = exponent &+ exponentMask >> 1 &+ jitter
      return (a, make(negative: negative, exponent: other, fraction: fraction(&random)))
    case 5:
      // A product among the denormals.
      let other = exponentMask >> 1 &- exponent &- UInt64(random.below(fractionBits + 3))
      return (a, make(negative: negative, exponent: other, fraction: fraction(&random)))
    default: return (a, any(&random))
    }
  }
}
