import GuestGraphics
import Testing

struct TextTests {
  @Test func fontsHaveTheirLettersAndDrawThem() {
    for (name, table) in [("title", GlyphTable.title), ("body", .body), ("label", .label), ("fixed", .fixed)] {
      let font = Font(table)
      #expect(font.width("i") > 0 && font.width("Wide") > font.width("i"), "\(name)")
      let picture = Picture(width: 80, height: 80)
      picture.surface.fill(picture.surface.bounds, Color(0))
      for value in 0x21...0x7E as ClosedRange<UInt8> {
        picture.surface.fill(picture.surface.bounds, Color(0))
        let end = picture.surface.draw(
          String(Unicode.Scalar(value)), x: 10, y: 50, font, Color(0xFFFFFF))
        #expect(picture.pixels.contains { $0 > 0x808080 }, "\(name): \(Unicode.Scalar(value))")
        #expect(end > 10)
      }
    }
  }

  @Test func figuresOfTheClockAreOfOneWidth() {
    let font = Font(.clock)
    #expect(Set("0123456789".map { font.width(String($0)) }).count == 1)
  }

  @Test func textIsCutWhereItDoesNotFit() {
    let font = Font(.body)
    #expect(font.fitted("short", width: 500) == "short")
    let cut = font.fitted("A processor with a very long name indeed", width: 120)
    #expect(cut.hasSuffix("…") && font.width(cut) <= 120 && cut.count > 8)
    #expect(font.fitted("anything", width: 0) == "…")
  }

  @Test func drawingIsCutOffAtEveryEdge() {
    let picture = Picture(width: 20, height: 12)
    picture.surface.fill(picture.surface.bounds, Color(0))
    let font = Font(.title)
    for x in stride(from: -60, to: 40, by: 7) {
      for y in stride(from: -20, to: 50, by: 5) { picture.surface.draw("Qg", x: x, y: y, font, Color(0xFFFFFF)) }
    }
    picture.surface.fillRounded(Rectangle(x: -9, y: -9, width: 40, height: 40), radius: 8, Color(1))
    picture.surface.drawShadow(
      around: Rectangle(x: -3, y: -3, width: 30, height: 30), except: Rectangle(x: 2, y: 2, width: 3, height: 3),
      blur: 9, strength: 256)
  }

  @Test func typedTextWrapsScrollsAndIsTakenBack() {
    var typed = TypedText(columns: 4, rows: 3)
    #expect(typed.insert("a") == .everything, "the placeholder goes")
    #expect(typed.insert("b") == .lastLine)
    for scalar in "cde".unicodeScalars { _ = typed.insert(scalar) }
    #expect(typed.lines == [Array("abcd".unicodeScalars), ["e"]])
    #expect(typed.insertLine() == .everything)
    _ = typed.insert("f")
    #expect(typed.insertLine() == .everything)
    #expect(typed.lines == [["e"], ["f"], []], "the first line went up")
    #expect(typed.caret == (2, 0))
    #expect(typed.deleteBackward() == .everything)
    #expect(typed.deleteBackward() == .lastLine)
    while typed.deleteBackward() != .nothing {}
    #expect(typed.isEmpty)
  }
}
