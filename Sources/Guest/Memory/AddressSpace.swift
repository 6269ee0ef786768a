/// What a program sees of memory: regions, and the page tables that show as much of them as was touched.
///
/// A page comes into being when it is first touched: as zeroes, as a copy of a page of the program's file, or as that page itself
/// while it is only read. After ``init(copying:)`` two address spaces show the same frames, which neither may write; whoever does
/// gets a copy. Everything that it took goes back to the allocator with it.
///
/// The caller sees to it that the processor forgets old translations: after ``handleFault(at:_:)`` the one of that page, after
/// ``remove(_:)``, ``resize(regionAt:to:)`` and copying, all.
public final class AddressSpace {
  /// Physical addresses are reached so far from where they are: 0 in the kernel.
  let bias: Int
  let allocator: FrameAllocator
  /// The root of the page tables: what CR3 takes.
  public let root: UInt64
  /// In ascending order; none overlap.
  var regions: [Region] = []
  /// Every frame that holds a page table.
  var tables: [UInt64] = []
  /// How many frames it has of its own, page tables aside.
  public internal(set) var ownedFrames = 0
  /// How many faults made or copied a page.
  public internal(set) var faultCount = 0

  public enum Access: Sendable {
    case read
    case write
    case execute
  }

  public enum FaultResult: Sendable {
    /// The access will succeed now.
    case resolved
    /// The program has no business there.
    case violation
    case outOfMemory
  }

  public enum Failure: Error, Sendable {
    case outOfMemory
    /// Something is there already, or nothing is, or it is no place for a program.
    case invalidRange
  }

  /// A range of pages that behave alike.
  struct Region {
    var start: UInt64
    var end: UInt64
    var rights: PageRights
    /// Whether writes are seen by others that show the same frames.
    var isShared: Bool
    /// What the first pages show; those behind are zeroes.
    var source: FrameList?
    /// The index in `source` of the first page.
    var sourceOffset: Int
    /// Pages from here up to `touchedEnd` may be present; no others.
    var touchedStart: UInt64
    var touchedEnd: UInt64
  }

  /// Of a page-table entry, a bit that is software's: the frame is not the address space's to give back.
  static let borrowed: UInt64 = 1 << 9

  /// With the frame of its top table.
  private init(_ root: UInt64, kernelEntry: UInt64, bias: Int, _ allocator: FrameAllocator) {
    (self.root, self.bias, self.allocator) = (root, bias, allocator)
    let table = UnsafeMutablePointer<UInt64>(bitPattern: Int(root) + bias)!
    table.initialize(repeating: 0, count: 512)
    table[0] = kernelEntry
    tables.append(root)
  }

  /// Nothing but what `kernelEntry`, the first entry of the top table, shows. Nil where there is no frame.
  public static func make(kernelEntry: UInt64, bias: Int = 0, _ allocator: FrameAllocator) -> AddressSpace? {
    guard let root = allocator.takeSpare() else { return nil }
    return AddressSpace(root, kernelEntry: kernelEntry, bias: bias, allocator)
  }

  deinit {
    for index in regions.indices { releasePages(index, regions[index].touchedStart, regions[index].touchedEnd) }
    for table in tables { _ = allocator.release(table) }
  }

  // MARK: Regions

  /// Adds a region of whole pages.
  public func add(
    _ range: Range<UInt64>, _ rights: PageRights, source: FrameList? = nil, sourceOffset: Int = 0,
    isShared: Bool = false
  ) throws(Failure) {
    guard !range.isEmpty, (range.lowerBound | range.upperBound) % PageTables.pageSize == 0 else { throw .invalidRange }
    var place = regions.count
    while place > 0, regions[place - 1].start >= range.upperBound { place -= 1 }
    if place > 0, regions[place - 1].end > range.lowerBound { throw .invalidRange }
    regions.insert(
      Region(
        start: range.lowerBound, end: range.upperBound, rights: rights, isShared: isShared, source: source,
        sourceOffset: sourceOffset, touchedStart: range.upperBound, touchedEnd: range.lowerBound), at: place)
  }

  /// The lowest free range of so many bytes from `start` up to `limit`, with a page on each side that is nobody's.
  public func freeRange(size: UInt64, from start: UInt64, limit: UInt64) -> Range<UInt64>? {
    guard size > 0, size <= limit - start else { return nil }
    let size = (size + PageTables.pageSize - 1) & ~(PageTables.pageSize - 1)
    var candidate = start
    for region in regions where region.end > start {
      if region.start >= candidate + size + PageTables.pageSize { break }
      candidate = max(candidate, region.end + PageTables.pageSize)
    }
    guard candidate <= limit, size <= limit - candidate else { return nil }
    return candidate..<candidate + size
  }

  /// Takes pages out, of one region or of several; where there are none, nothing happens.
  public func remove(_ range: Range<UInt64>) throws(Failure) {
    guard !range.isEmpty, (range.lowerBound | range.upperBound) % PageTables.pageSize == 0 else { throw .invalidRange }
    var index = 0
    while index < regions.count {
      let region = regions[index]
      let (low, high) = (max(region.start, range.lowerBound), min(region.end, range.upperBound))
      guard low < high else {
        index += 1
        continue
      }
      releasePages(index, low, high)
      // What is left of the region: a part below, a part above, both or neither.
      regions.remove(at: index)
      if region.start < low {
        regions.insert(part(of: region, region.start, low), at: index)
        index += 1
      }
      if high < region.end {
        regions.insert(part(of: region, high, region.end), at: index)
        index += 1
      }
    }
  }

  private func part(of region: Region, _ start: UInt64, _ end: UInt64) -> Region {
    var part = region
    (part.start, part.end) = (start, end)
    part.sourceOffset += Int((start - region.start) / PageTables.pageSize)
    part.touchedStart = min(max(region.touchedStart, start), end)
    part.touchedEnd = max(min(region.touchedEnd, end), start)
    return part
  }

  /// Moves the end of the region that starts at `start`, which is made where it is missing.
  public func resize(regionAt start: UInt64, to end: UInt64) throws(Failure) {
    guard end >= start, end % PageTables.pageSize == 0 else { throw .invalidRange }
    guard let index = regions.firstIndex(where: { $0.start == start }) else {
      if end > start { try add(start..<end, .readWrite) }
      return
    }
    let old = regions[index].end
    if end < old {
      try remove(end..<old)
    } else {
      if index + 1 < regions.count, regions[index + 1].start < end { throw .invalidRange }
      if regions[index].touchedStart == old, regions[index].touchedEnd == start { regions[index].touchedStart = end }
      regions[index].end = end
    }
  }

  /// How many bytes the regions have.
  public var size: UInt64 { regions.reduce(0) { $0 + $1.end - $1.start } }

  /// Whether all of the range lies in regions that allow the access.
  public func allows(_ range: Range<UInt64>, _ access: Access) -> Bool {
    var position = range.lowerBound
    for region in regions where region.end > position {
      guard region.start <= position, Self.allows(region.rights, access) else { return false }
      position = region.end
      if position >= range.upperBound { return true }
    }
    return range.isEmpty
  }

  @inline(__always)
  static func allows(_ rights: PageRights, _ access: Access) -> Bool {
    switch access {
    case .read: true
    case .write: rights == .readWrite
    case .execute: rights == .execute
    }
  }

  func regionIndex(of address: UInt64) -> Int? {
    for index in regions.indices where address < regions[index].end {
      return address >= regions[index].start ? index : nil
    }
    return nil
  }
}
