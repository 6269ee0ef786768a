/// Shows a terminal's screen, with what was before it, and a selection.
final class TerminalView: View {
  let screen: TerminalScreen
  var onKeys: (([UInt8]) -> Void)?
  var onResize: ((Int, Int) -> Void)?
  /// Lines scrolled back.
  private var back = 0
  private var selection: (start: Place, end: Place)?
  private var isSelecting = false

  private struct Place: Equatable {
    var line: Int
    var column: Int
    static func < (one: Place, other: Place) -> Bool { (one.line, one.column) < (other.line, other.column) }
  }

  static let lineHeight = 18
  static let padding = 8
  private static let wheelLines = 3

  init(_ screen: TerminalScreen) {
    self.screen = screen
    super.init()
    growsHorizontally = true
    growsVertically = true
  }

  override var acceptsFocus: Bool { true }
  override var cursor: CursorShape { .text }

  private var advance: Int { style.fonts.fixed.columnWidth }

  static func size(columns: Int, rows: Int, style: Style) -> Size {
    Size(
      width: columns * style.fonts.fixed.columnWidth + 2 * padding, height: rows * lineHeight + 2 * padding)
  }

  override func layout() {
    let columns = max((bounds.width - 2 * Self.padding) / advance, 2)
    let rows = max((bounds.height - 2 * Self.padding) / Self.lineHeight, 1)
    guard columns != screen.columns || rows != screen.rows else { return }
    screen.resize(columns: columns, rows: rows)
    back = 0
    selection = nil
    onResize?(columns, rows)
  }

  /// After something was written.
  func update() {
    let changed = screen.takeChanged()
    if back > 0 { return }
    for row in changed { setNeedsDisplay(line(row)) }
  }

  private func line(_ row: Int) -> Rectangle {
    Rectangle(x: 0, y: Self.padding + row * Self.lineHeight, width: bounds.width, height: Self.lineHeight)
  }

  private var firstLine: Int { screen.lineCount - screen.rows - back }

  // MARK: Drawing

  private static let colors: [UInt32] = [
    0x20283A, 0xE5566A, 0x4CC38A, 0xE0AF68, 0x5C9DF5, 0xBB86F0, 0x4CC9D9, 0xC6CEDD, 0x5A6680, 0xFF7A8C, 0x6FE0A8,
    0xF5CB85, 0x82B6FF, 0xD0A5FF, 0x7BE3EF, 0xF4F7FC,
  ]

  private static func color(_ ink: TerminalScreen.Ink, standard: Color) -> Color {
    switch ink {
    case .standard: return standard
    case .direct(let value): return Color(value)
    case .indexed(let index):
      if index < 16 { return Color(colors[Int(index)]) }
      if index >= 232 { return Color(UInt32(index - 232) * 10 * 0x010101 + 0x080808) }
      // A cube of six steps each.
      let cube = Int(index) - 16
      func level(_ step: Int) -> UInt32 { step == 0 ? 0 : UInt32(55 + 40 * step) }
      return Color(level(cube / 36) << 16 | level(cube / 6 % 6) << 8 | level(cube % 6))
    }
  }

  /// A terminal is dark in both themes: programs choose their colours for that.
  private static let ground = Color(0x10151F)
  private static let ink = Color(0xD8DFEC)

  override func draw(on canvas: Canvas) {
    canvas.fill(canvas.clip, Self.ground)
    let first = max((canvas.clip.y - Self.padding) / Self.lineHeight, 0)
    let last = min((canvas.clip.bottom - Self.padding) / Self.lineHeight, screen.rows - 1)
    guard first <= last else { return }
    for row in first...last { draw(row, on: canvas) }
    if back > 0 { drawBar(on: canvas) }
  }

  private func draw(_ row: Int, on canvas: Canvas) {
    let index = firstLine + row
    let y = Self.padding + row * Self.lineHeight
    let cells = screen.line(index)
    let cursorColumn = back == 0 && screen.showsCursor && row == screen.cursor.row ? screen.cursor.column : -1
    let hasKeys = window?.isActive == true && isFocused
    for column in 0..<min(cells.count, screen.columns) {
      let cell = cells[column]
      let x = Self.padding + column * advance
      var ink = Self.color(cell.ink, standard: Self.ink)
      var ground = Self.color(cell.ground, standard: Self.ground)
      if cell.attributes.contains(.faint) { ink = ink.mixed(into: ground, 150) }
      if cell.attributes.contains(.inverse) { (ink, ground) = (ground, ink) }
      if isSelected(Place(line: index, column: column)) { ground = Color(0x2F6BE0).mixed(into: ground, 150) }
      let isCursor = column == cursorColumn
      if isCursor, hasKeys { (ink, ground) = (Self.ground, Color(0x5FD4E6)) }
      let place = Rectangle(x: x, y: y, width: advance, height: Self.lineHeight)
      if ground != Self.ground { canvas.fill(place, ground) }
      if isCursor, !hasKeys { canvas.strokeRounded(place, radius: 1, Color(0x5FD4E6)) }
      if cell.attributes.contains(.underline) {
        canvas.fill(Rectangle(x: x, y: y + 15, width: advance, height: 1), ink)
      }
      guard cell.scalar != " " else { continue }
      let font = cell.attributes.contains(.bold) ? canvas.fonts.fixedBold : canvas.fonts.fixed
      canvas.surface.draw(cell.scalar, x: x + canvas.origin.x, y: y + 14 + canvas.origin.y, font, ink)
    }
  }

  private func drawBar(on canvas: Canvas) {
    let track = bounds.height - 8
    let size = max(track * screen.rows / screen.lineCount, 24)
    let y = 4 + (track - size) * firstLine / max(screen.lineCount - screen.rows, 1)
    canvas.fillRounded(Rectangle(x: bounds.width - 8, y: y, width: 5, height: size), radius: 2, Color(0x5A6680))
  }

  // MARK: Selection

  private func isSelected(_ place: Place) -> Bool {
    guard let selection else { return false }
    let (from, to) =
      selection.end < selection.start ? (selection.end, selection.start) : (selection.start, selection.end)
    return !(place < from) && place < to
  }

  private func place(_ event: PointerEvent) -> Place {
    let row = min(max((event.y - Self.padding) / Self.lineHeight, 0), screen.rows - 1)
    let column = min(max((event.x - Self.padding + advance / 2) / advance, 0), screen.columns)
    return Place(line: firstLine + row, column: column)
  }

  var selectedText: String {
    guard let selection else { return "" }
    let (from, to) =
      selection.end < selection.start ? (selection.end, selection.start) : (selection.start, selection.end)
    var lines: [String] = []
    for line in from.line...to.line {
      let start = line == from.line ? from.column : 0
      let end = line == to.line ? to.column : screen.columns
      lines.append(screen.text(ofLine: line, columns: start..<max(start, end)))
    }
    return lines.joined(separator: "\n")
  }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    if event.button == .middle, let window { send(Array(window.clipboard.text.utf8)) }
    guard event.button == .left else { return false }
    var start = place(event)
    var end = start
    if event.count == 2 {
      let line = screen.line(start.line)
      while start.column > 0, line[start.column - 1].scalar != " " { start.column -= 1 }
      while end.column < line.count, line[end.column].scalar != " " { end.column += 1 }
    } else if event.count > 2 {
      (start.column, end.column) = (0, screen.columns)
    }
    selection = (start, end)
    isSelecting = event.count == 1
    setNeedsDisplay()
    return true
  }

  override func pointerMoved(_ event: PointerEvent) {
    guard isSelecting else { return }
    selection?.end = place(event)
    setNeedsDisplay()
  }

  override func pointerReleased(_ event: PointerEvent) {
    guard isSelecting else { return }
    isSelecting = false
    if selection?.start == selection?.end { selection = nil }
    setNeedsDisplay()
  }

  override func wheelTurned(_ event: PointerEvent) -> Bool {
    scroll(by: -event.count * Self.wheelLines)
    return true
  }

  private func scroll(by lines: Int) {
    let new = min(max(back + lines, 0), screen.history.count)
    guard new != back else { return }
    back = new
    setNeedsDisplay()
  }

  // MARK: Keys

  private func send(_ bytes: [UInt8]) {
    if back > 0 {
      back = 0
      setNeedsDisplay()
    }
    if selection != nil {
      selection = nil
      setNeedsDisplay()
    }
    onKeys?(bytes)
  }

  override func keyPressed(_ event: KeyEvent) -> Bool {
    let held = event.modifiers
    if held.contains(.shift) {
      switch event.key {
      case .pageUp:
        scroll(by: screen.rows - 1)
        return true
      case .pageDown:
        scroll(by: 1 - screen.rows)
        return true
      case .character("C") where held.contains(.control), .character("c") where held.contains(.control):
        if selection != nil { window?.clipboard.copy(selectedText) }
        return true
      case .character("V") where held.contains(.control), .character("v") where held.contains(.control), .insert:
        if let window { send(Array(window.clipboard.text.utf8)) }
        return true
      default: break
      }
    }
    guard let bytes = TerminalKeys.bytes(event, applicationCursor: screen.applicationCursor) else { return false }
    send(bytes)
    return true
  }
}

/// What keys send to the program in a terminal, as xterm has it.
enum TerminalKeys {
  static func bytes(_ event: KeyEvent, applicationCursor: Bool) -> [UInt8]? {
    let prefix: [UInt8] = event.modifiers.contains(.alternate) ? [0x1B] : []
    func arrow(_ letter: String) -> [UInt8] {
      let held =
        (event.modifiers.contains(.shift) ? 1 : 0) + (event.modifiers.contains(.alternate) ? 2 : 0)
        + (event.modifiers.contains(.control) ? 4 : 0)
      if held > 0 { return Array("\u{1B}[1;\(held + 1)\(letter)".utf8) }
      return Array(((applicationCursor ? "\u{1B}O" : "\u{1B}[") + letter).utf8)
    }
    switch event.key {
    case .character(let scalar) where event.modifiers.contains(.control):
      let value = scalar.value
      if value == 0x20 { return prefix + [0] }
      guard value >= 0x3F, value < 0x80 else { return nil }
      return prefix + [value == 0x3F ? 0x7F : UInt8(value & 0x1F)]
    case .character(let scalar): return prefix + Array(String(Character(scalar)).utf8)
    case .enter: return prefix + [0x0D]
    case .backspace: return prefix + [0x7F]
    case .tab: return event.modifiers.contains(.shift) ? Array("\u{1B}[Z".utf8) : [0x09]
    case .escape: return [0x1B]
    case .up: return arrow("A")
    case .down: return arrow("B")
    case .right: return arrow("C")
    case .left: return arrow("D")
    case .home: return arrow("H")
    case .end: return arrow("F")
    case .insert: return Array("\u{1B}[2~".utf8)
    case .delete: return Array("\u{1B}[3~".utf8)
    case .pageUp: return Array("\u{1B}[5~".utf8)
    case .pageDown: return Array("\u{1B}[6~".utf8)
    case .function(let number) where number >= 1 && number <= 4:
      return Array("\u{1B}O\(["P", "Q", "R", "S"][number - 1])".utf8)
    case .function(let number) where number >= 5 && number <= 12:
      return Array("\u{1B}[\([15, 17, 18, 19, 20, 21, 23, 24][number - 5])~".utf8)
    default: return nil
    }
  }
}
