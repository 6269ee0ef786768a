/// A whole number of any size: sign and magnitude, 32 bits a limb, the lowest first.
public struct BigInteger: Equatable, Sendable {
  private(set) var limbs: [UInt32]
  private(set) var isNegative: Bool

  public init(_ value: Int) {
    var rest = value.magnitude
    limbs = []
    while rest > 0 {
      limbs.append(UInt32(truncatingIfNeeded: rest))
      rest >>= 32
    }
    isNegative = value < 0
  }

  private init(_ limbs: [UInt32], isNegative: Bool) {
    self.limbs = limbs
    while self.limbs.last == 0 { self.limbs.removeLast() }
    self.isNegative = isNegative && !self.limbs.isEmpty
  }

  public var isZero: Bool { limbs.isEmpty }
  public var magnitude: BigInteger { BigInteger(limbs, isNegative: false) }
  public static prefix func - (value: BigInteger) -> BigInteger {
    BigInteger(value.limbs, isNegative: !value.isNegative)
  }

  // MARK: Magnitudes

  private static func isLess(_ one: [UInt32], _ other: [UInt32]) -> Bool {
    if one.count != other.count { return one.count < other.count }
    for index in one.indices.reversed() where one[index] != other[index] { return one[index] < other[index] }
    return false
  }

  private static func sum(_ one: [UInt32], _ other: [UInt32]) -> [UInt32] {
    var (result, carry) = ([UInt32](), UInt64(0))
    for index in 0..<max(one.count, other.count) {
      carry += UInt64(index < one.count ? one[index] : 0) + UInt64(index < other.count ? other[index] : 0)
      result.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    if carry > 0 { result.append(UInt32(carry)) }
    return result
  }

  /// The first is not less.
  private static func difference(_ one: [UInt32], _ other: [UInt32]) -> [UInt32] {
    var (result, borrow) = ([UInt32](), Int64(0))
    for index in one.indices {
      var digit = Int64(one[index]) - Int64(index < other.count ? other[index] : 0) - borrow
      borrow = digit < 0 ? 1 : 0
      if digit < 0 { digit += 1 << 32 }
      result.append(UInt32(digit))
    }
    return result
  }

  // MARK: Arithmetic

  public static func + (one: BigInteger, other: BigInteger) -> BigInteger {
    if one.isNegative == other.isNegative {
      return BigInteger(sum(one.limbs, other.limbs), isNegative: one.isNegative)
    }
    return isLess(one.limbs, other.limbs)
      ? BigInteger(difference(other.limbs, one.limbs), isNegative: other.isNegative)
      : BigInteger(difference(one.limbs, other.limbs), isNegative: one.isNegative)
  }

  public static func - (one: BigInteger, other: BigInteger) -> BigInteger { one + -other }

  public static func * (one: BigInteger, other: BigInteger) -> BigInteger {
    var result = [UInt32](repeating: 0, count: one.limbs.count + other.limbs.count)
    for (place, limb) in one.limbs.enumerated() {
      var carry: UInt64 = 0
      for (offset, factor) in other.limbs.enumerated() {
        carry += UInt64(result[place + offset]) + UInt64(limb) * UInt64(factor)
        result[place + offset] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      result[place + other.limbs.count] = UInt32(carry)
    }
    return BigInteger(result, isNegative: one.isNegative != other.isNegative)
  }

  /// Towards zero; the remainder has the dividend's sign. The divisor is not zero.
  public func dividedBy(_ divisor: BigInteger) -> (quotient: BigInteger, remainder: BigInteger) {
    precondition(!divisor.isZero, "division by zero")
    if Self.isLess(limbs, divisor.limbs) { return (BigInteger(0), self) }
    var quotient = [UInt32](repeating: 0, count: limbs.count)
    var rest: [UInt32] = []
    if divisor.limbs.count == 1 {
      var remainder: UInt64 = 0
      for index in limbs.indices.reversed() {
        let digit = remainder << 32 | UInt64(limbs[index])
        quotient[index] = UInt32(digit / UInt64(divisor.limbs[0]))
        remainder = digit % UInt64(divisor.limbs[0])
      }
      rest = [UInt32(remainder)]
    } else {
      // Bit by bit: numbers here have a few hundred bits.
      for place in (0..<limbs.count * 32).reversed() {
        var carry = limbs[place / 32] >> UInt32(place % 32) & 1
        for index in rest.indices {
          let top = rest[index] >> 31
          rest[index] = rest[index] << 1 | carry
          carry = top
        }
        if carry > 0 { rest.append(carry) }
        if !Self.isLess(rest, divisor.limbs) {
          rest = Self.difference(rest, divisor.limbs)
          while rest.last == 0 { rest.removeLast() }
          quotient[place / 32] |= 1 << UInt32(place % 32)
        }
      }
    }
    return (
      BigInteger(quotient, isNegative: isNegative != divisor.isNegative), BigInteger(rest, isNegative: isNegative)
    )
  }

  public static func < (one: BigInteger, other: BigInteger) -> Bool {
    if one.isNegative != other.isNegative { return one.isNegative }
    return one.isNegative ? isLess(other.limbs, one.limbs) : isLess(one.limbs, other.limbs)
  }

  public static func greatestCommonDivisor(_ one: BigInteger, _ other: BigInteger) -> BigInteger {
    var (one, other) = (one.magnitude, other.magnitude)
    while !other.isZero { (one, other) = (other, one.dividedBy(other).remainder) }
    return one
  }

  public static func power(_ base: BigInteger, _ exponent: Int) -> BigInteger {
    var (result, base, exponent) = (BigInteger(1), base, exponent)
    while exponent > 0 {
      if exponent & 1 == 1 { result = result * base }
      base = base * base
      exponent >>= 1
    }
    return result
  }

  /// In tens.
  public var digits: String {
    if isZero { return "0" }
    var (groups, rest) = ([String](), magnitude)
    let group = BigInteger(1_000_000_000)
    while !rest.isZero {
      let (quotient, remainder) = rest.dividedBy(group)
      let text = String(remainder.limbs.first ?? 0)
      groups.append(quotient.isZero ? text : String(repeating: "0", count: 9 - text.utf8.count) + text)
      rest = quotient
    }
    return (isNegative ? "-" : "") + groups.reversed().joined()
  }

  var bitCount: Int { limbs.isEmpty ? 0 : limbs.count * 32 - limbs[limbs.count - 1].leadingZeroBitCount }
}
