/// The fields that a word becomes: pieces of text go in, quoted or not, and what is not quoted is split.
struct Fields {
  /// Patterns: what is quoted has backslashes.
  private(set) var finished: [[UInt8]] = []
  private var current: [UInt8] = []
  private var hasCurrent = false
  /// The last field ended with white space, so that one delimiter that is none belongs to the same end.
  private var endedWithBlank = false
  private let delimiters: [UInt8]

  /// Everything is one text, as in an assignment: fields are only parted by spaces.
  let isOneText: Bool

  init(delimiters: [UInt8]) { (self.delimiters, isOneText) = (delimiters, false) }

  /// Fields that are none.
  init() { (delimiters, isOneText) = ([], true) }

  mutating func addQuoted(_ text: [UInt8]) {
    current += Pattern.escaped(text)
    hasCurrent = true
    endedWithBlank = false
  }

  /// Text of the word itself: a pattern, not split.
  mutating func addLiteral(_ text: [UInt8]) {
    current += text
    hasCurrent = true
    endedWithBlank = false
  }

  /// What an expansion outside quotes has given.
  mutating func addSplit(_ text: [UInt8]) {
    for byte in text {
      if !delimiters.contains(byte) {
        // A backslash in a value is a backslash.
        if byte == backslash { current.append(backslash) }
        current.append(byte)
        hasCurrent = true
        endedWithBlank = false
      } else if byte == space || byte == tab || byte == newLine {
        if hasCurrent {
          finish()
          endedWithBlank = true
        }
      } else if hasCurrent {
        finish()
        endedWithBlank = false
      } else if endedWithBlank {
        endedWithBlank = false
      } else {
        finished.append([])
      }
    }
  }

  /// Text of the word in `${name-word}`: a pattern, and split.
  mutating func addSplitPattern(_ text: [UInt8]) {
    for byte in text {
      if delimiters.contains(byte) { addSplit([byte]) } else { addLiteral([byte]) }
    }
  }

  /// Ends a field that has begun.
  mutating func breakIfStarted() {
    if isOneText { return addLiteral([space]) }
    if hasCurrent { finish() }
    endedWithBlank = false
  }

  /// Ends a field whatever is in it.
  mutating func breakField() {
    if isOneText { return addLiteral([space]) }
    finish()
    endedWithBlank = false
  }

  private mutating func finish() {
    finished.append(current)
    current = []
    hasCurrent = false
  }

  mutating func end() -> [[UInt8]] {
    if hasCurrent { finish() }
    return finished
  }
}
