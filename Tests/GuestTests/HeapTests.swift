import GuestMemory
import RandomInput
import Testing

struct HeapTests {
  /// A block that the test believes it has, and the byte that fills it.
  struct Owned {
    var address: Int
    var size: Int
    var fill: UInt8
  }

  /// Random work against a model: blocks keep what was written to them, never overlap, lie where asked, and when all
  /// are given back the heap is one piece again.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func randomWorkKeepsEveryBlock(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let regions = [1 << 16, 1 << 18].map { UnsafeMutableRawBufferPointer.allocate(byteCount: $0, alignment: 64) }
    defer { for region in regions { region.deallocate() } }
    let heap = Heap(regions[0])
    var owned: [Owned] = []
    var refusals = 0

    for step in 0..<4000 {
      if step == 1000 { heap.add(regions[1]) }
      if owned.isEmpty || Int.random(in: 0..<100, using: &random) < 55 {
        let size = Int.random(in: 0...(Bool.random(using: &random) ? 64 : 4000), using: &random)
        let alignment = 1 << Int.random(in: 3...9, using: &random)
        guard let block = heap.allocate(size: size, alignment: alignment) else {
          refusals += 1
          continue
        }
        let address = Int(bitPattern: block)
        #expect(address % max(alignment, 16) == 0, "seed \(seed), step \(step)")
        #expect(
          regions.contains { region in
            let start = Int(bitPattern: region.baseAddress)
            return address >= start && address + size <= start + region.count
          }, "seed \(seed), step \(step): outside the heap")
        #expect(
          !owned.contains { $0.address < address + max(size, 1) && address < $0.address + max($0.size, 1) },
          "seed \(seed), step \(step): overlaps another block")
        let fill = UInt8.random(in: 0...255, using: &random)
        block.initializeMemory(as: UInt8.self, repeating: fill, count: size)
        owned.append(Owned(address: address, size: size, fill: fill))
      } else {
        let block = owned.remove(at: Int.random(in: 0..<owned.count, using: &random))
        try release(block, to: heap, "seed \(seed), step \(step)")
      }
      #expect(heap.usedBlocks == owned.count)
    }
    for block in owned { try release(block, to: heap, "seed \(seed), at the end") }

    #expect(refusals > 0, "the heap never filled up: seed \(seed)")
    #expect(heap.usedBytes == 0)
    #expect(heap.allocate(size: (1 << 18) - 64 - (1 << 15)) != nil, "free memory is in pieces: seed \(seed)")
  }

  private func release(_ block: Owned, to heap: Heap, _ comment: Comment) throws {
    let pointer = try #require(UnsafeMutableRawPointer(bitPattern: block.address))
    let bytes = UnsafeRawBufferPointer(start: pointer, count: block.size)
    #expect(bytes.allSatisfy { $0 == block.fill }, comment)
    #expect(heap.release(pointer), comment)
  }

  @Test func refusesWhatIsNoBlockInUse() throws {
    let region = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 16, alignment: 64)
    defer { region.deallocate() }
    let heap = Heap(region)
    let block = try #require(heap.allocate(size: 100))
    #expect(!heap.release(block + 8))
    #expect(!heap.release(block + 32))
    #expect(heap.release(block))
    #expect(!heap.release(block), "released twice")
    #expect(heap.allocate(size: 1 << 20) == nil)
    #expect(heap.allocate(size: .max) == nil)
    #expect(heap.allocate(size: -1) == nil)
  }
}
