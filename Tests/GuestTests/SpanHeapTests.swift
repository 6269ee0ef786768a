import GuestMemory
import RandomInput
import Testing

struct SpanHeapTests {
  /// Frames with memory behind them, and a heap on them.
  private final class World {
    let buffer: UnsafeMutableRawBufferPointer
    let frames: PretendFrames
    let storage: UnsafeMutableRawPointer
    let heap: SpanHeap

    init(frames count: Int, checks: Bool) {
      // Spans lie at multiples of 16 KiB, in memory as in the frames' numbers.
      buffer = .allocate(byteCount: count * 4096, alignment: 1 << 20)
      frames = PretendFrames(frames: count)
      frames.allocator.add(4096..<UInt64(count) * 4096)
      storage = .allocate(byteCount: SpanHeap.storageSize, alignment: 16)
      heap = SpanHeap(frames.allocator, storage: storage, checks: checks)
      heap.setBias(Int(bitPattern: buffer.baseAddress))
    }

    deinit {
      buffer.deallocate()
      storage.deallocate()
    }
  }

  @Test(arguments: [1, 2, 3, 4] as [UInt64])
  func randomWorkKeepsBlocksApart(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let world = World(frames: 2000, checks: seed % 2 == 0)
    let free = world.frames.allocator.freeCount
    var blocks: [Int: (end: Int, mark: UInt8)] = [:]
    for step in 0..<8000 {
      let place: Comment = "seed \(seed), step \(step)"
      if blocks.count < 300, Bool.random(using: &random) {
        let large = Int.random(in: 0..<30, using: &random) == 0
        let size = Int.random(in: 0...(large ? 20_000 : 700), using: &random)
        let alignment = 1 << (Int.random(in: 0..<20, using: &random) == 0 ? Int.random(in: 4...14, using: &random) : 4)
        guard let block = world.heap.allocate(size: size, alignment: alignment) else {
          Issue.record("\(place): there is memory")
          return
        }
        let start = Int(bitPattern: block)
        #expect(start % alignment == 0, place)
        for (other, (end, _)) in blocks { #expect(end <= start || start + size <= other, place) }
        let mark = UInt8.random(in: 0...255, using: &random)
        block.initializeMemory(as: UInt8.self, repeating: mark, count: size)
        blocks[start] = (start + max(size, 1), mark)
        if size == 0 { blocks[start] = (start, mark) }
      } else if let (start, (end, mark)) = blocks.randomElement(using: &random),
        let block = UnsafeMutableRawPointer(bitPattern: start)
      {
        #expect((0..<end - start).allSatisfy { block.load(fromByteOffset: $0, as: UInt8.self) == mark }, place)
        #expect(world.heap.release(block) == nil, place)
        blocks[start] = nil
      }
      #expect(world.heap.usedBlocks == blocks.count, place)
    }
    for start in blocks.keys { _ = world.heap.release(UnsafeMutableRawPointer(bitPattern: start)!) }
    #expect(world.heap.usedBlocks == 0 && world.heap.usedBytes == 0)
    // One span a class may stay.
    #expect(world.heap.frameCount <= 14 * 4)
    #expect(world.frames.allocator.freeCount == free - world.heap.frameCount)
  }

  @Test func misuseIsFound() throws {
    let world = World(frames: 200, checks: true)
    let block = try #require(world.heap.allocate(size: 40))
    let other = try #require(world.heap.allocate(size: 5000))
    #expect(world.heap.release(block + 16) == .notABlock)
    block.storeBytes(of: 1, toByteOffset: 40, as: UInt8.self)
    #expect(world.heap.release(block) == .overrun)
    block.storeBytes(of: 0xA5, toByteOffset: 40, as: UInt8.self)
    #expect(world.heap.release(block) == nil)
    #expect((8..<44).allSatisfy { block.load(fromByteOffset: $0, as: UInt8.self) == 0xDB })
    #expect(world.heap.release(block) == .givenBackTwice)
    other.storeBytes(of: 0, toByteOffset: 5000, as: UInt8.self)
    #expect(world.heap.release(other) == .overrun)
    #expect(world.heap.release(UnsafeMutableRawPointer(world.buffer.baseAddress! + 190 * 4096)) == .notABlock)
  }

  @Test func exhaustionIsSaid() throws {
    let world = World(frames: 64, checks: false)
    var blocks: [UnsafeMutableRawPointer] = []
    while let block = world.heap.allocate(size: 1000) { blocks.append(block) }
    #expect(blocks.count > 200 && world.frames.allocator.freeCount < 4)
    #expect(world.heap.allocate(size: 1 << 20) == nil && world.heap.allocate(size: .max) == nil)
    for block in blocks { #expect(world.heap.release(block) == nil) }
    #expect(world.heap.allocate(size: 40_000) != nil)
  }
}
