/// FSIN, FCOS, FSINCOS and FPTAN (SDM vol. 1, 8.3.8 and 8.3.10; vol. 2).
///
/// The manual promises an error of less than one unit in the last place, and names the value of π with which the angle
/// is reduced: 0.C90FDAA2 2168C234 C × 2², of 66 bits. Here the reduction by that π is exact and the rest has some 120
/// bits, so that the result is nearly always the correctly rounded one.
///
/// If the magnitude of the angle is 2^63 or more, these set C2 and give the operand back; otherwise they clear C2.
extension X87 {
  /// FSIN.
  public mutating func sine(_ a: ExtendedReal) -> ExtendedReal {
    switch read(angle: a) {
    case .result(let value): return value
    case .zero: return a
    case .reduced(let angle): return finish(angle.sine, bits: 64)
    }
  }

  /// FCOS.
  public mutating func cosine(_ a: ExtendedReal) -> ExtendedReal {
    switch read(angle: a) {
    case .result(let value): return value
    case .zero: return .one
    case .reduced(let angle): return finish(angle.cosine, bits: 64)
    }
  }

  /// FSINCOS: the sine, which replaces the operand, and the cosine, which is pushed (unless C2 is set).
  public mutating func sineAndCosine(_ a: ExtendedReal) -> (sine: ExtendedReal, cosine: ExtendedReal) {
    switch read(angle: a) {
    case .result(let value): return (value, value)
    case .zero: return (a, .one)
    case .reduced(let angle):
      let sine = finish(angle.sine, bits: 64)
      begin()
      return (sine, finish(angle.cosine, bits: 64))
    }
  }

  /// FPTAN: the tangent, which replaces the operand, and what is pushed: one, or a NaN again (nothing if C2 is set).
  public mutating func tangent(_ a: ExtendedReal) -> (tangent: ExtendedReal, pushed: ExtendedReal) {
    switch read(angle: a) {
    case .result(let value): return (value, value)
    case .zero: return (a, .one)
    case .reduced(let angle): return (finish(angle.tangent, bits: 64), .one)
    }
  }

  private enum AngleOperand {
    case zero
    case reduced(ReducedAngle)
    /// Not an angle; this is the result.
    case result(ExtendedReal)
  }

  private mutating func read(angle a: ExtendedReal) -> AngleOperand {
    begin()
    status &= ~Self.c2
    if a.isNotANumber { return .result(propagate(a)) }
    if a.isInfinity { return .result(invalid()) }
    if a.isZero { return .zero }
    if a.isDenormal { raise(.denormal) }
    let number = a.unpacked
    if number.exponent >= 63 {
      status |= Self.c2
      return .result(a)
    }
    return .reduced(ReducedAngle(number))
  }
}

/// An angle without its multiples of a right angle.
struct ReducedAngle {
  /// How many right angles were taken away, modulo 4.
  var quadrant: Int
  /// What is left, of a magnitude up to π/4.
  var rest: Unrounded
  var isNegative: Bool

  /// π/2 × 2^65, of the π with 66 bits.
  static let rightAngle: UInt128 = 0x3_243F_6A88_85A3_08D3

  /// The exponent of the number is at most 62.
  init(_ number: Unpacked) {
    isNegative = number.isNegative
    quadrant = 0
    rest = Unrounded(number)
    rest.isNegative = false
    // Below ½ there is nothing to take away.
    if number.exponent < -1 { return }
    let scaled = UInt128(number.significand) &<< UInt128(truncatingIfNeeded: number.exponent &+ 2)
    var (count, left) = scaled.quotientAndRemainder(dividingBy: Self.rightAngle)
    // A multiple of an odd number of 66 bits is never met by 64 bits: something is left.
    let isAbove = left > Self.rightAngle &>> 1
    if isAbove {
      left = Self.rightAngle &- left
      count &+= 1
    }
    quadrant = Int(truncatingIfNeeded: count) & 3
    rest = Unrounded(isNegative: isAbove, exponent: 62, normalizing: left)
  }

  var sine: Unrounded {
    let value = quadrant & 1 == 0 ? sineOfRest : cosineOfRest
    return (quadrant & 2 != 0) != isNegative ? value.negated : value
  }

  var cosine: Unrounded {
    let value = quadrant & 1 == 0 ? cosineOfRest : sineOfRest
    return quadrant == 1 || quadrant == 2 ? value.negated : value
  }

  var tangent: Unrounded {
    // A little more than the angle itself, if that is tiny.
    if quadrant == 0, rest.exponent < -64 {
      return isNegative ? rest.negated.inexact : rest.inexact
    }
    return Unrounded.quotient(sine, cosine).inexact
  }

  private var sineOfRest: Unrounded {
    let square = Unrounded.product(rest, rest).fraction
    return .product(rest, .oneMinus(PowerSeries.alternating(square, PowerSeries.sine, count: 17)))
  }

  private var cosineOfRest: Unrounded {
    let square = Unrounded.product(rest, rest).fraction
    return .oneMinus(PowerSeries.alternating(square, PowerSeries.cosine, count: 17))
  }
}
