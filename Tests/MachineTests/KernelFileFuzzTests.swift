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

  @Test("No mutation of a kernel file crashes the loader, and what it accepts lies in RAM", arguments: [true, false])
  func mutations(is64Bit: Bool) {
    let specimen = Self.specimen(is64Bit: is64Bit)
    let map = MemoryMap(memorySize: 16 << 20)
    var dice = SeededGenerator(seed: is64Bit ? 1 : 2)
    var accepted = 0
    for _ in 0..<20_000 {
      var bytes = specimen
      for _ in 0..<Int.random(in: 1...4, using: &dice) { dice.mutate(&bytes, header: 260) }
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
