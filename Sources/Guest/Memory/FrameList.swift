/// Frames with an owner: the pages of a program's file, or of memory that programs share. Address spaces that show them borrow
/// them and keep the list alive. Given back when nobody has the list any more.
public final class FrameList {
  /// Nil where the frames are a device's.
  private let allocator: FrameAllocator?
  let frames: UnsafeMutablePointer<UInt64>
  public let count: Int

  private init(_ frames: UnsafeMutablePointer<UInt64>, count: Int, _ allocator: FrameAllocator) {
    (self.frames, self.count, self.allocator) = (frames, count, allocator)
  }

  /// So many frames, with anything in them; nil where there are not so many.
  public static func make(count: Int, _ allocator: FrameAllocator) -> FrameList? {
    let frames = UnsafeMutablePointer<UInt64>.allocate(capacity: max(count, 1))
    for index in 0..<count {
      guard let frame = allocator.takeSpare() else {
        for taken in 0..<index { _ = allocator.release(frames[taken]) }
        frames.deallocate()
        return nil
      }
      frames[index] = frame
    }
    return FrameList(frames, count: count, allocator)
  }

  /// A device's memory: whole pages from `start` on, which nobody gives back.
  public init(device start: UInt64, count: Int) {
    allocator = nil
    self.count = count
    frames = .allocate(capacity: max(count, 1))
    for index in 0..<count { frames[index] = start + UInt64(index) * FrameAllocator.frameSize }
  }

  deinit {
    if let allocator {
      for index in 0..<count { _ = allocator.release(frames[index]) }
    }
    frames.deallocate()
  }

  public subscript(index: Int) -> UInt64 { frames[index] }
}
