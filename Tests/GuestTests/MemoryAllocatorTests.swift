import GuestMemory
import RandomInput
import Testing

/// All designs against the same random work: blocks lie in the region, at their alignment, apart from each other, and keep what is
/// written to them.
struct MemoryAllocatorTests {
  static let size = 1 << 20

  private func work<Allocator: MemoryAllocator>(
    _ make: (UnsafeMutableRawBufferPointer) -> Allocator, seed: UInt64, _ name: String
  ) -> Int {
    var random = SeededGenerator(seed: seed)
    let region = UnsafeMutableRawBufferPointer.allocate(byteCount: Self.size, alignment: 4096)
    defer { region.deallocate() }
    var allocator = make(region)
    var blocks: [(start: UnsafeMutableRawPointer, size: Int, alignment: Int, mark: UInt8)] = []
    var given = 0
    for step in 0..<3000 {
      let place: Comment = "\(name), seed \(seed), step \(step)"
      if blocks.count < 100, Bool.random(using: &random) {
        let size = Int.random(in: 1...(Int.random(in: 0..<20, using: &random) == 0 ? 9000 : 300), using: &random)
        let alignment = 1 << Int.random(in: 4...7, using: &random)
        guard let start = allocator.allocate(size: size, alignment: alignment) else { continue }
        given += 1
        let address = Int(bitPattern: start) - Int(bitPattern: region.baseAddress)
        #expect(address >= 0 && address + size <= Self.size && Int(bitPattern: start) % alignment == 0, place)
        for other in blocks {
          #expect(other.start + max(other.size, 1) <= start || start + max(size, 1) <= other.start, place)
        }
        let mark = UInt8.random(in: 0...255, using: &random)
        start.initializeMemory(as: UInt8.self, repeating: mark, count: size)
        blocks.append((start, size, alignment, mark))
      } else if !blocks.isEmpty {
        let block = blocks.remove(at: Int.random(in: 0..<blocks.count, using: &random))
        #expect(
          (0..<block.size).allSatisfy { block.start.load(fromByteOffset: $0, as: UInt8.self) == block.mark }, place)
        allocator.deallocate(block.start, size: block.size, alignment: block.alignment)
      }
    }
    for block in blocks { allocator.deallocate(block.start, size: block.size, alignment: block.alignment) }
    // With nothing in use, the designs that join blocks have nearly all of it in one.
    if !(allocator is FixedSizeBlockAllocator) {
      #expect(allocator.allocate(size: Self.size * 9 / 10, alignment: 16) != nil, "\(name), seed \(seed)")
    }
    return given
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func everyDesignKeepsBlocksApart(seed: UInt64) {
    let heap = work({ Heap($0) }, seed: seed, "heap")
    let list = work({ LinkedListAllocator($0) }, seed: seed, "linked list")
    let fixed = work({ FixedSizeBlockAllocator($0) }, seed: seed, "fixed sizes")
    let bump = work({ BumpAllocator($0) }, seed: seed, "bump")
    #expect(heap > 1200 && list > 1200 && fixed > 1200)
    #expect(bump > 100 && bump <= heap)
  }

  @Test func nothingFitsWhereThereIsNoRoom() {
    let region = UnsafeMutableRawBufferPointer.allocate(byteCount: 4096, alignment: 4096)
    defer { region.deallocate() }
    var bump = BumpAllocator(region)
    var list = LinkedListAllocator(region)
    let answers = [
      bump.allocate(size: 4097, alignment: 16), bump.allocate(size: .max, alignment: 16),
      list.allocate(size: 4097, alignment: 16), list.allocate(size: .max, alignment: 16),
      list.allocate(size: 16, alignment: 1 << 50),
    ]
    #expect(answers.allSatisfy { $0 == nil })
  }
}
