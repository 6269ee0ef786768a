import Foundation

/// SplitMix64 (Steele, Lea, Flood 2014): a counter, scrambled. The same seed gives the same trials on every host.
struct Dice {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  /// A sequence of its own for each name.
  init(seed: UInt64, name: String) {
    state = name.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word &>> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word &>> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word &>> 31
  }

  /// 0 ..< `bound`, near enough evenly.
  mutating func below(_ bound: Int) -> Int { Int(next().multipliedFullWidth(by: UInt64(bound)).high) }
  mutating func chance(_ percent: Int) -> Bool { below(100) < percent }
  mutating func element<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
  mutating func byte() -> UInt8 { UInt8(truncatingIfNeeded: next()) }

  // MARK: Values at which instructions do something special

  /// An integer: small, near a power of two, a repeated byte, or anything.
  mutating func integer() -> UInt64 {
    switch below(8) {
    case 0: return UInt64(below(4)) &- UInt64(below(2)) &* 4
    case 1: return (1 << UInt64(below(64))) &+ UInt64(below(3)) &- 1
    case 2: return ~((1 << UInt64(below(64))) &+ UInt64(below(3)) &- 1)
    case 3: return element([0x00, 0x7F, 0x80, 0xFF, 0x01, 0x81]) &* 0x0101_0101_0101_0101
    case 4: return UInt64(bitPattern: Int64(Int32(truncatingIfNeeded: next())))
    case 5: return next() & 0xFFFF
    default: return next()
    }
  }

  /// A number of single precision, often at an edge.
  mutating func single() -> UInt32 { UInt32(truncatingIfNeeded: float(fractionBits: 23, exponentBits: 8)) }
  /// A number of double precision, often at an edge.
  mutating func double() -> UInt64 { float(fractionBits: 52, exponentBits: 11) }

  private mutating func float(fractionBits: Int, exponentBits: Int) -> UInt64 {
    let fractionMask: UInt64 = 1 << UInt64(fractionBits) - 1
    let maximum: UInt64 = 1 << UInt64(exponentBits) - 1
    let bias = maximum >> 1
    let exponent: UInt64
    switch below(6) {
    case 0:
      exponent = element([
        0, 0, 1, 2, bias - 1, bias, bias + 1, bias + UInt64(fractionBits), bias + 30, bias + 31, bias + 62, bias + 63,
        maximum - 1, maximum, maximum,
      ])
    case 1: exponent = next() & maximum
    case 2: exponent = bias + UInt64(below(66))
    default: exponent = bias - 8 + UInt64(below(16))
    }
    let bits = next() & fractionMask
    let fraction: UInt64
    switch below(7) {
    case 0: fraction = 0
    case 1: fraction = fractionMask
    case 2: fraction = 1 << UInt64(below(fractionBits))
    case 3: fraction = bits & ~(1 << UInt64(below(fractionBits)) - 1)
    case 4: fraction = bits & (1 << UInt64(below(fractionBits)) - 1)
    default: fraction = bits
    }
    return (next() & 1) << UInt64(fractionBits + exponentBits) | exponent << UInt64(fractionBits) | fraction
  }
}

/// How much to try: `SILICON_COUNT` trials for each form, from `SILICON_SEED`; `SILICON_ONLY` names mnemonics to try alone.
enum Trials {
  private static let environment = ProcessInfo.processInfo.environment

  static let count: Int = environment["SILICON_COUNT"].flatMap { Int($0) } ?? defaultCount

  #if DEBUG
    static let defaultCount = 20
  #else
    static let defaultCount = 700
  #endif

  static let seed: UInt64 = {
    let seed = environment["SILICON_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0..<1 << 48)
    print("SILICON_SEED=\(seed) SILICON_COUNT=\(count)")
    return seed
  }()

  static let only: Set<String> = Set(
    (environment["SILICON_ONLY"] ?? "").split(separator: ",").map(String.init))
}
