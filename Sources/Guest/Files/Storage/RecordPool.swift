import SystemCalls

/// Records of one size, cut from frames. A frame whose records are all free goes back.
///
/// Taking and giving back a record take a fixed number of steps.
struct RecordPool {
  /// What stands at the start of every frame of the pool.
  private struct Header {
    /// Frames with a free record are linked in a ring without an end: nil at both sides.
    var next: UnsafeMutablePointer<Header>?
    var previous: UnsafeMutablePointer<Header>?
    /// Free records, linked through their first words.
    var free: UnsafeMutableRawPointer?
    var usedCount: Int32
    /// Records from this one on were never used.
    var freshIndex: Int32
  }

  private static var headerSize: Int { 64 }
  private let size: Int
  private let capacity: Int32
  /// The frames that have a free record.
  private var partial: UnsafeMutablePointer<Header>?

  /// - Parameter size: of a record, in bytes: a multiple of 8.
  init(size: Int) {
    self.size = size
    capacity = Int32((frameSize - Self.headerSize) / size)
  }

  /// A record with any contents.
  mutating func take(from store: inout FrameStore) throws(SystemError) -> UnsafeMutableRawPointer {
    let header: UnsafeMutablePointer<Header>
    if let partial {
      header = partial
    } else {
      header = try store.take().bindMemory(to: Header.self, capacity: 1)
      header.initialize(to: Header(next: nil, previous: nil, free: nil, usedCount: 0, freshIndex: 0))
      partial = header
    }
    let record: UnsafeMutableRawPointer
    if let free = header.pointee.free {
      record = free
      header.pointee.free = free.load(as: UnsafeMutableRawPointer?.self)
    } else {
      record = UnsafeMutableRawPointer(header) + Self.headerSize + Int(header.pointee.freshIndex) * size
      header.pointee.freshIndex += 1
    }
    header.pointee.usedCount += 1
    if header.pointee.usedCount == capacity { unlink(header) }
    return record
  }

  /// Gives a record of this pool back.
  mutating func giveBack(_ record: UnsafeMutableRawPointer, to store: inout FrameStore) {
    let frame = UnsafeMutableRawPointer(bitPattern: UInt(bitPattern: record) & ~UInt(frameSize - 1))!
    let header = frame.assumingMemoryBound(to: Header.self)
    if header.pointee.usedCount == capacity { link(header) }
    header.pointee.usedCount -= 1
    if header.pointee.usedCount == 0 {
      unlink(header)
      store.giveBack(frame)
    } else {
      record.storeBytes(of: header.pointee.free, as: UnsafeMutableRawPointer?.self)
      header.pointee.free = record
    }
  }

  private mutating func link(_ header: UnsafeMutablePointer<Header>) {
    header.pointee.next = partial
    header.pointee.previous = nil
    partial?.pointee.previous = header
    partial = header
  }

  private mutating func unlink(_ header: UnsafeMutablePointer<Header>) {
    let (next, previous) = (header.pointee.next, header.pointee.previous)
    if let previous { previous.pointee.next = next } else { partial = next }
    next?.pointee.previous = previous
    header.pointee.next = nil
    header.pointee.previous = nil
  }
}
