/// Where a view draws: places are the view's own, and nothing is drawn outside what is to be drawn anew.
public struct Canvas {
  /// The part of the window's picture that is drawn anew.
  public let surface: Surface
  /// Where the view's upper left corner is in it.
  public let origin: Point
  public let style: Style

  public var theme: Theme { style.theme }
  public var fonts: Fonts { style.fonts }

  /// What is drawn anew, in the view's own places.
  public var clip: Rectangle {
    Rectangle(x: -origin.x, y: -origin.y, width: surface.width, height: surface.height)
  }

  /// The same for a view inside, cut to its frame.
  func inside(_ frame: Rectangle) -> Canvas? {
    let area = onSurface(frame).intersection(surface.bounds)
    guard !area.isEmpty else { return nil }
    return Canvas(
      surface: surface.part(area),
      origin: Point(x: origin.x + frame.x - area.x, y: origin.y + frame.y - area.y), style: style)
  }

  @inline(__always)
  private func onSurface(_ area: Rectangle) -> Rectangle { area.offsetBy(x: origin.x, y: origin.y) }

  public func fill(_ area: Rectangle, _ color: Color) { surface.fill(onSurface(area), color) }

  public func fillRounded(_ area: Rectangle, radius: Int, _ color: Color) {
    surface.fillRounded(onSurface(area), radius: radius, color)
  }

  public func fillRounded(_ area: Rectangle, radius: Int, from top: Color, to bottom: Color) {
    surface.fillRounded(onSurface(area), radius: radius, from: top, to: bottom)
  }

  public func strokeRounded(_ area: Rectangle, radius: Int, _ color: Color) {
    surface.strokeRounded(onSurface(area), radius: radius, color)
  }

  public func tint(_ area: Rectangle, _ color: Color, alpha: UInt32) {
    surface.tint(onSurface(area), color, alpha: alpha)
  }

  /// A line of text with its baseline at `y`; returns where it ends.
  @discardableResult
  public func text(_ text: String, x: Int, y: Int, _ font: Font, _ color: Color) -> Int {
    surface.draw(text, x: x + origin.x, y: y + origin.y, font, color) - origin.x
  }

  /// A line of text in the middle of a rectangle's height, cut off with an ellipsis where it does not fit.
  public func text(
    _ text: String, in area: Rectangle, _ font: Font, _ color: Color, alignment: TextAlignment = .leading
  ) {
    let fitted = font.fitted(text, width: area.width)
    let x =
      switch alignment {
      case .leading: area.x
      case .center: area.x + (area.width - font.width(fitted)) / 2
      case .trailing: area.right - font.width(fitted)
      }
    // Of a line, what is between the baseline and the height of capitals counts.
    self.text(fitted, x: x, y: area.y + (area.height + font.ascent * 3 / 4) / 2, font, color)
  }

  public func icon(_ icon: Icon, x: Int, y: Int, size: Int, _ color: Color) {
    surface.draw(style.mask(icon, size: size), x: x + origin.x, y: y + origin.y, color)
  }

  /// A picture with its upper left corner at a place.
  public func picture(_ picture: Surface, x: Int, y: Int) {
    surface.copy(
      Rectangle(x: x + origin.x, y: y + origin.y, width: picture.width, height: picture.height), from: picture,
      at: picture.bounds)
  }

  /// The ring around a control that has the keyboard.
  public func focusRing(_ area: Rectangle, radius: Int) {
    strokeRounded(area, radius: radius, theme.selection)
    strokeRounded(area.insetBy(1), radius: max(radius - 1, 1), theme.selection)
  }
}

public enum TextAlignment: Sendable { case leading, center, trailing }
