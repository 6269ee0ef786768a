/// A picture of a few lines and areas on a grid of 24 by 24, drawn at any size in one colour.
///
/// It is written as a text of letters and numbers. `M x y` starts an outline, `L x y` goes on straight, `Q cx cy x y` in a
/// curve, `Z` closes it; `O x y r` is a circle and `R x y width height radius` a rectangle with round corners. `S width`
/// says that the outlines that follow are lines of that width, `F` that they are areas. Numbers may have one decimal.
public struct Icon: Sendable {
  private let text: StaticString

  public init(_ text: StaticString) { self.text = text }

  /// A number that no other icon has.
  public var identity: UInt { UInt(bitPattern: text.utf8Start) }

  static let grid = 24

  /// What it covers at a size in pixels.
  public func mask(size: Int) -> Mask {
    var reader = Reader(text)
    var mask = Mask(width: size, height: size)
    var pen = Pen(size: size)
    while let command = reader.command() {
      switch command {
      case UInt8(ascii: "S"):
        pen.finish(into: &mask)
        pen.lineWidth = reader.number()
      case UInt8(ascii: "F"):
        pen.finish(into: &mask)
        pen.lineWidth = nil
      case UInt8(ascii: "M"):
        pen.finish(into: &mask)
        pen.move(reader.number(), reader.number())
      case UInt8(ascii: "L"): pen.line(reader.number(), reader.number())
      case UInt8(ascii: "Q"): pen.curve(reader.number(), reader.number(), reader.number(), reader.number())
      case UInt8(ascii: "Z"): pen.close()
      case UInt8(ascii: "O"):
        pen.finish(into: &mask)
        pen.circle(reader.number(), reader.number(), reader.number())
      case UInt8(ascii: "R"):
        pen.finish(into: &mask)
        pen.rectangle(reader.number(), reader.number(), reader.number(), reader.number(), reader.number())
      default: break
      }
    }
    pen.finish(into: &mask)
    return mask
  }

  /// Letters and numbers; numbers in tenths.
  private struct Reader {
    private let text: StaticString
    private var place = 0

    init(_ text: StaticString) { self.text = text }

    private var next: UInt8? { place < text.utf8CodeUnitCount ? text.utf8Start[place] : nil }

    mutating func command() -> UInt8? {
      while let byte = next {
        place += 1
        if byte >= 0x41 { return byte }
      }
      return nil
    }

    mutating func number() -> Int {
      while let byte = next, byte == 0x20 || byte == 0x0A { place += 1 }
      var (value, isNegative, decimals) = (0, false, -1)
      while let byte = next, byte == 0x2D || byte == 0x2E || (byte >= 0x30 && byte <= 0x39) {
        place += 1
        if byte == 0x2D {
          isNegative = true
        } else if byte == 0x2E {
          decimals = 0
        } else if decimals <= 0 {
          value = value * 10 + Int(byte - 0x30)
          if decimals == 0 { decimals = 1 }
        }
      }
      if decimals != 1 { value *= 10 }
      return isNegative ? -value : value
    }
  }

  /// From tenths of the grid to outlines in 1/64 pixel.
  private struct Pen {
    let size: Int
    var lineWidth: Int?
    private var path = Outline()
    private var isClosed = false

    init(size: Int) { self.size = size }

    private func scaled(_ tenths: Int) -> Int { tenths * size * Mask.unit / (Icon.grid * 10) }
    private func point(_ x: Int, _ y: Int) -> Outline.Point { Outline.Point(x: scaled(x), y: scaled(y)) }

    mutating func move(_ x: Int, _ y: Int) { path.line(to: point(x, y)) }
    mutating func line(_ x: Int, _ y: Int) { path.line(to: point(x, y)) }
    mutating func curve(_ cx: Int, _ cy: Int, _ x: Int, _ y: Int) { path.curve(by: point(cx, cy), to: point(x, y)) }
    mutating func close() { isClosed = true }

    /// Eight curves; a curve's control point is 1/cos(22.5°) of the radius away.
    mutating func circle(_ x: Int, _ y: Int, _ radius: Int) {
      arc(x, y, radius, from: 0, count: 8)
      isClosed = true
    }

    mutating func rectangle(_ x: Int, _ y: Int, _ width: Int, _ height: Int, _ radius: Int) {
      let (left, top, right, bottom) = (x + radius, y + radius, x + width - radius, y + height - radius)
      arc(right, bottom, radius, from: 0, count: 2)
      arc(left, bottom, radius, from: 2, count: 2)
      arc(left, top, radius, from: 4, count: 2)
      arc(right, top, radius, from: 6, count: 2)
      isClosed = true
    }

    /// Eighths of a circle, clockwise from the right.
    private mutating func arc(_ x: Int, _ y: Int, _ radius: Int, from first: Int, count: Int) {
      // Cosines of multiples of 22.5°, of 1024.
      let cosines = [1024, 946, 724, 392, 0, -392, -724, -946, -1024, -946, -724, -392, 0, 392, 724, 946]
      func place(_ step: Int, _ share: Int) -> Outline.Point {
        let (cosine, sine) = (cosines[step & 15], cosines[(step + 12) & 15])
        let unit = scaled(radius) * share
        return Outline.Point(x: scaled(x) + cosine * unit / (1024 * 1024), y: scaled(y) + sine * unit / (1024 * 1024))
      }
      path.line(to: place(first * 2, 1024))
      for eighth in first..<first + count {
        path.curve(by: place(eighth * 2 + 1, 1108), to: place(eighth * 2 + 2, 1024))
      }
    }

    mutating func finish(into mask: inout Mask) {
      if !path.isEmpty {
        if let lineWidth {
          mask.add(path.stroked(width: size, height: size, lineWidth: scaled(lineWidth), isClosed: isClosed))
        } else {
          mask.add(path.filled(width: size, height: size))
        }
      }
      path = Outline()
      isClosed = false
    }
  }
}

extension Mask {
  /// What either covers.
  public mutating func add(_ other: Mask) {
    for index in coverage.indices { coverage[index] = max(coverage[index], other.coverage[index]) }
  }
}
