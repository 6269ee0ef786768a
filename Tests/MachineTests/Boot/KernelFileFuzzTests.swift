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

  /// A sound file of each kind.
  private static let specimens: [String: [UInt8]] = [
    "PVH, 64 bits": specimen(is64Bit: true), "PVH, 32 bits": specimen(is64Bit: false),
    "Multiboot": BootHeaders.elf(BootHeaders.multiboot(flags: 7, [0, 0, 0, 0, 0, 0, 800, 600, 32])).bytes,
    "flat Multiboot": BootHeaders.flatMultiboot([0xF4, 0xF4], loadEnd: 0x10_0022, bssEnd: 0x11_0000),
    "Multiboot 2": {
      var file = BootHeaders.elf(
        BootHeaders.multiboot2([
          BootHeaders.tag(1, [4, 6, 8]), BootHeaders.tag(5, [1024, 768, 32]), BootHeaders.tag(4, [3]),
          BootHeaders.tag(6, []), BootHeaders.tag(10, [0x20_0000, 0x80_0000, 0x1000, 2]),
          BootHeaders.tag(3, [0x10_0080]),
        ]), [UInt8](repeating: 0xF4, count: 100), is64Bit: true)
      file.symbols = [.init(name: "start", address: 0x10_0000, size: 16)]
      return file.bytes
    }(),
    "flat Multiboot 2": BootHeaders.multiboot2([
      BootHeaders.tag(2, [0x10_0000, 0x10_0000, 0, 0x10_1000]), BootHeaders.tag(3, [0x10_0010]),
    ]) + [0xF4],
    "Linux": BootHeaders.bzImage([0xF4, 0xF4]),
  ]

  @Test(
    "No mutation of a kernel file crashes the loader, and what it accepts lies in RAM",
    arguments: specimens.keys.sorted().enumerated().map { ($0.offset, $0.element) })
  func mutations(seed: Int, kind: String) throws {
    let specimen = try #require(Self.specimens[kind])
    let map = MemoryMap(memorySize: 16 << 20)
    var dice = Dice(state: UInt64(seed))
    var accepted = 0
    let modules = [BootModule([1, 2, 3], commandLine: "one"), BootModule([UInt8](repeating: 1, count: 5000))]
    for _ in 0..<10_000 {
      var bytes = specimen
      for _ in 0..<Int.random(in: 1...4, using: &dice) { mutate(&bytes, with: &dice) }
      guard let image = try? KernelImage(bytes, map: map) else { continue }
      accepted += 1
      for piece in image.pieces {
        #expect(
          map.loadable.contains { $0.lowerBound <= piece.range.lowerBound && piece.range.upperBound <= $0.upperBound })
        #expect(piece.file.upperBound <= bytes.count && piece.file.count <= piece.range.count)
      }
      let request = BootRequest(
        image: image, name: "kernel", commandLine: Array("a command line".utf8), modules: modules, map: map)
      if let plan = try? request.plan() {
        let places = plan.blocks.map { $0.address..<$0.address + UInt64(max($0.bytes.count, 1)) }
        let isPlaced = places.allSatisfy { $0.upperBound <= map.lowEnd }
        #expect(isPlaced, "\(kind), seed \(seed): \(places)")
        // Nothing that the kernel is told lies on the kernel.
        let isApart = plan.image.pieces.allSatisfy { piece in places.allSatisfy { !$0.overlaps(piece.range) } }
        #expect(isApart, "\(kind), seed \(seed): \(places) \(plan.image.pieces)")
        #expect(plan.image.pieces.contains { $0.range.contains(plan.image.entry) })
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
    let start = bytes.count > 0x260 && Bool.random(using: &dice) ? 0x1F1 : 0
    let at = min(start + Int.random(in: 0..<reach, using: &dice), bytes.count - 1)
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
