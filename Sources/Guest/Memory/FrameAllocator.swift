/// The frames of physical memory: a buddy allocator (K. C. Knowlton, "A fast storage allocator", 1965; D. E. Knuth, "The Art of
/// Computer Programming", volume 1, 2.5).
///
/// Free memory is in blocks of 1, 2, 4, … frames, each at a multiple of its own size; a block that is given back merges with
/// its buddy when that is free too. Single frames, which are most of what is wanted, go through a small stack in front of the
/// blocks, so that taking and giving back one does not split and merge each time. A frame that is in use has a count of those
/// who use it, for pages that several address spaces share.
///
/// The book-keeping lies where the caller says, since this is what there is before there is a heap; the value itself is two
/// addresses. Addresses are physical. Not safe against preemption by itself.
public struct FrameAllocator {
  public static let frameSize: UInt64 = 4096
  /// The largest block has two to this many frames: 4 GiB.
  public static let largestOrder = 20
  static let cacheSize = 64

  let control: UnsafeMutablePointer<FrameControl>
  let records: UnsafeMutablePointer<FrameRecord>

  /// How many bytes of book-keeping memory up to `end` needs.
  public static func storageSize(end: UInt64) -> Int {
    controlSize + Int(end / frameSize) * MemoryLayout<FrameRecord>.stride
  }

  private static var controlSize: Int { (MemoryLayout<FrameControl>.size + 63) & ~63 }

  /// No frame is free yet. `storage` holds `storageSize(end:)` bytes, aligned to 16.
  public init(storage: UnsafeMutableRawPointer, end: UInt64) {
    control = storage.bindMemory(to: FrameControl.self, capacity: 1)
    let count = Int(end / Self.frameSize)
    records = (storage + Self.controlSize).bindMemory(to: FrameRecord.self, capacity: count)
    control.initialize(to: FrameControl(frameCount: count))
    records.initialize(repeating: FrameRecord(), count: count)
  }

  /// How many frames are free.
  public var freeCount: Int { control.pointee.freeCount }
  /// How many there are in all.
  public var totalCount: Int { control.pointee.totalCount }

  public func isFree(_ address: UInt64) -> Bool {
    guard address < UInt64(control.pointee.frameCount) * Self.frameSize else { return false }
    let index = UInt32(address / Self.frameSize)
    if records[Int(index)].state == .cached { return true }
    // Inside a free block, whose first frame alone says so.
    for order in 0...Self.largestOrder {
      let first = index & ~(UInt32(1) << UInt32(order) &- 1)
      if records[Int(first)].state == .free { return Int(records[Int(first)].order) >= order }
    }
    return false
  }

  /// Every frame that lies in the range as a whole, and that none of `taken` touches, is the allocator's from now on, and free.
  /// No frame may be added twice.
  public func add(_ range: Range<UInt64>, excluding taken: [Range<UInt64>] = []) {
    var start = (range.lowerBound + Self.frameSize - 1) / Self.frameSize
    let end = min(range.upperBound / Self.frameSize, UInt64(control.pointee.frameCount))
    while start < end {
      let position = start * Self.frameSize
      // The first taken range that ends behind here: either it covers this frame or it bounds the free part.
      var stop = end
      var covered: UInt64?
      for other in taken where other.upperBound > position && !other.isEmpty {
        let first = other.lowerBound / Self.frameSize
        if first <= start {
          covered = max(covered ?? 0, (other.upperBound + Self.frameSize - 1) / Self.frameSize)
        } else {
          stop = min(stop, first)
        }
      }
      if let covered {
        start = covered
      } else {
        addFree(UInt32(start), UInt32(stop))
        start = stop
      }
    }
  }

  private func addFree(_ first: UInt32, _ end: UInt32) {
    control.pointee.freeCount += Int(end - first)
    control.pointee.totalCount += Int(end - first)
    var next = first
    while next < end {
      var order = min(next == 0 ? Self.largestOrder : next.trailingZeroBitCount, Self.largestOrder)
      while UInt64(next) + UInt64(1) << UInt64(order) > UInt64(end) { order -= 1 }
      insert(next, order: order)
      next += 1 << UInt32(order)
    }
  }

  // MARK: Single frames

  /// One free frame, with one user.
  public func take() -> UInt64? {
    if control.pointee.cachedCount == 0, !refillCache() { return nil }
    control.pointee.cachedCount &-= 1
    let index = control.pointee.cached[control.pointee.cachedCount]
    control.pointee.freeCount &-= 1
    records[Int(index)].state = .used
    records[Int(index)].users = 1
    records[Int(index)].tag = 0
    return UInt64(index) &* Self.frameSize
  }

  /// One free frame, unless only the reserve is left.
  public func takeSpare() -> UInt64? { hasSpare ? take() : nil }

  /// Whether there is more than the reserve.
  public var hasSpare: Bool { control.pointee.freeCount > control.pointee.reserve }

  /// How many frames are kept for those who cannot do without.
  public func setReserve(_ count: Int) { control.pointee.reserve = count }

  /// One user less of a single frame; the last one gives it back. False, and nothing changes, where it is not in use as one.
  public func release(_ address: UInt64) -> Bool {
    guard let record = record(address), record.pointee.state == .used, record.pointee.order == 0 else { return false }
    record.pointee.users &-= 1
    guard record.pointee.users == 0 else { return true }
    if control.pointee.cachedCount == Self.cacheSize { drainCache(to: Self.cacheSize / 2) }
    record.pointee.state = .cached
    control.pointee.cached[control.pointee.cachedCount] = UInt32(address / Self.frameSize)
    control.pointee.cachedCount &+= 1
    control.pointee.freeCount &+= 1
    return true
  }

  /// One user more of a frame that is in use.
  public func share(_ address: UInt64) { records[Int(address / Self.frameSize)].users &+= 1 }

  /// A number that the owner of a frame in use keeps with it; 0 at first.
  public func setTag(_ address: UInt64, _ tag: UInt32) { records[Int(address / Self.frameSize)].tag = tag }

  public func tag(_ address: UInt64) -> UInt32 {
    guard let record = record(address), record.pointee.state == .used else { return 0 }
    return record.pointee.tag
  }

  /// How many use a frame; 0 where it is free.
  public func users(_ address: UInt64) -> Int {
    guard let record = record(address), record.pointee.state == .used else { return 0 }
    return Int(record.pointee.users)
  }

  private func refillCache() -> Bool {
    // The smallest block there is, up to eight frames: neighbours stay together.
    guard let order = firstOrder(from: 0) else { return false }
    let taken = takeBlock(order: min(order, 3), from: order)
    // Pushed from the top, so that they come out in ascending order.
    var index = taken + 1 << UInt32(min(order, 3))
    while index > taken {
      index -= 1
      records[Int(index)].state = .cached
      records[Int(index)].order = 0
      control.pointee.cached[control.pointee.cachedCount] = index
      control.pointee.cachedCount += 1
    }
    return true
  }

  private func drainCache(to count: Int) {
    while control.pointee.cachedCount > count {
      control.pointee.cachedCount -= 1
      merge(control.pointee.cached[control.pointee.cachedCount], order: 0)
    }
  }

  // MARK: Blocks

  /// Neighbouring frames. A block is taken and what is beyond `count` given back; each frame has one user.
  public func take(count: Int) -> UInt64? {
    guard count > 0, count <= 1 << Self.largestOrder else { return nil }
    let wanted = count == 1 ? 0 : Int.bitWidth - (count - 1).leadingZeroBitCount
    var order = firstOrder(from: wanted)
    if order == nil, control.pointee.cachedCount > 0 {
      // What is in the stack of single frames may be what keeps a block apart.
      drainCache(to: 0)
      order = firstOrder(from: wanted)
    }
    guard let order else { return nil }
    let first = takeBlock(order: wanted, from: order)
    for index in first..<first + UInt32(count) {
      records[Int(index)] = FrameRecord(state: .used, users: 1, next: 0)
    }
    giveBack(first + UInt32(count), first + 1 << UInt32(wanted))
    control.pointee.freeCount -= count
    return UInt64(first) * Self.frameSize
  }

  /// Gives neighbouring frames back. False, and nothing changes, where one of them has not exactly one user.
  public func release(_ address: UInt64, count: Int) -> Bool {
    guard address % Self.frameSize == 0, count > 0,
      address / Self.frameSize + UInt64(count) <= UInt64(control.pointee.frameCount)
    else { return false }
    let first = UInt32(address / Self.frameSize)
    for index in first..<first + UInt32(count)
    where records[Int(index)].state != .used || records[Int(index)].users != 1 {
      return false
    }
    giveBack(first, first + UInt32(count))
    control.pointee.freeCount += count
    return true
  }

  /// Frees a range that is no part of any block, in the largest blocks that fit.
  private func giveBack(_ first: UInt32, _ end: UInt32) {
    var next = first
    while next < end {
      var order = min(next == 0 ? Self.largestOrder : next.trailingZeroBitCount, Self.largestOrder)
      while UInt64(next) + UInt64(1) << UInt64(order) > UInt64(end) { order -= 1 }
      for index in next..<next + 1 << UInt32(order) { records[Int(index)] = FrameRecord() }
      merge(next, order: order)
      next += 1 << UInt32(order)
    }
  }

  private func takeBlock(order: Int, from available: Int) -> UInt32 {
    let first = control.pointee.heads[available]
    remove(first, order: available)
    var current = available
    while current > order {
      current -= 1
      insert(first + 1 << UInt32(current), order: current)
    }
    return first
  }

  /// Makes a block free, together with its buddy while that is free too.
  private func merge(_ index: UInt32, order: Int) {
    var (first, order) = (index, order)
    records[Int(first)].state = .absent
    while order < Self.largestOrder {
      let buddy = first ^ 1 << UInt32(order)
      guard Int(buddy) < control.pointee.frameCount, records[Int(buddy)].state == .free,
        Int(records[Int(buddy)].order) == order
      else { break }
      remove(buddy, order: order)
      first = min(first, buddy)
      order += 1
    }
    insert(first, order: order)
  }

  private func record(_ address: UInt64) -> UnsafeMutablePointer<FrameRecord>? {
    guard address % Self.frameSize == 0, address / Self.frameSize < UInt64(control.pointee.frameCount) else {
      return nil
    }
    return records + Int(address / Self.frameSize)
  }

  // MARK: The lists of free blocks

  /// The smallest order from `order` up that has a free block.
  private func firstOrder(from order: Int) -> Int? {
    let candidates = control.pointee.occupied >> UInt32(order)
    return candidates == 0 ? nil : order + candidates.trailingZeroBitCount
  }

  private func insert(_ index: UInt32, order: Int) {
    let head = control.pointee.heads[order]
    records[Int(index)] = FrameRecord(state: .free, order: UInt8(order), next: head)
    if head != FrameRecord.none { records[Int(head)].previous = index }
    control.pointee.heads[order] = index
    control.pointee.occupied |= 1 << UInt32(order)
  }

  private func remove(_ index: UInt32, order: Int) {
    let (next, previous) = (records[Int(index)].next, records[Int(index)].previous)
    if next != FrameRecord.none { records[Int(next)].previous = previous }
    if previous != FrameRecord.none {
      records[Int(previous)].next = next
    } else {
      control.pointee.heads[order] = next
      if next == FrameRecord.none { control.pointee.occupied &= ~(1 << UInt32(order)) }
    }
    records[Int(index)].state = .absent
  }

  /// How many free blocks there are of each order; the stack of single frames counts as such. For statistics and tests.
  public var blockCounts: [Int] {
    (0...Self.largestOrder).map { order in
      var count = order == 0 ? control.pointee.cachedCount : 0
      var next = control.pointee.heads[order]
      while next != FrameRecord.none {
        count += 1
        next = records[Int(next)].next
      }
      return count
    }
  }
}
