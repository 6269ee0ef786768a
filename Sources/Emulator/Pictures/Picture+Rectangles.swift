import Devices

extension Picture {
  /// The part of these columns and rows, which lie within the picture.
  public subscript(columns columns: Range<Int>, rows rows: Range<Int>) -> Picture {
    var part = Picture(width: columns.count, height: rows.count)
    for y in 0..<rows.count {
      let start = (rows.lowerBound + y) * width
      part.pixels.replaceSubrange(
        y * columns.count..<(y + 1) * columns.count,
        with: pixels[start + columns.lowerBound..<start + columns.upperBound])
    }
    return part
  }

  /// The same picture with black on its right and below, where the new size is larger.
  public func padded(width newWidth: Int, height newHeight: Int) -> Picture {
    if newWidth <= width, newHeight <= height { return self }
    var result = Picture(width: max(width, newWidth), height: max(height, newHeight))
    for y in 0..<height {
      result.pixels.replaceSubrange(
        y * result.width..<y * result.width + width, with: pixels[y * width..<(y + 1) * width])
    }
    return result
  }
}
