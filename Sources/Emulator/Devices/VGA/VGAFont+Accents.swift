/// The letters of code page 437 that are another letter with a mark, put together from the two.
extension VGAFont {
  private enum Mark { case acute, grave, circumflex, diaeresis, tilde, ring, cedilla }

  private static let letters: [(code: Int, base: Character, mark: Mark)] = [
    (0x80, "C", .cedilla), (0x81, "u", .diaeresis), (0x82, "e", .acute), (0x83, "a", .circumflex),
    (0x84, "a", .diaeresis), (0x85, "a", .grave), (0x86, "a", .ring), (0x87, "c", .cedilla),
    (0x88, "e", .circumflex), (0x89, "e", .diaeresis), (0x8A, "e", .grave), (0x8B, "i", .diaeresis),
    (0x8C, "i", .circumflex), (0x8D, "i", .grave), (0x8E, "A", .diaeresis), (0x8F, "A", .ring),
    (0x90, "E", .acute), (0x93, "o", .circumflex), (0x94, "o", .diaeresis), (0x95, "o", .grave),
    (0x96, "u", .circumflex), (0x97, "u", .grave), (0x98, "y", .diaeresis), (0x99, "O", .diaeresis),
    (0x9A, "U", .diaeresis), (0xA0, "a", .acute), (0xA1, "i", .acute), (0xA2, "o", .acute), (0xA3, "u", .acute),
    (0xA4, "n", .tilde), (0xA5, "N", .tilde),
  ]

  /// The accented letters, and the two marks that are others upside down, from the glyphs of ASCII.
  static func accented(from ascii: [[UInt8]]) -> [(Int, [UInt8])] {
    let flipped = [(0xA8, 0x3F), (0xAD, 0x21)].map { code, base in
      (code, [UInt8](ascii[base][0..<14].reversed()) + [0, 0])
    }
    return flipped
      + letters.map { letter in (letter.code, marked(ascii[Int(letter.base.asciiValue ?? 0)], letter.base, letter.mark))
      }
  }

  private static func marked(_ glyph: [UInt8], _ base: Character, _ mark: Mark) -> [UInt8] {
    var glyph = glyph
    if mark == .cedilla {
      glyph[12] = 0x18
      glyph[13] = 0x30
      return glyph
    }
    // A small letter has lines 1–3 for the mark, once the dot of the i is gone; a capital only lines 0 and 1.
    if base.isUppercase {
      glyph.replaceSubrange(
        0..<2, with: lines(of: mark).prefix(mark == .diaeresis ? 1 : 2) + (mark == .diaeresis ? [0] : []))
    } else {
      glyph.replaceSubrange(0..<5, with: [0, 0] + lines(of: mark) + [0])
    }
    return glyph
  }

  private static func lines(of mark: Mark) -> [UInt8] {
    switch mark {
    case .acute: [0x0C, 0x18]
    case .grave: [0x30, 0x18]
    case .circumflex: [0x38, 0x6C]
    case .diaeresis: [0x6C, 0x6C]
    case .tilde: [0x76, 0xDC]
    case .ring: [0x38, 0x28]
    case .cedilla: []
    }
  }
}
