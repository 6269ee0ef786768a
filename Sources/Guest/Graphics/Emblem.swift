/// The project's mark: a swift, *Apus apus*, seen from below.
enum Emblem {
  /// In a square of this many pixels.
  static func bird(size: Int) -> Mask {
    // Drawn on a grid of 100: right half down, left half up.
    var bird = Outline(scale: size * Mask.unit / 100)
    bird.line(to: 72, 12)
    bird.curve(by: 74, 22, to: 70, 31)
    bird.curve(by: 86, 50, to: 76, 92)
    bird.curve(by: 68, 62, to: 53, 56)
    bird.curve(by: 46, 66, to: 40, 84)
    bird.curve(by: 38, 72, to: 34, 67)
    bird.curve(by: 29, 63, to: 18, 62)
    bird.curve(by: 35, 55, to: 45, 47)
    bird.curve(by: 40, 32, to: 8, 26)
    bird.curve(by: 50, 14, to: 70, 31)
    return bird.filled(width: size, height: size)
  }
}
