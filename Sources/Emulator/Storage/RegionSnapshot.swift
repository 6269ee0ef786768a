/// What a region held at some moment. A value that never changes; may be used on any thread.
public struct RegionSnapshot: Sendable {
  public let name: String
  public let byteCount: UInt64
  let groups: [FrozenGroup?]

  init(name: String, byteCount: UInt64, groups: [FrozenGroup?]) {
    self.name = name
    self.byteCount = byteCount
    self.groups = groups
  }

  /// A region that holds `frames`, and zeros elsewhere.
  ///
  /// - Parameter frames: numbers, ascending, with 4096 bytes each.
  public init(name: String, byteCount: UInt64, frames: some Sequence<(index: Int, bytes: UnsafeRawBufferPointer)>) {
    self.name = name
    self.byteCount = byteCount
    let frameCount = Int(byteCount >> Frame.shift)
    var groups = [FrozenGroup?](
      repeating: nil, count: (frameCount + FrameGroup.frameCount - 1) >> FrameGroup.shift)
    var slab: Slab?
    var used = [Bool](repeating: false, count: FrameGroup.frameCount)
    var current = -1
    func finish() {
      if let slab { groups[current] = FrozenGroup(origin: nil, slab: slab, sums: nil) { used[$0] } }
      slab = nil
      for position in used.indices { used[position] = false }
    }
    for (index, bytes) in frames {
      precondition(index >= 0 && index < frameCount && bytes.count == Frame.byteCount, "no such frame")
      if index >> FrameGroup.shift != current {
        finish()
        current = index >> FrameGroup.shift
        slab = Slab()
      }
      let position = index & (FrameGroup.frameCount - 1)
      slab!.page(position).copyMemory(from: bytes.baseAddress!, byteCount: Frame.byteCount)
      used[position] = true
    }
    finish()
    self.groups = groups
  }

  /// Calls `body` with the number and the bytes of each frame that was ever written, in ascending order.
  public func forEachFrame(_ body: (Int, UnsafeRawBufferPointer) throws -> Void) rethrows {
    for (number, group) in groups.enumerated() {
      guard let group else { continue }
      for position in 0..<FrameGroup.frameCount where group.isUsed(position) {
        try body(
          number << FrameGroup.shift + position,
          UnsafeRawBufferPointer(start: group.hosts[position], count: Frame.byteCount))
      }
    }
  }
}
