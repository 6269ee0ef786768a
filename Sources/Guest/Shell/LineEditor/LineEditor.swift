/// Edits one line at a terminal: keys go in as bytes, what the terminal shall show comes out as bytes (ANSI escape sequences).
///
/// Keys: arrows, Home, End, Delete; Ctrl-A and -E (start, end), -B and -F (left, right), -H and Backspace, -D (delete, or the end
/// of the input on an empty line), -K (delete to the end), -U (delete to the start), -W (delete a word), -Y (put it back),
/// -L (clear the screen), -P and -N (history), -T (swap), -C (give the line up), -R (search in the history), Tab (complete);
/// Alt-B and -F, or Ctrl with an arrow (by words).
public struct LineEditor {
  /// What a key has led to.
  public enum Event: Equatable {
    case none
    /// Enter: the line.
    case line([UInt8])
    /// Ctrl-D on an empty line.
    case endOfInput
    /// Ctrl-C.
    case interrupted
    /// Tab: the shell is asked what the word at the cursor could become.
    case complete
  }

  public private(set) var line: [UInt8] = []
  /// A place in `line`: never within a character.
  public private(set) var cursor = 0
  /// What the terminal shall be sent; the owner takes it with ``takeOutput()``.
  private var output: [UInt8] = []
  private var prompt: [UInt8]
  private var keys = KeyReader()
  private var history: History
  /// Where in the history the line comes from; nil for the new one, which `draft` keeps meanwhile.
  private var historyPlace: Int?
  private var draft: [UInt8] = []
  private var removed: [UInt8] = []
  private var search: Search?
  public var columns: Int
  /// In which row of the terminal, counted from the prompt's, the cursor is.
  private var cursorRow = 0

  private struct Search {
    var text: [UInt8] = []
    var place: Int
    var lineBefore: [UInt8]
  }

  /// - Parameter columns: the terminal's width.
  public init(columns: Int = 80, history: History = History()) {
    (self.columns, self.history, prompt) = (max(columns, 10), history, [])
  }

  /// Starts a line.
  public mutating func start(prompt: [UInt8]) {
    self.prompt = prompt
    (line, cursor, historyPlace, draft, search, cursorRow) = ([], 0, nil, [], nil, 0)
    redraw()
  }

  public mutating func takeOutput() -> [UInt8] {
    defer { output = [] }
    return output
  }

  /// Takes a byte of a key.
  public mutating func put(_ byte: UInt8) -> Event {
    guard let key = keys.put(byte) else { return .none }
    if search != nil { return putInSearch(key) }
    return put(key)
  }

  private mutating func put(_ key: Key) -> Event {
    switch key {
    case .character(let bytes): insert(bytes)
    case .left: move(to: characterStart(before: cursor))
    case .right: move(to: characterEnd(after: cursor))
    case .wordLeft: move(to: wordStart(before: cursor))
    case .wordRight: move(to: wordEnd(after: cursor))
    case .up: recall(by: -1)
    case .down: recall(by: 1)
    case .home: move(to: 0)
    case .end: move(to: line.count)
    case .delete: remove(cursor..<characterEnd(after: cursor))
    case .backspace: remove(characterStart(before: cursor)..<cursor)
    case .deleteWordRight: cut(cursor..<wordEnd(after: cursor))
    case .tab: return .complete
    case .enter: return finish(.line(line))
    case .control(let letter): return control(letter)
    case .unknown, .pageUp, .pageDown: output.append(7)
    }
    return .none
  }

  private mutating func control(_ letter: UInt8) -> Event {
    switch letter {
    case UInt8(ascii: "A"): move(to: 0)
    case UInt8(ascii: "E"): move(to: line.count)
    case UInt8(ascii: "B"): move(to: characterStart(before: cursor))
    case UInt8(ascii: "F"): move(to: characterEnd(after: cursor))
    case UInt8(ascii: "C"):
      output += Array("^C".utf8)
      return finish(.interrupted)
    case UInt8(ascii: "D"):
      if line.isEmpty { return finish(.endOfInput) }
      remove(cursor..<characterEnd(after: cursor))
    case UInt8(ascii: "K"): cut(cursor..<line.count)
    case UInt8(ascii: "U"): cut(0..<cursor)
    case UInt8(ascii: "W"): cut(blankWordStart(before: cursor)..<cursor)
    case UInt8(ascii: "Y"): insert(removed)
    case UInt8(ascii: "L"):
      output += Array("\u{1B}[H\u{1B}[2J".utf8)
      cursorRow = 0
      redraw()
    case UInt8(ascii: "P"): recall(by: -1)
    case UInt8(ascii: "N"): recall(by: 1)
    case UInt8(ascii: "T"): swapCharacters()
    case UInt8(ascii: "R"):
      search = Search(place: history.lines.count, lineBefore: line)
      redraw()
    default: output.append(7)
    }
    return .none
  }

  private mutating func finish(_ event: Event) -> Event {
    if cursor != line.count {
      cursor = line.count
      redraw()
    }
    output += [13, 10]
    cursorRow = 0
    if case .line(let line) = event { history.add(line) }
    return event
  }

  // MARK: Changes

  public mutating func insert(_ bytes: [UInt8]) {
    guard !bytes.isEmpty else { return }
    let isAtEnd = cursor == line.count
    line.insert(contentsOf: bytes, at: cursor)
    cursor += bytes.count
    // Usually a key is one more character at the end, and nothing else changes.
    let width = DisplayWidth.of(prompt) + DisplayWidth.of(line)
    if isAtEnd, width % columns > bytes.count { output += bytes } else { redraw() }
  }

  private mutating func remove(_ range: Range<Int>) {
    guard !range.isEmpty else {
      output.append(7)
      return
    }
    line.removeSubrange(range)
    cursor = range.lowerBound
    redraw()
  }

  private mutating func cut(_ range: Range<Int>) {
    if !range.isEmpty { removed = Array(line[range]) }
    remove(range)
  }

  private mutating func move(to place: Int) {
    guard place != cursor else { return }
    cursor = place
    redraw()
  }

  private mutating func swapCharacters() {
    let end = cursor == line.count ? cursor : characterEnd(after: cursor)
    let middle = characterStart(before: end)
    let start = characterStart(before: middle)
    guard start < middle, middle < end else { return }
    line.replaceSubrange(start..<end, with: Array(line[middle..<end]) + Array(line[start..<middle]))
    cursor = end
    redraw()
  }

  private mutating func replace(with text: [UInt8]) {
    line = text
    cursor = text.count
    redraw()
  }

  private mutating func recall(by distance: Int) {
    let place = (historyPlace ?? history.lines.count) + distance
    guard place >= 0, place <= history.lines.count else {
      output.append(7)
      return
    }
    if historyPlace == nil { draft = line }
    historyPlace = place == history.lines.count ? nil : place
    replace(with: historyPlace.map { history.lines[$0] } ?? draft)
  }

  // MARK: Search

  private mutating func putInSearch(_ key: Key) -> Event {
    guard var current = search else { return .none }
    switch key {
    case .character(let bytes):
      current.text += bytes
      if let place = history.find(current.text, before: min(current.place + 1, history.lines.count)) {
        current.place = place
        line = history.lines[place]
        cursor = line.count
      } else {
        output.append(7)
      }
      search = current
    case .control(UInt8(ascii: "R")):
      if let place = history.find(current.text, before: current.place) {
        current.place = place
        line = history.lines[place]
        cursor = line.count
      } else {
        output.append(7)
      }
      search = current
    case .backspace:
      current.text = Array(current.text[..<Self.characterStart(in: current.text, before: current.text.count)])
      search = current
    case .control(UInt8(ascii: "C")), .control(UInt8(ascii: "G")):
      line = current.lineBefore
      cursor = line.count
      search = nil
    default:
      search = nil
      redraw()
      return put(key)
    }
    redraw()
    return .none
  }

  // MARK: Places

  private func characterStart(before place: Int) -> Int { Self.characterStart(in: line, before: place) }

  private static func characterStart(in line: [UInt8], before place: Int) -> Int {
    var start = max(0, place - 1)
    while start > 0, line[start] & 0xC0 == 0x80 { start -= 1 }
    return start
  }

  private func characterEnd(after place: Int) -> Int {
    var end = min(line.count, place + 1)
    while end < line.count, line[end] & 0xC0 == 0x80 { end += 1 }
    return end
  }

  private func isWordByte(_ place: Int) -> Bool { isNameByte(line[place]) || line[place] >= 0x80 }

  private func wordStart(before place: Int) -> Int {
    var start = place
    while start > 0, !isWordByte(start - 1) { start -= 1 }
    while start > 0, isWordByte(start - 1) { start -= 1 }
    return start
  }

  private func wordEnd(after place: Int) -> Int {
    var end = place
    while end < line.count, !isWordByte(end) { end += 1 }
    while end < line.count, isWordByte(end) { end += 1 }
    return end
  }

  private func blankWordStart(before place: Int) -> Int {
    var start = place
    while start > 0, line[start - 1] == space { start -= 1 }
    while start > 0, line[start - 1] != space { start -= 1 }
    return start
  }

  // MARK: The picture

  /// Draws prompt and line anew, from the prompt's row on, and brings the cursor to its place.
  public mutating func redraw() {
    if cursorRow > 0 { output += Array("\u{1B}[\(cursorRow)A".utf8) }
    output.append(13)
    let shownPrompt = search.map { Array("(search)'".utf8) + $0.text + Array("': ".utf8) } ?? prompt
    output += shownPrompt + line + Array("\u{1B}[J".utf8)
    let start = DisplayWidth.of(shownPrompt)
    let (end, place) = (start + DisplayWidth.of(line), start + DisplayWidth.of(Array(line[..<cursor])))
    // A terminal stays in the last column until there is one more character.
    if end > 0, end % columns == 0 { output += [space, 13] }
    let rows = end / columns - place / columns
    if rows > 0 { output += Array("\u{1B}[\(rows)A".utf8) }
    output.append(13)
    if place % columns > 0 { output += Array("\u{1B}[\(place % columns)C".utf8) }
    cursorRow = place / columns
  }

  /// The output has been disturbed, by a list of completions for example: the prompt comes again on a row of its own.
  public mutating func startAgain() {
    cursorRow = 0
    redraw()
  }
}
