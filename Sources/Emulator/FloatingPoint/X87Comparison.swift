/// FCOM, FUCOM, FCOMI, FUCOMI, FICOM and FTST (SDM vol. 2).
extension X87 {
  /// How `a` relates to `b`. A NaN raises #I: any if `signaling` (FCOM, FCOMI, FICOM, FTST), else a signalling one.
  /// C1 becomes zero. Neither the other condition codes nor EFLAGS change if an invalid operation is not masked, so give
  /// the relation to ``retire(_:)`` or ``retire(_:eflags:)`` instead of calling ``retire()``.
  public mutating func compare(_ a: ExtendedReal, _ b: X87Operand, signaling: Bool) -> Relation {
    begin()
    let (x, y) = (a, b.value)
    if x.isNotANumber || y.isNotANumber {
      if signaling || x.isUnsupported || y.isUnsupported || x.isSignalingNaN || y.isSignalingNaN { raise(.invalid) }
      return .unordered
    }
    if a.isDenormal || b.isDenormal { raise(.denormal) }
    if x.isZero, y.isZero { return .equal }
    if x.isNegative != y.isNegative { return x.isNegative ? .less : .greater }
    // Of one sign: zero and the denormals below the normals, a pseudo-denormal with the exponent it stands for.
    let xExponent = max(x.biasedExponent, 1)
    let yExponent = max(y.biasedExponent, 1)
    if xExponent == yExponent && x.significand == y.significand { return .equal }
    let isSmaller = xExponent != yExponent ? xExponent < yExponent : x.significand < y.significand
    return isSmaller != x.isNegative ? .less : .greater
  }

  /// Ends FCOM and its kin: sets the condition codes. Returns whether to pop, if the instruction does.
  public mutating func retire(_ relation: Relation) -> Bool {
    if raised.subtracting(masked).contains(.invalid) { return retire() }
    setConditionCodes(relation)
    return retire()
  }

  /// Ends FCOMI and its kin: sets ZF, PF and CF, and clears OF, SF and AF. Returns whether to pop, if the instruction does.
  public mutating func retire(_ relation: Relation, eflags: inout UInt32) -> Bool {
    if raised.subtracting(masked).contains(.invalid) { return retire() }
    eflags = eflags & ~0x8D5 | relation.eflags
    return retire()
  }

  /// C3, C2 and C0 as FCOM sets them (SDM vol. 1, table 8-6).
  @inlinable @inline(__always)
  public mutating func setConditionCodes(_ relation: Relation) {
    let codes: UInt16 =
      switch relation {
      case .greater: 0
      case .less: Self.c0
      case .equal: Self.c3
      case .unordered: Self.c3 | Self.c2 | Self.c0
      }
    status = status & ~(Self.c3 | Self.c2 | Self.c0) | codes
  }

  /// FXAM: the class of a register's content in C3, C2 and C0, its sign in C1 (SDM vol. 2, FXAM).
  public mutating func examine(_ a: ExtendedReal, isEmpty: Bool) {
    let codes: UInt16 =
      if isEmpty {
        Self.c3 | Self.c0
      } else if a.isUnsupported {
        0
      } else if a.isNaN {
        Self.c0
      } else if a.isInfinity {
        Self.c2 | Self.c0
      } else if a.isZero {
        Self.c3
      } else if a.isDenormal {
        Self.c3 | Self.c2
      } else {
        Self.c2
      }
    status = status & ~(Self.c3 | Self.c2 | Self.c1 | Self.c0) | codes | (a.isNegative ? Self.c1 : 0)
  }
}
