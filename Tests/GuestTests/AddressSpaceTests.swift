import GuestMemory
import RandomInput
import Testing

/// Physical memory in a buffer, with an allocator of its frames.
private final class PretendRAM {
  let buffer: UnsafeMutableRawBufferPointer
  let frames: PretendFrames
  let count: Int

  init(frames count: Int) {
    self.count = count
    buffer = .allocate(byteCount: count * 4096, alignment: 4096)
    frames = PretendFrames(frames: count)
    frames.allocator.add(4096..<UInt64(count) * 4096)
  }

  deinit { buffer.deallocate() }

  var bias: Int { Int(bitPattern: buffer.baseAddress) }
  var free: Int { frames.allocator.freeCount }
  func space() -> AddressSpace? { AddressSpace.make(kernelEntry: 0, bias: bias, frames.allocator) }

  /// As the processor would: a word of a program's, or nil where it faults.
  func read(_ space: AddressSpace, _ address: UInt64) -> UInt64? {
    guard let frame = space.frame(at: address) else { return nil }
    return buffer.load(fromByteOffset: Int(frame + address % 4096), as: UInt64.self)
  }

  func write(_ space: AddressSpace, _ address: UInt64, _ value: UInt64) -> AddressSpace.FaultResult {
    let result = space.handleFault(at: address, .write)
    if result == .resolved, let frame = space.frame(at: address) {
      buffer.storeBytes(of: value, toByteOffset: Int(frame + address % 4096), as: UInt64.self)
    }
    return result
  }
}

struct AddressSpaceTests {
  static let base: UInt64 = 0x80_0000_0000

  @Test func pagesComeWhenTouchedAndGoWithTheSpace() throws {
    let memory = PretendRAM(frames: 64)
    let free = memory.free
    do {
      let space = try #require(memory.space())
      try space.add(Self.base..<Self.base + 16 * 4096, .readWrite)
      #expect(memory.free == free - 1, "a region by itself takes nothing")
      #expect(space.handleFault(at: Self.base + 5000, .read) == .resolved)
      #expect(memory.read(space, Self.base + 4096) == 0)
      #expect(memory.write(space, Self.base + 4096, 7) == .resolved && memory.read(space, Self.base + 4096) == 7)
      #expect(space.handleFault(at: Self.base + 16 * 4096, .read) == .violation)
      #expect(space.handleFault(at: Self.base, .execute) == .violation)
      #expect(space.ownedFrames == 1)
    }
    #expect(memory.free == free)
  }

  @Test func aProgramsPagesAreBorrowedUntilWritten() throws {
    let memory = PretendRAM(frames: 64)
    let free = memory.free
    do {
      let pages = try #require(FrameList.make(count: 2, memory.frames.allocator))
      for index in 0..<2 { memory.buffer.storeBytes(of: 100, toByteOffset: Int(pages[index]), as: UInt64.self) }
      let (one, other) = (try #require(memory.space()), try #require(memory.space()))
      for space in [one, other] { try space.add(Self.base..<Self.base + 3 * 4096, .readWrite, source: pages) }
      #expect(one.handleFault(at: Self.base, .read) == .resolved && one.frame(at: Self.base) == pages[0])
      #expect(memory.write(one, Self.base, 5) == .resolved && one.frame(at: Self.base) != pages[0])
      #expect(memory.write(one, Self.base + 4096, 6) == .resolved)
      #expect(other.handleFault(at: Self.base, .read) == .resolved && memory.read(other, Self.base) == 100)
      #expect(other.handleFault(at: Self.base + 8192, .read) == .resolved && memory.read(other, Self.base + 8192) == 0)
    }
    #expect(memory.free == free)
  }

  @Test func refusesWhatCannotBe() throws {
    let memory = PretendRAM(frames: 64)
    let space = try #require(memory.space())
    try space.add(Self.base..<Self.base + 8192, .readWrite)
    for range in [Self.base..<Self.base, Self.base + 4096..<Self.base + 12288, Self.base + 1..<Self.base + 8193] {
      #expect(throws: AddressSpace.Failure.invalidRange) { try space.add(range, .readOnly) }
    }
    let found = try #require(space.freeRange(size: 5000, from: Self.base, limit: Self.base + 100 * 4096))
    #expect(found == Self.base + 3 * 4096..<Self.base + 5 * 4096)
    #expect(space.freeRange(size: 98 * 4096, from: Self.base, limit: Self.base + 100 * 4096) == nil)
  }

  @Test func memoryThatRunsOutSaysSo() throws {
    let memory = PretendRAM(frames: 10)
    let free = memory.free
    do {
      let space = try #require(memory.space())
      try space.add(Self.base..<Self.base + 100 * 4096, .readWrite)
      #expect(space.prepare(Self.base..<Self.base + 100 * 4096, .write) == .outOfMemory)
      #expect(memory.free == 0)
      #expect(space.copy(kernelEntry: 0) == nil)
    }
    #expect(memory.free == free)
  }

  @Test func framesThatAreNotThereAreNotGivenBackTwice() throws {
    let memory = PretendRAM(frames: 10)
    let free = memory.free
    #expect(FrameList.make(count: free + 1, memory.frames.allocator) == nil)
    #expect(memory.free == free)
    do {
      let all = try #require(FrameList.make(count: free, memory.frames.allocator))
      #expect(Set((0..<all.count).map { all[$0] }).count == free && memory.free == 0)
      #expect(memory.space() == nil)
    }
    #expect(memory.free == free)
  }

  /// Spaces that are copied, written, cut and dropped at random: each sees what was written to it, and all frames come back.
  @Test(arguments: [21, 22, 23, 24] as [UInt64])
  func copiesAreIndependent(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let memory = PretendRAM(frames: 600)
    let free = memory.free
    do {
      let pageCount = 40
      let first = try #require(memory.space())
      try first.add(Self.base..<Self.base + UInt64(pageCount) * 4096, .readWrite)
      var spaces = [(space: first, model: [UInt64?](repeating: 0, count: pageCount))]
      for step in 0..<3000 {
        let place: Comment = "seed \(seed), step \(step)"
        let which = Int.random(in: 0..<spaces.count, using: &random)
        let page = Int.random(in: 0..<pageCount, using: &random)
        let address = Self.base + UInt64(page) * 4096
        switch Int.random(in: 0..<20, using: &random) {
        case 0 where spaces.count < 6:
          let copy = try #require(spaces[which].space.copy(kernelEntry: 0))
          spaces.append((copy, spaces[which].model))
        case 1 where spaces.count > 1: spaces.remove(at: which)
        case 2:
          try spaces[which].space.remove(address..<address + 4096)
          spaces[which].model[page] = nil
        case 3 where spaces[which].model[page] == nil:
          try spaces[which].space.add(address..<address + 4096, .readWrite)
          spaces[which].model[page] = 0
        case 4..<10:
          let value = random.next()
          let expected: AddressSpace.FaultResult = spaces[which].model[page] == nil ? .violation : .resolved
          #expect(memory.write(spaces[which].space, address, value) == expected, place)
          if expected == .resolved { spaces[which].model[page] = value }
        default:
          let result = spaces[which].space.handleFault(at: address, .read)
          #expect((result == .resolved) == (spaces[which].model[page] != nil), place)
          if result == .resolved {
            #expect(memory.read(spaces[which].space, address) == spaces[which].model[page], place)
          }
        }
      }
    }
    #expect(memory.free == free, "seed \(seed)")
  }
}
