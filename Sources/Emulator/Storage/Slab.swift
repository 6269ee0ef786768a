import Synchronization

/// Host memory for one group of frames: address space now, pages when they are touched.
///
/// While one machine writes to it, nobody else has a slab. From the first snapshot on its pages never change, and ``FrozenGroup``s on
/// any thread count which of them they need: a page that nobody needs goes back to the host, and with the last, the slab.
///
/// Or a part of a file's bytes that the host has in memory anyway, for frames that hold just that (``FileContents``).
final class Slab: @unchecked Sendable {
  static let byteCount = FrameGroup.frameCount * Frame.byteCount
  let base: UnsafeMutableRawPointer
  private let counts: UnsafeMutablePointer<Atomic<UInt32>>
  /// Whose bytes they are; nil for the slab's own.
  private let owner: FileContents?

  /// - Parameter isHuge: whether most pages are likely to be used, so that memory may be spent to save time.
  init(isHuge: Bool = false) {
    owner = nil
    base = isHuge ? HostPages.allocateHuge(byteCount: Self.byteCount) : HostPages.allocate(byteCount: Self.byteCount)
    counts = Self.makeCounts()
  }

  /// Frames whose bytes are in a file.
  ///
  /// - Parameter base: where the group's first frame would be; only pages that are wholly in the file are ever asked for.
  init(_ owner: FileContents, base: UnsafeMutableRawPointer) {
    self.owner = owner
    self.base = base
    counts = Self.makeCounts()
  }

  private static func makeCounts() -> UnsafeMutablePointer<Atomic<UInt32>> {
    let counts = UnsafeMutablePointer<Atomic<UInt32>>.allocate(capacity: FrameGroup.frameCount)
    for index in 0..<FrameGroup.frameCount { (counts + index).initialize(to: Atomic(0)) }
    return counts
  }

  deinit {
    if owner == nil { HostPages.deallocate(base, byteCount: Self.byteCount) }
    counts.deinitialize(count: FrameGroup.frameCount)
    counts.deallocate()
  }

  /// The page at a frame's place in its group.
  func page(_ position: Int) -> UnsafeMutableRawPointer { base + position * Frame.byteCount }

  func retainPage(_ position: Int) { counts[position].add(1, ordering: .relaxed) }

  /// Gives up some pages: positions in ascending order.
  func releasePages(_ positions: some Sequence<Int>) {
    var run: Range<Int> = 0..<0
    for position in positions where counts[position].subtract(1, ordering: .acquiringAndReleasing).newValue == 0 {
      if run.upperBound == position {
        run = run.lowerBound..<position + 1
      } else {
        discard(run)
        run = position..<position + 1
      }
    }
    discard(run)
  }

  private func discard(_ run: Range<Int>) {
    if owner == nil, !run.isEmpty { HostPages.discard(page(run.lowerBound), byteCount: run.count * Frame.byteCount) }
  }
}

/// A frame of zeros that nothing writes to: the bytes of memory that was never written.
enum ZeroPage {
  nonisolated(unsafe) static let host: UnsafeMutableRawPointer = {
    let page = HostPages.allocate(byteCount: Frame.byteCount)
    HostPages.protect(page, byteCount: Frame.byteCount)
    return page
  }()
}
