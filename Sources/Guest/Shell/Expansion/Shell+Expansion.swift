/// Why the shell gives up a command: in a script it ends, at a prompt it asks again.
struct ShellFailure: Error {
  var message: String
  var status: UInt8
  init(_ message: String, status: UInt8 = 2) { (self.message, self.status) = (message, status) }
}

extension Shell {
  /// The arguments that words become: expanded, split, matched with paths, without quotes.
  func fields(_ words: [Word]) throws(ShellFailure) -> [[UInt8]] {
    var result: [[UInt8]] = []
    for word in words {
      if case .literal(let text, let quoted)? = word.first, word.count == 1, !isRemarkable(text, quoted) {
        result.append(text)
        continue
      }
      var fields = Fields(delimiters: value(of: Self.separatorsName) ?? [space, tab, newLine])
      try expand(word, into: &fields)
      for pattern in fields.end() {
        if Pattern.hasSpecial(pattern[...]), !options.noPathExpansion {
          let paths = PathExpansion(system: system).paths(matching: pattern)
          if !paths.isEmpty {
            result += paths
            continue
          }
        }
        result.append(Pattern.unescaped(pattern[...]))
      }
    }
    return result
  }

  /// Whether text of a word is more than itself.
  private func isRemarkable(_ text: [UInt8], _ quoted: Bool) -> Bool {
    if quoted { return false }
    for byte in text where Pattern.isSpecial(byte) || byte == backslash { return true }
    return text.first == UInt8(ascii: "~")
  }

  /// One text: expanded, but not split and not matched with paths.
  func text(_ word: Word, isAssignment: Bool = false) throws(ShellFailure) -> [UInt8] {
    Pattern.unescaped(try pattern(word, isAssignment: isAssignment)[...])
  }

  /// One text in which what was quoted has backslashes.
  func pattern(_ word: Word, isAssignment: Bool = false) throws(ShellFailure) -> [UInt8] {
    var fields = Fields()
    try expand(word, into: &fields, isAssignment: isAssignment)
    return fields.end().first ?? []
  }

  private func expand(_ word: Word, into fields: inout Fields, isAssignment: Bool = false) throws(ShellFailure) {
    for (index, part) in word.enumerated() {
      switch part {
      case .literal(let text, let quoted):
        if quoted {
          // Quotes without anything do not bring back a field that "$@" has not given.
          if text.isEmpty, word.count > 1, isOnlyAllParameters(word) { continue }
          fields.addQuoted(text)
        } else {
          fields.addLiteral(try home(text, isFirst: index == 0, isLast: index == word.count - 1, isAssignment))
        }
      case .parameter(let parameter, let quoted): try expand(parameter, quoted: quoted, into: &fields)
      case .command(let commands, let quoted):
        add(try output(of: commands), quoted: quoted, to: &fields)
      case .arithmetic(let expression, let quoted):
        let value = try Arithmetic.value(of: try text(expression), in: self)
        add(Array(String(value).utf8), quoted: quoted, to: &fields)
      }
    }
  }

  private func isOnlyAllParameters(_ word: Word) -> Bool {
    var found = false
    for part in word {
      switch part {
      case .literal(let text, quoted: true) where text.isEmpty: continue
      case .parameter(let parameter, quoted: true) where parameter.name == [UInt8(ascii: "@")]: found = true
      default: return false
      }
    }
    return found && positional.isEmpty
  }

  private func add(_ text: [UInt8], quoted: Bool, to fields: inout Fields) {
    if quoted { fields.addQuoted(text) } else { fields.addSplit(text) }
  }

  /// Puts a home directory in the place of a tilde at the start of a word, and behind colons in an assignment.
  private func home(_ text: [UInt8], isFirst: Bool, isLast: Bool, _ isAssignment: Bool) throws(ShellFailure) -> [UInt8]
  {
    guard text.contains(UInt8(ascii: "~")), let home = value(of: Array("HOME".utf8)) else { return text }
    var result: [UInt8] = []
    for (index, byte) in text.enumerated() {
      let starts = index == 0 ? isFirst : isAssignment && text[index - 1] == UInt8(ascii: ":")
      let ends =
        index + 1 == text.count
        ? isLast : text[index + 1] == slash || isAssignment && text[index + 1] == UInt8(ascii: ":")
      if byte == UInt8(ascii: "~"), starts, ends {
        result += Pattern.escaped(home)
      } else {
        result.append(byte)
      }
    }
    return result
  }

  // MARK: Parameters

  private func expand(_ parameter: Parameter, quoted: Bool, into fields: inout Fields) throws(ShellFailure) {
    let isAt = parameter.name == [UInt8(ascii: "@")]
    let isStar = parameter.name == [UInt8(ascii: "*")]
    let isAll = isAt || isStar
    var value = isAll ? (positional.isEmpty ? nil : joined(positional)) : parameterValue(parameter.name)
    // A colon asks for more than being there.
    let counts = value != nil && !(parameter.hasColon && value!.isEmpty)
    switch parameter.operation {
    case .value: break
    case .length:
      let count = isAll ? positional.count : (value ?? []).count
      add(Array(String(count).utf8), quoted: quoted, to: &fields)
      return
    case .useDefault:
      if !counts { return try expandNested(parameter.word, quoted: quoted, into: &fields) }
    case .useAlternative:
      if counts { return try expandNested(parameter.word, quoted: quoted, into: &fields) }
      if quoted { fields.addQuoted([]) }
      return
    case .assignDefault:
      if !counts {
        guard isNameStart(parameter.name[0]) else { throw ShellFailure("bad variable name") }
        let text = try text(parameter.word)
        try assign(text, to: parameter.name)
        value = text
      }
    case .fail:
      if !counts {
        let message = try text(parameter.word)
        let name = String(decoding: parameter.name, as: UTF8.self)
        let reason = parameter.hasColon ? "parameter not set or null" : "parameter not set"
        throw ShellFailure("\(name): \(message.isEmpty ? reason : String(decoding: message, as: UTF8.self))")
      }
    case .removeSuffix(let longest):
      value = Pattern.removingSuffix(try pattern(parameter.word), from: value ?? [], longest: longest)
    case .removePrefix(let longest):
      value = Pattern.removingPrefix(try pattern(parameter.word), from: value ?? [], longest: longest)
    }
    if options.failsForUnset, value == nil, !isAll, case .value = parameter.operation {
      throw ShellFailure("\(String(decoding: parameter.name, as: UTF8.self)): parameter not set")
    }
    if isAll, case .value = parameter.operation {
      addAll(isAt: isAt, quoted: quoted, to: &fields)
    } else if isAll, counts, isPlain(parameter.operation) {
      addAll(isAt: isAt, quoted: quoted, to: &fields)
    } else {
      add(value ?? [], quoted: quoted, to: &fields)
    }
  }

  private func isPlain(_ operation: Parameter.Operation) -> Bool {
    switch operation {
    case .useDefault, .assignDefault, .fail: true
    default: false
    }
  }

  private func addAll(isAt: Bool, quoted: Bool, to fields: inout Fields) {
    if !isAt, quoted || fields.isOneText {
      fields.addQuoted(joined(positional))
      return
    }
    for (index, parameter) in positional.enumerated() {
      if index > 0 { if quoted { fields.breakField() } else { fields.breakIfStarted() } }
      add(parameter, quoted: quoted, to: &fields)
    }
  }

  /// The word of `${name-word}` in place of the parameter.
  private func expandNested(_ word: Word, quoted: Bool, into fields: inout Fields) throws(ShellFailure) {
    if quoted {
      if word.isEmpty { fields.addQuoted([]) }
      try expand(word, into: &fields)
      return
    }
    for part in word {
      // Text that is not quoted is split here, as a value would be.
      if case .literal(let text, quoted: false) = part {
        fields.addSplitPattern(try home(text, isFirst: true, isLast: true, false))
      } else {
        try expand([part], into: &fields)
      }
    }
  }

  /// The parameters in one text: `$*`.
  private func joined(_ parameters: [[UInt8]]) -> [UInt8] {
    let separators = value(of: Self.separatorsName) ?? [space]
    var result: [UInt8] = []
    for (index, parameter) in parameters.enumerated() {
      if index > 0, let separator = separators.first { result.append(separator) }
      result += parameter
    }
    return result
  }

  /// A variable, a positional or a special parameter; nil where it is not set.
  func parameterValue(_ name: [UInt8]) -> [UInt8]? {
    func number(_ value: Int) -> [UInt8] { Array(String(value).utf8) }
    if isNameStart(name[0]) { return value(of: name) }
    if isDigit(name[0]) {
      let index =
        Arithmetic.number(
          name.count > 1 && name[0] == UInt8(ascii: "0") ? Array(name.drop { $0 == UInt8(ascii: "0") }) : name) ?? 0
      if index == 0 { return commandName }
      return index <= positional.count ? positional[index - 1] : nil
    }
    switch name[0] {
    case hash: return number(positional.count)
    case UInt8(ascii: "?"): return number(Int(lastStatus))
    case dollar: return number(processIdentifier)
    case exclamation: return lastBackground.map { number($0) }
    case minus: return Array(options.letters.utf8)
    default: return nil
    }
  }
}
