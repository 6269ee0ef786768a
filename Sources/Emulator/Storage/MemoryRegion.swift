/// A run of frames at consecutive physical addresses: the RAM, a ROM, a display's video memory.
///
/// The bytes start as zeros, which take no memory of the host until they are written. A region can share bytes with snapshots and
/// with other machines (``snapshot()``); nobody can tell.
public final class MemoryRegion {
  public let name: String
  /// Size in bytes, a multiple of 4096.
  public let byteCount: UInt64
  /// Where the region starts in the physical address space; `nil` while it is not mapped. Moved by ``PhysicalMemory``.
  public internal(set) var base: UInt64?
  public let frameCount: Int
  /// The frames of each group, or nil where nothing has been asked for yet.
  let tables: UnsafeMutablePointer<UnsafeMutablePointer<Frame>?>
  private var groups: [FrameGroup?]
  /// What the groups that are not there yet start from: nil for zeros.
  private var origins: [FrozenGroup?]
  private let attributes: Frame.Attributes
  /// Where it is mapped. Not `weak`, which would make every reference count of the memory a slow one; the memory takes itself away.
  @exclusivity(unchecked) internal unowned(unsafe) var memory: PhysicalMemory?

  /// - Precondition: `byteCount` is a multiple of 4096.
  public init(name: String, byteCount: UInt64, readOnly: Bool = false) {
    precondition(byteCount % UInt64(Frame.byteCount) == 0, "a region is made of whole frames")
    self.name = name
    self.byteCount = byteCount
    frameCount = Int(byteCount >> Frame.shift)
    attributes = readOnly ? [.readOnly] : []
    let groupCount = (frameCount + FrameGroup.frameCount - 1) >> FrameGroup.shift
    groups = Array(repeating: nil, count: groupCount)
    origins = Array(repeating: nil, count: groupCount)
    tables = .allocate(capacity: max(groupCount, 1))
    tables.initialize(repeating: nil, count: max(groupCount, 1))
  }

  deinit { tables.deallocate() }

  // MARK: Frames

  /// The frame with a number. It stays where it is as long as the region lives.
  public func frame(_ index: Int) -> UnsafeMutablePointer<Frame> {
    if let frames = tables[index >> FrameGroup.shift] { return frames + index & (FrameGroup.frameCount - 1) }
    return makeGroup(index >> FrameGroup.shift).frames + index & (FrameGroup.frameCount - 1)
  }

  private func makeGroup(_ number: Int) -> FrameGroup {
    let group = FrameGroup(self, number: number, origin: origins[number], attributes: attributes)
    groups[number] = group
    origins[number] = nil
    tables[number] = group.frames
    return group
  }

  /// The bytes of a frame, for reading now.
  func host(_ index: Int) -> UnsafeMutableRawPointer {
    let position = index & (FrameGroup.frameCount - 1)
    if let frames = tables[index >> FrameGroup.shift] { return frames[position].host }
    return origins[index >> FrameGroup.shift]?.hosts[position] ?? ZeroPage.host
  }

  /// Calls `body` with the bytes of one frame, for reading.
  public func withFrame<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    precondition(index >= 0 && index < frameCount, "no such frame")
    return try body(UnsafeRawBufferPointer(start: host(index), count: Frame.byteCount))
  }

  /// Which frames were written since the last call (all of them at the first call), by index, ascending.
  ///
  /// Marks all frames clean, so that the next write to each is noticed. O(frames).
  public func takeDirtyFrames() -> [Int] {
    var dirty: [Int] = []
    for index in 0..<frameCount where !frame(index).pointee.attributes.contains(.clean) {
      dirty.append(index)
      frame(index).pointee.attributes.insert(.clean)
    }
    if !dirty.isEmpty { memory?.observer?.writeProtectionChanged() }
    return dirty
  }

  /// The sum, modulo 2⁶⁴, of what `value` makes of each frame's number and bytes. Memory that nobody has written adds nothing.
  ///
  /// Remembers what each frame added, so that the next call asks only for those that were written since. `value` must be the same
  /// function at each call, and give zero for a frame of zeros.
  public func contentSum(_ value: (Int, UnsafeRawBufferPointer) -> UInt64) -> UInt64 {
    var sum: UInt64 = 0
    var protects = false
    for number in groups.indices {
      if groups[number] == nil, origins[number] == nil { continue }
      let group = groups[number] ?? makeGroup(number)
      let (part, isNew) = group.contentSum(value)
      sum &+= part
      protects = protects || isNew
    }
    if protects { memory?.observer?.writeProtectionChanged() }
    return sum
  }

  // MARK: Snapshots

  /// The region's bytes as they are now. From here on they are shared: a frame is copied before it is written again.
  ///
  /// O(2 MiB pieces of the region), and for each of those that was written since the last snapshot, O(its frames).
  public func snapshot() -> RegionSnapshot {
    var protects = false
    for number in groups.indices {
      guard let group = groups[number] else { continue }
      let (frozen, isNew) = group.freeze()
      origins[number] = frozen
      protects = protects || isNew
    }
    if protects { memory?.observer?.writeProtectionChanged() }
    return RegionSnapshot(name: name, byteCount: byteCount, groups: origins)
  }

  /// Makes the region hold what it, or another of the same size, held at a snapshot. Costs as ``snapshot()`` does.
  ///
  /// What the processor has decoded from frames that do not change stays.
  public func restore(_ snapshot: RegionSnapshot) {
    precondition(snapshot.byteCount == byteCount, "the snapshot is of a region of another size")
    for number in groups.indices {
      let target = snapshot.groups[number]
      groups[number]?.restore(target) { [memory] frame in memory?.tellObserver(of: frame, in: self) }
      origins[number] = target
    }
    memory?.observer?.framesMoved()
  }
}
