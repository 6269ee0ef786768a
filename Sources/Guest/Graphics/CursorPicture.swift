/// What the pointer looks like.
public enum CursorShape: UInt8, Sendable, CaseIterable {
  case arrow, text, hand, move, wait
  case resizeHorizontal, resizeVertical, resizeDownRight, resizeDownLeft
}

/// A pointer: white, or black, with an edge and a soft shadow, laid over whatever is there.
public final class CursorPicture {
  public let width: Int
  public let height: Int
  /// What points: where in the picture.
  public let hotSpot: Point
  /// Colours already weighted, and how much of what lies below remains, up to 256.
  private var colors: [UInt32] = []
  private var remainder: [UInt32] = []

  public static let size = 32

  public init(_ shape: CursorShape) {
    width = Self.size
    height = Self.size
    let design = Self.design(shape)
    hotSpot = design.hotSpot
    // On a grid of 24, a third larger than the grid, so that coordinates are quarters of three pixels.
    let fill = design.icon.mask(size: Self.size)
    let edge = fill.outlined()
    let shadow = edge.softened().softened().softened()
    for y in 0..<height {
      for x in 0..<width {
        let (inner, dark) = (UInt32(fill[x, y]), UInt32(edge[x, y]))
        let shade = (UInt32(shadow[x - 1, y - 2]) * 100) >> 8
        let color = Color(0xFFFFFF).over(Color(0x10131C).over(0, alpha: dark), alpha: inner)
        colors.append(color)
        remainder.append(((256 - shade) * (256 - dark) * (256 - inner)) >> 16)
      }
    }
  }

  private static func design(_ shape: CursorShape) -> (icon: Icon, hotSpot: Point) {
    switch shape {
    case .arrow: (Icon("F M3 2.2 L3 14.6 L5.8 12 L7.6 16.2 L9.4 15.4 L7.7 11.4 L11.6 11 Z"), Point(x: 4, y: 3))
    case .text:
      (
        Icon(
          "S1.3 M9.5 4.5 Q12 4.5 12 6.5 L12 17.5 Q12 19.5 9.5 19.5 M14.5 4.5 Q12 4.5 12 6.5 M12 17.5 Q12 19.5 14.5 19.5"
        ), Point(x: 16, y: 16)
      )
    case .hand:
      (
        Icon(
          "F M8 4.2 Q9.2 3 10.4 4.2 L10.4 9.6 Q11.6 8.6 12.6 9.8 Q13.8 9 14.7 10.3 Q15.9 9.8 16.6 11.2 L16.6 15.5 Q16.4 19.6 12.6 19.8 L10.6 19.8 Q8.4 19.6 7.2 17.4 L4.7 13.2 Q4.8 11.6 6.4 12 L8 13.4 Z"
        ),
        Point(x: 12, y: 5)
      )
    case .move:
      (
        Icon(
          "S1.5 M12 4.5 L12 19.5 M4.5 12 L19.5 12 F M12 2.6 L14.6 6 L9.4 6 Z M12 21.4 L14.6 18 L9.4 18 Z M2.6 12 L6 9.4 L6 14.6 Z M21.4 12 L18 9.4 L18 14.6 Z"
        ),
        Point(x: 16, y: 16)
      )
    case .wait:
      (
        Icon(
          "F M7 3.5 L17 3.5 L17 5.5 Q17 9 13.2 12 Q17 15 17 18.5 L17 20.5 L7 20.5 L7 18.5 Q7 15 10.8 12 Q7 9 7 5.5 Z"),
        Point(x: 16, y: 16)
      )
    case .resizeHorizontal:
      (
        Icon("S1.5 M5.5 12 L18.5 12 F M3.4 12 L7.4 8.8 L7.4 15.2 Z M20.6 12 L16.6 8.8 L16.6 15.2 Z"),
        Point(x: 16, y: 16)
      )
    case .resizeVertical:
      (
        Icon("S1.5 M12 5.5 L12 18.5 F M12 3.4 L8.8 7.4 L15.2 7.4 Z M12 20.6 L8.8 16.6 L15.2 16.6 Z"),
        Point(x: 16, y: 16)
      )
    case .resizeDownRight:
      (Icon("S1.5 M8 8 L16 16 F M5.8 5.8 L11 6.2 L6.2 11 Z M18.2 18.2 L13 17.8 L17.8 13 Z"), Point(x: 16, y: 16))
    case .resizeDownLeft:
      (Icon("S1.5 M16 8 L8 16 F M18.2 5.8 L13 6.2 L17.8 11 Z M5.8 18.2 L11 17.8 L6.2 13 Z"), Point(x: 16, y: 16))
    }
  }

  /// Where the picture lies while it points at a place.
  public func frame(at place: Point) -> Rectangle {
    Rectangle(x: place.x - hotSpot.x, y: place.y - hotSpot.y, width: width, height: height)
  }

  /// Lays the part of the pointer that is in `area` over it.
  public func draw(on surface: Surface, at place: Point, within area: Rectangle) {
    let frame = frame(at: place)
    let visible = frame.intersection(area).intersection(surface.bounds)
    guard !visible.isEmpty else { return }
    for line in visible.y..<visible.bottom {
      let target = surface.row(line)
      let base = (line - frame.y) * width - frame.x
      for column in visible.x..<visible.right {
        let rest = remainder[base + column]
        if rest == 256 { continue }
        target[column] = colors[base + column] &+ Color.mix(0, target[column], rest)
      }
    }
  }
}
