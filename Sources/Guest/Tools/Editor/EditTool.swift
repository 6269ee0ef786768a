import GuestShell
import SystemCalls

/// `edit FILE`: a screen editor. Its keys stand in its last line.
public enum EditTool {
  public static func run(_ tool: Tool) {
    guard let path = tool.arguments.first, tool.arguments.count == 1 else { return tool.complain("usage: edit FILE") }
    guard tool.system.terminalSize(1) != nil, tool.system.terminalSize(0) != nil else {
      return tool.complain("needs a terminal")
    }
    var editor = ScreenEditor(path: path)
    do throws(SystemError) {
      let descriptor = try tool.system.open(path, .readOnly, mode: 0)
      defer { tool.system.close(descriptor) }
      if try tool.system.status(of: descriptor).kind == .directory { throw .isDirectory }
      editor.buffer = TextBuffer(try tool.readAll(descriptor))
    } catch {
      guard error == .noSuchFileOrDirectory else { return tool.complain("\(path): \(error)") }
      editor.message = "New file"
    }
    tool.system.setRaw(0, true)
    while true {
      editor.size = tool.system.terminalSize(1) ?? TerminalSize()
      tool.write(editor.picture())
      tool.flush()
      guard let bytes = try? tool.read(0, count: 256), !bytes.isEmpty else { break }
      var isFinished = false
      for byte in bytes {
        switch editor.put(byte) {
        case .none: break
        case .save: save(tool, &editor)
        case .saveAndFinish:
          save(tool, &editor)
          isFinished = !editor.buffer.isChanged
        case .finish: isFinished = true
        }
      }
      if isFinished { break }
    }
    tool.system.setRaw(0, false)
    tool.write("\u{1B}[H\u{1B}[2J")
  }

  /// Writes beside the file first, so that a full disk loses nothing.
  private static func save(_ tool: Tool, _ editor: inout ScreenEditor) {
    let system = tool.system
    // A link stays a link: what it leads to is written.
    var path = editor.path
    for _ in 0..<PathLimits.links {
      guard let target = try? system.readLink(path) else { break }
      path = target.hasPrefix("/") ? target : Tool.join(CopyTool.Copy.parent(path), target)
    }
    let temporary = path + ".edit~"
    do throws(SystemError) {
      let mode = (try? system.status(path, followsLinks: true))?.mode ?? 0o644
      let descriptor = try system.open(temporary, [.writeOnly, .create, .truncate], mode: mode)
      let text = editor.buffer.text
      do throws(SystemError) { try tool.write(descriptor, text) } catch {
        system.close(descriptor)
        try? system.unlink(temporary)
        throw error
      }
      system.close(descriptor)
      try system.rename(temporary, to: path)
      editor.buffer.saved()
      editor.message = "Wrote \(text.count) bytes"
    } catch {
      editor.message = "\(editor.path): \(error)"
    }
  }
}

/// The screen editor as a function of keys: what it shows, and what it wants done.
struct ScreenEditor {
  enum Request: Equatable {
    case none, save, saveAndFinish, finish
  }

  private enum Question {
    case search, line, leave
  }

  let path: String
  var buffer = TextBuffer()
  var size = TerminalSize()
  var message = ""
  private var keys = KeyReader()
  private var firstRow = 0
  private var firstColumn = 0
  private var cutLines: [[UInt8]] = []
  private var lastWasCut = false
  private var question: Question?
  private var answer: [UInt8] = []
  private var lastSearch: [UInt8] = []

  init(path: String) { self.path = path }

  private var textRows: Int { max(1, Int(size.rows) - 2) }
  private var columns: Int { max(10, Int(size.columns)) }

  mutating func put(_ byte: UInt8) -> Request {
    guard let key = keys.put(byte) else { return .none }
    message = ""
    if question != nil { return putAnswer(key) }
    let isCut = key == .control(UInt8(ascii: "K"))
    defer { lastWasCut = isCut }
    switch key {
    case .character(let bytes): buffer.insert(bytes)
    case .tab: buffer.insert([9])
    case .enter: buffer.breakLine()
    case .backspace: buffer.deleteBackward()
    case .delete: buffer.deleteForward()
    case .left: buffer.left()
    case .right: buffer.right()
    case .up: buffer.move(rows: -1)
    case .down: buffer.move(rows: 1)
    case .pageUp: buffer.move(rows: -textRows)
    case .pageDown: buffer.move(rows: textRows)
    case .home: buffer.home()
    case .end: buffer.end()
    case .control(let letter): return control(letter)
    case .wordLeft, .wordRight, .deleteWordRight, .unknown: break
    }
    return .none
  }

  private mutating func control(_ letter: UInt8) -> Request {
    switch letter {
    case UInt8(ascii: "S"), UInt8(ascii: "O"): return .save
    case UInt8(ascii: "Q"), UInt8(ascii: "X"):
      if !buffer.isChanged { return .finish }
      ask(.leave)
    case UInt8(ascii: "A"): buffer.home()
    case UInt8(ascii: "E"): buffer.end()
    case UInt8(ascii: "K"):
      if !lastWasCut { cutLines = [] }
      cutLines.append(buffer.cutLine())
    case UInt8(ascii: "U"): buffer.insertLines(cutLines)
    case UInt8(ascii: "Z"): if !buffer.undo() { message = "Nothing to undo" }
    case UInt8(ascii: "F"), UInt8(ascii: "W"): ask(.search)
    case UInt8(ascii: "G"): ask(.line)
    default: message = "No such key"
    }
    return .none
  }

  private mutating func ask(_ question: Question) { (self.question, answer) = (question, []) }

  private mutating func putAnswer(_ key: Key) -> Request {
    guard let question else { return .none }
    if question == .leave {
      self.question = nil
      switch key {
      case .character([UInt8(ascii: "y")]), .character([UInt8(ascii: "Y")]): return .saveAndFinish
      case .character([UInt8(ascii: "n")]), .character([UInt8(ascii: "N")]): return .finish
      default: return .none
      }
    }
    switch key {
    case .character(let bytes): answer += bytes
    case .backspace: if !answer.isEmpty { answer.removeLast() }
    case .enter:
      self.question = nil
      if question == .search {
        if !answer.isEmpty { lastSearch = answer }
        if !buffer.find(lastSearch) { message = "Not found" }
      } else if let line = Int(String(decoding: answer, as: UTF8.self)) {
        buffer.go(toLine: line)
      } else {
        message = "That is no number"
      }
    case .control: self.question = nil
    default: break
    }
    return .none
  }

  // MARK: The picture

  /// A line as the screen shows it: a tab goes on to the next multiple of eight, control characters are question marks.
  private static func cells(_ line: some Sequence<UInt8>) -> [[UInt8]] {
    var cells: [[UInt8]] = []
    for byte in line {
      if byte == 9 {
        repeat { cells.append([32]) } while cells.count % 8 != 0
      } else if byte & 0xC0 == 0x80, !cells.isEmpty {
        cells[cells.count - 1].append(byte)
      } else {
        cells.append([byte < 32 || byte == 127 ? UInt8(ascii: "?") : byte])
      }
    }
    return cells
  }

  /// The escape sequences and texts that draw the whole screen.
  mutating func picture() -> [UInt8] {
    let cursorColumn = Self.cells(buffer.lines[buffer.row][..<buffer.column]).count
    firstRow = min(max(firstRow, buffer.row - textRows + 1), buffer.row)
    firstColumn = cursorColumn < columns ? 0 : cursorColumn - columns / 2
    var output = Array("\u{1B}[?25l\u{1B}[H".utf8)
    for index in firstRow..<firstRow + textRows {
      if index < buffer.lines.count {
        for cell in Self.cells(buffer.lines[index]).dropFirst(firstColumn).prefix(columns) { output += cell }
      } else {
        output.append(UInt8(ascii: "~"))
      }
      output += Array("\u{1B}[K\r\n".utf8)
    }
    let state =
      " \(path)\(buffer.isChanged ? " (changed)" : "")  line \(buffer.row + 1) of \(buffer.lines.count)  \(message)"
    output += Array("\u{1B}[7m".utf8) + Self.cells(state.utf8).prefix(columns).joined()
    output +=
      Array("\u{1B}[K\u{1B}[0m\r\n".utf8) + Self.cells(lastLine.utf8).prefix(columns - 1).joined()
      + Array("\u{1B}[K".utf8)
    let (row, column) =
      question == nil ? (buffer.row - firstRow, cursorColumn - firstColumn) : (textRows + 1, lastLine.utf8.count)
    output += Array("\u{1B}[\(row + 1);\(min(column, columns - 1) + 1)H\u{1B}[?25h".utf8)
    return output
  }

  private var lastLine: String {
    let typed = String(decoding: answer, as: UTF8.self)
    switch question {
    case .search: return "Search: \(typed)"
    case .line: return "Go to line: \(typed)"
    case .leave: return "Save the changes? y, n, or another key to go on "
    case nil: return "^S save  ^X leave  ^F search  ^G line  ^K cut line  ^U paste  ^Z undo"
    }
  }
}
