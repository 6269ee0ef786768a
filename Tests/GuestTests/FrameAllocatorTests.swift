import GuestMemory
import RandomInput
import Testing

/// Frame allocators on memory of the test's own.
final class PretendFrames {
  let storage: UnsafeMutableRawPointer
  let allocator: FrameAllocator

  init(frames: Int) {
    let end = UInt64(frames) * FrameAllocator.frameSize
    storage = .allocate(byteCount: FrameAllocator.storageSize(end: end), alignment: 16)
    allocator = FrameAllocator(storage: storage, end: end)
  }

  deinit { storage.deallocate() }
}

struct FrameAllocatorTests {
  static let frames = 1000

  /// Random work against a model: how many users each frame has.
  @Test(arguments: [11, 12, 13, 14] as [UInt64])
  func randomWorkAgreesWithAModel(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let memory = PretendFrames(frames: Self.frames)
    let allocator = memory.allocator
    let hole: Range<UInt64> = 300 * 4096 + 5..<310 * 4096 + 1
    allocator.add(10 * 4096 + 1..<1000 * 4096, excluding: [hole, 0..<0, 305 * 4096..<306 * 4096])
    var users = (0..<Self.frames).map { $0 > 10 && !(300...310).contains($0) ? 0 : -1 }
    #expect(allocator.totalCount == 989 - 11)

    for step in 0..<4000 {
      let place: Comment = "seed \(seed), step \(step)"
      let frame = Int.random(in: 0..<Self.frames, using: &random)
      let count = Int.random(in: 1...40, using: &random)
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1:
        let taken = allocator.take()
        #expect((taken == nil) == !users.contains(0), place)
        if let taken {
          #expect(users[Int(taken / 4096)] == 0, place)
          users[Int(taken / 4096)] = 1
        }
      case 2:
        guard let taken = allocator.take(count: count) else { continue }
        let first = Int(taken / 4096)
        #expect(users[first..<first + count].allSatisfy { $0 == 0 }, place)
        for index in first..<first + count { users[index] = 1 }
      case 3:
        #expect(allocator.release(UInt64(frame) * 4096) == (users[frame] > 0), place)
        if users[frame] > 0 { users[frame] -= 1 }
      case 4:
        let first = min(frame, Self.frames - count)
        let allowed = users[first..<first + count].allSatisfy { $0 == 1 }
        #expect(allocator.release(UInt64(first) * 4096, count: count) == allowed, place)
        if allowed { for index in first..<first + count { users[index] = 0 } }
      default:
        if users[frame] > 0 {
          allocator.share(UInt64(frame) * 4096)
          users[frame] += 1
        }
      }
      #expect(allocator.freeCount == users.count { $0 == 0 }, place)
    }
    for frame in 0..<Self.frames {
      #expect(allocator.isFree(UInt64(frame) * 4096) == (users[frame] == 0), "seed \(seed), frame \(frame)")
      #expect(allocator.users(UInt64(frame) * 4096) == max(users[frame], 0), "seed \(seed), frame \(frame)")
    }
    let counts = allocator.blockCounts
    #expect(counts.indices.reduce(0) { $0 + counts[$1] << $1 } == allocator.freeCount)
  }

  /// What was taken in pieces and given back in any order is one block again.
  @Test func everythingMergesAgain() throws {
    var random = SeededGenerator(seed: 5)
    let memory = PretendFrames(frames: 1024)
    memory.allocator.add(0..<1024 * 4096)
    var taken: [UInt64] = []
    while let frame = memory.allocator.take() { taken.append(frame) }
    #expect(Set(taken).count == 1024)
    for frame in taken.shuffled(using: &random) { #expect(memory.allocator.release(frame)) }
    #expect(memory.allocator.take(count: 1024) == 0)
    #expect(memory.allocator.take() == nil)
  }

  @Test func refusesAddressesThatAreNotItsOwn() {
    let memory = PretendFrames(frames: 64)
    let allocator = memory.allocator
    allocator.add(63 * 4096..<64 * 4096)
    let (pair, single, none) = (allocator.take(count: 2), allocator.take(), allocator.take())
    #expect(pair == nil && single == 63 * 4096 && none == nil)
    let answers = [
      allocator.release(64 * 4096), allocator.release(100), allocator.release(62 * 4096), allocator.release(63 * 4096),
      allocator.release(63 * 4096), allocator.release(.max - 4095),
    ]
    #expect(answers == [false, false, false, true, false, false], "only its own, and once")
  }
}
