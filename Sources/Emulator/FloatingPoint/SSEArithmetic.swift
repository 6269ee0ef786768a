/// ADD, SUB, MUL, DIV and SQRT of one element, with every rule (SDM vol. 2; special operands: vol. 1, table 4-10 to 4-12
/// and the instructions' own tables). The short ways for ordinary operands are in `Quick.swift`.
extension BinaryFormat {
  @inline(__always)
  static func sum(_ a: Bits, _ b: Bits, subtracting: Bool, _ mxcsr: inout MXCSR) -> Bits {
    if isNaN(a) || isNaN(b) { return propagate(a, b, &mxcsr) }
    let first = read(a, mxcsr)
    let second = read(b, mxcsr) ^ (subtracting ? signBit : 0)
    if isInfinity(first), isInfinity(second), first != second { return invalid(&mxcsr) }
    noteDenormals(first, second, &mxcsr)
    if isInfinity(first) { return first }
    if isInfinity(second) { return second }
    if isZero(first), isZero(second) {
      return first == second ? first : zero(isNegative: mxcsr.rounding == .down)
    }
    if isZero(first) { return finish(Unrounded(unpack(second)), &mxcsr) }
    if isZero(second) { return finish(Unrounded(unpack(first)), &mxcsr) }
    guard let exact = Unpacked.sum(unpack(first), unpack(second)) else {
      return zero(isNegative: mxcsr.rounding == .down)
    }
    return finish(exact, &mxcsr)
  }

  @inline(__always)
  static func product(_ a: Bits, _ b: Bits, _ mxcsr: inout MXCSR) -> Bits {
    if isNaN(a) || isNaN(b) { return propagate(a, b, &mxcsr) }
    let first = read(a, mxcsr)
    let second = read(b, mxcsr)
    let sign = (a ^ b) & signBit
    if isInfinity(first) && isZero(second) || isZero(first) && isInfinity(second) { return invalid(&mxcsr) }
    noteDenormals(first, second, &mxcsr)
    if isInfinity(first) || isInfinity(second) { return sign | infinity }
    if isZero(first) || isZero(second) { return sign }
    return finish(Unpacked.product(unpack(first), unpack(second)), &mxcsr)
  }

  @inline(__always)
  static func quotient(_ a: Bits, _ b: Bits, _ mxcsr: inout MXCSR) -> Bits {
    if isNaN(a) || isNaN(b) { return propagate(a, b, &mxcsr) }
    let first = read(a, mxcsr)
    let second = read(b, mxcsr)
    let sign = (a ^ b) & signBit
    if isInfinity(first) && isInfinity(second) || isZero(first) && isZero(second) { return invalid(&mxcsr) }
    if isInfinity(first) {
      noteDenormals(first, second, &mxcsr)
      return sign | infinity
    }
    if isZero(second) {
      mxcsr.raise(.divideByZero)
      return sign | infinity
    }
    noteDenormals(first, second, &mxcsr)
    if isZero(first) || isInfinity(second) { return sign }
    return finish(Unpacked.quotient(unpack(first), unpack(second)), &mxcsr)
  }

  @inline(__always)
  static func root(_ a: Bits, _ mxcsr: inout MXCSR) -> Bits {
    if isNaN(a) { return propagate(a, &mxcsr) }
    let operand = read(a, mxcsr)
    if isZero(operand) { return operand }
    if isNegative(operand) { return invalid(&mxcsr) }
    if operand == infinity { return operand }
    if isDenormal(operand) { mxcsr.raise(.denormal) }
    return finish(Unpacked.squareRoot(unpack(operand)), &mxcsr)
  }
}

// One copy of each for each format, out of line.

extension Binary32 {
  @usableFromInline @inline(never)
  static func fullSum(_ a: UInt32, _ b: UInt32, _ subtracting: Bool, _ mxcsr: inout MXCSR) -> UInt32 {
    sum(a, b, subtracting: subtracting, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func fullProduct(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 { product(a, b, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullQuotient(_ a: UInt32, _ b: UInt32, _ mxcsr: inout MXCSR) -> UInt32 { quotient(a, b, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullRoot(_ a: UInt32, _ mxcsr: inout MXCSR) -> UInt32 { root(a, &mxcsr) }
}

extension Binary64 {
  @usableFromInline @inline(never)
  static func fullSum(_ a: UInt64, _ b: UInt64, _ subtracting: Bool, _ mxcsr: inout MXCSR) -> UInt64 {
    sum(a, b, subtracting: subtracting, &mxcsr)
  }
  @usableFromInline @inline(never)
  static func fullProduct(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 { product(a, b, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullQuotient(_ a: UInt64, _ b: UInt64, _ mxcsr: inout MXCSR) -> UInt64 { quotient(a, b, &mxcsr) }
  @usableFromInline @inline(never)
  static func fullRoot(_ a: UInt64, _ mxcsr: inout MXCSR) -> UInt64 { root(a, &mxcsr) }
}
