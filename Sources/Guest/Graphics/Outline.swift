/// A closed outline of straight lines and curves, to be filled. Places are in 1/64 pixel.
struct Outline {
  struct Point {
    var x: Int
    var y: Int
  }

  private var points: [Point] = []

  mutating func line(to point: Point) { points.append(point) }

  /// A quadratic Bézier curve, as eight straight lines.
  mutating func curve(by control: Point, to end: Point) {
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
  func filled(width: Int, height: Int) -> Mask {
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
}
