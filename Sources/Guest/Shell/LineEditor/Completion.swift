/// What the word at the cursor could become.
public struct Completion {
  /// What all candidates go on with, as it is to be typed (with backslashes where the shell needs them).
  public let insertion: [UInt8]
  /// The candidates' names, sorted, when there is more than one.
  public let candidates: [[UInt8]]
}

extension Shell {
  /// Completes the word before the cursor: commands where a command stands, else paths.
  public func completion(of line: [UInt8], cursor: Int) -> Completion {
    // From the start of the word, with what quotes and backslashes mean taken off.
    var word: [UInt8] = []
    var isCommand = true
    var wordIsCommand = true
    var quote: UInt8?
    var index = 0
    var isInWord = false
    while index < cursor {
      let byte = line[index]
      index += 1
      if let open = quote {
        if byte == open { quote = nil } else { word.append(byte) }
        continue
      }
      switch byte {
      case singleQuote, doubleQuote:
        quote = byte
        isInWord = true
      case backslash:
        if index < cursor { word.append(line[index]) }
        index += 1
        isInWord = true
      case space, tab, newLine:
        if isInWord { isCommand = startsCommand(word) }
        (word, isInWord) = ([], false)
      case semicolon, ampersand, pipe, openParenthesis, backquote:
        (word, isInWord, isCommand) = ([], false, true)
      case less, greater:
        (word, isInWord, isCommand) = ([], false, false)
      default:
        word.append(byte)
        isInWord = true
      }
      wordIsCommand = isCommand
    }
    let names = wordIsCommand && !word.contains(slash) ? commands(startingWith: word) : paths(startingWith: word)
    return completion(of: word, names: names, quote: quote)
  }

  /// Behind these words a command starts again.
  private func startsCommand(_ word: [UInt8]) -> Bool {
    switch String(decoding: word, as: UTF8.self) {
    case "if", "then", "else", "elif", "while", "until", "do", "{", "!": true
    default: false
    }
  }

  private func commands(startingWith prefix: [UInt8]) -> [(name: [UInt8], isDirectory: Bool)] {
    var names = Builtin.names.map { Array($0.utf8) } + functions.keys
    for directory in (value(of: Array("PATH".utf8)) ?? []).split(separator: UInt8(ascii: ":")) {
      names += system.names(inDirectory: Array(directory))
    }
    return names.filter { $0.starts(with: prefix) }.map { ($0, false) }
  }

  private func paths(startingWith prefix: [UInt8]) -> [(name: [UInt8], isDirectory: Bool)] {
    let split = prefix.lastIndex(of: slash)
    var directory = split.map { Array(prefix[...$0]) } ?? []
    let name = split.map { Array(prefix[($0 + 1)...]) } ?? prefix
    if directory.starts(with: Array("~/".utf8)), let home = value(of: Array("HOME".utf8)) {
      directory = home + directory.dropFirst()
    }
    var result: [(name: [UInt8], isDirectory: Bool)] = []
    for candidate in system.names(inDirectory: directory.isEmpty ? [UInt8(ascii: ".")] : directory)
    where candidate.starts(with: name) && (candidate.first != UInt8(ascii: ".") || name.first == UInt8(ascii: ".")) {
      result.append((candidate, system.isDirectory(directory + candidate)))
    }
    return result
  }

  private func completion(of word: [UInt8], names: [(name: [UInt8], isDirectory: Bool)], quote: UInt8?) -> Completion {
    var sorted: [(name: [UInt8], isDirectory: Bool)] = []
    for candidate in names.sorted(by: { $0.name.lexicographicallyPrecedes($1.name) })
    where candidate.name != sorted.last?.name { sorted.append(candidate) }
    guard let first = sorted.first, let last = sorted.last else { return Completion(insertion: [], candidates: []) }
    // In order, what the first and the last share all share.
    var shared = 0
    while shared < first.name.count, shared < last.name.count, first.name[shared] == last.name[shared] { shared += 1 }
    let known = word.count - ((word.lastIndex(of: slash) ?? -1) + 1)
    var insertion = shared > known ? escaped(Array(first.name[known..<shared]), quote: quote) : []
    if sorted.count == 1 {
      if first.isDirectory { insertion.append(slash) } else { insertion += (quote.map { [$0] } ?? []) + [space] }
    }
    return Completion(insertion: insertion, candidates: sorted.count > 1 ? sorted.map { $0.name } : [])
  }

  private func escaped(_ text: [UInt8], quote: UInt8?) -> [UInt8] {
    if quote != nil { return text }
    var result: [UInt8] = []
    for byte in text {
      if " \t\\'\"$`&|;<>()*?[#~!{}".utf8.contains(byte) { result.append(backslash) }
      result.append(byte)
    }
    return result
  }
}
