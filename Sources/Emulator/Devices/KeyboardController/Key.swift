/// A key by its place on a 105-key board, named as in the W3C's "UI Events KeyboardEvent code Values", in lower camel case.
///
/// The name says where the key is on a US board, not what is printed on it.
public enum Key: String, CaseIterable, Codable, Sendable {
  case a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x, y, z
  case digit0, digit1, digit2, digit3, digit4, digit5, digit6, digit7, digit8, digit9
  case enter, escape, backspace, tab, space
  case minus, equal, bracketLeft, bracketRight, backslash, semicolon, quote, backquote, comma, period, slash
  /// The key between the left Shift and Z on a board with 105 keys.
  case intlBackslash
  case capsLock, numLock, scrollLock
  case f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12
  case printScreen, pause
  case insert, home, pageUp, delete, end, pageDown
  case arrowUp, arrowLeft, arrowDown, arrowRight
  case numpadDivide, numpadMultiply, numpadSubtract, numpadAdd, numpadEnter, numpadDecimal
  case numpad0, numpad1, numpad2, numpad3, numpad4, numpad5, numpad6, numpad7, numpad8, numpad9
  case controlLeft, shiftLeft, altLeft, metaLeft, controlRight, shiftRight, altRight, metaRight, contextMenu
}

/// One key, with or without Shift, that types a character on a US keyboard.
public struct KeyStroke: Equatable, Sendable {
  public var key: Key
  public var isShifted: Bool

  public init(_ key: Key, isShifted: Bool = false) {
    self.key = key
    self.isShifted = isShifted
  }

  /// What to press and release, in order.
  public var events: [(key: Key, isDown: Bool)] {
    let stroke = [(key: key, isDown: true), (key: key, isDown: false)]
    return isShifted ? [(.shiftLeft, true)] + stroke + [(.shiftLeft, false)] : stroke
  }

  /// The stroke that types an ASCII character; nil for what the board has no key for. Newline and return are Enter.
  public static func typing(_ character: Character) -> KeyStroke? {
    guard let ascii = character.asciiValue else { return nil }
    switch ascii {
    case 0x61...0x7A: return Key(rawValue: String(character)).map { KeyStroke($0) }
    case 0x41...0x5A: return Key(rawValue: character.lowercased()).map { KeyStroke($0, isShifted: true) }
    case 0x30...0x39: return Key(rawValue: "digit\(character)").map { KeyStroke($0) }
    default: break
    }
    if let key = plain[character] { return KeyStroke(key) }
    return shifted[character].map { KeyStroke($0, isShifted: true) }
  }

  private static let plain: [Character: Key] = [
    "\n": .enter, "\r": .enter, "\r\n": .enter, "\t": .tab, " ": .space, "\u{8}": .backspace, "\u{7F}": .backspace,
    "\u{1B}": .escape, "-": .minus, "=": .equal, "[": .bracketLeft, "]": .bracketRight, "\\": .backslash,
    ";": .semicolon, "'": .quote, "`": .backquote, ",": .comma, ".": .period, "/": .slash,
  ]
  private static let shifted: [Character: Key] = [
    ")": .digit0, "!": .digit1, "@": .digit2, "#": .digit3, "$": .digit4, "%": .digit5, "^": .digit6, "&": .digit7,
    "*": .digit8, "(": .digit9, "_": .minus, "+": .equal, "{": .bracketLeft, "}": .bracketRight, "|": .backslash,
    ":": .semicolon, "\"": .quote, "~": .backquote, "<": .comma, ">": .period, "?": .slash,
  ]
}
