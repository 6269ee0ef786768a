/// FADD, FSUB, FSUBR, FMUL, FDIV, FDIVR and FSQRT, rounded to the precision of PC (SDM vol. 2).
extension X87 {
  /// FADD: `a` + `b`, where `a` is the register that is the destination.
  public mutating func add(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal {
    sum(X87Operand(a), b, negatingFirst: false, negatingSecond: false)
  }
  /// FSUB: `a` − `b`.
  public mutating func subtract(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal {
    sum(X87Operand(a), b, negatingFirst: false, negatingSecond: true)
  }
  /// FSUBR: `b` − `a`.
  public mutating func subtractReversed(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal {
    sum(X87Operand(a), b, negatingFirst: true, negatingSecond: false)
  }
  /// FMUL: `a` × `b`.
  public mutating func multiply(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal {
    begin()
    if _fastPath(a.isNormal && b.value.isNormal && !b.isDenormal) {
      return finish(Unpacked.product(a.unpacked, b.value.unpacked))
    }
    return multiplySpecial(X87Operand(a), b)
  }
  /// FDIV: `a` ÷ `b`.
  public mutating func divide(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal { quotient(X87Operand(a), b) }
  /// FDIVR: `b` ÷ `a`.
  public mutating func divideReversed(_ a: ExtendedReal, _ b: X87Operand) -> ExtendedReal {
    quotient(b, X87Operand(a))
  }

  /// FSQRT.
  public mutating func squareRoot(_ a: ExtendedReal) -> ExtendedReal {
    begin()
    if a.isNotANumber { return propagate(a) }
    if a.isZero { return a }
    if a.isNegative { return invalid() }
    if a.isInfinity { return a }
    if a.isDenormal { raise(.denormal) }
    return finish(Unpacked.squareRoot(a.unpacked))
  }

  @inline(__always)
  mutating func noteDenormals(_ a: X87Operand, _ b: X87Operand) {
    if a.isDenormal || b.isDenormal { raise(.denormal) }
  }

  @inline(__always)
  private mutating func sum(
    _ a: X87Operand, _ b: X87Operand, negatingFirst: Bool, negatingSecond: Bool
  ) -> ExtendedReal {
    begin()
    guard _fastPath(a.value.isNormal && b.value.isNormal && !b.isDenormal) else {
      return sumSpecial(a, b, negatingFirst: negatingFirst, negatingSecond: negatingSecond)
    }
    var x = a.value.unpacked
    var y = b.value.unpacked
    x.isNegative = x.isNegative != negatingFirst
    y.isNegative = y.isNegative != negatingSecond
    guard let exact = Unpacked.sum(x, y) else { return .zero(isNegative: rounding == .down) }
    return finish(exact)
  }

  @inline(never)
  private mutating func sumSpecial(
    _ a: X87Operand, _ b: X87Operand, negatingFirst: Bool, negatingSecond: Bool
  ) -> ExtendedReal {
    if a.value.isNotANumber || b.value.isNotANumber { return propagate(a.value, b.value) }
    let x = negatingFirst ? a.value.negated : a.value
    let y = negatingSecond ? b.value.negated : b.value
    if x.isInfinity, y.isInfinity, x != y { return invalid() }
    noteDenormals(a, b)
    if x.isInfinity { return x }
    if y.isInfinity { return y }
    if x.isZero, y.isZero { return x == y ? x : .zero(isNegative: rounding == .down) }
    if x.isZero { return finish(Unrounded(y.unpacked)) }
    if y.isZero { return finish(Unrounded(x.unpacked)) }
    guard let exact = Unpacked.sum(x.unpacked, y.unpacked) else { return .zero(isNegative: rounding == .down) }
    return finish(exact)
  }

  @inline(never)
  private mutating func multiplySpecial(_ a: X87Operand, _ b: X87Operand) -> ExtendedReal {
    let (x, y) = (a.value, b.value)
    if x.isNotANumber || y.isNotANumber { return propagate(x, y) }
    let isNegative = x.isNegative != y.isNegative
    if x.isInfinity && y.isZero || x.isZero && y.isInfinity { return invalid() }
    noteDenormals(a, b)
    if x.isInfinity || y.isInfinity { return .infinity(isNegative: isNegative) }
    if x.isZero || y.isZero { return .zero(isNegative: isNegative) }
    return finish(Unpacked.product(x.unpacked, y.unpacked))
  }

  @inline(__always)
  private mutating func quotient(_ a: X87Operand, _ b: X87Operand) -> ExtendedReal {
    begin()
    if _fastPath(a.value.isNormal && b.value.isNormal && !a.isDenormal && !b.isDenormal) {
      return finish(Unpacked.quotient(a.value.unpacked, b.value.unpacked))
    }
    return divideSpecial(a, b)
  }

  @inline(never)
  private mutating func divideSpecial(_ a: X87Operand, _ b: X87Operand) -> ExtendedReal {
    let (x, y) = (a.value, b.value)
    if x.isNotANumber || y.isNotANumber { return propagate(x, y) }
    let isNegative = x.isNegative != y.isNegative
    if x.isInfinity && y.isInfinity || x.isZero && y.isZero { return invalid() }
    if y.isZero, !x.isInfinity {
      raise(.divideByZero)
      return .infinity(isNegative: isNegative)
    }
    noteDenormals(a, b)
    if x.isInfinity { return .infinity(isNegative: isNegative) }
    if x.isZero || y.isInfinity { return .zero(isNegative: isNegative) }
    return finish(Unpacked.quotient(x.unpacked, y.unpacked))
  }
}
