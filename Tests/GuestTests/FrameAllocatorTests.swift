import GuestMemory
import Testing

struct FrameAllocatorTests {
  static let frames = 1000
  static let end = UInt64(frames) * FrameAllocator.frameSize

  /// Random work against a model, an array of truth values.
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func randomWorkAgreesWithAModel(seed: UInt64) {
    var random = RepeatableNumbers(seed: seed)
    let storage = UnsafeMutableRawPointer.allocate(
      byteCount: FrameAllocator.storageSize(end: Self.end), alignment: 8)
    defer { storage.deallocate() }
    var allocator = FrameAllocator(storage: storage, end: Self.end)
    var model = [Bool](repeating: false, count: Self.frames)

    for step in 0..<3000 {
      let place: Comment = "seed \(seed), step \(step)"
      let first = Int.random(in: 0..<Self.frames, using: &random)
      let count = Int.random(in: 1...min(100, Self.frames - first), using: &random)
      // Ranges that do not end on frame borders: `add` takes less, `reserve` more.
      let edge = Bool.random(using: &random) ? UInt64(0) : 100
      let range = UInt64(first) * 4096..<UInt64(first + count) * 4096 - edge
      switch Int.random(in: 0..<6, using: &random) {
      case 0:
        allocator.add(range)
        for frame in first..<first + count - (edge > 0 ? 1 : 0) { model[frame] = true }
      case 1:
        allocator.reserve(range)
        for frame in first..<first + count { model[frame] = false }
      case 2, 3:
        let expected = model.firstIndex(of: true)
        let taken = allocator.take()
        #expect(taken == expected.map { UInt64($0) * 4096 }, place)
        if let expected { model[expected] = false }
      case 4:
        let expected = (0...Self.frames - count).first { start in model[start..<start + count].allSatisfy { $0 } }
        let taken = allocator.take(count: count)
        #expect(taken == expected.map { UInt64($0) * 4096 }, place)
        if let expected { for frame in expected..<expected + count { model[frame] = false } }
      default:
        let allowed = !model[first..<first + count].contains(true)
        let done = allocator.release(UInt64(first) * 4096, count: count)
        #expect(done == allowed, place)
        if allowed { for frame in first..<first + count { model[frame] = true } }
      }
      #expect(allocator.freeCount == model.count { $0 }, place)
    }
    for frame in 0..<Self.frames { #expect(allocator.isFree(UInt64(frame) * 4096) == model[frame], "seed \(seed)") }
  }

  @Test func refusesAddressesThatAreNotItsOwn() {
    let storage = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 8)
    defer { storage.deallocate() }
    var allocator = FrameAllocator(storage: storage, end: 64 * 4096)
    let answers = [
      allocator.release(64 * 4096), allocator.release(100), allocator.release(63 * 4096),
      allocator.release(63 * 4096),
    ]
    #expect(answers == [false, false, true, false], "beyond the end, between frames, its own, its own twice")
    let (pair, single, none) = (allocator.take(count: 2), allocator.take(), allocator.take())
    #expect(pair == nil && single == 63 * 4096 && none == nil)
  }
}
