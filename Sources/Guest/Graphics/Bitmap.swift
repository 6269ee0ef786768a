/// A picture that owns its memory: keep it as long as its ``surface`` is used.
public final class Bitmap {
  public let surface: Surface

  public init(width: Int, height: Int) {
    surface = Surface(width: max(width, 1), height: max(height, 1))
    surface.pixels.update(repeating: 0, count: surface.width * surface.height)
  }

  deinit { UnsafeMutableRawPointer(surface.pixels).deallocate() }

  public var width: Int { surface.width }
  public var height: Int { surface.height }
}

extension Surface {
  /// A part of the picture as a picture of its own, in the same memory: what is drawn into it stays within that part.
  public func part(_ rectangle: Rectangle) -> Surface {
    let area = rectangle.intersection(bounds)
    guard !area.isEmpty else { return Surface(pixels: pixels, width: 0, height: 0, stride: stride) }
    return Surface(pixels: row(area.y) + area.x, width: area.width, height: area.height, stride: stride)
  }

  /// Lays a picture with weighted colours, 0xAARRGGBB, over this one, from `origin`'s upper left corner on.
  public func blend(_ rectangle: Rectangle, from source: Surface, at origin: Point) {
    let (dx, dy) = (origin.x - rectangle.x, origin.y - rectangle.y)
    let area = rectangle.intersection(bounds).intersection(
      Rectangle(x: -dx, y: -dy, width: source.width, height: source.height))
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom {
      let (target, from) = (row(y), source.row(y + dy) + dx)
      for x in area.x..<area.right {
        let pixel = from[x]
        let alpha = pixel &>> 24
        if alpha == 0 { continue }
        let below = Color.mix(0, target[x], 256 &- alpha &- (alpha &>> 7))
        target[x] = (pixel & 0xFFFFFF) &+ below
      }
    }
  }
}
