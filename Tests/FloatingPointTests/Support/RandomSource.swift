import Foundation
import Testing

/// SplitMix64 (Steele, Lea, Flood 2014): a counter, scrambled. The same seed gives the same cases on every host.
struct RandomSource: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

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
}

/// How many cases to try, and from where: `FLOAT_TEST_COUNT` for each operation, and `FLOAT_TEST_SEED`.
enum Trial {
  static let count: Int = ProcessInfo.processInfo.environment["FLOAT_TEST_COUNT"].flatMap { Int($0) } ?? defaultCount

  #if DEBUG
    static let defaultCount = 2_000
  #else
    static let defaultCount = 100_000
  #endif

  static let seed: UInt64 = {
    let given = ProcessInfo.processInfo.environment["FLOAT_TEST_SEED"].flatMap { UInt64($0) }
    let seed = given ?? UInt64.random(in: 0..<1 << 48)
    print("FLOAT_TEST_SEED=\(seed) FLOAT_TEST_COUNT=\(count)")
    return seed
  }()

  static let printsDigests = ProcessInfo.processInfo.environment["FLOAT_TEST_PRINT_DIGESTS"] != nil

  static func random(_ salt: String) -> RandomSource {
    RandomSource(seed: salt.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }
}
