import GuestFiles

/// Frames from the host's heap, which run out when a test says so. Fresh ones hold rubbish, so that nobody relies on zeroes.
final class TestFrames: FrameProvider {
  private(set) var usedCount = 0
  /// How many frames can still be taken.
  var remaining = Int.max
  private(set) var refusedCount = 0
  private var taken: Set<UnsafeMutableRawPointer> = []

  func takeFrame() -> UnsafeMutableRawPointer? {
    guard remaining > 0 else {
      refusedCount += 1
      return nil
    }
    remaining -= 1
    let frame = UnsafeMutableRawPointer.allocate(byteCount: 4096, alignment: 4096)
    frame.initializeMemory(as: UInt8.self, repeating: 0xA5, count: 4096)
    usedCount += 1
    taken.insert(frame)
    return frame
  }

  func returnFrame(_ frame: UnsafeMutableRawPointer) {
    precondition(taken.remove(frame) != nil, "returned twice, or not ours")
    usedCount -= 1
    if remaining != Int.max { remaining += 1 }
    frame.deallocate()
  }

  var freeFrameCount: Int { min(remaining, 1 << 20) }
}

/// A clock that moves by a second whenever it is read.
final class TestClock {
  var now: Int64 = 1_000_000_000_000_000_000
  func read() -> Int64 {
    now += 1_000_000_000
    return now
  }
}

/// A tree with a RAM file system at its root.
final class TestTree {
  let frames = TestFrames()
  let clock = TestClock()
  let files: RAMFileSystem
  let tree: FileTree
  let root: OpenFile

  init(limit: Int = .max) throws {
    let clock = clock
    files = try RAMFileSystem(provider: frames, limit: limit, clock: clock.read)
    tree = FileTree(root: files)
    root = tree.openRoot()
  }
}

/// A path's bytes for a call.
func withBytes<Result>(_ path: String, _ call: (Bytes) throws -> Result) rethrows -> Result {
  let bytes = Array(path.utf8)
  return try bytes.withUnsafeBufferPointer { try call($0) }
}
