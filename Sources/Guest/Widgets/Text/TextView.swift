/// Many lines of text to be typed, in letters of one width. It belongs into a ``ScrollView``.
public final class TextView: View {
  public var buffer: TextBuffer { didSet { changed(oldValue) } }
  public var onChange: (() -> Void)?
  public var onMove: (() -> Void)?
  /// Whether lines have their numbers in front.
  public var showsLineNumbers = false { didSet { setNeedsDisplay() } }
  private var isSelecting = false

  public static let lineHeight = 20
  private static let padding = 8
  private static let tabWidth = 4

  public init(_ text: String = "") { buffer = TextBuffer(text) }

  public var text: String {
    get { buffer.text }
    set { buffer.setText(newValue) }
  }

  public override var acceptsFocus: Bool { true }
  public override var cursor: CursorShape { .text }

  private var advance: Int { style.fonts.fixed.columnWidth }
  private var marginWidth: Int { showsLineNumbers ? (max(String(buffer.lines.count).utf8.count, 2) + 2) * advance : 0 }

  public override func sizeThatFits(_ available: Size) -> Size {
    let widest = buffer.lines.reduce(0) { max($0, $1.count) }
    return Size(
      width: marginWidth + 2 * Self.padding + (widest + 1) * advance,
      height: buffer.lines.count * Self.lineHeight + 2 * Self.padding)
  }

  /// Columns on the screen in front of a place: a tabulator goes to the next multiple of four.
  private func screenColumn(_ place: TextBuffer.Place) -> Int {
    buffer.lines[place.line].prefix(place.column).reduce(0) { Self.next($0, $1) }
  }

  private static func next(_ column: Int, _ scalar: Unicode.Scalar) -> Int {
    scalar == "\t" ? (column / tabWidth + 1) * tabWidth : column + 1
  }

  private func frame(of place: TextBuffer.Place) -> Rectangle {
    Rectangle(
      x: marginWidth + Self.padding + screenColumn(place) * advance, y: Self.padding + place.line * Self.lineHeight,
      width: 2, height: Self.lineHeight)
  }

  private func place(at point: Point) -> TextBuffer.Place {
    let line = min(max((point.y - Self.padding) / Self.lineHeight, 0), buffer.lines.count - 1)
    let wanted = (point.x - marginWidth - Self.padding + advance / 2) / advance
    var column = 0
    for (index, scalar) in buffer.lines[line].enumerated() {
      if column >= wanted { return TextBuffer.Place(line: line, column: index) }
      column = Self.next(column, scalar)
    }
    return TextBuffer.Place(line: line, column: buffer.lines[line].count)
  }

  private func changed(_ old: TextBuffer) {
    if buffer.revision != old.revision {
      setNeedsLayout()
      setNeedsDisplay()
    } else {
      for line in [old.caret.line, old.anchor.line, buffer.caret.line, buffer.anchor.line] { damage(line) }
      if old.hasSelection || buffer.hasSelection { setNeedsDisplay() }
    }
  }

  private func damage(_ line: Int) {
    setNeedsDisplay(
      Rectangle(x: 0, y: Self.padding + line * Self.lineHeight, width: bounds.width, height: Self.lineHeight))
  }

  public func showCaret() { scrollToVisible(frame(of: buffer.caret).insetBy(x: -24, y: -4)) }

  // MARK: Drawing

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.fill(canvas.clip, theme.well)
    if showsLineNumbers {
      canvas.fill(Rectangle(x: 0, y: canvas.clip.y, width: marginWidth, height: canvas.clip.height), theme.side)
    }
    let first = max((canvas.clip.y - Self.padding) / Self.lineHeight, 0)
    let last = min((canvas.clip.bottom - Self.padding) / Self.lineHeight, buffer.lines.count - 1)
    guard first <= last else { return }
    for line in first...last { draw(line, on: canvas) }
  }

  private func draw(_ number: Int, on canvas: Canvas) {
    let theme = canvas.theme
    let y = Self.padding + number * Self.lineHeight
    let hasKeys = isFocused && window?.isActive == true
    let isCurrent = number == buffer.caret.line && hasKeys
    if isCurrent, !buffer.hasSelection {
      canvas.fill(
        Rectangle(x: marginWidth, y: y, width: bounds.width - marginWidth, height: Self.lineHeight),
        theme.hover.mixed(into: theme.well, 110))
    }
    drawSelection(number, y: y, on: canvas)
    let baseline = y + 15
    if showsLineNumbers {
      let text = String(number + 1)
      canvas.text(
        text, x: marginWidth - advance - text.utf8.count * advance, y: baseline, canvas.fonts.fixed,
        isCurrent ? theme.muted : theme.faint)
    }
    let (font, left) = (canvas.fonts.fixed, marginWidth + Self.padding)
    var column = 0
    for scalar in buffer.lines[number] {
      let x = left + column * advance
      if x > canvas.clip.right { break }
      if scalar != " ", scalar != "\t", x + 2 * advance >= canvas.clip.x {
        canvas.surface.draw(scalar, x: x + canvas.origin.x, y: baseline + canvas.origin.y, font, theme.text)
      }
      column = Self.next(column, scalar)
    }
    if isCurrent {
      let caret = frame(of: buffer.caret)
      canvas.fill(Rectangle(x: caret.x - 1, y: y + 2, width: 2, height: Self.lineHeight - 4), theme.accent)
    }
  }

  private func drawSelection(_ number: Int, y: Int, on canvas: Canvas) {
    let selection = buffer.selection
    guard buffer.hasSelection, number >= selection.lowerBound.line, number <= selection.upperBound.line else { return }
    let theme = canvas.theme
    let from = number == selection.lowerBound.line ? screenColumn(selection.lowerBound) : 0
    // The end of a line that goes on is shown as half a letter.
    let isLast = number == selection.upperBound.line
    let to = screenColumn(
      isLast ? selection.upperBound : TextBuffer.Place(line: number, column: buffer.lines[number].count))
    let left = marginWidth + Self.padding + from * advance
    let width = (to - from) * advance + (isLast ? 0 : advance / 2)
    let color =
      isFocused && window?.isActive == true
      ? theme.selection.mixed(into: theme.well, 130) : theme.selectionInactive
    canvas.fill(Rectangle(x: left, y: y, width: width, height: Self.lineHeight), color)
  }

  // MARK: Events

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    guard let window else { return false }
    let before = buffer.revision
    let selecting = event.modifiers.contains(.shift)
    let page = max((superview?.frame.height ?? 400) / Self.lineHeight - 1, 1)
    switch event.key {
    case .enter where !event.modifiers.contains(.alternate): buffer.insertLine()
    case .tab where event.modifiers.isEmpty: buffer.insert("\t")
    case .pageUp: buffer.move(.lines(-page), selecting: selecting)
    case .pageDown: buffer.move(.lines(page), selecting: selecting)
    default: if buffer.handle(event, clipboard: window.clipboard) == .unused { return false }
    }
    finish(before)
    return true
  }

  /// After a change from outside, by a menu.
  public func edit(_ change: (inout TextBuffer) -> Void) {
    let before = buffer.revision
    change(&buffer)
    finish(before)
  }

  private func finish(_ before: Int) {
    window?.layoutNow()
    showCaret()
    if buffer.revision != before { onChange?() }
    onMove?()
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    let place = place(at: Point(x: event.x, y: event.y))
    switch event.count {
    case 1: buffer.place(place, selecting: event.modifiers.contains(.shift))
    case 2: buffer.selectWord(at: place)
    default: buffer.selectLine(place.line)
    }
    isSelecting = event.count == 1
    onMove?()
    return true
  }

  public override func pointerMoved(_ event: PointerEvent) {
    guard isSelecting else { return }
    buffer.place(place(at: Point(x: event.x, y: event.y)), selecting: true)
    showCaret()
    onMove?()
  }

  public override func pointerReleased(_ event: PointerEvent) { isSelecting = false }
}
