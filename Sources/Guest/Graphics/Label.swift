/// A place on the screen for a line of text that changes, which remembers what lies behind it.
public final class Label {
  public enum Alignment { case left, right }

  private let buffer: BackBuffer
  private let frame: Rectangle
  private let font: Font
  private let color: Color
  private let alignment: Alignment
  private let background: Surface
  private var text = ""

  /// `baseline` is the text's; `x` is its left end, or its right.
  public init(
    _ buffer: BackBuffer, x: Int, baseline: Int, width: Int, font: Font, color: Color, alignment: Alignment = .left
  ) {
    self.buffer = buffer
    self.font = font
    self.color = color
    self.alignment = alignment
    // A letter may reach a pixel or two beyond its pen.
    let left = alignment == .left ? x : x - width
    frame = Rectangle(x: left - 2, y: baseline - font.ascent, width: width + 4, height: font.lineHeight)
    background = Surface(width: frame.width, height: frame.height)
    background.copy(background.bounds, from: buffer.surface, at: frame)
  }

  public func show(_ new: String) {
    guard new != text else { return }
    text = new
    buffer.surface.copy(frame, from: background, at: background.bounds)
    let fitted = font.fitted(new, width: frame.width - 4)
    let x = alignment == .left ? frame.x + 2 : frame.right - 2 - font.width(fitted)
    buffer.surface.draw(fitted, x: x, y: frame.y + font.ascent, font, color)
    buffer.damaged(frame)
  }
}
