import Foundation
import RandomInput
import Testing

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

  static func random(_ salt: String) -> SeededGenerator {
    SeededGenerator(seed: salt.utf8.reduce(seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
  }
}
