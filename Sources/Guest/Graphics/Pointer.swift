/// The mouse pointer: a white arrow with a dark edge and a soft shadow, laid over whatever is there.
public struct Pointer {
  public let width: Int
  public let height: Int
  /// Where in the picture the arrow's tip is.
  public static let tip = (x: 4, y: 3)

  /// Colours already weighted, and how much of what lies below remains, up to 256.
  private var colors: [UInt32]
  private var remainder: [UInt32]

  public init() {
    let scale = Mask.unit / 4
    var arrow = Outline()
    // In quarters of a pixel, with the tip at (4, 3).
    let corners = [(16, 12), (16, 78), (31, 65), (40, 86), (50, 82), (41, 61), (61, 59)]
    for (x, y) in corners { arrow.line(to: Outline.Point(x: x * scale, y: y * scale)) }
    let fill = arrow.filled(width: 24, height: 30)
    let edge = fill.outlined()
    let shadow = edge.softened().softened().softened()
    width = fill.width
    height = fill.height
    colors = []
    remainder = []
    for y in 0..<height {
      for x in 0..<width {
        let (white, dark) = (UInt32(fill[x, y]), UInt32(edge[x, y]))
        let shade = (UInt32(shadow[x - 1, y - 2]) * 110) >> 8
        let color = Color(0xFFFFFF).over(Color(0x10131C).over(0, alpha: dark), alpha: white)
        colors.append(color)
        remainder.append(((256 - shade) * (256 - dark) * (256 - white)) >> 16)
      }
    }
  }

  /// Where the picture lies while the tip is at a place.
  public func frame(x: Int, y: Int) -> Rectangle {
    Rectangle(x: x - Self.tip.x, y: y - Self.tip.y, width: width, height: height)
  }

  /// Lays the part of the pointer that is in `area` over it.
  public func draw(on surface: Surface, x: Int, y: Int, within area: Rectangle) {
    let frame = frame(x: x, y: y)
    let visible = frame.intersection(area).intersection(surface.bounds)
    guard !visible.isEmpty else { return }
    for line in visible.y..<visible.bottom {
      let target = surface.row(line)
      let base = (line - frame.y) * width - frame.x
      for column in visible.x..<visible.right {
        let below = Color.mix(0, target[column], remainder[base + column])
        target[column] = colors[base + column] &+ below
      }
    }
  }
}
