/// The words that mean something where a command starts.
enum Reserved {
  case `if`, then, `else`, elif, fi, `while`, until, `for`, `do`, done, `case`, esac, `in`, openBrace, closeBrace

  init?(_ word: [UInt8]) {
    switch String(decoding: word, as: UTF8.self) {
    case "if": self = .if
    case "then": self = .then
    case "else": self = .else
    case "elif": self = .elif
    case "fi": self = .fi
    case "while": self = .while
    case "until": self = .until
    case "for": self = .for
    case "do": self = .do
    case "done": self = .done
    case "case": self = .case
    case "esac": self = .esac
    case "in": self = .in
    case "{": self = .openBrace
    case "}": self = .closeBrace
    default: return nil
    }
  }

  /// No command starts with it.
  var endsList: Bool {
    switch self {
    case .then, .else, .elif, .fi, .do, .done, .esac, .closeBrace: true
    default: false
    }
  }
}

extension Parser {
  /// The word that stands here, where it is text without quotes and expansions.
  func plainWord() -> [UInt8]? {
    var end = index
    while end < source.count {
      let byte = source[end]
      if isWordEnd(byte) { break }
      if byte == singleQuote || byte == doubleQuote || byte == backslash || byte == dollar || byte == backquote {
        return nil
      }
      end += 1
    }
    return end == index ? nil : Array(source[index..<end])
  }

  func isWordEnd(_ byte: UInt8) -> Bool {
    switch byte {
    case space, tab, newLine, semicolon, ampersand, pipe, less, greater, openParenthesis, closeParenthesis: true
    default: false
    }
  }

  /// Steps over a reserved word that must come here.
  private mutating func expect(_ reserved: Reserved, _ text: String) throws(SyntaxError) {
    try skipLines()
    guard let word = plainWord(), Reserved(word) == reserved else {
      if isAtEnd { throw error("end of file unexpected (expecting \"\(text)\")", incomplete: true) }
      throw unexpected()
    }
    index += word.count
  }

  private mutating func next(is reserved: Reserved) throws(SyntaxError) -> Bool {
    try skipLines()
    guard let word = plainWord(), Reserved(word) == reserved else { return false }
    index += word.count
    return true
  }

  mutating func command() throws(SyntaxError) -> Command {
    skipBlanks()
    guard let compound = try compoundCommand() else { return try simpleCommand() }
    var redirections: [Redirection] = []
    while let redirection = try redirection() { redirections.append(redirection) }
    return redirections.isEmpty ? compound : .redirected(compound, redirections)
  }

  /// A command that starts with a bracket or a reserved word, without what is redirected behind it.
  private mutating func compoundCommand() throws(SyntaxError) -> Command? {
    if peek() == openParenthesis {
      index += 1
      let body = try fullList()
      guard peek() == closeParenthesis else { throw isAtEnd ? error("\")\" missing", incomplete: true) : unexpected() }
      index += 1
      return .subshell(body)
    }
    guard let word = plainWord(), let reserved = Reserved(word) else { return nil }
    switch reserved {
    case .openBrace:
      index += 1
      let body = try fullList()
      try expect(.closeBrace, "}")
      return .group(body)
    case .if:
      index += 2
      return try conditional()
    case .while, .until:
      index += 5
      let condition = try fullList()
      return .loop(isUntil: reserved == .until, condition: condition, body: try loopBody())
    case .for:
      index += 3
      return try iteration()
    case .case:
      index += 4
      return try selection()
    case .in: return nil
    default: throw unexpected()
    }
  }

  private mutating func conditional() throws(SyntaxError) -> Command {
    var branches: [(condition: [AndOr], body: [AndOr])] = []
    while true {
      let condition = try fullList()
      try expect(.then, "then")
      branches.append((condition, try fullList()))
      if try next(is: .elif) { continue }
      let otherwise = try next(is: .else) ? try fullList() : []
      try expect(.fi, "fi")
      return .conditional(branches, otherwise: otherwise)
    }
  }

  private mutating func loopBody() throws(SyntaxError) -> [AndOr] {
    try expect(.do, "do")
    let body = try fullList()
    try expect(.done, "done")
    return body
  }

  private mutating func iteration() throws(SyntaxError) -> Command {
    skipBlanks()
    guard let name = plainWord(), isName(name) else {
      throw isAtEnd ? error("end of file unexpected", incomplete: true) : error("bad for loop variable")
    }
    index += name.count
    var words: [Word]?
    if try next(is: .in) {
      words = []
      skipBlanks()
      while let byte = peek(), !isWordEnd(byte) {
        words?.append(try word())
        skipBlanks()
      }
      guard isAtEnd || peek() == semicolon || peek() == newLine else { throw unexpected() }
    }
    skipBlanks()
    if peek() == semicolon { index += 1 }
    return .iteration(name: name, words: words, body: try loopBody())
  }

  private mutating func selection() throws(SyntaxError) -> Command {
    skipBlanks()
    guard let byte = peek(), !isWordEnd(byte) else { throw unexpected() }
    let subject = try word()
    try expect(.in, "in")
    var items: [CaseItem] = []
    while true {
      try skipLines()
      if try next(is: .esac) { return .selection(subject, items) }
      if isAtEnd { throw error("end of file unexpected (expecting \"esac\")", incomplete: true) }
      if peek() == openParenthesis { index += 1 }
      var patterns: [Word] = []
      repeat {
        if peek() == pipe { index += 1 }
        skipBlanks()
        guard let byte = peek(), !isWordEnd(byte) else { throw unexpected() }
        patterns.append(try word())
        skipBlanks()
      } while peek() == pipe
      guard peek() == closeParenthesis else { throw unexpected() }
      index += 1
      items.append(CaseItem(patterns: patterns, body: try list()))
      if starts(with: ";;") {
        index += 2
      } else {
        try expect(.esac, "esac")
        return .selection(subject, items)
      }
    }
  }

  private func isName(_ word: [UInt8]) -> Bool {
    guard let first = word.first, isNameStart(first) else { return false }
    for byte in word where !isNameByte(byte) { return false }
    return true
  }

  private mutating func simpleCommand() throws(SyntaxError) -> Command {
    var simple = SimpleCommand()
    simple.line = line
    while true {
      skipBlanks()
      if let redirection = try redirection() {
        simple.redirections.append(redirection)
        continue
      }
      guard let byte = peek(), !isWordEnd(byte) else { break }
      if simple.words.isEmpty, let name = assignedName() {
        index += name.count + 1
        simple.assignments.append((name, try word(isAssignment: true)))
        continue
      }
      let plain = plainWord()
      simple.words.append(try word())
      if simple.words.count == 1, simple.assignments.isEmpty, simple.redirections.isEmpty, let name = plain {
        skipBlanks()
        if peek() == openParenthesis { return try function(name) }
      }
    }
    if simple.words.isEmpty, simple.assignments.isEmpty, simple.redirections.isEmpty { throw unexpected() }
    return .simple(simple)
  }

  private mutating func function(_ name: [UInt8]) throws(SyntaxError) -> Command {
    guard isName(name) else { throw error("bad function name") }
    index += 1
    skipBlanks()
    guard peek() == closeParenthesis else { throw unexpected() }
    index += 1
    try skipLines()
    return .function(name: name, body: try command())
  }

  /// The name in front of an equals sign.
  private func assignedName() -> [UInt8]? {
    var end = index
    while end < source.count, isNameByte(source[end]) { end += 1 }
    guard end > index, end < source.count, source[end] == equals, isNameStart(source[index]) else { return nil }
    return Array(source[index..<end])
  }

  // MARK: Redirections

  /// A redirection, where one stands here: `<`, `>`, … , with a number right before it or not.
  private mutating func redirection() throws(SyntaxError) -> Redirection? {
    skipBlanks()
    var start = index
    while start < source.count, isDigit(source[start]) { start += 1 }
    guard start < source.count, source[start] == less || source[start] == greater, start - index <= 2 else {
      return nil
    }
    var number: Int?
    for place in index..<start { number = (number ?? 0) * 10 + Int(source[place] - UInt8(ascii: "0")) }
    index = start
    if starts(with: "<<") {
      index += 2
      let stripsTabs = peek() == minus
      if stripsTabs { index += 1 }
      return Redirection(descriptor: number ?? 0, kind: .here(try startHereDocument(stripsTabs: stripsTabs)))
    }
    let isInput = peek() == less
    let kinds: [(String, (Word) -> Redirection.Kind)] = [
      ("<&", { .duplicate($0) }), ("<>", { .readWrite($0) }), (">&", { .duplicate($0) }), (">>", { .append($0) }),
      (">|", { .write($0) }), ("<", { .read($0) }), (">", { .write($0) }),
    ]
    for (text, kind) in kinds where starts(with: text) {
      index += text.utf8.count
      skipBlanks()
      guard let byte = peek(), !isWordEnd(byte) else { throw unexpected() }
      return Redirection(descriptor: number ?? (isInput ? 0 : 1), kind: kind(try word()))
    }
    return nil
  }

  private mutating func startHereDocument(stripsTabs: Bool) throws(SyntaxError) -> HereDocument {
    skipBlanks()
    guard let byte = peek(), !isWordEnd(byte) else { throw unexpected() }
    let start = index
    let parts = try word()
    var end: [UInt8] = []
    var isQuoted = false
    for part in parts {
      guard case .literal(let text, let quoted) = part else {
        // What looks like an expansion is only text here.
        end = Array(source[start..<index])
        isQuoted = false
        break
      }
      end += text
      isQuoted = isQuoted || quoted
    }
    let document = HereDocument()
    pendingHereDocuments.append((document, end, isQuoted, stripsTabs))
    return document
  }

  mutating func hereDocument(end: [UInt8], isQuoted: Bool, stripsTabs: Bool) throws(SyntaxError) -> Word {
    var text: [UInt8] = []
    let firstLine = line
    while true {
      guard !isAtEnd else {
        throw SyntaxError(line: firstLine, message: "here-document without end", isIncomplete: true)
      }
      var lineEnd = index
      while lineEnd < source.count, source[lineEnd] != newLine { lineEnd += 1 }
      var start = index
      if stripsTabs { while start < lineEnd, source[start] == tab { start += 1 } }
      let content = Array(source[start..<lineEnd])
      let hasNewLine = lineEnd < source.count
      index = hasNewLine ? lineEnd + 1 : lineEnd
      line += 1
      if content == end { break }
      text += content
      if hasNewLine { text.append(newLine) }
    }
    if isQuoted { return [.literal(text, quoted: true)] }
    var inner = Parser(text)
    inner.line = firstLine
    return try inner.quotedText(until: nil)
  }
}
