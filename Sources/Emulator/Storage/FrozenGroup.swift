/// The bytes of 512 frames as they were at some moment: what snapshots and machines share.
///
/// Never changes. A frame that had only been zeros takes no memory.
final class FrozenGroup: @unchecked Sendable {
  /// Where each frame's bytes are.
  let hosts: UnsafeMutablePointer<UnsafeMutableRawPointer>
  /// Which of ``slabs`` each frame's bytes are in, or ``noOwner``.
  private let owners: UnsafeMutablePointer<UInt16>
  private var slabs: [Slab]
  /// What each frame adds to ``MemoryRegion/contentSum(_:)``, if that was known.
  let sums: [UInt64]?

  static let noOwner = UInt16.max

  /// - Parameters:
  ///   - origin: what the frames that did not change since are taken from; nil for zeros.
  ///   - slab: where the changed frames' bytes are.
  ///   - isChanged: whether the frame at a position is one of those.
  init(origin: FrozenGroup?, slab: Slab, sums: [UInt64]?, isChanged: (Int) -> Bool) {
    let count = FrameGroup.frameCount
    hosts = .allocate(capacity: count)
    owners = .allocate(capacity: count)
    self.sums = sums
    var slabs = [slab]
    var numbers = [UInt16](repeating: Self.noOwner, count: origin?.slabs.count ?? 0)
    for position in 0..<count {
      if isChanged(position) {
        (hosts + position).initialize(to: slab.page(position))
        (owners + position).initialize(to: 0)
        slab.retainPage(position)
        continue
      }
      let old = origin?.owners[position] ?? Self.noOwner
      guard let origin, old != Self.noOwner else {
        (hosts + position).initialize(to: ZeroPage.host)
        (owners + position).initialize(to: Self.noOwner)
        continue
      }
      let owner = origin.slabs[Int(old)]
      if numbers[Int(old)] == Self.noOwner {
        numbers[Int(old)] = UInt16(slabs.count)
        slabs.append(owner)
      }
      (hosts + position).initialize(to: origin.hosts[position])
      (owners + position).initialize(to: numbers[Int(old)])
      owner.retainPage(position)
    }
    self.slabs = slabs
  }

  deinit {
    for number in slabs.indices {
      // A slab that only this group has goes as a whole.
      if isKnownUniquelyReferenced(&slabs[number]) { continue }
      slabs[number].releasePages((0..<FrameGroup.frameCount).lazy.filter { [owners] in Int(owners[$0]) == number })
    }
    hosts.deallocate()
    owners.deallocate()
  }

  /// Whether a frame holds something else than the zeros of memory that nobody has written.
  func isUsed(_ position: Int) -> Bool { owners[position] != Self.noOwner }
}
