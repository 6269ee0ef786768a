/// What the guest wrote to a serial port.
///
/// The last 16 MiB are kept, so that a guest that never stops writing does not fill the host's memory.
struct SerialLog {
  private static let capacity = 16 << 20
  private(set) var bytes: [UInt8] = []
  /// How far ``firstMatch(of:)`` has looked, as an index into ``bytes``.
  private(set) var cursor = 0

  init() {}

  /// A log as it was, of which the text before `cursor` has been matched.
  init(bytes: [UInt8], cursor: Int) {
    self.bytes = bytes
    self.cursor = min(max(cursor, 0), bytes.count)
  }

  mutating func append(_ byte: UInt8) {
    if bytes.count == 2 * Self.capacity {
      bytes.removeFirst(Self.capacity)
      cursor = max(0, cursor - Self.capacity)
    }
    bytes.append(byte)
  }

  /// What is kept, as text; what is not UTF-8 is replaced.
  var text: String { String(decoding: bytes.suffix(Self.capacity), as: UTF8.self) }

  /// Whether the byte that was just written completes one of these texts after the last match.
  func completes(_ text: [UInt8]) -> Bool {
    bytes.count - cursor >= text.count && bytes.suffix(text.count).elementsEqual(text)
  }

  /// Whether one of the texts stands anywhere after the last match: its index in the list.
  func firstMatch(of texts: [[UInt8]]) -> (text: Int, end: Int)? {
    for end in stride(from: cursor, through: bytes.count, by: 1) {
      for (index, text) in texts.enumerated() where end - cursor >= text.count {
        if bytes[end - text.count..<end].elementsEqual(text) { return (index, end) }
      }
    }
    return nil
  }

  /// Marks everything up to `end` as matched.
  mutating func consume(to end: Int) { cursor = max(cursor, end) }
}
