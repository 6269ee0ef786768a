/// A picture that is painted on, and what can be taken back.
public final class Painting {
  public private(set) var picture: Bitmap
  private var before: [Bitmap] = []
  private var after: [Bitmap] = []
  private static let steps = 12

  public init(width: Int, height: Int) {
    picture = Bitmap(width: width, height: height)
    picture.surface.fill(picture.surface.bounds, Color(0xFFFFFF))
  }

  public init(_ picture: Bitmap) { self.picture = picture }

  public var canUndo: Bool { !before.isEmpty }
  public var canRedo: Bool { !after.isEmpty }

  private static func copy(_ picture: Bitmap) -> Bitmap {
    let new = Bitmap(width: picture.width, height: picture.height)
    new.surface.copy(new.surface.bounds, from: picture.surface)
    return new
  }

  /// What is painted from now on can be taken back at once.
  public func begin() {
    before.append(Self.copy(picture))
    if before.count > Self.steps { before.removeFirst() }
    after = []
  }

  public func undo() {
    guard let old = before.popLast() else { return }
    after.append(picture)
    picture = old
  }

  public func redo() {
    guard let new = after.popLast() else { return }
    before.append(picture)
    picture = new
  }

  /// Shows again what was there when the stroke began: for shapes that follow the pointer.
  public func restart() {
    guard let last = before.last else { return }
    picture.surface.copy(picture.surface.bounds, from: last.surface)
  }

  /// A round dab, its edge smooth.
  private func dab(_ x: Int, _ y: Int, size: Int, _ color: Color) {
    if size <= 1 {
      if picture.surface.bounds.contains(Point(x: x, y: y)) { picture.surface.row(y)[x] = color.pixel }
      return
    }
    picture.surface.fillRounded(
      Rectangle(x: x - size / 2, y: y - size / 2, width: size, height: size), radius: size / 2, color)
  }

  /// A straight stroke (Bresenham's algorithm).
  public func stroke(from: Point, to: Point, size: Int, _ color: Color) {
    var (x, y) = (from.x, from.y)
    let (dx, dy) = (abs(to.x - x), -abs(to.y - y))
    let (stepX, stepY) = (x < to.x ? 1 : -1, y < to.y ? 1 : -1)
    var error = dx + dy
    // Dabs a quarter of their size apart look like a line.
    let spacing = max(size / 4, 1)
    var count = 0
    while true {
      if count % spacing == 0 || (x == to.x && y == to.y) { dab(x, y, size: size, color) }
      count += 1
      if x == to.x, y == to.y { return }
      let doubled = 2 * error
      if doubled >= dy {
        error += dy
        x += stepX
      }
      if doubled <= dx {
        error += dx
        y += stepY
      }
    }
  }

  public func rectangle(from: Point, to: Point, size: Int, _ color: Color) {
    let (a, b) = (Point(x: to.x, y: from.y), Point(x: from.x, y: to.y))
    for (start, end) in [(from, a), (a, to), (to, b), (b, from)] { stroke(from: start, to: end, size: size, color) }
  }

  public func ellipse(from: Point, to: Point, size: Int, _ color: Color) {
    let (cx, cy) = ((from.x + to.x) / 2, (from.y + to.y) / 2)
    let (rx, ry) = (abs(to.x - from.x) / 2, abs(to.y - from.y) / 2)
    var last: Point?
    // Corners of a polygon fine enough to look round: a vector turned step by step, in 1/65536.
    let steps = max(16, min(256, (rx + ry)))
    var (c, s) = (65536 * 4096, 0)
    let (cosine, sine) = Self.turn(steps)
    for _ in 0...steps {
      let place = Point(x: cx + (rx * c / 4096 + 32768) / 65536, y: cy + (ry * s / 4096 + 32768) / 65536)
      if let last { stroke(from: last, to: place, size: size, color) }
      last = place
      (c, s) = ((c * cosine - s * sine) >> 30, (s * cosine + c * sine) >> 30)
    }
  }

  /// The cosine and sine of a part of a full turn, in 1/2^30, by their series.
  private static func turn(_ steps: Int) -> (Int, Int) {
    let one = 1 << 30
    // 2π in 1/2^30.
    let angle = 6_746_518_852 / steps
    let square = angle * angle >> 30
    let cosine = one - square / 2 + (square * square >> 30) / 24 - ((square * square >> 30) * square >> 30) / 720
    let sine = angle - ((angle * square) >> 30) / 6 + ((((angle * square) >> 30) * square) >> 30) / 120
    return (cosine, sine)
  }

  /// All that has the colour of a place and hangs together with it, line by line.
  public func fill(at place: Point, _ color: Color) {
    let surface = picture.surface
    guard surface.bounds.contains(place) else { return }
    let old = surface.row(place.y)[place.x]
    guard old != color.pixel else { return }
    var waiting = [place]
    while let next = waiting.popLast() {
      let row = surface.row(next.y)
      guard row[next.x] == old else { continue }
      var (left, right) = (next.x, next.x)
      while left > 0, row[left - 1] == old { left -= 1 }
      while right < surface.width - 1, row[right + 1] == old { right += 1 }
      for x in left...right { row[x] = color.pixel }
      for y in [next.y - 1, next.y + 1] where y >= 0 && y < surface.height {
        let beside = surface.row(y)
        for x in left...right where beside[x] == old && (x == left || beside[x - 1] != old) {
          waiting.append(Point(x: x, y: y))
        }
      }
    }
  }
}
