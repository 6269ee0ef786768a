extension Surface {
  /// A colour through a mask whose upper left corner is at a place.
  public func draw(_ mask: Mask, x: Int, y: Int, _ color: Color) {
    drawMask(mask, x: x, y: y) { _ in color }
  }

  /// Likewise, the colour running from one at the top of the mask to another at its bottom.
  public func draw(_ mask: Mask, x: Int, y: Int, from top: Color, to bottom: Color) {
    drawMask(mask, x: x, y: y) { row in top.blended(with: bottom, step: row, of: mask.height) }
  }

  private func drawMask(_ mask: Mask, x: Int, y: Int, _ color: (Int) -> Color) {
    let area = Rectangle(x: x, y: y, width: mask.width, height: mask.height).intersection(bounds)
    guard !area.isEmpty else { return }
    for line in area.y..<area.bottom {
      let target = row(line)
      let rowColor = color(line - y)
      let base = (line - y) * mask.width - x
      for column in area.x..<area.right {
        target[column] = rowColor.over(target[column], alpha: UInt32(mask.coverage[base + column]))
      }
    }
  }

  /// A rectangle with round corners, its colour running from one at the top to another at the bottom.
  public func fillRounded(_ rectangle: Rectangle, radius: Int, from top: Color, to bottom: Color) {
    let corner = Mask.corner(radius: radius)
    for line in 0..<rectangle.height {
      let color = top.blended(with: bottom, step: line, of: rectangle.height)
      let fromEdge = min(line, rectangle.height - 1 - line)
      let inset = fromEdge < radius ? radius : 0
      let y = rectangle.y + line
      guard y >= 0, y < height else { continue }
      let target = row(y)
      for column in 0..<inset {
        let alpha = UInt32(corner.coverage[fromEdge * radius + column])
        for x in [rectangle.x + column, rectangle.right - 1 - column] where x >= 0 && x < width {
          target[x] = color.over(target[x], alpha: alpha)
        }
      }
      fill(Rectangle(x: rectangle.x + inset, y: y, width: rectangle.width - 2 * inset, height: 1), color)
    }
  }

  public func fillRounded(_ rectangle: Rectangle, radius: Int, _ color: Color) {
    fillRounded(rectangle, radius: radius, from: color, to: color)
  }

  /// The edge, a pixel wide, of a rectangle with round corners.
  public func strokeRounded(_ rectangle: Rectangle, radius: Int, _ color: Color) {
    let (width, height) = (rectangle.width, rectangle.height)
    fill(Rectangle(x: rectangle.x + radius, y: rectangle.y, width: width - 2 * radius, height: 1), color)
    fill(Rectangle(x: rectangle.x + radius, y: rectangle.bottom - 1, width: width - 2 * radius, height: 1), color)
    fill(Rectangle(x: rectangle.x, y: rectangle.y + radius, width: 1, height: height - 2 * radius), color)
    fill(Rectangle(x: rectangle.right - 1, y: rectangle.y + radius, width: 1, height: height - 2 * radius), color)
    guard radius > 1 else { return }
    let (outer, inner) = (Mask.corner(radius: radius), Mask.corner(radius: radius - 1))
    for line in 0..<radius {
      for column in 0..<radius {
        let covered = Int(outer[column, line]) - Int(inner[column - 1, line - 1])
        guard covered > 0 else { continue }
        for y in [rectangle.y + line, rectangle.bottom - 1 - line] where y >= 0 && y < self.height {
          for x in [rectangle.x + column, rectangle.right - 1 - column] where x >= 0 && x < self.width {
            row(y)[x] = color.over(row(y)[x], alpha: UInt32(covered))
          }
        }
      }
    }
  }

  /// A soft shadow of a rectangle, except where something will cover it. A blurred rectangle is the product of a
  /// blurred column and a blurred row, so one profile of each is all that it takes.
  public func drawShadow(around rectangle: Rectangle, except hole: Rectangle, blur: Int, strength: UInt32) {
    let across = Self.profile(length: rectangle.width, blur: blur)
    let down = Self.profile(length: rectangle.height, blur: blur)
    for index in down.indices {
      let y = rectangle.y - blur + index
      guard y >= 0, y < height else { continue }
      let target = row(y)
      let share = (down[index] * strength) >> 8
      func darken(_ columns: Range<Int>) {
        let start = rectangle.x - blur
        for x in columns.clamped(to: 0..<width) {
          target[x] = Color.mix(target[x], 0, (across[x &- start] &* share) >> 8)
        }
      }
      if y >= hole.y, y < hole.bottom {
        darken(rectangle.x - blur..<hole.x)
        darken(hole.right..<rectangle.right + blur)
      } else {
        darken(rectangle.x - blur..<rectangle.right + blur)
      }
    }
  }

  /// From 0 up to 256, along, and down again, smoothly, over a length with `blur` more on both sides.
  private static func profile(length: Int, blur: Int) -> [UInt32] {
    (0..<length + 2 * blur).map { place in
      let fromEdge = min(place, length + 2 * blur - 1 - place)
      let share = min(256, fromEdge * 256 / (2 * blur))
      return UInt32((share * share * (768 - 2 * share)) >> 16)
    }
  }
}
