/// 512 frames in a row, 2 MiB, of one machine's region: made when the machine first needs to know anything about one of them.
///
/// A frame has bytes of its own, in ``slab``, or shares those of ``origin`` (or the zeros that all memory starts with), which are copied
/// before the first write. ``Frame``s never move: whoever runs the machine keeps pointers to them.
final class FrameGroup {
  static let frameCount = 512
  static let shift = 9

  /// The frames. The word before the first says which group they belong to.
  let frames: UnsafeMutablePointer<Frame>
  private unowned let region: MemoryRegion
  private(set) var origin: FrozenGroup?
  private var slab: Slab?
  /// Whether some frame has had bytes of its own since the last snapshot.
  private(set) var isChanged = false
  /// What each frame adds to the region's sum, and their sum; right for frames with ``Frame/Attributes/summed``.
  private var sums: [UInt64] = []
  private var sum: UInt64 = 0
  private var isSumRight = false

  private static let headerSize = 16

  init(_ region: MemoryRegion, number: Int, origin: FrozenGroup?, attributes: Frame.Attributes) {
    self.region = region
    self.origin = origin
    let memory = UnsafeMutableRawPointer.allocate(
      byteCount: Self.headerSize + Self.frameCount * MemoryLayout<Frame>.stride, alignment: 16)
    frames = (memory + Self.headerSize).bindMemory(to: Frame.self, capacity: Self.frameCount)
    for position in 0..<Self.frameCount {
      (frames + position).initialize(
        to: Frame(
          host: origin?.hosts[position] ?? ZeroPage.host, attributes: attributes.union(.shared),
          index: UInt32(number << Self.shift + position)))
    }
    memory.storeBytes(of: Unmanaged.passUnretained(self), as: Unmanaged<FrameGroup>.self)
    takeSums(of: origin)
  }

  deinit { (UnsafeMutableRawPointer(frames) - Self.headerSize).deallocate() }

  /// The group that a frame belongs to.
  static func of(_ frame: UnsafeMutablePointer<Frame>) -> FrameGroup {
    let first = frame - Int(frame.pointee.index) & (frameCount - 1)
    return (UnsafeRawPointer(first) - headerSize).load(as: Unmanaged<FrameGroup>.self).takeUnretainedValue()
  }

  // MARK: Writing

  /// Does what must come before a write to a frame that was not written since somebody took note of it.
  func prepareWrite(_ frame: UnsafeMutablePointer<Frame>) {
    if frame.pointee.attributes.contains(.summed) { isSumRight = false }
    let isShared = frame.pointee.attributes.contains(.shared)
    frame.pointee.attributes.subtract([.clean, .summed])
    if isShared { makePrivate(frame) }
  }

  private func makePrivate(_ frame: UnsafeMutablePointer<Frame>) {
    // After a snapshot only what is written is copied; a large memory that is new is likely to be used.
    let slab = self.slab ?? Slab(isHuge: origin == nil && region.byteCount >= 32 << 20)
    self.slab = slab
    let old = frame.pointee.host
    let new = slab.page(Int(frame.pointee.index) & (Self.frameCount - 1))
    new.copyMemory(from: old, byteCount: Frame.byteCount)
    frame.pointee.host = new
    isChanged = true
    if frame.pointee.attributes.contains(.cached) { region.memory?.observer?.frameMoved(from: old) }
    frame.pointee.attributes.subtract([.shared, .cached])
  }

  // MARK: Snapshots

  /// The group's bytes as they are now. Makes all frames shared; says whether writes to any of them must come aside from now on.
  func freeze() -> (group: FrozenGroup?, protects: Bool) {
    guard isChanged, let slab else { return (origin, false) }
    origin = FrozenGroup(origin: origin, slab: slab, sums: knownSums) { [frames] position in
      !frames[position].attributes.contains(.shared)
    }
    for position in 0..<Self.frameCount where !frames[position].attributes.contains(.shared) {
      // Reads of it may have been cached while it was private.
      frames[position].attributes.formUnion([.shared, .cached])
    }
    self.slab = nil
    isChanged = false
    return (origin, true)
  }

  /// Takes over the bytes of `target`, nil for zeros. Calls `willChange` with each frame whose bytes are others than before.
  func restore(_ target: FrozenGroup?, _ willChange: (UnsafeMutablePointer<Frame>) -> Void) {
    if target === origin && !isChanged { return }
    for position in 0..<Self.frameCount {
      let host = target?.hosts[position] ?? ZeroPage.host
      let frame = frames + position
      guard frame.pointee.host != host else { continue }
      willChange(frame)
      frame.pointee.host = host
      frame.pointee.attributes.subtract([.clean, .summed, .cached])
      frame.pointee.attributes.insert(.shared)
      isSumRight = false
    }
    origin = target
    isChanged = false
    takeSums(of: target)
  }

  /// Makes some frames share bytes of a file; the others keep what they have.
  func share(_ positions: Range<Int>, of slab: Slab) {
    let (old, protects) = freeze()
    let new = FrozenGroup(origin: old, slab: slab, sums: nil, isChanged: positions.contains)
    restore(new) { [region] in region.memory?.tellObserver(of: $0, in: region) }
    if protects { region.memory?.observer?.writeProtectionChanged() }
    region.memory?.observer?.framesMoved()
  }

  // MARK: Sums

  private var knownSums: [UInt64]? { isSumRight && !sums.isEmpty ? sums : nil }

  private func takeSums(of origin: FrozenGroup?) {
    guard let known = origin?.sums else { return }
    sums = known
    sum = known.reduce(0, &+)
    isSumRight = true
    for position in 0..<Self.frameCount { frames[position].attributes.insert(.summed) }
  }

  /// What the group adds to ``MemoryRegion/contentSum(_:)``, and whether writes to some frame must come aside from now on.
  func contentSum(_ value: (Int, UnsafeRawBufferPointer) -> UInt64) -> (sum: UInt64, protects: Bool) {
    if isSumRight { return (sum, false) }
    if sums.isEmpty { sums = [UInt64](repeating: 0, count: Self.frameCount) }
    var protects = false
    for position in 0..<Self.frameCount where !frames[position].attributes.contains(.summed) {
      let host = frames[position].host
      sums[position] =
        host == ZeroPage.host
        ? 0
        : value(Int(frames[position].index), UnsafeRawBufferPointer(start: host, count: Frame.byteCount))
      protects = protects || frames[position].attributes.isEmpty
      frames[position].attributes.insert(.summed)
    }
    sum = sums.reduce(0, &+)
    isSumRight = true
    return (sum, protects)
  }
}
