/// How much of each pixel a shape covers, from 0, nothing, to 256, all.
public struct Mask {
  public let width: Int
  public let height: Int
  public internal(set) var coverage: [UInt16]

  /// Edges are known to 1/64 pixel across, and by this many lines a pixel down.
  static let unit = 64
  static let linesPerPixel = 8

  public init(width: Int, height: Int) {
    self.width = width
    self.height = height
    coverage = [UInt16](repeating: 0, count: width * height)
  }

  /// One of a pixel row's lines is covered between two places, given in units.
  mutating func addLine(row: Int, from: Int, to: Int) {
    let full = UInt16(256 / Self.linesPerPixel)
    let (start, end) = (max(from, 0), min(to, width * Self.unit))
    guard row >= 0, row < height, start < end else { return }
    let (first, last) = (start / Self.unit, (end - 1) / Self.unit)
    let base = row * width
    func share(_ units: Int) -> UInt16 { UInt16(units * Int(full) / Self.unit) }
    if first == last {
      coverage[base + first] += share(end - start)
      return
    }
    coverage[base + first] += share((first + 1) * Self.unit - start)
    for column in first + 1..<max(last, first + 1) { coverage[base + column] += full }
    coverage[base + last] += share(end - last * Self.unit)
  }

  /// The upper left corner of a rectangle rounded with this radius.
  public static func corner(radius: Int) -> Mask {
    var mask = Mask(width: radius, height: radius)
    for line in 0..<radius * linesPerPixel {
      // Of the line's middle, how far it is below the circle's top, and how far the circle reaches there: in units.
      let down = radius * unit - (line * unit + unit / 2) / linesPerPixel
      let across = squareRoot(radius * unit * radius * unit - down * down)
      mask.addLine(row: line / linesPerPixel, from: radius * unit - across, to: radius * unit)
    }
    return mask
  }

  /// The whole part of it, by Newton's method from above.
  static func squareRoot(_ number: Int) -> Int {
    guard number > 1 else { return number }
    // A power of two that is not below the root.
    var root = 1 << ((Int.bitWidth - number.leadingZeroBitCount + 1) / 2)
    var next = (root + number / root) / 2
    while next < root { (root, next) = (next, (next + number / next) / 2) }
    return root
  }

  /// Grown by a pixel on every side, within the same size.
  func outlined() -> Mask {
    combined { values in values.max() ?? 0 }
  }

  /// Each pixel the mean of its neighbourhood.
  func softened() -> Mask {
    combined { values in values.reduce(0, &+) / 9 }
  }

  private func combined(_ combine: ([UInt16]) -> UInt16) -> Mask {
    var result = self
    var values = [UInt16](repeating: 0, count: 9)
    for y in 0..<height {
      for x in 0..<width {
        for index in 0..<9 { values[index] = self[x + index % 3 - 1, y + index / 3 - 1] }
        result.coverage[y * width + x] = combine(values)
      }
    }
    return result
  }

  /// Nothing outside.
  public subscript(x: Int, y: Int) -> UInt16 {
    guard x >= 0, x < width, y >= 0, y < height else { return 0 }
    return coverage[y * width + x]
  }
}
