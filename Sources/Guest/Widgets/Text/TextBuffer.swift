/// A text that is edited: lines, a caret, what is selected, and what can be undone.
public struct TextBuffer {
  /// Before a character of a line.
  public struct Place: Equatable, Comparable, Sendable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
      self.line = line
      self.column = column
    }

    public static func < (one: Place, other: Place) -> Bool {
      (one.line, one.column) < (other.line, other.column)
    }
  }

  public private(set) var lines: [[Unicode.Scalar]] = [[]]
  public private(set) var caret = Place(line: 0, column: 0)
  /// Where the selection started; the caret is its other end.
  public private(set) var anchor = Place(line: 0, column: 0)
  /// Grows with every change.
  public private(set) var revision = 0
  /// Where the caret would like to be after going through shorter lines.
  private var wishedColumn: Int?
  private var undone: [Change] = []
  private var done: [Change] = []
  public let isSingleLine: Bool

  /// What was in a place, and what is there now.
  private struct Change {
    var start: Place
    var removed: [Unicode.Scalar]
    var inserted: [Unicode.Scalar]
  }

  private static let undoLimit = 500

  public init(_ text: String = "", isSingleLine: Bool = false) {
    self.isSingleLine = isSingleLine
    setText(text)
  }

  // MARK: The text

  public var text: String { Self.string(lines.joined(separator: ["\n"])) }
  public var isEmpty: Bool { lines.count == 1 && lines[0].isEmpty }

  static func string<Scalars: Sequence>(_ scalars: Scalars) -> String where Scalars.Element == Unicode.Scalar {
    var text = ""
    text.unicodeScalars.append(contentsOf: scalars)
    return text
  }

  /// Another text; nothing of the old one can be had back.
  public mutating func setText(_ text: String) {
    lines = [[]]
    for scalar in text.unicodeScalars where scalar != "\r" {
      if scalar == "\n" {
        lines.append([])
      } else {
        lines[lines.count - 1].append(scalar)
      }
    }
    (caret, anchor) = (Place(line: 0, column: 0), Place(line: 0, column: 0))
    (done, undone, wishedColumn) = ([], [], nil)
    revision += 1
  }

  public var end: Place { Place(line: lines.count - 1, column: lines[lines.count - 1].count) }
  public var selection: Range<Place> { min(caret, anchor)..<max(caret, anchor) }
  public var hasSelection: Bool { caret != anchor }
  public var selectedText: String { Self.string(scalars(in: selection)) }

  private func scalars(in range: Range<Place>) -> [Unicode.Scalar] {
    let (from, to) = (range.lowerBound, range.upperBound)
    if from.line == to.line { return Array(lines[from.line][from.column..<to.column]) }
    var result = Array(lines[from.line][from.column...])
    for line in from.line + 1..<to.line { result += ["\n"] + lines[line] }
    return result + ["\n"] + lines[to.line][..<to.column]
  }

  // MARK: Changing it

  /// Replaces a range without remembering it; returns the place behind what was inserted.
  private mutating func splice(_ range: Range<Place>, _ inserted: [Unicode.Scalar]) -> Place {
    let (from, to) = (range.lowerBound, range.upperBound)
    let head = Array(lines[from.line][..<from.column])
    let tail = Array(lines[to.line][to.column...])
    var new: [[Unicode.Scalar]] = [head]
    for scalar in inserted {
      if scalar == "\n" { new.append([]) } else { new[new.count - 1].append(scalar) }
    }
    let end = Place(line: from.line + new.count - 1, column: new[new.count - 1].count)
    new[new.count - 1] += tail
    lines.replaceSubrange(from.line...to.line, with: new)
    revision += 1
    return end
  }

  private mutating func replace(_ range: Range<Place>, with inserted: [Unicode.Scalar]) {
    let change = Change(start: range.lowerBound, removed: scalars(in: range), inserted: inserted)
    guard !change.removed.isEmpty || !inserted.isEmpty else { return }
    remember(change)
    caret = splice(range, inserted)
    anchor = caret
    wishedColumn = nil
  }

  private mutating func remember(_ change: Change) {
    undone = []
    // Letters that are typed one after the other are undone together, word by word.
    if let last = done.last, last.removed.isEmpty, change.removed.isEmpty, change.inserted.count == 1,
      change.inserted[0] != "\n", change.inserted[0] != " ", last.inserted.last != "\n",
      Self.advanced(last.start, by: last.inserted) == change.start
    {
      done[done.count - 1].inserted += change.inserted
      return
    }
    done.append(change)
    if done.count > Self.undoLimit { done.removeFirst() }
  }

  private static func advanced(_ place: Place, by scalars: [Unicode.Scalar]) -> Place {
    var place = place
    for scalar in scalars {
      if scalar == "\n" { place = Place(line: place.line + 1, column: 0) } else { place.column += 1 }
    }
    return place
  }

  /// In place of what is selected. Control characters other than new lines and tabulators are left out.
  public mutating func insert(_ text: String) {
    var scalars = Array(text.unicodeScalars.filter { $0.value >= 0x20 || $0 == "\n" || $0 == "\t" })
    if isSingleLine { scalars = scalars.map { $0 == "\n" || $0 == "\t" ? " " : $0 } }
    replace(selection, with: scalars)
  }

  /// A new line as far from the margin as this one.
  public mutating func insertLine() {
    let indentation = lines[selection.lowerBound.line].prefix { $0 == " " || $0 == "\t" }
    replace(selection, with: ["\n"] + indentation.prefix(selection.lowerBound.column))
  }

  public mutating func deleteBackward(byWord: Bool = false) {
    if !hasSelection { anchor = byWord ? wordStart(before: caret) : before(caret) }
    replace(selection, with: [])
  }

  public mutating func deleteForward(byWord: Bool = false) {
    if !hasSelection { anchor = byWord ? wordEnd(after: caret) : after(caret) }
    replace(selection, with: [])
  }

  public var canUndo: Bool { !done.isEmpty }
  public var canRedo: Bool { !undone.isEmpty }

  public mutating func undo() {
    guard let change = done.popLast() else { return }
    let end = Self.advanced(change.start, by: change.inserted)
    caret = splice(change.start..<end, change.removed)
    anchor = caret
    undone.append(change)
  }

  public mutating func redo() {
    guard let change = undone.popLast() else { return }
    let end = Self.advanced(change.start, by: change.removed)
    caret = splice(change.start..<end, change.inserted)
    anchor = caret
    done.append(change)
  }

  // MARK: Moving about

  public enum Movement: Sendable {
    case left, right, up, down, wordLeft, wordRight, lineStart, lineEnd, start, end
    case lines(Int)
  }

  private func before(_ place: Place) -> Place {
    if place.column > 0 { return Place(line: place.line, column: place.column - 1) }
    return place.line > 0 ? Place(line: place.line - 1, column: lines[place.line - 1].count) : place
  }

  private func after(_ place: Place) -> Place {
    if place.column < lines[place.line].count { return Place(line: place.line, column: place.column + 1) }
    return place.line < lines.count - 1 ? Place(line: place.line + 1, column: 0) : place
  }

  private static func isWord(_ scalar: Unicode.Scalar) -> Bool {
    let value = scalar.value
    return (value >= 0x30 && value <= 0x39) || (value >= 0x41 && value <= 0x5A) || (value >= 0x61 && value <= 0x7A)
      || value == 0x5F || (value >= 0xC0 && value != 0xD7 && value != 0xF7)
  }

  private func wordStart(before place: Place) -> Place {
    if place.column == 0 { return before(place) }
    let line = lines[place.line]
    var column = place.column
    while column > 0, !Self.isWord(line[column - 1]) { column -= 1 }
    while column > 0, Self.isWord(line[column - 1]) { column -= 1 }
    return Place(line: place.line, column: column)
  }

  private func wordEnd(after place: Place) -> Place {
    let line = lines[place.line]
    if place.column == line.count { return after(place) }
    var column = place.column
    while column < line.count, !Self.isWord(line[column]) { column += 1 }
    while column < line.count, Self.isWord(line[column]) { column += 1 }
    return Place(line: place.line, column: column)
  }

  private mutating func vertical(_ count: Int) -> Place {
    let wished = wishedColumn ?? caret.column
    wishedColumn = wished
    let line = caret.line + count
    if line < 0 { return Place(line: 0, column: 0) }
    if line >= lines.count { return end }
    return Place(line: line, column: min(wished, lines[line].count))
  }

  /// Moves the caret; the selection goes along, or ends.
  public mutating func move(_ movement: Movement, selecting: Bool = false) {
    let wished = wishedColumn
    var place: Place
    switch movement {
    case .left: place = hasSelection && !selecting ? selection.lowerBound : before(caret)
    case .right: place = hasSelection && !selecting ? selection.upperBound : after(caret)
    case .wordLeft: place = wordStart(before: caret)
    case .wordRight: place = wordEnd(after: caret)
    case .lineStart:
      // To the first letter, and from there to the margin.
      let first = lines[caret.line].firstIndex { $0 != " " && $0 != "\t" } ?? 0
      place = Place(line: caret.line, column: caret.column == first ? 0 : first)
    case .lineEnd: place = Place(line: caret.line, column: lines[caret.line].count)
    case .start: place = Place(line: 0, column: 0)
    case .end: place = end
    case .up: place = vertical(-1)
    case .down: place = vertical(1)
    case .lines(let count): place = vertical(count)
    }
    let keeps = wishedColumn
    place = bounded(place)
    caret = place
    if !selecting { anchor = place }
    switch movement {
    case .up, .down, .lines: wishedColumn = keeps ?? wished
    default: wishedColumn = nil
    }
  }

  private func bounded(_ place: Place) -> Place {
    let line = min(max(place.line, 0), lines.count - 1)
    return Place(line: line, column: min(max(place.column, 0), lines[line].count))
  }

  public mutating func place(_ place: Place, selecting: Bool = false) {
    caret = bounded(place)
    if !selecting { anchor = caret }
    wishedColumn = nil
  }

  public mutating func select(_ range: Range<Place>) {
    anchor = bounded(range.lowerBound)
    caret = bounded(range.upperBound)
  }

  public mutating func selectAll() { select(Place(line: 0, column: 0)..<end) }

  public mutating func selectWord(at place: Place) {
    let place = bounded(place)
    let line = lines[place.line]
    var (from, to) = (place.column, place.column)
    while from > 0, Self.isWord(line[from - 1]) { from -= 1 }
    while to < line.count, Self.isWord(line[to]) { to += 1 }
    select(Place(line: place.line, column: from)..<Place(line: place.line, column: to))
  }

  public mutating func selectLine(_ line: Int) {
    let from = Place(line: line, column: 0)
    select(
      from..<(line + 1 < lines.count ? Place(line: line + 1, column: 0) : Place(line: line, column: lines[line].count)))
  }

  /// The next place of a text behind the selection, or from the start on; it is selected.
  public mutating func find(_ text: String) -> Bool {
    let wanted = Array(text.unicodeScalars)
    guard !wanted.isEmpty, !wanted.contains("\n") else { return false }
    let start = selection.upperBound
    for step in 0...lines.count {
      let number = (start.line + step) % lines.count
      let line = lines[number]
      guard line.count >= wanted.count else { continue }
      let first = step == 0 ? start.column : 0
      for column in first..<max(first, line.count - wanted.count + 1)
      where wanted.indices.allSatisfy({ line[column + $0] == wanted[$0] }) {
        select(Place(line: number, column: column)..<Place(line: number, column: column + wanted.count))
        return true
      }
    }
    return false
  }
}
