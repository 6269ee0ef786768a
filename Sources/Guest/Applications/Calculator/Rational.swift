/// A fraction in lowest terms: sums, products and quotients of decimal numbers are exact.
public struct Rational: Equatable, Sendable {
  public let numerator: BigInteger
  /// Positive.
  public let denominator: BigInteger

  public init(_ value: Int) { (numerator, denominator) = (BigInteger(value), BigInteger(1)) }

  /// The denominator is not zero.
  public init(_ numerator: BigInteger, _ denominator: BigInteger) {
    let divisor = BigInteger.greatestCommonDivisor(numerator, denominator)
    let sign = denominator.isNegative ? BigInteger(-1) : BigInteger(1)
    self.numerator = (numerator * sign).dividedBy(divisor).quotient
    self.denominator = (denominator * sign).dividedBy(divisor).quotient
  }

  public static func + (one: Rational, other: Rational) -> Rational {
    Rational(
      one.numerator * other.denominator + other.numerator * one.denominator, one.denominator * other.denominator)
  }

  public static prefix func - (value: Rational) -> Rational { Rational(-value.numerator, value.denominator) }
  public static func - (one: Rational, other: Rational) -> Rational { one + -other }
  public static func * (one: Rational, other: Rational) -> Rational {
    Rational(one.numerator * other.numerator, one.denominator * other.denominator)
  }

  /// Nil where the other is zero.
  public func divided(by other: Rational) -> Rational? {
    other.numerator.isZero ? nil : Rational(numerator * other.denominator, denominator * other.numerator)
  }

  /// At most this many digits that count, rounded to the nearest, halves away from zero; with an exponent where the number
  /// is very large or very small.
  public func text(digits limit: Int = 14) -> String {
    if numerator.isZero { return "0" }
    let ten = BigInteger(10)
    let (top, bottom) = (numerator.magnitude, denominator)
    // The power of ten of the first digit: a guess by bits, made right.
    var exponent = (top.bitCount - bottom.bitCount) * 30103 / 100_000
    func reaches(_ power: Int) -> Bool {
      power >= 0 ? !(top < bottom * BigInteger.power(ten, power)) : !(top * BigInteger.power(ten, -power) < bottom)
    }
    while !reaches(exponent) { exponent -= 1 }
    while reaches(exponent + 1) { exponent += 1 }
    let shift = limit - 1 - exponent
    let scaled =
      shift >= 0 ? (top * BigInteger.power(ten, shift), bottom) : (top, bottom * BigInteger.power(ten, -shift))
    let (quotient, remainder) = scaled.0.dividedBy(scaled.1)
    var rounded = quotient
    if !(remainder * BigInteger(2) < scaled.1) { rounded = rounded + BigInteger(1) }
    var digits = Array(rounded.digits.utf8)
    if digits.count > limit {
      exponent += 1
      digits.removeLast()
    }
    while digits.count > 1, digits.last == 0x30 { digits.removeLast() }
    return (numerator.isNegative ? "−" : "") + Self.layout(digits, exponent: exponent, limit: limit)
  }

  private static func layout(_ digits: [UInt8], exponent: Int, limit: Int) -> String {
    func text(_ part: ArraySlice<UInt8>) -> String { String(decoding: part, as: UTF8.self) }
    if exponent >= limit || exponent < -6 {
      let rest = digits.count > 1 ? "." + text(digits[1...]) : ""
      return text(digits[..<1]) + rest + "e" + (exponent < 0 ? "−\(-exponent)" : "\(exponent)")
    }
    if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + text(digits[...]) }
    if digits.count <= exponent + 1 {
      return text(digits[...]) + String(repeating: "0", count: exponent + 1 - digits.count)
    }
    return text(digits[...exponent]) + "." + text(digits[(exponent + 1)...])
  }
}
