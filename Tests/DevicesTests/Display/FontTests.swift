import Testing

@testable import Devices

/// The font in plane 2.
@Suite struct FontTests {
  @Test("256 glyphs of 16 lines; those of ASCII are all different, and the space is blank") func shape() {
    #expect(VGAFont.glyphs.count == 256)
    #expect(VGAFont.glyphs.allSatisfy { $0.count == 16 })
    #expect(Set(VGAFont.glyphs[0x20...0x7E]).count == 95)
    #expect(VGAFont.glyphs[0x20] == [UInt8](repeating: 0, count: 16))
  }

  @Test("every code but the three blanks has a glyph, and no two have the same") func isWhole() {
    let blank = [UInt8](repeating: 0, count: 16)
    let drawn = VGAFont.glyphs.enumerated().filter { $0.element != blank }
    #expect(Set(0..<256).subtracting(drawn.map(\.offset)) == [0x00, 0x20, 0xFF])
    #expect(Set(drawn.map(\.element)).count == 253)
  }

  @Test(
    "letters stand on line 11; only those with a descender reach below",
    arguments: "ABCDEFGHIJKLMNOPRSTUVWXYZabcdefhiklmnorstuvwxz")
  func baseline(letter: Character) {
    let glyph = VGAFont.glyphs[Int(letter.asciiValue!)]
    #expect(glyph[11] != 0)
    #expect(glyph[12...].allSatisfy { $0 == 0 })
  }

  @Test("lines meet at the edges of the cell: each arm ends where its neighbour's begins") func arms() {
    let (vertical, horizontal) = (VGAFont.glyphs[0xB3], VGAFont.glyphs[0xC4])
    let (doubleVertical, doubleHorizontal) = (VGAFont.glyphs[0xBA], VGAFont.glyphs[0xCD])
    for code in 0xB3...0xDA {
      let glyph = VGAFont.glyphs[code]
      #expect([0, vertical[0], doubleVertical[0]].contains(glyph[0]))
      #expect([0, vertical[15], doubleVertical[15]].contains(glyph[15]))
      for column in [0, 7] {
        let edge = glyph.map { $0.bit(7 - column) }
        let kinds = [horizontal, doubleHorizontal].map { line in line.map { $0.bit(7 - column) } }
        #expect(edge.allSatisfy { !$0 } || kinds.contains(edge))
      }
    }
  }

  @Test("an accented letter is the letter below its mark") func accents() {
    #expect(VGAFont.glyphs[0x82][5...] == VGAFont.glyphs[0x65][5...])
    #expect(VGAFont.glyphs[0x82][2] != 0)
    #expect(VGAFont.glyphs[0x8E][2...] == VGAFont.glyphs[0x41][2...])
  }
}
