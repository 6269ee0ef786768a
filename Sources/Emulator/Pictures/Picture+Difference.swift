import Devices

extension Picture {
  /// How two pictures differ.
  public struct Difference: Equatable, Sendable, CustomStringConvertible {
    /// How many pixels differ; of pictures of different sizes, all.
    public var count: Int
    /// The smallest rectangle that holds them: columns and rows.
    public var columns: Range<Int>
    public var rows: Range<Int>
    /// In words.
    public var description: String
  }

  /// What differs from `other`, or nil when the two are the same, pixel for pixel.
  public func difference(from other: Picture) -> Difference? {
    guard width == other.width, height == other.height else {
      return Difference(
        count: max(pixels.count, other.pixels.count), columns: 0..<max(width, other.width),
        rows: 0..<max(height, other.height),
        description: "one is \(width) × \(height), the other \(other.width) × \(other.height)")
    }
    let indices = pixels.indices.filter { pixels[$0] != other.pixels[$0] }
    guard let first = indices.first, let last = indices.last else { return nil }
    let columns = indices.map { $0 % width }
    let range = columns.min()!..<columns.max()! + 1
    let rows = first / width..<last / width + 1
    return Difference(
      count: indices.count, columns: range, rows: rows,
      description: "\(indices.count) pixels differ, in columns \(range) and rows \(rows); the first, at "
        + "(\(first % width), \(first / width)), is \(hex(pixels[first])) here and \(hex(other.pixels[first])) there")
  }

  private func hex(_ pixel: UInt32) -> String {
    let digits = String(pixel, radix: 16)
    return String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }

  /// `other` in grey, with what differs in red: for a person to look at.
  public func marked(against other: Picture) -> Picture {
    guard width == other.width, height == other.height else { return self }
    let marked = zip(pixels, other.pixels).map { here, there in
      if here != there { return 0xFF_0000 as UInt32 }
      let grey = ((here >> 16 & 0xFF) + (here >> 8 & 0xFF) + (here & 0xFF)) / 6
      return grey << 16 | grey << 8 | grey
    }
    return Picture(width: width, height: height, pixels: marked)
  }
}
