/// Works out sums as they are written: `2 + 3 × (4 − 1)`. All results are exact.
public struct Expression {
  public enum Failure: Error, Equatable, Sendable {
    case incomplete
    case divisionByZero
    case tooLarge
    case unexpected(Unicode.Scalar)
  }

  private let scalars: [Unicode.Scalar]
  private var place = 0
  private var depth = 0

  private static let deepest = 64
  private static let mostBits = 4096

  private init(_ text: String) { scalars = text.unicodeScalars.filter { $0 != " " } }

  public static func evaluate(_ text: String) throws(Failure) -> Rational {
    var expression = Expression(text)
    let value = try expression.sum()
    if let rest = expression.next { throw .unexpected(rest) }
    return value
  }

  private var next: Unicode.Scalar? { place < scalars.count ? scalars[place] : nil }

  private static func checked(_ value: Rational) throws(Failure) -> Rational {
    guard value.numerator.bitCount <= mostBits, value.denominator.bitCount <= mostBits else { throw .tooLarge }
    return value
  }

  private mutating func sum() throws(Failure) -> Rational {
    var value = try product()
    while let sign = next, sign == "+" || sign == "-" || sign == "−" {
      place += 1
      let other = try product()
      value = try Self.checked(sign == "+" ? value + other : value - other)
    }
    return value
  }

  private mutating func product() throws(Failure) -> Rational {
    var value = try factor()
    while let sign = next, ["*", "×", "/", "÷"].contains(sign) {
      place += 1
      let other = try factor()
      if sign == "*" || sign == "×" {
        value = try Self.checked(value * other)
      } else {
        guard let quotient = value.divided(by: other) else { throw .divisionByZero }
        value = try Self.checked(quotient)
      }
    }
    return value
  }

  /// A sign, then a number or what is in brackets, then powers and per cent.
  private mutating func factor() throws(Failure) -> Rational {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw .tooLarge }
    if next == "-" || next == "−" {
      place += 1
      return -(try factor())
    }
    var value = try primary()
    while true {
      if next == "%" {
        place += 1
        value = value * Rational(BigInteger(1), BigInteger(100))
      } else if next == "^" {
        place += 1
        value = try power(value, try factor())
      } else {
        return value
      }
    }
  }

  private func power(_ base: Rational, _ exponent: Rational) throws(Failure) -> Rational {
    guard exponent.denominator == BigInteger(1), exponent.numerator.bitCount <= 12 else { throw .tooLarge }
    let count = Int(exponent.numerator.limbs.first ?? 0)
    guard max(base.numerator.bitCount, base.denominator.bitCount) * count <= Self.mostBits else { throw .tooLarge }
    let (top, bottom) = (BigInteger.power(base.numerator, count), BigInteger.power(base.denominator, count))
    if exponent.numerator.isNegative {
      guard !top.isZero else { throw .divisionByZero }
      return Rational(bottom, top)
    }
    return Rational(top, bottom)
  }

  private mutating func primary() throws(Failure) -> Rational {
    guard let first = next else { throw .incomplete }
    if first == "(" {
      place += 1
      let value = try sum()
      // What is open at the end is closed there.
      if next == ")" { place += 1 } else if let rest = next { throw .unexpected(rest) }
      return value
    }
    var (digits, decimals, hasPoint, hasDigit) = (BigInteger(0), 0, false, false)
    while let scalar = next {
      if scalar == "." || scalar == ",", !hasPoint {
        hasPoint = true
      } else if scalar.value >= 0x30, scalar.value <= 0x39 {
        digits = digits * BigInteger(10) + BigInteger(Int(scalar.value - 0x30))
        hasDigit = true
        if hasPoint { decimals += 1 }
        guard digits.bitCount <= Self.mostBits, decimals <= 1000 else { throw .tooLarge }
      } else {
        break
      }
      place += 1
    }
    guard hasDigit else { throw .unexpected(first) }
    return Rational(digits, BigInteger.power(BigInteger(10), decimals))
  }
}
