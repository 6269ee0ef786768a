extension StateHash {
  /// A region's bytes. Memory that was never used costs nothing, and only what was written since the last time is looked at.
  mutating func combine(_ region: MemoryRegion) {
    combine(region.name)
    combine(region.byteCount)
    combine(region.contentSum(Self.value))
  }

  /// What a frame adds to its region's sum: zero for zeros.
  private static func value(of index: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64 {
    if zeros.withUnsafeBytes({ bytes.isSame(as: $0) }) { return 0 }
    var hash = StateHash(seed: UInt64(index))
    hash.combine(bytes)
    return hash.value
  }

  private static let zeros = [UInt8](repeating: 0, count: Frame.byteCount)
}
