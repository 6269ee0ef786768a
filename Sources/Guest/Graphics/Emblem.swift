/// The project's mark: a swift, *Apus apus*, seen from above as it flies.
public enum Emblem {
  /// The right half from the head to the fork of the tail, flying up: a start, then curves, each by a control point.
  /// From the axis to the right, and from the middle down, on a grid of 100.
  private static let half: [(controlX: Int, controlY: Int, x: Int, y: Int)] = [
    (0, -42, 0, -42),
    (6, -41, 7, -31),
    (32, -36, 53, 9),
    (32, -15, 8, -6),
    (8, 8, 5, 18),
    (8, 32, 16, 44),
    (5, 34, 0, 29),
  ]

  /// In a square of this many pixels, flying to the upper right.
  public static func bird(size: Int) -> Mask {
    /// Turned by 40 degrees, whose cosine and sine are 784 and 658 of 1024.
    func place(_ x: Int, _ y: Int) -> Outline.Point {
      let unit = size * Mask.unit
      let (across, down) = (x * 784 - y * 658, x * 658 + y * 784)
      return Outline.Point(
        x: unit / 2 + across * unit / (100 * 1024), y: unit / 2 + down * unit / (100 * 1024))
    }
    var bird = Outline()
    bird.line(to: place(half[0].x, half[0].y))
    for curve in half.dropFirst() {
      bird.curve(by: place(curve.controlX, curve.controlY), to: place(curve.x, curve.y))
    }
    // The other half, from the tail back to the head.
    for index in stride(from: half.count - 1, to: 0, by: -1) {
      bird.curve(
        by: place(-half[index].controlX, half[index].controlY), to: place(-half[index - 1].x, half[index - 1].y))
    }
    return bird.filled(width: size, height: size)
  }
}
