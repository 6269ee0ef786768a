import Foundation
import ReferenceDecoder
import Testing
import X86

@Suite("Against an independent decoder")
struct DifferentialTests {
  #if DEBUG
    static let defaultCount = 100_000
  #else
    static let defaultCount = 1_000_000
  #endif

  /// `DECODER_CASES` and `DECODER_SEED` in the environment choose how many and which.
  @Test("Random and mutated bytes mean the same to both", .enabled(if: referenceIsAvailable()))
  func randomBytes() {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["DECODER_CASES"].flatMap(Int.init) ?? Self.defaultCount
    let seed = environment["DECODER_SEED"].flatMap(UInt64.init) ?? 1
    var generator = CodeGenerator(seed: seed)
    var comparison = ReferenceComparison()
    var examples: [String: (count: Int, example: String)] = [:]
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)
    defer { bytes.deallocate() }
    for _ in 0..<count {
      generator.fill(bytes)
      let codeSize = generator.codeSize()
      let visible = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<generator.visibleCount(of: 20)])
      guard let difference = comparison.difference(visible, codeSize) else { continue }
      let example = "\(codeSize) " + visible.prefix(16).map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
      examples[difference, default: (0, example)].count += 1
    }
    print("\(count) cases from seed \(seed): \(comparison.valid) instructions, \(comparison.skipped) not claimed")
    for (difference, found) in examples.sorted(by: { $0.value.count > $1.value.count }) {
      print("\(found.count) × \(difference): \(found.example)")
    }
    #expect(examples.isEmpty)
  }
}
