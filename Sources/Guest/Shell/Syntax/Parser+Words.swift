extension Parser {
  /// The word that starts here.
  mutating func word(isAssignment: Bool = false) throws(SyntaxError) -> Word {
    var parts = PartList()
    while let byte = peek(), !isWordEnd(byte) { try wordPart(byte, into: &parts) }
    return parts.parts
  }

  /// Collects parts, and joins neighbouring text.
  struct PartList {
    var parts: Word = []

    mutating func add(_ byte: UInt8, quoted: Bool) { add([byte], quoted: quoted) }

    mutating func add(_ bytes: [UInt8], quoted: Bool) {
      if case .literal(let text, let wasQuoted)? = parts.last, wasQuoted == quoted {
        parts[parts.count - 1] = .literal(text + bytes, quoted: quoted)
      } else {
        parts.append(.literal(bytes, quoted: quoted))
      }
    }
  }

  /// One step of a word outside double quotes.
  private mutating func wordPart(_ byte: UInt8, into parts: inout PartList) throws(SyntaxError) {
    switch byte {
    case backslash:
      guard let next = peek(1) else {
        index += 1
        parts.add(backslash, quoted: true)
        return
      }
      index += 2
      if next == newLine {
        line += 1
      } else {
        parts.add(next, quoted: true)
      }
    case singleQuote:
      index += 1
      let start = index
      while let byte = peek(), byte != singleQuote {
        if byte == newLine { line += 1 }
        index += 1
      }
      guard !isAtEnd else { throw error("Unterminated quoted string", incomplete: true) }
      parts.add(Array(source[start..<index]), quoted: true)
      index += 1
    case doubleQuote:
      index += 1
      let quoted = try quotedText(until: doubleQuote)
      // Quotes around nothing are something; around "$@" they are as many fields as there are parameters, or none.
      if case .parameter(let parameter, _)? = quoted.first, quoted.count == 1, parameter.name == [UInt8(ascii: "@")] {
        parts.parts += quoted
        break
      }
      parts.add([], quoted: true)
      for part in quoted {
        if case .literal(let text, _) = part { parts.add(text, quoted: true) } else { parts.parts.append(part) }
      }
    case dollar: try expansion(quoted: false, into: &parts)
    case backquote: parts.parts.append(.command(try backquoted(inDoubleQuotes: false), quoted: false))
    default:
      if byte == newLine { line += 1 }
      index += 1
      parts.add(byte, quoted: false)
    }
  }

  /// Text in which only `$`, backquotes and some backslashes mean anything, up to an end that is stepped over (nil: the script's end).
  mutating func quotedText(until end: UInt8?) throws(SyntaxError) -> Word {
    var parts = PartList()
    while let byte = peek() {
      if byte == end {
        index += 1
        return parts.parts
      }
      switch byte {
      case backslash:
        guard let next = peek(1) else {
          index += 1
          parts.add(backslash, quoted: true)
          continue
        }
        index += 2
        if next == newLine {
          line += 1
        } else if next == dollar || next == backquote || next == backslash || next == end {
          parts.add(next, quoted: true)
        } else {
          parts.add([backslash, next], quoted: true)
        }
      case dollar: try expansion(quoted: true, into: &parts)
      case backquote: parts.parts.append(.command(try backquoted(inDoubleQuotes: end != nil), quoted: true))
      default:
        if byte == newLine { line += 1 }
        index += 1
        parts.add(byte, quoted: true)
      }
    }
    if end != nil { throw error("Unterminated quoted string", incomplete: true) }
    return parts.parts
  }

  /// What starts with a dollar.
  private mutating func expansion(quoted: Bool, into parts: inout PartList) throws(SyntaxError) {
    index += 1
    guard let byte = peek() else {
      parts.add(dollar, quoted: quoted)
      return
    }
    if byte == openParenthesis {
      if peek(1) == openParenthesis, let expression = try arithmetic() {
        parts.parts.append(.arithmetic(expression, quoted: quoted))
        return
      }
      index += 1
      let commands = try list()
      guard peek() == closeParenthesis else { throw isAtEnd ? error("\")\" missing", incomplete: true) : unexpected() }
      index += 1
      parts.parts.append(.command(commands, quoted: quoted))
    } else if byte == openBrace {
      index += 1
      parts.parts.append(.parameter(try bracedParameter(quoted: quoted), quoted: quoted))
    } else if let name = parameterName(braced: false) {
      parts.parts.append(.parameter(Parameter(name: name), quoted: quoted))
    } else {
      parts.add(dollar, quoted: quoted)
    }
  }

  /// A variable's name, a number (one digit outside braces), or a special parameter.
  private mutating func parameterName(braced: Bool) -> [UInt8]? {
    guard let first = peek() else { return nil }
    let start = index
    if isNameStart(first) {
      while let byte = peek(), isNameByte(byte) { index += 1 }
    } else if isDigit(first) {
      index += 1
      while braced, let byte = peek(), isDigit(byte) { index += 1 }
    } else {
      switch first {
      case UInt8(ascii: "@"), UInt8(ascii: "*"), hash, UInt8(ascii: "?"), minus, dollar, exclamation: index += 1
      default: return nil
      }
    }
    return Array(source[start..<index])
  }

  private mutating func bracedParameter(quoted: Bool) throws(SyntaxError) -> Parameter {
    // `${#name}` asks for a length, `${#}` and `${#-…}` are about the parameter `#`.
    if peek() == hash, let next = peek(1),
      isNameByte(next) || next == UInt8(ascii: "@") || next == UInt8(ascii: "*")
        || next == UInt8(ascii: "?") && peek(2) == closeBrace
    {
      index += 1
      guard let name = parameterName(braced: true), peek() == closeBrace else { throw badSubstitution() }
      index += 1
      return Parameter(name: name, operation: .length)
    }
    guard let name = parameterName(braced: true) else { throw badSubstitution() }
    var parameter = Parameter(name: name)
    if peek() == closeBrace {
      index += 1
      return parameter
    }
    if peek() == UInt8(ascii: ":") {
      parameter.hasColon = true
      index += 1
    }
    var isPattern = false
    switch peek() {
    case minus: parameter.operation = .useDefault
    case equals: parameter.operation = .assignDefault
    case UInt8(ascii: "?"): parameter.operation = .fail
    case UInt8(ascii: "+"): parameter.operation = .useAlternative
    case UInt8(ascii: "%") where !parameter.hasColon:
      parameter.operation = .removeSuffix(longest: peek(1) == UInt8(ascii: "%"))
      isPattern = true
    case hash where !parameter.hasColon:
      parameter.operation = .removePrefix(longest: peek(1) == hash)
      isPattern = true
    default: throw badSubstitution()
    }
    index += 1
    if isPattern, peek() == source[index - 1] { index += 1 }
    parameter.word = try bracedWord(quoted: quoted && !isPattern)
    return parameter
  }

  private func badSubstitution() -> SyntaxError { error("Bad substitution", incomplete: isAtEnd) }

  /// The word in `${name-word}`, with the closing brace.
  private mutating func bracedWord(quoted: Bool) throws(SyntaxError) -> Word {
    if quoted { return try quotedBracedWord() }
    var parts = PartList()
    while let byte = peek() {
      if byte == closeBrace {
        index += 1
        return parts.parts
      }
      try wordPart(byte, into: &parts)
    }
    throw error("Missing '}'", incomplete: true)
  }

  /// The same inside double quotes, where a single quote is only a character and a double quote ends the quoting for a while.
  private mutating func quotedBracedWord() throws(SyntaxError) -> Word {
    var parts = PartList()
    while let byte = peek() {
      switch byte {
      case closeBrace:
        index += 1
        return parts.parts
      case backslash:
        guard let next = peek(1) else { throw error("Missing '}'", incomplete: true) }
        index += 2
        if next == newLine {
          line += 1
        } else if next == dollar || next == backquote || next == backslash || next == doubleQuote || next == closeBrace
        {
          parts.add(next, quoted: true)
        } else {
          parts.add([backslash, next], quoted: true)
        }
      case doubleQuote:
        index += 1
        for part in try quotedText(until: doubleQuote) {
          if case .literal(let text, _) = part { parts.add(text, quoted: true) } else { parts.parts.append(part) }
        }
      case dollar: try expansion(quoted: true, into: &parts)
      case backquote: parts.parts.append(.command(try backquoted(inDoubleQuotes: true), quoted: true))
      default:
        if byte == newLine { line += 1 }
        index += 1
        parts.add(byte, quoted: true)
      }
    }
    throw error("Missing '}'", incomplete: true)
  }

  /// The expression of `$((…))`; nil where it is a subshell in a command substitution instead.
  private mutating func arithmetic() throws(SyntaxError) -> Word? {
    let (savedIndex, savedLine) = (index, line)
    index += 2
    var depth = 0
    var parts = PartList()
    while let byte = peek() {
      switch byte {
      case openParenthesis:
        depth += 1
        index += 1
        parts.add(byte, quoted: true)
      case closeParenthesis:
        if depth == 0 {
          guard peek(1) == closeParenthesis else {
            (index, line) = (savedIndex, savedLine)
            return nil
          }
          index += 2
          return parts.parts
        }
        depth -= 1
        index += 1
        parts.add(byte, quoted: true)
      case backslash where peek(1) == newLine:
        index += 2
        line += 1
      case dollar: try expansion(quoted: true, into: &parts)
      case backquote: parts.parts.append(.command(try backquoted(inDoubleQuotes: true), quoted: true))
      default:
        if byte == newLine { line += 1 }
        index += 1
        // Double quotes mean nothing in an expression.
        if byte != doubleQuote { parts.add(byte, quoted: true) }
      }
    }
    throw error("missing '))'", incomplete: true)
  }

  private mutating func backquoted(inDoubleQuotes: Bool) throws(SyntaxError) -> [AndOr] {
    index += 1
    var text: [UInt8] = []
    while let byte = peek(), byte != backquote {
      if byte == backslash, let next = peek(1),
        next == dollar || next == backquote || next == backslash || inDoubleQuotes && next == doubleQuote
      {
        text.append(next)
        index += 2
      } else {
        if byte == newLine { line += 1 }
        text.append(byte)
        index += 1
      }
    }
    guard !isAtEnd else { throw error("EOF in backquote substitution", incomplete: true) }
    index += 1
    var inner = Parser(text)
    inner.line = line
    var commands: [AndOr] = []
    while let more = try inner.nextCommands() { commands += more }
    return commands
  }
}
