/// Turns a script into commands, one line (or as many as belong together) at a time, so that what stands before a mistake runs.
///
/// The grammar is POSIX's (XCU 2.10) but for aliases.
public struct Parser {
  let source: [UInt8]
  var index = 0
  var line = 1
  /// Here-documents whose contents start behind the current line.
  var pendingHereDocuments: [(document: HereDocument, end: [UInt8], isQuoted: Bool, stripsTabs: Bool)] = []

  public init(_ source: [UInt8]) { self.source = source }

  /// Whether everything was parsed.
  var isAtEnd: Bool { index >= source.count }

  func peek(_ distance: Int = 0) -> UInt8? {
    index + distance < source.count ? source[index + distance] : nil
  }

  func error(_ message: String, incomplete: Bool = false) -> SyntaxError {
    SyntaxError(line: line, message: message, isIncomplete: incomplete)
  }

  /// What stands where something else should.
  func unexpected() -> SyntaxError {
    guard let byte = peek() else { return error("end of file unexpected", incomplete: true) }
    if byte == newLine { return error("newline unexpected") }
    for text in Self.operators where starts(with: text) { return error("\"\(text)\" unexpected") }
    if let word = plainWord() { return error("word unexpected (\"\(String(decoding: word, as: UTF8.self))\")") }
    return error("word unexpected")
  }

  private static let operators = [
    "&&", "||", ";;", "<<-", "<<", ">>", "<&", ">&", "<>", ">|", "&", "|", ";", "<", ">", "(", ")",
  ]

  func starts(with text: String) -> Bool {
    var place = index
    for byte in text.utf8 {
      guard place < source.count, source[place] == byte else { return false }
      place += 1
    }
    return true
  }

  // MARK: Blanks

  /// Blanks, continued lines and comments.
  mutating func skipBlanks() {
    while let byte = peek() {
      if byte == space || byte == tab {
        index += 1
      } else if byte == backslash, peek(1) == newLine {
        index += 2
        line += 1
      } else if byte == hash {
        while let byte = peek(), byte != newLine {
          _ = byte
          index += 1
        }
      } else {
        return
      }
    }
  }

  /// Blanks and whole lines.
  mutating func skipLines() throws(SyntaxError) {
    while true {
      skipBlanks()
      guard peek() == newLine else { return }
      try endLine()
    }
  }

  /// Steps over a new line; what here-documents say comes next.
  mutating func endLine() throws(SyntaxError) {
    index += 1
    line += 1
    let pending = pendingHereDocuments
    pendingHereDocuments = []
    for (document, end, isQuoted, stripsTabs) in pending {
      document.contents = try hereDocument(end: end, isQuoted: isQuoted, stripsTabs: stripsTabs)
    }
  }

  // MARK: Lists

  /// The commands up to the end of a line, or nil at the end of the script.
  mutating func nextCommands() throws(SyntaxError) -> [AndOr]? {
    try skipLines()
    guard !isAtEnd else { return nil }
    var commands: [AndOr] = []
    while true {
      commands.append(try andOr())
      skipBlanks()
      if isAtEnd { break }
      if peek() == newLine {
        try endLine()
        break
      }
      guard isCommandStart else { throw unexpected() }
    }
    if !pendingHereDocuments.isEmpty { throw error("here-document without end", incomplete: true) }
    return commands
  }

  /// Something that can start a command, and not end a list.
  private var isCommandStart: Bool {
    guard let byte = peek() else { return false }
    switch byte {
    case newLine, semicolon, ampersand, pipe, closeParenthesis: return false
    default: break
    }
    if let word = plainWord(), let reserved = Reserved(word), reserved.endsList { return false }
    return true
  }

  /// Commands up to what must end the list, which stays.
  mutating func list() throws(SyntaxError) -> [AndOr] {
    var commands: [AndOr] = []
    try skipLines()
    while isCommandStart {
      commands.append(try andOr())
      try skipLines()
    }
    return commands
  }

  /// A list that must have at least one command.
  mutating func fullList() throws(SyntaxError) -> [AndOr] {
    let commands = try list()
    if commands.isEmpty { throw unexpected() }
    return commands
  }

  private mutating func andOr() throws(SyntaxError) -> AndOr {
    skipBlanks()
    let start = index
    let first = try pipeline()
    var rest: [(isAnd: Bool, pipeline: Pipeline)] = []
    while true {
      skipBlanks()
      let isAnd = starts(with: "&&")
      guard isAnd || starts(with: "||") else { break }
      index += 2
      try skipLines()
      rest.append((isAnd, try pipeline()))
    }
    var end = index
    while end > start, source[end - 1] == space || source[end - 1] == tab { end -= 1 }
    var isBackground = false
    if peek() == ampersand {
      isBackground = true
      index += 1
    } else if peek() == semicolon, peek(1) != semicolon {
      index += 1
    }
    return AndOr(first: first, rest: rest, isBackground: isBackground, text: Array(source[start..<end]))
  }

  private mutating func pipeline() throws(SyntaxError) -> Pipeline {
    skipBlanks()
    var isNegated = false
    while let word = plainWord(), word == [exclamation] {
      isNegated.toggle()
      index += 1
      skipBlanks()
    }
    var commands = [try command()]
    while true {
      skipBlanks()
      guard peek() == pipe, peek(1) != pipe else { break }
      index += 1
      try skipLines()
      commands.append(try command())
    }
    return Pipeline(isNegated: isNegated, commands: commands)
  }
}

let newLine = UInt8(ascii: "\n")
let space = UInt8(ascii: " ")
let tab = UInt8(ascii: "\t")
let backslash = UInt8(ascii: "\\")
let hash = UInt8(ascii: "#")
let semicolon = UInt8(ascii: ";")
let ampersand = UInt8(ascii: "&")
let pipe = UInt8(ascii: "|")
let less = UInt8(ascii: "<")
let greater = UInt8(ascii: ">")
let openParenthesis = UInt8(ascii: "(")
let closeParenthesis = UInt8(ascii: ")")
let openBrace = UInt8(ascii: "{")
let closeBrace = UInt8(ascii: "}")
let singleQuote = UInt8(ascii: "'")
let doubleQuote = UInt8(ascii: "\"")
let backquote = UInt8(ascii: "`")
let dollar = UInt8(ascii: "$")
let equals = UInt8(ascii: "=")
let exclamation = UInt8(ascii: "!")
let slash = UInt8(ascii: "/")
let minus = UInt8(ascii: "-")

func isNameStart(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: "_") || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
}

func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

func isNameByte(_ byte: UInt8) -> Bool { isNameStart(byte) || isDigit(byte) }
