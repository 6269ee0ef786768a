import SystemCalls

/// Finds entries of all directories by directory and name: one hash table that grows and shrinks a bucket at a time (linear
/// hashing, W. Litwin, 1980), so that no change ever waits for a rehash. Buckets live in frames of 512.
struct NameTable {
  private typealias Buckets = UnsafeMutablePointer<EntryPointer?>
  /// 512 places for frames of buckets.
  private let directory: UnsafeMutablePointer<Buckets?>
  private var bucketCount = 512
  private(set) var entryCount = 0

  private static let bucketsOfFrame = 512
  private static let mostBuckets = 512 * 512

  init(store: inout FrameStore) throws(SystemError) {
    let top = try store.takeZeroed()
    let first: UnsafeMutableRawPointer
    do throws(SystemError) { first = try store.takeZeroed() } catch {
      store.giveBack(top)
      throw error
    }
    directory = top.bindMemory(to: Buckets?.self, capacity: 512)
    directory[0] = first.bindMemory(to: EntryPointer?.self, capacity: Self.bucketsOfFrame)
  }

  /// Frees the table itself, when the last entry is gone.
  func destroy(store: inout FrameStore) {
    for place in 0..<512 { if let buckets = directory[place] { store.giveBack(UnsafeMutableRawPointer(buckets)) } }
    store.giveBack(UnsafeMutableRawPointer(directory))
  }

  /// FNV-1a over the name, started from the directory.
  static func hash(_ name: Bytes, in directory: InodePointer) -> UInt32 {
    var hash = UInt32(truncatingIfNeeded: directory.pointee.number) &* 0x9E37_79B1 ^ 0x811C_9DC5
    for byte in name { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash ^ hash >> 15
  }

  func find(_ name: Bytes, hash: UInt32, in directory: InodePointer) -> EntryPointer? {
    var candidate = head(of: bucket(hash)).pointee
    while let entry = candidate {
      if entry.pointee.hash == hash, entry.pointee.directory == directory, Int(entry.pointee.nameLength) == name.count,
        isEqual(name.baseAddress!, UnsafeRawPointer(entry + 1).assumingMemoryBound(to: UInt8.self), name.count)
      {
        return entry
      }
      candidate = entry.pointee.nextInBucket
    }
    return nil
  }

  mutating func insert(_ entry: EntryPointer, store: inout FrameStore) {
    let head = head(of: bucket(entry.pointee.hash))
    entry.pointee.nextInBucket = head.pointee
    head.pointee = entry
    entryCount += 1
    if entryCount > bucketCount { grow(&store) }
  }

  mutating func remove(_ entry: EntryPointer, store: inout FrameStore) {
    unlink(entry, from: head(of: bucket(entry.pointee.hash)))
    entryCount -= 1
    // Two for one entry, so that an empty table is a small one.
    for _ in 0..<2 where entryCount < bucketCount / 2 && bucketCount > Self.bucketsOfFrame { shrink(&store) }
  }

  private func unlink(_ entry: EntryPointer, from head: Buckets) {
    if head.pointee == entry {
      head.pointee = entry.pointee.nextInBucket
      return
    }
    var previous = head.pointee!
    while let next = previous.pointee.nextInBucket, next != entry { previous = next }
    previous.pointee.nextInBucket = entry.pointee.nextInBucket
  }

  /// The buckets from the last power of two on have split their partners: one more bit of the hash tells them apart.
  private func bucket(_ hash: UInt32) -> Int {
    let half = 1 << (Int.bitWidth - 1 - bucketCount.leadingZeroBitCount)
    let wide = Int(hash) & (2 * half - 1)
    return wide < bucketCount ? wide : wide & (half - 1)
  }

  private func head(of bucket: Int) -> Buckets {
    directory[bucket / Self.bucketsOfFrame]! + bucket % Self.bucketsOfFrame
  }

  /// Splits one bucket. Where there is no memory for another the chains become longer, and that is all.
  private mutating func grow(_ store: inout FrameStore) {
    let new = bucketCount
    guard new < Self.mostBuckets else { return }
    if new % Self.bucketsOfFrame == 0 {
      guard let frame = try? store.takeZeroed() else { return }
      directory[new / Self.bucketsOfFrame] = frame.bindMemory(to: EntryPointer?.self, capacity: Self.bucketsOfFrame)
    }
    let half = 1 << (Int.bitWidth - 1 - new.leadingZeroBitCount)
    var entry = head(of: new - half).pointee
    head(of: new - half).pointee = nil
    bucketCount += 1
    while let moved = entry {
      entry = moved.pointee.nextInBucket
      let home = head(of: bucket(moved.pointee.hash))
      moved.pointee.nextInBucket = home.pointee
      home.pointee = moved
    }
  }

  /// Joins the last bucket with the one that it was split from.
  private mutating func shrink(_ store: inout FrameStore) {
    let last = bucketCount - 1
    var entry = head(of: last).pointee
    head(of: last).pointee = nil
    bucketCount = last
    while let moved = entry {
      entry = moved.pointee.nextInBucket
      let home = head(of: bucket(moved.pointee.hash))
      moved.pointee.nextInBucket = home.pointee
      home.pointee = moved
    }
    if last % Self.bucketsOfFrame == 0 {
      store.giveBack(UnsafeMutableRawPointer(directory[last / Self.bucketsOfFrame]!))
      directory[last / Self.bucketsOfFrame] = nil
    }
  }
}

func isEqual(_ left: UnsafePointer<UInt8>, _ right: UnsafePointer<UInt8>, _ count: Int) -> Bool {
  var index = 0
  while index < count {
    if left[index] != right[index] { return false }
    index += 1
  }
  return true
}
