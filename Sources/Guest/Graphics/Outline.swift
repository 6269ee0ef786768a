/// A closed outline of straight lines and curves, to be filled. Places are in 1/64 pixel.
public struct Outline {
  struct Point {
    var x: Int
    var y: Int
  }

  private var points: [Point] = []
  private let scale: Int

  /// `scale`: how many 1/64 pixels one unit of what follows is.
  public init(scale: Int) { self.scale = scale }

  public mutating func line(to x: Int, _ y: Int) { points.append(Point(x: x * scale, y: y * scale)) }

  /// A quadratic Bézier curve, as eight straight lines.
  public mutating func curve(by controlX: Int, _ controlY: Int, to x: Int, _ y: Int) {
    let steps = 8
    guard let start = points.last else { return }
    func place(_ from: Int, _ by: Int, _ to: Int, _ step: Int) -> Int {
      let rest = steps - step
      return (from * rest * rest + 2 * by * scale * rest * step + to * scale * step * step) / (steps * steps)
    }
    for step in 1...steps {
      points.append(
        Point(x: place(start.x, controlX, x, step), y: place(start.y, controlY, y, step)))
    }
  }

  /// What lies inside: where a line from the left has crossed the outline an odd number of times.
  public func filled(width: Int, height: Int) -> Mask {
    var mask = Mask(width: width, height: height)
    let spacing = Mask.unit / Mask.linesPerPixel
    for line in 0..<height * Mask.linesPerPixel {
      let y = line * spacing + spacing / 2
      var crossings: [Int] = []
      for index in points.indices {
        let (from, to) = (points[index], points[(index + 1) % points.count])
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
