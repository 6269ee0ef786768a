/// Something on the screen, at a depth.
class Layer {
  var frame: Rectangle
  var isVisible = true

  init(frame: Rectangle) { self.frame = frame }

  /// All that it may draw on: the frame, and a shadow around.
  var extent: Rectangle { frame }
  /// Where nothing shines through. They do not overlap.
  var solids: [Rectangle] { [frame] }
  /// Draws a part of a solid rectangle.
  func drawSolid(_ area: Rectangle, on surface: Surface) {}
  /// Lays what is not solid over what is below, in an area that touches no solid rectangle.
  func drawRest(_ area: Rectangle, on surface: Surface) {}
}

/// A layer with round corners, a line around it and a soft shadow below.
class FramedLayer: Layer {
  var radius = 10
  var theme: Theme
  /// Of the shadow, up to 256.
  var shadowStrength: UInt32 { theme.shadow }
  /// Whether the frame fills a part of the screen to its edges: no corners and no shadow then.
  var isFlush: Bool { false }

  init(frame: Rectangle, theme: Theme) {
    self.theme = theme
    super.init(frame: frame)
  }

  private static let blur = 24
  private static let drop = 8

  override var extent: Rectangle {
    isFlush
      ? frame
      : Rectangle(
        x: frame.x - Self.blur, y: frame.y - Self.blur + Self.drop, width: frame.width + 2 * Self.blur,
        height: frame.height + 2 * Self.blur)
  }

  override var solids: [Rectangle] {
    if isFlush { return [frame] }
    let (r, width) = (radius, frame.width)
    return [
      Rectangle(x: frame.x, y: frame.y + r, width: width, height: frame.height - 2 * r),
      Rectangle(x: frame.x + r, y: frame.y, width: width - 2 * r, height: r),
      Rectangle(x: frame.x + r, y: frame.bottom - r, width: width - 2 * r, height: r),
    ]
  }

  /// What the frame shows at a place inside it.
  func pixel(x: Int, y: Int) -> UInt32 { 0 }

  override func drawRest(_ area: Rectangle, on surface: Surface) {
    guard !isFlush else { return }
    drawShadow(area, on: surface)
    drawEdge(area, on: surface)
  }

  /// A blurred rectangle is the product of a blurred row and a blurred column: this profile, up to 256, from its outer edge
  /// inwards.
  private static let profile: [UInt32] = (0..<2 * blur).map { place in
    let share = (place * 2 + 1) * 128 / (2 * blur)
    return UInt32((share * share * (768 - 2 * share)) >> 16)
  }

  private func drawShadow(_ area: Rectangle, on surface: Surface) {
    let shadow = extent
    let shared = area.intersection(shadow).intersection(surface.bounds)
    guard !shared.isEmpty else { return }
    Self.profile.withUnsafeBufferPointer { profile in
      let reach = profile.count
      // Where a small frame is all edge, its two edges meet in the middle.
      let (edgeX, edgeY) = (min(reach, shadow.width / 2), min(reach, shadow.height / 2))
      for y in shared.y..<shared.bottom {
        let fromEdge = min(y - shadow.y, shadow.bottom - 1 - y)
        let down = fromEdge < edgeY ? profile[fromEdge] : 256
        let share = (down &* shadowStrength) >> 8
        guard share > 0 else { continue }
        let target = surface.row(y)
        for x in shared.x..<shared.right {
          let across = min(x &- shadow.x, shadow.right &- 1 &- x)
          let alpha = across < edgeX ? (profile[across] &* share) &>> 8 : share
          target[x] = Color.mix(target[x], 0, alpha)
        }
      }
    }
  }

  /// The corners, and a line of one pixel around.
  private func drawEdge(_ area: Rectangle, on surface: Surface) {
    let shared = area.intersection(frame.insetBy(-1)).intersection(surface.bounds)
    guard !shared.isEmpty else { return }
    let lineColor = Color(theme.isDark ? 0x000000 : 0x3A4660)
    let lineAlpha: UInt32 = theme.isDark ? 150 : 60
    let (inner, outer) = (CornerMasks.mask(radius), CornerMasks.mask(radius + 1))
    for y in shared.y..<shared.bottom {
      let target = surface.row(y)
      let fromEdge = min(y - frame.y, frame.bottom - 1 - y)
      for x in shared.x..<shared.right {
        let across = min(x - frame.x, frame.right - 1 - x)
        var (line, fill): (UInt32, UInt32) = (256, 0)
        if fromEdge < radius, across < radius {
          line = UInt32(outer[across + 1, fromEdge + 1])
          fill = UInt32(inner[across, fromEdge])
        } else if across >= 0, fromEdge >= 0 {
          fill = 256
        }
        if line > 0, fill < 256 { target[x] = lineColor.over(target[x], alpha: (line &* lineAlpha) >> 8) }
        if fill > 0 { target[x] = Color.mix(target[x], pixel(x: x, y: y), fill) }
      }
    }
  }
}

/// Masks of corners, each made once.
enum CornerMasks {
  nonisolated(unsafe) private static var masks: [Mask?] = []

  static func mask(_ radius: Int) -> Mask {
    while masks.count <= radius { masks.append(nil) }
    if let known = masks[radius] { return known }
    let mask = Mask.corner(radius: radius)
    masks[radius] = mask
    return mask
  }
}

/// A layer with a picture of its own: a menu, the switcher.
class Card: FramedLayer {
  private(set) var picture: Bitmap

  override init(frame: Rectangle, theme: Theme) {
    picture = Bitmap(width: frame.width, height: frame.height)
    super.init(frame: frame, theme: theme)
  }

  func setFrame(_ new: Rectangle) {
    if new.size != frame.size { picture = Bitmap(width: new.width, height: new.height) }
    frame = new
  }

  override func pixel(x: Int, y: Int) -> UInt32 { picture.surface.row(y - frame.y)[x - frame.x] }

  override func drawSolid(_ area: Rectangle, on surface: Surface) {
    surface.copy(area, from: picture.surface, at: area.offsetBy(x: -frame.x, y: -frame.y))
  }
}

/// Where a window would go if it were let go.
final class Veil: Layer {
  var color = Color(0x5FA8FF)

  override var solids: [Rectangle] { [] }

  override func drawRest(_ area: Rectangle, on surface: Surface) {
    surface.tint(area.intersection(frame), color, alpha: 70)
    let inner = frame.insetBy(2)
    for edge in frame.subtracting(inner) { surface.tint(area.intersection(edge), color, alpha: 150) }
  }
}
