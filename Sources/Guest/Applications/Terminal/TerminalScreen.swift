/// A terminal's letters: a grid, what has scrolled off its top, and the cursor. Bytes go in as ECMA-48 and xterm have them.
public final class TerminalScreen {
  public struct Attributes: OptionSet, Sendable {
    public let rawValue: UInt8
    public init(rawValue: UInt8) { self.rawValue = rawValue }
    public static let bold = Attributes(rawValue: 1)
    public static let underline = Attributes(rawValue: 2)
    public static let inverse = Attributes(rawValue: 4)
    public static let faint = Attributes(rawValue: 8)
  }

  /// Which colour: the theme's own, one of 256, or any.
  public enum Ink: Equatable, Sendable {
    case standard
    case indexed(UInt8)
    case direct(UInt32)
  }

  public struct Cell: Equatable, Sendable {
    public var scalar: Unicode.Scalar = " "
    public var ink = Ink.standard
    public var ground = Ink.standard
    public var attributes: Attributes = []
  }

  public private(set) var columns: Int
  public private(set) var rows: Int
  public internal(set) var lines: [[Cell]]
  public internal(set) var history: [[Cell]] = []
  public internal(set) var cursor = (row: 0, column: 0)
  public internal(set) var showsCursor = true
  public internal(set) var title = ""
  /// What programs ask and expect to read as if it were typed.
  public internal(set) var answers: [UInt8] = []
  /// Rows that changed since they were taken.
  public internal(set) var changed: Set<Int> = []

  public static let historyLimit = 2000

  var pen = Cell()
  var saved = (row: 0, column: 0, pen: Cell())
  var region: ClosedRange<Int>
  var wraps = true
  /// The cursor stands behind the last column: the next letter goes to the next line.
  var isPastEnd = false
  var applicationCursor = false
  var mainScreen: (lines: [[Cell]], row: Int, column: Int)?
  var parser = TerminalParser()

  public init(columns: Int, rows: Int) {
    self.columns = max(columns, 2)
    self.rows = max(rows, 1)
    lines = Self.blank(self.rows, self.columns)
    region = 0...self.rows - 1
    markAll()
  }

  private static func blank(_ rows: Int, _ columns: Int) -> [[Cell]] {
    [[Cell]](repeating: [Cell](repeating: Cell(), count: columns), count: rows)
  }

  public func takeChanged() -> Set<Int> {
    let all = changed
    changed.removeAll(keepingCapacity: true)
    return all
  }

  public func takeAnswers() -> [UInt8] {
    let all = answers
    answers = []
    return all
  }

  func markAll() { for row in 0..<rows { changed.insert(row) } }

  public func write(_ bytes: [UInt8]) {
    changed.insert(cursor.row)
    for byte in bytes { parser.take(byte, self) }
    changed.insert(cursor.row)
  }

  /// Another size: lines keep what fits; what no longer has room at the top becomes history.
  public func resize(columns newColumns: Int, rows newRows: Int) {
    let (newColumns, newRows) = (max(newColumns, 2), max(newRows, 1))
    guard newColumns != columns || newRows != rows else { return }
    func fitted(_ lines: [[Cell]]) -> [[Cell]] {
      lines.map { line in
        line.count >= newColumns
          ? Array(line.prefix(newColumns)) : line + [Cell](repeating: Cell(), count: newColumns - line.count)
      }
    }
    lines = fitted(lines)
    if let main = mainScreen {
      let extra = [[Cell]](repeating: [Cell](repeating: Cell(), count: newColumns), count: max(newRows - rows, 0))
      mainScreen = (
        Array((fitted(main.lines) + extra).prefix(newRows)), min(main.row, newRows - 1),
        min(main.column, newColumns - 1)
      )
    }
    while lines.count > newRows {
      if cursor.row < lines.count - 1 {
        lines.removeLast()
      } else {
        if mainScreen == nil { remember(lines[0]) }
        lines.removeFirst()
        cursor.row -= 1
      }
    }
    while lines.count < newRows { lines.append([Cell](repeating: Cell(), count: newColumns)) }
    (columns, rows) = (newColumns, newRows)
    cursor = (min(max(cursor.row, 0), rows - 1), min(cursor.column, columns - 1))
    region = 0...rows - 1
    isPastEnd = false
    changed.removeAll()
    markAll()
  }

  private func remember(_ line: [Cell]) {
    history.append(line)
    if history.count > Self.historyLimit { history.removeFirst(history.count - Self.historyLimit) }
  }

  // MARK: What sequences do

  func put(_ scalar: Unicode.Scalar) {
    if isPastEnd, wraps {
      cursor.column = 0
      lineFeed()
    }
    isPastEnd = false
    var cell = pen
    cell.scalar = scalar
    lines[cursor.row][cursor.column] = cell
    changed.insert(cursor.row)
    if cursor.column == columns - 1 { isPastEnd = true } else { cursor.column += 1 }
  }

  var blankCell: Cell {
    var cell = Cell()
    cell.ground = pen.ground
    return cell
  }

  func lineFeed() {
    if cursor.row == region.upperBound {
      scrollUp(1)
    } else if cursor.row < rows - 1 {
      moveTo(row: cursor.row + 1, column: cursor.column)
    }
  }

  func reverseLineFeed() {
    if cursor.row == region.lowerBound {
      scrollDown(1)
    } else if cursor.row > 0 {
      moveTo(row: cursor.row - 1, column: cursor.column)
    }
  }

  func moveTo(row: Int, column: Int) {
    changed.insert(cursor.row)
    cursor = (min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
    changed.insert(cursor.row)
    isPastEnd = false
  }

  func scrollUp(_ count: Int) {
    for _ in 0..<min(count, region.count) {
      let line = lines.remove(at: region.lowerBound)
      if region.lowerBound == 0, mainScreen == nil { remember(line) }
      lines.insert([Cell](repeating: blankCell, count: columns), at: region.upperBound)
    }
    for row in region { changed.insert(row) }
  }

  func scrollDown(_ count: Int) {
    for _ in 0..<min(count, region.count) {
      lines.remove(at: region.upperBound)
      lines.insert([Cell](repeating: blankCell, count: columns), at: region.lowerBound)
    }
    for row in region { changed.insert(row) }
  }

  func erase(_ range: Range<Int>, row: Int) {
    for column in range.clamped(to: 0..<columns) { lines[row][column] = blankCell }
    changed.insert(row)
  }

  func eraseScreen(_ mode: Int) {
    switch mode {
    case 0:
      erase(cursor.column..<columns, row: cursor.row)
      for row in cursor.row + 1..<max(rows, cursor.row + 1) { erase(0..<columns, row: row) }
    case 1:
      for row in 0..<cursor.row { erase(0..<columns, row: row) }
      erase(0..<cursor.column + 1, row: cursor.row)
    case 2: for row in 0..<rows { erase(0..<columns, row: row) }
    case 3: history.removeAll()
    default: break
    }
  }

  func eraseLine(_ mode: Int) {
    switch mode {
    case 0: erase(cursor.column..<columns, row: cursor.row)
    case 1: erase(0..<cursor.column + 1, row: cursor.row)
    case 2: erase(0..<columns, row: cursor.row)
    default: break
    }
  }

  func insertLines(_ count: Int) {
    guard region.contains(cursor.row) else { return }
    let whole = region
    region = cursor.row...whole.upperBound
    scrollDown(count)
    region = whole
  }

  func deleteLines(_ count: Int) {
    guard region.contains(cursor.row) else { return }
    for _ in 0..<min(count, region.upperBound - cursor.row + 1) {
      lines.remove(at: cursor.row)
      lines.insert([Cell](repeating: blankCell, count: columns), at: region.upperBound)
    }
    for row in cursor.row...region.upperBound { changed.insert(row) }
  }

  func insertCharacters(_ count: Int) {
    let count = min(count, columns - cursor.column)
    lines[cursor.row].removeLast(count)
    lines[cursor.row].insert(contentsOf: [Cell](repeating: blankCell, count: count), at: cursor.column)
    changed.insert(cursor.row)
  }

  func deleteCharacters(_ count: Int) {
    let count = min(count, columns - cursor.column)
    lines[cursor.row].removeSubrange(cursor.column..<cursor.column + count)
    lines[cursor.row] += [Cell](repeating: blankCell, count: count)
    changed.insert(cursor.row)
  }

  func useAlternate(_ isAlternate: Bool) {
    guard isAlternate != (mainScreen != nil) else { return }
    if let main = mainScreen {
      lines = main.lines
      mainScreen = nil
      moveTo(row: main.row, column: main.column)
    } else {
      mainScreen = (lines, cursor.row, cursor.column)
      lines = Self.blank(rows, columns)
    }
    markAll()
  }

  func reset() {
    pen = Cell()
    region = 0...rows - 1
    (wraps, showsCursor, applicationCursor) = (true, true, false)
    mainScreen = nil
    lines = Self.blank(rows, columns)
    moveTo(row: 0, column: 0)
    markAll()
  }

  // MARK: What was written

  /// A line counted from the oldest that is remembered.
  public func line(_ index: Int) -> [Cell] { index < history.count ? history[index] : lines[index - history.count] }
  public var lineCount: Int { history.count + rows }

  /// The text of a line without what is empty at its end.
  public func text(ofLine index: Int, columns range: Range<Int>? = nil) -> String {
    let line = line(index)
    var text = ""
    for column in (range ?? 0..<line.count).clamped(to: 0..<line.count) {
      text.unicodeScalars.append(line[column].scalar)
    }
    while text.unicodeScalars.last == " " { text.unicodeScalars.removeLast() }
    return text
  }
}
