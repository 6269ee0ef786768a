import SystemCalls

/// Where a file system gets its memory: 4 KiB at a time. In the kernel the frame allocator, in tests memory that can run out.
public protocol FrameProvider: AnyObject {
  /// A frame, aligned to its size, with any contents; nil where there is none to spare.
  func takeFrame() -> UnsafeMutableRawPointer?
  /// Takes a frame back.
  func returnFrame(_ frame: UnsafeMutableRawPointer)
  /// How many frames ``takeFrame()`` could still give.
  var freeFrameCount: Int { get }
}

/// Bytes of a name, a path or a file that somebody else keeps, valid until the next change to the file system.
public typealias Bytes = UnsafeBufferPointer<UInt8>

let frameSize = 4096

/// The frames of one file system: counted, limited, and given back.
struct FrameStore {
  let provider: any FrameProvider
  /// How many frames the file system may hold.
  let limit: Int
  private(set) var usedCount = 0

  init(provider: any FrameProvider, limit: Int) { (self.provider, self.limit) = (provider, limit) }

  /// A frame with any contents, or ``SystemError/noSpace``.
  mutating func take() throws(SystemError) -> UnsafeMutableRawPointer {
    guard usedCount < limit, let frame = provider.takeFrame() else { throw .noSpace }
    usedCount += 1
    return frame
  }

  /// A frame of zeroes.
  mutating func takeZeroed() throws(SystemError) -> UnsafeMutableRawPointer {
    let frame = try take()
    frame.initializeMemory(as: UInt64.self, repeating: 0, count: frameSize / 8)
    return frame
  }

  mutating func giveBack(_ frame: UnsafeMutableRawPointer) {
    usedCount -= 1
    provider.returnFrame(frame)
  }

  var freeCount: Int { min(limit - usedCount, provider.freeFrameCount) }
}
