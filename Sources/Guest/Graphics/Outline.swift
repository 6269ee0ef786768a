/// A closed outline of straight lines and curves, to be filled. Places are in 1/64 pixel.
public struct Outline {
  public struct Point {
    var x: Int
    var y: Int

    public init(x: Int, y: Int) {
      self.x = x
      self.y = y
    }
  }

  public init() {}

  private var points: [Point] = []

  var isEmpty: Bool { points.isEmpty }

  public mutating func line(to point: Point) { points.append(point) }

  /// A quadratic Bézier curve, as eight straight lines.
  public mutating func curve(by control: Point, to end: Point) {
    let steps = 8
    guard let start = points.last else { return }
    func place(_ from: Int, _ by: Int, _ to: Int, _ step: Int) -> Int {
      let rest = steps - step
      return (from * rest * rest + 2 * by * rest * step + to * step * step) / (steps * steps)
    }
    for step in 1...steps {
      points.append(
        Point(x: place(start.x, control.x, end.x, step), y: place(start.y, control.y, end.y, step)))
    }
  }

  /// What lies inside: where a line from the left has crossed the outline an odd number of times.
  public func filled(width: Int, height: Int) -> Mask {
    var mask = Mask(width: width, height: height)
    let spacing = Mask.unit / Mask.linesPerPixel
    var crossings: [Int] = []
    for line in 0..<height * Mask.linesPerPixel {
      let y = line * spacing + spacing / 2
      crossings.removeAll(keepingCapacity: true)
      var from = points[points.count - 1]
      for to in points {
        defer { from = to }
        guard (from.y <= y) != (to.y <= y) else { continue }
        crossings.append(from.x + (to.x - from.x) * (y - from.y) / (to.y - from.y))
      }
      crossings.sort()
      for pair in stride(from: 0, to: crossings.count - 1, by: 2) {
        mask.addLine(row: line / Mask.linesPerPixel, from: crossings[pair], to: crossings[pair + 1])
      }
    }
    return mask
  }

  /// A line of a width, in 1/64 pixel, along the outline, with round ends and joints.
  ///
  /// A pixel is covered by as much as its middle is nearer to the outline than half a width, give or take half a pixel.
  public func stroked(width: Int, height: Int, lineWidth: Int, isClosed: Bool) -> Mask {
    var mask = Mask(width: width, height: height)
    let reach = lineWidth / 2 + Mask.unit / 2
    for index in points.indices {
      // A lone point is a dot.
      guard index > 0 || isClosed || points.count == 1 else { continue }
      let (from, to) = (points[index > 0 ? index - 1 : points.count - 1], points[index])
      for y in Self.pixels(from.y, to.y, reach: reach, limit: height) {
        for x in Self.pixels(from.x, to.x, reach: reach, limit: width) {
          let middle = Point(x: x * Mask.unit + Mask.unit / 2, y: y * Mask.unit + Mask.unit / 2)
          let distance = Mask.squareRoot(Self.squaredDistance(of: middle, from: from, to: to))
          let covered = min(max(reach - distance, 0), min(Mask.unit, lineWidth)) * 256 / Mask.unit
          let place = y * width + x
          mask.coverage[place] = max(mask.coverage[place], UInt16(covered))
        }
      }
    }
    return mask
  }

  /// The pixels that two places and all within reach of them can touch.
  private static func pixels(_ one: Int, _ other: Int, reach: Int, limit: Int) -> Range<Int> {
    let first = min(max((min(one, other) - reach) / Mask.unit, 0), limit)
    let end = min(max((max(one, other) + reach) / Mask.unit + 1, first), limit)
    return first..<end
  }

  private static func squaredDistance(of place: Point, from: Point, to: Point) -> Int {
    let (dx, dy) = (to.x - from.x, to.y - from.y)
    let length = dx * dx + dy * dy
    let along = min(max((place.x - from.x) * dx + (place.y - from.y) * dy, 0), length)
    let (x, y) = length == 0 ? (from.x, from.y) : (from.x + dx * along / length, from.y + dy * along / length)
    return (place.x - x) * (place.x - x) + (place.y - y) * (place.y - y)
  }
}
