/// How a result that does not fit its format is brought into it (SDM vol. 1, 4.8.4).
///
/// The raw values are those of the RC field in MXCSR and in the x87 control word.
public enum RoundingMode: UInt8, Sendable, CaseIterable {
  /// To the nearest value; a tie goes to the one with an even significand.
  case nearest = 0
  /// Toward minus infinity.
  case down = 1
  /// Toward plus infinity.
  case up = 2
  /// Toward zero.
  case zero = 3

  /// The mode that the two low bits of an RC field name.
  @inlinable @inline(__always)
  public init(field: UInt32) { self = unsafeBitCast(UInt8(truncatingIfNeeded: field) & 3, to: RoundingMode.self) }

  /// Whether the magnitude goes up, given what is kept and what is lost of it.
  @inline(__always)
  func incrementsMagnitude(isNegative: Bool, isOdd: Bool, lost: UInt128, half: UInt128) -> Bool {
    // One comparison, since whether it holds is a toss: more than half, or half and odd.
    if _fastPath(self == .nearest) { return lost &+ (isOdd ? 1 : 0) > half }
    return lost != 0 && self != .zero && isNegative == (self == .down)
  }

  /// Whether a magnitude too great for the format becomes infinity; otherwise it becomes the greatest finite value.
  @inline(__always)
  func overflowsToInfinity(isNegative: Bool) -> Bool {
    switch self {
    case .nearest: true
    case .down: isNegative
    case .up: !isNegative
    case .zero: false
    }
  }
}

/// A significand brought to a number of bits.
struct RoundedSignificand {
  /// The bits kept, as an integer. Never more than were asked for: a carry out of the top is in ``carried``.
  var kept: UInt64
  /// The value became the next power of two, and the exponent must grow by one.
  var carried: Bool
  /// Something was lost.
  var isInexact: Bool
  /// The magnitude became greater than it was.
  var roundedUp: Bool
}

extension Unrounded {
  /// Rounds `significand` to its top `bits` bits, 1...64.
  @inline(__always)
  static func round(
    _ significand: UInt128, toTop bits: Int, isNegative: Bool, _ mode: RoundingMode
  ) -> RoundedSignificand {
    let lostBits = UInt128(truncatingIfNeeded: 128 &- bits)
    let kept = UInt64(truncatingIfNeeded: significand &>> lostBits)
    let lost = significand & ((1 as UInt128) &<< lostBits &- 1)
    let half = (1 as UInt128) &<< (lostBits &- 1)
    let up = mode.incrementsMagnitude(isNegative: isNegative, isOdd: kept & 1 != 0, lost: lost, half: half)
    let incremented = kept &+ (up ? 1 : 0)
    let carried = up && incremented &<< UInt64(truncatingIfNeeded: 64 &- bits) == 0
    return RoundedSignificand(
      kept: _slowPath(carried) ? 1 &<< UInt64(truncatingIfNeeded: bits &- 1) : incremented, carried: carried,
      isInexact: lost != 0, roundedUp: up)
  }
}
