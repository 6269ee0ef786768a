import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Hostile kernel files")
struct KernelFileFuzzTests {
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
    var dice = SeededGenerator(seed: UInt64(seed))
    var accepted = 0
    let modules = [BootModule([1, 2, 3], commandLine: "one"), BootModule([UInt8](repeating: 1, count: 5000))]
    for _ in 0..<10_000 {
      var bytes = specimen
      for _ in 0..<Int.random(in: 1...4, using: &dice) { dice.mutate(&bytes, header: kind == "Linux" ? 0x264 : 260) }
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
