import X86

/// Results that the manual bounds and does not define.
enum Approximation {
  /// Whether two quadwords of an XMM register agree. RCPPS and its kin are within 1.5 × 2^-12 of the exact value, so within twice that of
  /// each other (SDM volume 2); what would be nearly denormal may be zero.
  static func agrees(_ trial: Trial, _ a: UInt64, _ b: UInt64) -> Bool {
    switch trial.encoding.instruction.mnemonic {
    case .rcpps, .rcpss, .rsqrtps, .rsqrtss: break
    default: return false
    }
    return [0, 32].allSatisfy { (shift: UInt64) in
      let x = Float(bitPattern: UInt32(truncatingIfNeeded: a >> shift))
      let y = Float(bitPattern: UInt32(truncatingIfNeeded: b >> shift))
      if x.bitPattern == y.bitPattern { return true }
      let distance = (Double(x) - Double(y)).magnitude
      return distance <= Double(y).magnitude * 3 / 4096 || max(x.magnitude, y.magnitude) < 0x1.01p-126
    }
  }

  /// Whether two x87 registers agree. A transcendental function is less than a unit of the last place from the exact value (SDM
  /// volume 1, section 8.3.10), so two of them are neighbours at most.
  static func agrees(
    _ trial: Trial, _ a: (significand: UInt64, signExponent: UInt16), _ b: (significand: UInt64, signExponent: UInt16)
  ) -> Bool {
    if a == b { return true }
    switch trial.encoding.instruction.mnemonic {
    case .f2xm1, .fyl2x, .fyl2xp1, .fsin, .fcos, .fsincos, .fptan, .fpatan: break
    default: return false
    }
    if a.signExponent == b.signExponent {
      return max(a.significand, b.significand) - min(a.significand, b.significand) == 1
    }
    let (lower, upper) = a.signExponent < b.signExponent ? (a, b) : (b, a)
    return upper.signExponent - lower.signExponent == 1 && lower.significand == .max && upper.significand == 1 << 63
  }
}
