import KernelFixtures
import Testing

@testable import Machine

/// A generator that gives the same numbers everywhere (SplitMix64).
struct Dice: RandomNumberGenerator {
  var state: UInt64
  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ z >> 30) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ z >> 27) &* 0x94D0_49BB_1331_11EB
    return z ^ z >> 31
  }
}

@Suite("Hostile kernel files")
struct KernelFileFuzzTests {
  private static let interesting: [UInt64] = [
    0, 1, 3, 7, 0x7F, 0x80, 0xFF, 0xFFF, 0x1000, 0xFFFF, 0x10000, 0xA0000, 0x10_0000, 0x7FF_FFFF, 0x7FFF_FFFF,
    0x8000_0000, 0xFFFF_FFFF, 0x1_0000_0000, 1 << 62, .max >> 1, 1 << 63, .max - 0x1000, .max,
  ]

  /// A sound file with everything in it.
  private static func specimen(is64Bit: Bool) -> [UInt8] {
    var file = KernelFile.bare([UInt8](repeating: 0xF4, count: 100))
    file.is64Bit = is64Bit
    file.segments.append(.init(address: 0x20_0000, bytes: [1, 2, 3], memorySize: 0x1000))
    file.symbols = [
      .init(name: "start", address: 0x10_0000, size: 16), .init(name: "$s6Kernel4mainyyF", address: 0x10_0010, size: 8),
    ]
    return file.bytes
  }

  @Test("No mutation of a kernel file crashes the loader, and what it accepts lies in RAM", arguments: [true, false])
  func mutations(is64Bit: Bool) {
    let specimen = Self.specimen(is64Bit: is64Bit)
    let map = MemoryMap(memorySize: 16 << 20)
    var dice = Dice(state: is64Bit ? 1 : 2)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = specimen
      for _ in 0..<Int.random(in: 1...4, using: &dice) { mutate(&bytes, with: &dice) }
      guard let image = try? KernelImage(bytes, map: map) else { continue }
      accepted += 1
      for piece in image.pieces {
        #expect(
          map.loadable.contains { $0.lowerBound <= piece.range.lowerBound && piece.range.upperBound <= $0.upperBound })
        #expect(piece.file.upperBound <= bytes.count && piece.file.count <= piece.range.count)
      }
      _ = image.symbols.place(of: 0x10_0011)?.description
      _ = image.symbols["start"]
      _ = image.symbols["Kernel.main"]
    }
    #expect(accepted > 100, "the mutations leave some files whole")
  }

  private func mutate(_ bytes: inout [UInt8], with dice: inout Dice) {
    guard !bytes.isEmpty else { return }
    // Headers are where the lies are: most mutations go there.
    let reach = Bool.random(using: &dice) ? min(bytes.count, 260) : bytes.count
    let at = Int.random(in: 0..<reach, using: &dice)
    switch Int.random(in: 0..<5, using: &dice) {
    case 0: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &dice)
    case 1: bytes[at] = .random(in: 0...255, using: &dice)
    case 2: bytes.removeLast(bytes.count - at)
    default:
      let value = Self.interesting.randomElement(using: &dice)!
      let width = [1, 2, 4, 8].randomElement(using: &dice)!
      for (index, byte) in KernelFile.little(value).prefix(width).enumerated() where at + index < bytes.count {
        bytes[at + index] = byte
      }
    }
  }

  @Test("Sixty-five thousand overlapping note segments do not keep the loader busy")
  func manyNotes() {
    var file = KernelFile.bare([0xF4])
    file.segments[1].type = 0
    let length = UInt64(60_000 * 56)
    file.segments += [KernelFile.Segment](
      repeating: .init(type: 4, address: 0, claimedOffset: 0, claimedFileSize: length), count: 60_000)
    #expect(throws: LoadError.self) { try KernelImage(file.bytes, map: MemoryMap(memorySize: 16 << 20)) }
  }
}
