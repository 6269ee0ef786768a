/// Shell patterns (POSIX XCU 2.13): `*`, `?`, `[…]`, and a backslash before what stands for itself.
public enum Pattern {
  /// Whether a pattern matches a text as a whole.
  ///
  /// Takes time proportional to the product of both lengths at worst: only the last `*` is ever tried again.
  public static func matches(_ pattern: [UInt8], _ text: [UInt8]) -> Bool {
    matches(pattern[...], text[...])
  }

  static func matches(_ pattern: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    var (place, position) = (pattern.startIndex, text.startIndex)
    var lastStar: (place: Int, position: Int)?
    while true {
      if place < pattern.endIndex, pattern[place] == UInt8(ascii: "*") {
        lastStar = (place + 1, position)
        place += 1
        continue
      }
      if position < text.endIndex, place < pattern.endIndex, let next = step(pattern, place, text[position]) {
        place = next
        position += 1
        continue
      }
      if position == text.endIndex, place == pattern.endIndex { return true }
      // Let the last star take one byte more.
      guard let star = lastStar, star.position < text.endIndex else { return false }
      lastStar = (star.place, star.position + 1)
      (place, position) = (star.place, star.position + 1)
    }
  }

  /// Where the pattern goes on when its next element, which is no star, matches the byte.
  private static func step(_ pattern: ArraySlice<UInt8>, _ place: Int, _ byte: UInt8) -> Int? {
    switch pattern[place] {
    case UInt8(ascii: "?"): return place + 1
    case UInt8(ascii: "["):
      if let (isMember, end) = bracket(pattern, place, byte) { return isMember ? end : nil }
      return byte == UInt8(ascii: "[") ? place + 1 : nil
    case backslash where place + 1 < pattern.endIndex: return pattern[place + 1] == byte ? place + 2 : nil
    default: return pattern[place] == byte ? place + 1 : nil
    }
  }

  /// Whether a byte is in a bracket expression, and where that ends; nil where there is none that ends.
  private static func bracket(_ pattern: ArraySlice<UInt8>, _ start: Int, _ byte: UInt8) -> (isMember: Bool, end: Int)?
  {
    var place = start + 1
    var isNegated = false
    if place < pattern.endIndex, pattern[place] == exclamation || pattern[place] == UInt8(ascii: "^") {
      isNegated = true
      place += 1
    }
    var isMember = false
    var isFirst = true
    while place < pattern.endIndex {
      var low = pattern[place]
      if low == UInt8(ascii: "]"), !isFirst { return (isMember != isNegated, place + 1) }
      isFirst = false
      if low == UInt8(ascii: "["), place + 1 < pattern.endIndex, pattern[place + 1] == UInt8(ascii: ":"),
        let (name, end) = className(pattern, place + 2)
      {
        if isInClass(byte, name) { isMember = true }
        place = end
        continue
      }
      if low == backslash, place + 1 < pattern.endIndex {
        place += 1
        low = pattern[place]
      }
      place += 1
      var high = low
      if place + 1 < pattern.endIndex, pattern[place] == minus, pattern[place + 1] != UInt8(ascii: "]") {
        place += 1
        if pattern[place] == backslash, place + 1 < pattern.endIndex { place += 1 }
        high = pattern[place]
        place += 1
      }
      if low <= byte, byte <= high { isMember = true }
    }
    return nil
  }

  private static func className(_ pattern: ArraySlice<UInt8>, _ start: Int) -> (name: String, end: Int)? {
    var place = start
    while place + 1 < pattern.endIndex {
      if pattern[place] == UInt8(ascii: ":"), pattern[place + 1] == UInt8(ascii: "]") {
        return (String(decoding: pattern[start..<place], as: UTF8.self), place + 2)
      }
      place += 1
    }
    return nil
  }

  private static func isInClass(_ byte: UInt8, _ name: String) -> Bool {
    let isUpper = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
    let isLower = byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "z")
    let isVisible = byte > space && byte < 0x7F
    switch name {
    case "alpha": return isUpper || isLower
    case "digit": return isDigit(byte)
    case "alnum": return isUpper || isLower || isDigit(byte)
    case "upper": return isUpper
    case "lower": return isLower
    case "space": return byte == space || byte >= tab && byte <= 13
    case "blank": return byte == space || byte == tab
    case "punct": return isVisible && !isUpper && !isLower && !isDigit(byte)
    case "print": return isVisible || byte == space
    case "graph": return isVisible
    case "cntrl": return byte < space || byte == 0x7F
    case "xdigit":
      return isDigit(byte) || byte >= UInt8(ascii: "a") && byte <= UInt8(ascii: "f")
        || byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "F")
    default: return false
    }
  }

  /// The text with a backslash before everything that a pattern gives a meaning.
  static func escaped(_ text: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    for byte in text {
      if isSpecial(byte) || byte == backslash || byte == UInt8(ascii: "]") || byte == minus || byte == exclamation
        || byte == UInt8(ascii: "^")
      {
        result.append(backslash)
      }
      result.append(byte)
    }
    return result
  }

  static func isSpecial(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "*") || byte == UInt8(ascii: "?") || byte == UInt8(ascii: "[")
  }

  /// The pattern's text without the backslashes.
  static func unescaped(_ pattern: ArraySlice<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    var isEscaped = false
    for byte in pattern {
      if byte == backslash, !isEscaped {
        isEscaped = true
      } else {
        result.append(byte)
        isEscaped = false
      }
    }
    return result
  }

  /// Whether a pattern has anything that is one, and not only text.
  static func hasSpecial(_ pattern: ArraySlice<UInt8>) -> Bool {
    var isEscaped = false
    for byte in pattern {
      if isEscaped {
        isEscaped = false
      } else if byte == backslash {
        isEscaped = true
      } else if isSpecial(byte) {
        return true
      }
    }
    return false
  }

  // MARK: Parts of a text

  static func removingSuffix(_ pattern: [UInt8], from text: [UInt8], longest: Bool) -> [UInt8] {
    let starts = longest ? Array(0...text.count) : Array((0...text.count).reversed())
    for start in starts where matches(pattern[...], text[start...]) { return Array(text[..<start]) }
    return text
  }

  static func removingPrefix(_ pattern: [UInt8], from text: [UInt8], longest: Bool) -> [UInt8] {
    let ends = longest ? Array((0...text.count).reversed()) : Array(0...text.count)
    for end in ends where matches(pattern[...], text[..<end]) { return Array(text[end...]) }
    return text
  }
}
