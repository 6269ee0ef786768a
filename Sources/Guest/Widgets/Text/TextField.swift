/// A line of text to be typed.
public final class TextField: View {
  public private(set) var buffer: TextBuffer
  public let placeholder: String
  public var onChange: ((String) -> Void)?
  /// Enter was pressed.
  public var onSubmit: ((String) -> Void)?
  /// The width that it asks for.
  public var width: Int
  /// How far the text is scrolled, in pixels.
  private var scroll = 0
  private var isSelecting = false

  private static let padding = 8

  public init(_ text: String = "", placeholder: String = "", width: Int = 160) {
    buffer = TextBuffer(text, isSingleLine: true)
    self.placeholder = placeholder
    self.width = width
  }

  public var text: String {
    get { buffer.text }
    set {
      guard newValue != buffer.text else { return }
      buffer.setText(newValue)
      buffer.move(.end)
      showCaret()
    }
  }

  public func selectAll() {
    buffer.selectAll()
    setNeedsDisplay()
  }

  /// Selects the first characters, as many as there are in front of an ending.
  public func select(prefix count: Int) {
    buffer.select(TextBuffer.Place(line: 0, column: 0)..<TextBuffer.Place(line: 0, column: count))
    setNeedsDisplay()
  }

  public override var acceptsFocus: Bool { true }
  public override var cursor: CursorShape { .text }
  public override func sizeThatFits(_ available: Size) -> Size { Size(width: width, height: Spacing.controlHeight) }

  private var line: [Unicode.Scalar] { buffer.lines[0] }

  private func x(of column: Int) -> Int {
    let font = style.fonts.text
    return (line.prefix(column).reduce(0) { $0 + font.advance($1) } + 32) / 64
  }

  private func column(at x: Int) -> Int {
    let font = style.fonts.text
    var pen = 0
    let wanted = (x - Self.padding + scroll) * 64
    for (index, scalar) in line.enumerated() {
      let advance = font.advance(scalar)
      if wanted < pen + advance / 2 { return index }
      pen += advance
    }
    return line.count
  }

  private func showCaret() {
    let room = max(bounds.width - 2 * Self.padding - 1, 1)
    let x = x(of: buffer.caret.column)
    scroll = max(0, min(scroll, max(0, self.x(of: line.count) - room)))
    if x - scroll > room { scroll = x - room }
    if x < scroll { scroll = x }
    setNeedsDisplay()
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.fillRounded(bounds, radius: Spacing.cornerRadius, theme.well)
    let hasKeys = isFocused && window?.isActive == true
    if hasKeys {
      canvas.focusRing(bounds, radius: Spacing.cornerRadius)
    } else {
      canvas.strokeRounded(bounds, radius: Spacing.cornerRadius, theme.controlLine)
    }
    let inner = bounds.insetBy(x: Self.padding - 1, y: 4)
    guard let canvas = canvas.inside(inner) else { return }
    let font = canvas.fonts.text
    let baseline = (inner.height + font.ascent * 3 / 4) / 2
    if buffer.isEmpty { canvas.text(placeholder, x: 1, y: baseline, font, theme.faint) }
    let (from, to) = (x(of: buffer.selection.lowerBound.column), x(of: buffer.selection.upperBound.column))
    if from < to {
      canvas.fill(
        Rectangle(x: 1 + from - scroll, y: 1, width: to - from, height: inner.height - 2),
        hasKeys ? theme.selection.mixed(into: theme.well, 150) : theme.selectionInactive)
    }
    canvas.text(TextBuffer.string(line), x: 1 - scroll, y: baseline, font, isEnabled ? theme.text : theme.faint)
    if hasKeys {
      let x = self.x(of: buffer.caret.column)
      canvas.fill(Rectangle(x: 1 + x - scroll, y: 2, width: 1, height: inner.height - 4), theme.accent)
    }
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    if event.key == .enter {
      guard let onSubmit else { return false }
      onSubmit(text)
      return true
    }
    guard let window else { return false }
    let outcome = buffer.handle(event, clipboard: window.clipboard)
    guard outcome != .unused else { return false }
    showCaret()
    if outcome == .changed { onChange?(text) }
    return true
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    let place = TextBuffer.Place(line: 0, column: column(at: event.x))
    switch event.count {
    case 1: buffer.place(place, selecting: event.modifiers.contains(.shift))
    case 2: buffer.selectWord(at: place)
    default: buffer.selectAll()
    }
    isSelecting = event.count == 1
    showCaret()
    return true
  }

  public override func pointerMoved(_ event: PointerEvent) {
    guard isSelecting else { return }
    buffer.place(TextBuffer.Place(line: 0, column: column(at: event.x)), selecting: true)
    showCaret()
  }

  public override func pointerReleased(_ event: PointerEvent) { isSelecting = false }
}
