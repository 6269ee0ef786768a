/// The text of the screen editor: lines, a cursor, and what to undo.
struct TextBuffer {
  /// Each without its end. There is always one.
  private(set) var lines: [[UInt8]] = [[]]
  private(set) var row = 0
  /// In bytes, never within a character.
  private(set) var column = 0
  private(set) var isChanged = false
  /// The column that moving up and down keeps to.
  private var wantedColumn = 0
  private var endsWithNewLine = true
  private var history: [Change] = []
  private static let historyLimit = 1000

  /// What one action replaced: enough to put it back.
  private struct Change {
    var firstLine: Int
    var old: [[UInt8]]
    var newCount: Int
    var row: Int
    var column: Int
  }

  init() {}

  init(_ text: [UInt8]) {
    lines = text.split(separator: 10, omittingEmptySubsequences: false).map { Array($0) }
    if lines.isEmpty { lines = [[]] }
    endsWithNewLine = text.isEmpty || text.last == 10
    if endsWithNewLine, lines.count > 1 { lines.removeLast() }
  }

  /// The text as a file has it.
  var text: [UInt8] {
    var result: [UInt8] = []
    for (index, line) in lines.enumerated() {
      if index > 0 { result.append(10) }
      result += line
    }
    if endsWithNewLine, !(lines.count == 1 && lines[0].isEmpty) { result.append(10) }
    return result
  }

  mutating func saved() { isChanged = false }

  // MARK: Changing

  private mutating func replace(_ range: Range<Int>, with new: [[UInt8]], row: Int, column: Int) {
    history.append(
      Change(
        firstLine: range.lowerBound, old: Array(lines[range]), newCount: new.count, row: self.row, column: self.column))
    if history.count > Self.historyLimit { history.removeFirst() }
    lines.replaceSubrange(range, with: new)
    (self.row, self.column, wantedColumn, isChanged) = (row, column, column, true)
  }

  mutating func undo() -> Bool {
    guard let change = history.popLast() else { return false }
    lines.replaceSubrange(change.firstLine..<change.firstLine + change.newCount, with: change.old)
    (row, column, wantedColumn, isChanged) = (change.row, change.column, change.column, true)
    return true
  }

  mutating func insert(_ bytes: [UInt8]) {
    var line = lines[row]
    line.insert(contentsOf: bytes, at: column)
    replace(row..<row + 1, with: [line], row: row, column: column + bytes.count)
  }

  /// Ends the line here; the new one begins as far in as this.
  mutating func breakLine() {
    let line = lines[row]
    let indentation = Array(line.prefix { $0 == 32 || $0 == 9 }.prefix(column))
    replace(
      row..<row + 1, with: [Array(line[..<column]), indentation + line[column...]], row: row + 1,
      column: indentation.count)
  }

  mutating func deleteBackward() {
    if column > 0 {
      let start = characterStart(before: column)
      var line = lines[row]
      line.removeSubrange(start..<column)
      replace(row..<row + 1, with: [line], row: row, column: start)
    } else if row > 0 {
      let above = lines[row - 1]
      replace(row - 1..<row + 1, with: [above + lines[row]], row: row - 1, column: above.count)
    }
  }

  mutating func deleteForward() {
    if column < lines[row].count {
      var line = lines[row]
      line.removeSubrange(column..<characterEnd(after: column))
      replace(row..<row + 1, with: [line], row: row, column: column)
    } else if row < lines.count - 1 {
      replace(row..<row + 2, with: [lines[row] + lines[row + 1]], row: row, column: column)
    }
  }

  /// Takes the whole line away and returns it.
  mutating func cutLine() -> [UInt8] {
    let line = lines[row]
    if lines.count == 1 {
      replace(0..<1, with: [[]], row: 0, column: 0)
    } else {
      replace(row..<row + 1, with: [], row: min(row, lines.count - 2), column: 0)
    }
    return line
  }

  /// Puts lines above this one.
  mutating func insertLines(_ new: [[UInt8]]) {
    guard !new.isEmpty else { return }
    replace(row..<row, with: new, row: row + new.count, column: 0)
  }

  // MARK: Moving

  private func characterStart(before place: Int) -> Int {
    var start = max(0, place - 1)
    while start > 0, lines[row][start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  private func characterEnd(after place: Int) -> Int {
    var end = min(lines[row].count, place + 1)
    while end < lines[row].count, lines[row][end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  mutating func left() {
    if column > 0 {
      column = characterStart(before: column)
    } else if row > 0 {
      row -= 1
      column = lines[row].count
    }
    wantedColumn = column
  }

  mutating func right() {
    if column < lines[row].count {
      column = characterEnd(after: column)
    } else if row < lines.count - 1 {
      row += 1
      column = 0
    }
    wantedColumn = column
  }

  mutating func move(rows: Int) {
    row = max(0, min(lines.count - 1, row + rows))
    column = min(wantedColumn, lines[row].count)
    while column > 0, column < lines[row].count, lines[row][column] & 0xC0 == 0x80 { column -= 1 }
  }

  mutating func home() { (column, wantedColumn) = (0, 0) }
  mutating func end() { (column, wantedColumn) = (lines[row].count, lines[row].count) }

  /// - Parameter line: from 1.
  mutating func go(toLine line: Int) {
    row = max(0, min(lines.count - 1, line - 1))
    home()
  }

  /// Goes to the next place behind the cursor with this text, from the start again at the end. False where there is none.
  mutating func find(_ text: [UInt8]) -> Bool {
    guard !text.isEmpty else { return false }
    for distance in 0...lines.count {
      let index = (row + distance) % lines.count
      let line = lines[index]
      var place = distance == 0 ? column + 1 : 0
      while place + text.count <= line.count {
        if line[place...].starts(with: text) {
          (row, column, wantedColumn) = (index, place, place)
          return true
        }
        place += 1
      }
    }
    return false
  }
}
