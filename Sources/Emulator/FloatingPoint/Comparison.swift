/// How two operands relate.
public enum Relation: UInt8, Sendable {
  case less, equal, greater, unordered

  /// ZF, PF and CF as COMISS and its kin set them, at their places in EFLAGS; OF, AF and SF become zero.
  @inlinable @inline(__always)
  public var eflags: UInt32 {
    switch self {
    case .less: 0x01
    case .equal: 0x40
    case .greater: 0x00
    case .unordered: 0x45
    }
  }
}

/// The predicates of CMPPS and its kin (SDM vol. 2, CMPPD, table 3-1). The instructions without VEX know the first eight.
public struct ComparisonPredicate: Sendable {
  /// The immediate byte; bits 5 to 7 play no part.
  public var rawValue: UInt8
  @inlinable @inline(__always)
  public init(rawValue: UInt8) { self.rawValue = rawValue & 31 }

  /// What the predicate comes to, or the opposite of, where no operand is a NaN.
  @usableFromInline enum OrderedForm { case equal, less, lessOrEqual, never }

  @inlinable @inline(__always)
  var orderedForm: OrderedForm {
    switch rawValue & 3 {
    case 0: .equal
    case 1: .less
    case 2: .lessOrEqual
    default: .never
    }
  }

  /// Whether it is the opposite.
  @inlinable @inline(__always)
  var isNegated: Bool { rawValue & 4 != 0 }

  /// Whether a quiet NaN raises #I.
  var isSignaling: Bool {
    // LT, LE, NLT, NLE signal; bit 3 selects NGE, NGT, GE, GT among them; bit 4 turns signalling around.
    let signals = rawValue & 3 == 1 || rawValue & 3 == 2
    return signals != (rawValue & 16 != 0)
  }

  /// Whether it holds of operands that relate so.
  func holds(_ relation: Relation) -> Bool {
    let isUnordered = relation == .unordered
    switch rawValue & 15 {
    case 0: return relation == .equal
    case 1: return relation == .less
    case 2: return relation == .less || relation == .equal
    case 3: return isUnordered
    case 4: return relation != .equal
    case 5: return relation != .less
    case 6: return relation == .greater || isUnordered
    case 7: return !isUnordered
    case 8: return relation == .equal || isUnordered
    case 9: return relation == .less || isUnordered
    case 10: return relation == .less || relation == .equal || isUnordered
    case 11: return false
    case 12: return relation == .less || relation == .greater
    case 13: return relation == .greater || relation == .equal
    case 14: return relation == .greater
    default: return true
    }
  }
}

extension BinaryFormat {
  /// Raises #I for a signalling NaN, and for a quiet one if `signaling`; else #D for a denormal.
  @inline(__always)
  static func relation(_ a: Bits, _ b: Bits, signaling: Bool, _ mxcsr: inout MXCSR) -> Relation {
    if isNaN(a) || isNaN(b) {
      if signaling || isSignalingNaN(a) || isSignalingNaN(b) { mxcsr.raise(.invalid) }
      return .unordered
    }
    let first = read(a, mxcsr)
    let second = read(b, mxcsr)
    noteDenormals(first, second, &mxcsr)
    if isZero(first), isZero(second) { return .equal }
    if first == second { return .equal }
    if isNegative(first) != isNegative(second) { return isNegative(first) ? .less : .greater }
    return (first < second) != isNegative(first) ? .less : .greater
  }

  /// The second operand if either is a NaN, which raises #I, or if both are zeros. DAZ comes first, even so.
  @inline(__always)
  static func extremum(_ a: Bits, _ b: Bits, minimum: Bool, _ mxcsr: inout MXCSR) -> Bits {
    let relation = relation(a, b, signaling: true, &mxcsr)
    return relation == (minimum ? .less : .greater) ? read(a, mxcsr) : read(b, mxcsr)
  }
}
