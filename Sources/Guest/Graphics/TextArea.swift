/// A framed place on the screen where typed text appears, with a caret that blinks.
public final class TextArea {
  private let buffer: BackBuffer
  private let inner: Rectangle
  private let font: Font
  private let theme: Theme
  private let placeholder: String
  private var typed: TypedText
  private var caretIsOn = true

  private static let lineHeight = 22
  private static let padding = 16

  public init(_ buffer: BackBuffer, frame: Rectangle, font: Font, theme: Theme, placeholder: String) {
    self.buffer = buffer
    self.font = font
    self.theme = theme
    self.placeholder = placeholder
    inner = Rectangle(
      x: frame.x + Self.padding, y: frame.y + 12, width: frame.width - 2 * Self.padding, height: frame.height - 24)
    typed = TypedText(columns: inner.width * 64 / font.glyph(0x20).advance - 1, rows: inner.height / Self.lineHeight)
    buffer.surface.fillRounded(frame, radius: 12, theme.line)
    buffer.surface.fillRounded(frame.insetBy(1), radius: 11, theme.well)
    drawAll()
  }

  public func insert(_ scalar: Unicode.Scalar) { show(typed.insert(scalar)) }
  public func insertLine() { show(typed.insertLine()) }
  public func deleteBackward() { show(typed.deleteBackward()) }

  public func setCaret(_ isOn: Bool) {
    guard isOn != caretIsOn else { return }
    caretIsOn = isOn
    drawLine(typed.caret.row)
  }

  private func show(_ change: TypedText.Change) {
    switch change {
    case .nothing: break
    case .lastLine: drawLine(typed.caret.row)
    case .everything: drawAll()
    }
  }

  private func drawAll() { for row in 0..<typed.rows { drawLine(row) } }

  private func drawLine(_ row: Int) {
    let line = Rectangle(
      x: inner.x, y: inner.y + row * Self.lineHeight, width: inner.width, height: Self.lineHeight)
    let baseline = line.y + 16
    let surface = buffer.surface
    surface.fill(line, theme.well)
    if typed.isEmpty, row == 0 { surface.draw(placeholder, x: line.x + 10, y: baseline, font, theme.faint) }
    var end = line.x
    if row < typed.lines.count {
      var text = ""
      text.unicodeScalars.append(contentsOf: typed.lines[row])
      end = surface.draw(text, x: line.x, y: baseline, font, theme.text)
    }
    if row == typed.caret.row, caretIsOn {
      surface.fill(Rectangle(x: end, y: line.y + 2, width: 2, height: 18), theme.accent)
    }
    buffer.damaged(line)
  }
}
