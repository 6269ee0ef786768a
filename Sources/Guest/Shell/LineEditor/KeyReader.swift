/// A key, as a terminal sends it.
public enum Key: Equatable {
  /// One character in UTF-8.
  case character([UInt8])
  case left, right, wordLeft, wordRight, up, down, home, end, pageUp, pageDown, delete, backspace, deleteWordRight
  case tab, enter
  /// Ctrl and a letter.
  case control(UInt8)
  case unknown
}

/// Puts keys together from bytes: control characters, escape sequences (ECMA-48, as xterm sends them), UTF-8.
public struct KeyReader {
  private var bytes: [UInt8] = []

  public init() {}

  /// The key that this byte completes.
  public mutating func put(_ byte: UInt8) -> Key? {
    bytes.append(byte)
    guard let key = key() else { return nil }
    bytes = []
    return key
  }

  private func key() -> Key? {
    let first = bytes[0]
    switch first {
    case 0x1B: return escape()
    case 9: return .tab
    case 10, 13: return .enter
    case 8, 0x7F: return .backspace
    case 0..<0x20: return .control(first + 0x40)
    case 0..<0x80: return .character(bytes)
    default:
      let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
      guard first >= 0xC2, first < 0xF5 else { return .unknown }
      if bytes.count > 1, bytes[bytes.count - 1] & 0xC0 != 0x80 { return .unknown }
      return bytes.count < length ? nil : .character(bytes)
    }
  }

  private func escape() -> Key? {
    guard bytes.count > 1 else { return nil }
    switch bytes[1] {
    case UInt8(ascii: "b"): return .wordLeft
    case UInt8(ascii: "f"): return .wordRight
    case UInt8(ascii: "d"): return .deleteWordRight
    case UInt8(ascii: "O"), UInt8(ascii: "["): break
    default: return .unknown
    }
    guard bytes.count > 2 else { return nil }
    let last = bytes[bytes.count - 1]
    // Parameters go on until a letter or a tilde.
    guard last >= 0x40, last < 0x7F else { return bytes.count < 16 ? nil : .unknown }
    let parameters = Array(bytes[2..<bytes.count - 1])
    let isWithControl = parameters.suffix(2) == Array(";5".utf8)[...]
    switch last {
    case UInt8(ascii: "A"): return .up
    case UInt8(ascii: "B"): return .down
    case UInt8(ascii: "C"): return isWithControl ? .wordRight : .right
    case UInt8(ascii: "D"): return isWithControl ? .wordLeft : .left
    case UInt8(ascii: "H"): return .home
    case UInt8(ascii: "F"): return .end
    case UInt8(ascii: "~"):
      switch parameters.first {
      case UInt8(ascii: "1"), UInt8(ascii: "7"): return .home
      case UInt8(ascii: "4"), UInt8(ascii: "8"): return .end
      case UInt8(ascii: "3"): return .delete
      case UInt8(ascii: "5"): return .pageUp
      case UInt8(ascii: "6"): return .pageDown
      default: return .unknown
      }
    default: return .unknown
    }
  }
}

/// How many columns a text takes on a terminal.
enum DisplayWidth {
  /// Every character counts one; escape sequences (colours in a prompt) none.
  static func of(_ text: [UInt8]) -> Int {
    var width = 0
    var index = 0
    while index < text.count {
      if text[index] == 0x1B {
        index += 1
        if index < text.count, text[index] == UInt8(ascii: "[") {
          index += 1
          while index < text.count, text[index] < 0x40 { index += 1 }
        }
      } else if text[index] & 0xC0 != 0x80 {
        width += 1
      }
      index += 1
    }
    return width
  }
}

/// The lines that were typed, the oldest first.
public struct History {
  public private(set) var lines: [[UInt8]] = []
  private static let limit = 500

  public init() {}

  /// Keeps a line that is neither empty nor the same as the last.
  public mutating func add(_ line: [UInt8]) {
    guard line.contains(where: { $0 != space }), line != lines.last else { return }
    lines.append(line)
    if lines.count > Self.limit { lines.removeFirst() }
  }

  /// The last line before a place that contains a text.
  func find(_ text: [UInt8], before place: Int) -> Int? {
    var index = place - 1
    while index >= 0 {
      if contains(lines[index], text) { return index }
      index -= 1
    }
    return nil
  }

  private func contains(_ line: [UInt8], _ text: [UInt8]) -> Bool {
    guard text.count <= line.count else { return false }
    for start in 0...(line.count - text.count) where line[start...].starts(with: text) { return true }
    return false
  }
}
