/// The RAM below 4 GiB that a boot loader may still use: where its structures and the modules go.
struct FreeMemory {
  /// In ascending order, apart from each other.
  private var ranges: [Range<UInt64>]

  /// The first 64 KiB hold what PVH and Multiboot tell the kernel, and the stack at its entry.
  private static let low: Range<UInt64> = 0..<0x1_0000

  /// Everything that the map calls usable, without what the kernel needs.
  init(_ map: MemoryMap, beside pieces: [KernelImage.Piece]) {
    ranges = map.entries.filter { $0.kind == .usable && $0.range.upperBound <= MemoryMap.fourGiB }.map(\.range)
    occupy(Self.low)
    for piece in pieces { occupy(piece.range) }
  }

  /// Takes a range out.
  mutating func occupy(_ taken: Range<UInt64>) {
    ranges = ranges.flatMap { range -> [Range<UInt64>] in
      guard range.overlaps(taken) else { return [range] }
      let before = range.lowerBound..<max(range.lowerBound, taken.lowerBound)
      let after = min(range.upperBound, taken.upperBound)..<range.upperBound
      return [before, after].filter { !$0.isEmpty }
    }
  }

  /// The lowest place at or above `start` that has room; failing that, the lowest from 1 MiB on. A multiple of `alignment`, which
  /// is a power of two. Throws what `what` needs when there is none.
  mutating func take(
    _ size: UInt64, from start: UInt64, alignment: UInt64 = 4096, for what: String, in map: MemoryMap
  ) throws(LoadError) -> Range<UInt64> {
    for start in [start, 0x10_0000] {
      for range in ranges {
        let address = (max(range.lowerBound, start) + alignment - 1) & ~(alignment - 1)
        guard address < range.upperBound, range.upperBound - address >= max(size, 1) else { continue }
        occupy(address..<address + max(size, 1))
        return address..<address + size
      }
    }
    throw .doesNotFit(what: what, range: start...start &+ max(size, 1) - 1, memorySize: map.memorySize)
  }

  /// The highest place that ends at or below `end`, and begins at or above 1 MiB.
  mutating func takeHigh(
    _ size: UInt64, below end: UInt64, alignment: UInt64 = 4096, for what: String, in map: MemoryMap
  ) throws(LoadError) -> Range<UInt64> {
    for range in ranges.reversed() {
      let top = min(range.upperBound, end)
      guard top >= size else { continue }
      let address = (top - size) & ~(alignment - 1)
      guard address >= max(range.lowerBound, 0x10_0000) else { continue }
      occupy(address..<address + max(size, 1))
      return address..<address + size
    }
    throw .doesNotFit(what: what, range: 0x10_0000...0x10_0000 + max(size, 1) - 1, memorySize: map.memorySize)
  }
}
