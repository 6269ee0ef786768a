/// A picture in somebody's memory, 32 bits a pixel. Everything drawn is cut off at its edges.
public struct Surface {
  public let pixels: UnsafeMutablePointer<UInt32>
  public let width: Int
  public let height: Int
  /// Pixels from one row to the next.
  public let stride: Int

  public init(pixels: UnsafeMutablePointer<UInt32>, width: Int, height: Int, stride: Int) {
    self.pixels = pixels
    self.width = width
    self.height = height
    self.stride = stride
  }

  /// A picture of its own, which lives as long as the program.
  public init(width: Int, height: Int) {
    self.init(
      pixels: UnsafeMutableRawPointer.allocate(byteCount: width * height * 4, alignment: 16)
        .bindMemory(to: UInt32.self, capacity: width * height),
      width: width, height: height, stride: width)
  }

  public var bounds: Rectangle { Rectangle(x: 0, y: 0, width: width, height: height) }

  @inline(__always)
  public func row(_ y: Int) -> UnsafeMutablePointer<UInt32> { pixels + y * stride }

  public func fill(_ rectangle: Rectangle, _ color: Color) {
    let area = rectangle.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom { Self.fill(row(y) + area.x, count: area.width, color.pixel) }
  }

  /// Sixteen pixels a step, and the rest one by one.
  @inline(__always)
  private static func fill(_ target: UnsafeMutablePointer<UInt32>, count: Int, _ pixel: UInt32) {
    let bytes = UnsafeMutableRawPointer(target)
    let sixteen = SIMD16<UInt32>(repeating: pixel)
    var done = 0
    while done <= count &- 16 {
      bytes.storeBytes(of: sixteen, toByteOffset: done &* 4, as: SIMD16<UInt32>.self)
      done &+= 16
    }
    while done < count {
      target[done] = pixel
      done &+= 1
    }
  }

  /// Lays a colour over a rectangle; `alpha` up to 256.
  public func tint(_ rectangle: Rectangle, _ color: Color, alpha: UInt32) {
    let area = rectangle.intersection(bounds)
    guard !area.isEmpty else { return }
    for y in area.y..<area.bottom {
      let line = row(y)
      for x in area.x..<area.right { line[x] = color.over(line[x], alpha: alpha) }
    }
  }

  /// The same place of another picture.
  public func copy(_ rectangle: Rectangle, from source: Surface) {
    copy(rectangle, from: source, at: rectangle)
  }

  /// Pixels of another picture, from `origin`'s upper left corner on.
  public func copy(_ rectangle: Rectangle, from source: Surface, at origin: Rectangle) {
    let area = rectangle.intersection(bounds)
    let (dx, dy) = (origin.x - rectangle.x, origin.y - rectangle.y)
    let shared = area.intersection(
      Rectangle(x: -dx, y: -dy, width: source.width, height: source.height))
    guard !shared.isEmpty else { return }
    for y in shared.y..<shared.bottom {
      UnsafeMutableRawPointer(row(y) + shared.x).copyMemory(
        from: source.row(y + dy) + shared.x + dx, byteCount: shared.width * 4)
    }
  }
}
