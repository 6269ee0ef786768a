/// Finds a text in a stream of bytes.
struct TextMatcher {
  private let text: [UInt8]
  private var recent: [UInt8] = []
  private(set) var isMet = false

  init(_ text: String) {
    self.text = Array(text.utf8)
    isMet = text.isEmpty
  }

  /// Takes note of one more byte; returns whether it completes the text for the first time.
  mutating func feed(_ byte: UInt8) -> Bool {
    guard !isMet else { return false }
    recent.append(byte)
    if recent.count > text.count { recent.removeFirst() }
    isMet = recent == text
    return isMet
  }
}
