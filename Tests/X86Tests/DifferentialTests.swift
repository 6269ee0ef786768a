import Foundation
import RandomInput
import ReferenceDecoder
import Testing
import X86

@Suite("Against an independent decoder")
struct DifferentialTests {
  #if DEBUG
    static let defaultCount = 100_000
    /// Unoptimized, a part of them will do; a prime step still meets every opcode and every ModRM byte.
    static let stride = 31
  #else
    static let defaultCount = 1_000_000
    static let stride = 1
  #endif

  /// `DECODER_CASES` and `DECODER_SEED` in the environment choose how many and which; `DECODER_REPORT` names a file that gets the
  /// result as Markdown.
  @Test("Random and mutated bytes mean the same to both", .enabled(if: referenceIsAvailable()))
  func randomBytes() throws {
    let environment = ProcessInfo.processInfo.environment
    let count = environment["DECODER_CASES"].flatMap(Int.init) ?? Self.defaultCount
    let seed = environment["DECODER_SEED"].flatMap(UInt64.init) ?? 1
    var generator = CodeGenerator(seed: seed)
    var differences = Differences()
    let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 24)
    defer { bytes.deallocate() }
    for _ in 0..<count {
      generator.fill(bytes)
      let codeSize = generator.codeSize()
      let visible = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[..<generator.visibleCount(of: 20)])
      differences.compare(visible, codeSize)
    }
    differences.report("\(count) cases from seed \(seed)")
    #expect(differences.examples.isEmpty)
    if let path = environment["DECODER_REPORT"] {
      let text = DecoderReport(
        count: count, seed: seed, valid: differences.comparison.valid, skipped: differences.comparison.skipped,
        mismatches: differences.examples.values.reduce(0) { $0 + $1.count })
      try Data(text.markdown.utf8).write(to: URL(fileURLWithPath: path))
    }
  }

  /// All opcodes of the legacy maps, with each mandatory prefix, REX.W or not, and every ModRM byte.
  @Test(
    "Every opcode and ModRM byte means the same to both", .enabled(if: referenceIsAvailable()), arguments: CodeSize.all)
  func everyOpcode(codeSize: CodeSize) {
    let escapes: [[UInt8]] = [[], [0x0F], [0x0F, 0x38], [0x0F, 0x3A]]
    let rexes: [[UInt8]] = codeSize == .bits64 ? [[], [0x48]] : [[]]
    var beginnings: [[UInt8]] = []
    for prefix: [UInt8] in [[], [0x66], [0xF3], [0xF2]] {
      for rex in rexes {
        for escape in escapes { beginnings.append(prefix + rex + escape) }
      }
    }
    compareAll(beginnings, codeSize, "legacy opcodes")
  }

  /// All opcodes of the VEX maps, with each pp, L and W, and vvvv unused or not.
  @Test(
    "Every VEX opcode and ModRM byte means the same to both", .enabled(if: referenceIsAvailable()),
    arguments: CodeSize.all)
  func everyVEXOpcode(codeSize: CodeSize) {
    var beginnings: [[UInt8]] = []
    for map: UInt8 in 1...3 {
      for fields: UInt8 in 0..<8 {
        for vvvv: UInt8 in [0x78, 0x50] {
          for width: UInt8 in [0, 0x80] { beginnings.append([0xC4, 0xE0 | map, width | vvvv | fields]) }
        }
      }
    }
    compareAll(beginnings, codeSize, "VEX opcodes")
  }

  /// Follows each beginning by every opcode, every ModRM byte, and bytes that tell fields apart.
  private func compareAll(_ beginnings: [[UInt8]], _ codeSize: CodeSize, _ name: String) {
    var differences = Differences()
    var count = 0
    for beginning in beginnings {
      var code = beginning + [0, 0, 0x9D, 0x12, 0x23, 0x34, 0x45, 0x56, 0x67, 0x78, 0x89]
      for word in Swift.stride(from: 0, to: 65536, by: Self.stride) {
        code[beginning.count] = UInt8(word >> 8)
        code[beginning.count + 1] = UInt8(word & 0xFF)
        code.withUnsafeBytes { differences.compare($0, codeSize) }
        count += 1
      }
    }
    differences.report("\(count) \(name) in \(codeSize)")
    #expect(differences.examples.isEmpty)
  }
}

/// What was found to differ, each kind of difference with one example.
private struct Differences {
  var comparison = ReferenceComparison()
  var examples: [String: (count: Int, example: String)] = [:]

  mutating func compare(_ bytes: UnsafeRawBufferPointer, _ codeSize: CodeSize) {
    guard let difference = comparison.difference(bytes, codeSize) else { return }
    let example = "\(codeSize) " + bytes.prefix(16).map { String(Int($0) | 0x100, radix: 16).dropFirst() }.joined()
    examples[difference, default: (0, example)].count += 1
  }

  func report(_ title: String) {
    print("\(title): \(comparison.valid) instructions, \(comparison.skipped) not claimed")
    for (difference, found) in examples.sorted(by: { $0.value.count > $1.value.count }) {
      print("\(found.count) × \(difference): \(found.example)")
    }
  }
}
