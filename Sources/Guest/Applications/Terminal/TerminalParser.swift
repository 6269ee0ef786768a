/// Finds characters and control sequences in a stream of bytes, whatever the stream is cut into.
struct TerminalParser {
  private enum State { case ground, escape, escapeIntermediate, sequence, text, textEscape }

  private var state = State.ground
  private var numbers: [Int] = []
  private var isPrivate = false
  private var hasNumber = false
  private var isIgnored = false
  private var string: [UInt8] = []
  /// A character of UTF-8 that is not whole yet.
  private var scalar: UInt32 = 0
  private var missing = 0
  private var least: UInt32 = 0

  private static let mostNumbers = 16
  private static let longestString = 256

  mutating func take(_ byte: UInt8, _ screen: TerminalScreen) {
    switch state {
    case .ground: ground(byte, screen)
    case .escape: escape(byte, screen)
    case .escapeIntermediate: if byte >= 0x30 { state = .ground }
    case .sequence: sequence(byte, screen)
    case .text:
      switch byte {
      case 0x07: finishText(screen)
      case 0x1B: state = .textEscape
      case 0x18, 0x1A: state = .ground
      default: if string.count < Self.longestString { string.append(byte) }
      }
    case .textEscape:
      finishText(screen)
      if byte != UInt8(ascii: "\\") { take(byte, screen) }
    }
  }

  private mutating func ground(_ byte: UInt8, _ screen: TerminalScreen) {
    if missing > 0 {
      if byte & 0xC0 == 0x80 {
        scalar = scalar << 6 | UInt32(byte & 0x3F)
        missing -= 1
        if missing == 0 { screen.put(scalar >= least ? Unicode.Scalar(scalar) ?? "\u{FFFD}" : "\u{FFFD}") }
        return
      }
      missing = 0
      screen.put("\u{FFFD}")
    }
    switch byte {
    case 0x20..<0x7F: screen.put(Unicode.Scalar(byte))
    case 0..<0x20: control(byte, screen)
    case 0x7F: break
    case 0xC2...0xDF: (scalar, missing, least) = (UInt32(byte & 0x1F), 1, 0x80)
    case 0xE0...0xEF: (scalar, missing, least) = (UInt32(byte & 0x0F), 2, 0x800)
    case 0xF0...0xF4: (scalar, missing, least) = (UInt32(byte & 0x07), 3, 0x10000)
    default: screen.put("\u{FFFD}")
    }
  }

  private mutating func control(_ byte: UInt8, _ screen: TerminalScreen) {
    switch byte {
    case 0x08: screen.moveTo(row: screen.cursor.row, column: screen.cursor.column - 1)
    case 0x09: screen.moveTo(row: screen.cursor.row, column: (screen.cursor.column / 8 + 1) * 8)
    case 0x0A, 0x0B, 0x0C: screen.lineFeed()
    case 0x0D: screen.moveTo(row: screen.cursor.row, column: 0)
    case 0x1B: state = .escape
    default: break
    }
  }

  private mutating func escape(_ byte: UInt8, _ screen: TerminalScreen) {
    state = .ground
    switch byte {
    case UInt8(ascii: "["):
      (numbers, isPrivate, hasNumber, isIgnored) = ([], false, false, false)
      state = .sequence
    case UInt8(ascii: "]"):
      string = []
      state = .text
    case UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"), UInt8(ascii: "_"):
      string = []
      state = .text
    case UInt8(ascii: "7"): screen.saved = (screen.cursor.row, screen.cursor.column, screen.pen)
    case UInt8(ascii: "8"): restore(screen)
    case UInt8(ascii: "D"): screen.lineFeed()
    case UInt8(ascii: "E"):
      screen.moveTo(row: screen.cursor.row, column: 0)
      screen.lineFeed()
    case UInt8(ascii: "M"): screen.reverseLineFeed()
    case UInt8(ascii: "c"): screen.reset()
    case 0x1B: state = .escape
    case 0x20..<0x30: state = .escapeIntermediate
    default: break
    }
  }

  private func restore(_ screen: TerminalScreen) {
    screen.pen = screen.saved.pen
    screen.moveTo(row: screen.saved.row, column: screen.saved.column)
  }

  private mutating func sequence(_ byte: UInt8, _ screen: TerminalScreen) {
    switch byte {
    case 0x30..<0x3A:
      if !hasNumber {
        hasNumber = true
        if numbers.count < Self.mostNumbers { numbers.append(0) }
      }
      let last = numbers.count - 1
      numbers[last] = min(numbers[last] * 10 + Int(byte - 0x30), 9999)
    case UInt8(ascii: ";"), UInt8(ascii: ":"):
      if !hasNumber, numbers.count < Self.mostNumbers { numbers.append(0) }
      hasNumber = false
    case UInt8(ascii: "?"): isPrivate = true
    case 0x3C..<0x40, 0x20..<0x30: isIgnored = true
    case 0x40..<0x7F:
      state = .ground
      if !isIgnored { perform(byte, screen) }
    case 0x1B: state = .escape
    case 0x18, 0x1A: state = .ground
    case 0..<0x20: control(byte, screen)
    default: state = .ground
    }
  }

  private mutating func finishText(_ screen: TerminalScreen) {
    state = .ground
    // 0 and 2: the title.
    guard string.count > 2, string[0] == UInt8(ascii: "0") || string[0] == UInt8(ascii: "2"),
      string[1] == UInt8(ascii: ";")
    else { return }
    screen.title = String(decoding: string[2...], as: UTF8.self)
  }

  /// A number of the sequence; 0 and none mean the default.
  private func number(_ index: Int, _ fallback: Int = 1) -> Int {
    index < numbers.count && numbers[index] != 0 ? numbers[index] : fallback
  }

  private func perform(_ byte: UInt8, _ screen: TerminalScreen) {
    let (row, column) = (screen.cursor.row, screen.cursor.column)
    switch Unicode.Scalar(byte) {
    case "A": screen.moveTo(row: row - number(0), column: column)
    case "B", "e": screen.moveTo(row: row + number(0), column: column)
    case "C", "a": screen.moveTo(row: row, column: column + number(0))
    case "D": screen.moveTo(row: row, column: column - number(0))
    case "E": screen.moveTo(row: row + number(0), column: 0)
    case "F": screen.moveTo(row: row - number(0), column: 0)
    case "G", "`": screen.moveTo(row: row, column: number(0) - 1)
    case "H", "f": screen.moveTo(row: number(0) - 1, column: number(1) - 1)
    case "d": screen.moveTo(row: number(0) - 1, column: column)
    case "J": screen.eraseScreen(number(0, 0))
    case "K": screen.eraseLine(number(0, 0))
    case "L": screen.insertLines(number(0))
    case "M": screen.deleteLines(number(0))
    case "P": screen.deleteCharacters(number(0))
    case "@": screen.insertCharacters(number(0))
    case "X": screen.erase(column..<column + number(0), row: row)
    case "S": screen.scrollUp(number(0))
    case "T": screen.scrollDown(number(0))
    case "m" where !isPrivate: setAttributes(screen)
    case "r" where !isPrivate:
      let (top, bottom) = (number(0) - 1, min(number(1, screen.rows), screen.rows) - 1)
      guard top < bottom else { return }
      screen.region = top...bottom
      screen.moveTo(row: 0, column: 0)
    case "s" where !isPrivate: screen.saved = (row, column, screen.pen)
    case "u" where !isPrivate: restore(screen)
    case "n" where number(0, 0) == 6: screen.answers += Array("\u{1B}[\(row + 1);\(column + 1)R".utf8)
    case "n" where number(0, 0) == 5: screen.answers += Array("\u{1B}[0n".utf8)
    case "c" where !isPrivate: screen.answers += Array("\u{1B}[?6c".utf8)
    case "h" where isPrivate: for mode in numbers { setMode(mode, true, screen) }
    case "l" where isPrivate: for mode in numbers { setMode(mode, false, screen) }
    default: break
    }
  }

  private func setMode(_ mode: Int, _ isOn: Bool, _ screen: TerminalScreen) {
    switch mode {
    case 1: screen.applicationCursor = isOn
    case 7: screen.wraps = isOn
    case 25: screen.showsCursor = isOn
    case 47, 1047, 1049: screen.useAlternate(isOn)
    default: break
    }
  }

  // MARK: Colours

  private func setAttributes(_ screen: TerminalScreen) {
    if numbers.isEmpty {
      screen.pen = TerminalScreen.Cell()
      return
    }
    var index = 0
    while index < numbers.count {
      let code = numbers[index]
      switch code {
      case 0: screen.pen = TerminalScreen.Cell()
      case 1: screen.pen.attributes.insert(.bold)
      case 2: screen.pen.attributes.insert(.faint)
      case 4: screen.pen.attributes.insert(.underline)
      case 7: screen.pen.attributes.insert(.inverse)
      case 22: screen.pen.attributes.subtract([.bold, .faint])
      case 24: screen.pen.attributes.remove(.underline)
      case 27: screen.pen.attributes.remove(.inverse)
      case 30...37: screen.pen.ink = .indexed(UInt8(code - 30))
      case 39: screen.pen.ink = .standard
      case 40...47: screen.pen.ground = .indexed(UInt8(code - 40))
      case 49: screen.pen.ground = .standard
      case 90...97: screen.pen.ink = .indexed(UInt8(code - 82))
      case 100...107: screen.pen.ground = .indexed(UInt8(code - 92))
      case 38, 48:
        if let ink = extendedColor(&index) {
          if code == 38 { screen.pen.ink = ink } else { screen.pen.ground = ink }
        }
      default: break
      }
      index += 1
    }
  }

  /// `5;n` or `2;r;g;b` behind 38 or 48.
  private func extendedColor(_ index: inout Int) -> TerminalScreen.Ink? {
    guard index + 2 < numbers.count else {
      index = numbers.count
      return nil
    }
    if numbers[index + 1] == 5 {
      index += 2
      return .indexed(UInt8(truncatingIfNeeded: min(numbers[index], 255)))
    }
    guard numbers[index + 1] == 2, index + 4 < numbers.count else {
      index = numbers.count
      return nil
    }
    let parts = numbers[index + 2...index + 4].map { UInt32(min($0, 255)) }
    index += 4
    return .direct(parts[0] << 16 | parts[1] << 8 | parts[2])
  }
}
