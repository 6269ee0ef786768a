import Testing

@testable import Devices

/// Text modes.
extension DisplayTests {
  func put(_ text: String, attribute: UInt8 = 0x07, row: Int, column: Int) {
    for (index, byte) in text.utf8.enumerated() {
      let address = UInt64(0xB8000 + (row * 80 + column + index) * 2)
      vga.write(address: address, width: 2, value: UInt64(attribute) << 8 | UInt64(byte))
    }
  }

  @Test("the firmware's text mode: 720 by 400, 80 by 25 characters, a clear screen") func textMode() {
    let picture = display.picture()
    #expect(picture.width == 720 && picture.height == 400)
    #expect(picture.pixels.count(where: { $0 != 0 }) == 9 * 2, "the cursor and nothing else")
  }

  @Test("a character at B8000 shows its glyph in its colours") func characters() {
    put("A", attribute: 0x1E, row: 3, column: 10)
    #expect(vga.read(address: 0xB8000 + (3 * 80 + 10) * 2, width: 2) == 0x1E41)
    let picture = display.picture()
    let glyph = VGAFont.glyphs[0x41]
    for y in 0..<16 {
      for x in 0..<9 {
        let isLit = x < 8 && glyph[y].bit(7 - x)
        #expect(picture[90 + x, 48 + y] == (isLit ? 0xFF_FF55 : 0x00_00AA))
      }
    }
  }

  @Test(
    "the sixteen colours",
    arguments: [
      (0, 0x00_0000), (1, 0x00_00AA), (2, 0x00_AA00), (4, 0xAA_0000), (6, 0xAA_5500), (7, 0xAA_AAAA), (8, 0x55_5555),
      (9, 0x55_55FF), (15, 0xFF_FFFF),
    ] as [(UInt8, UInt32)])
  func colors(index: UInt8, color: UInt32) {
    put("\u{7F}", attribute: index, row: 5, column: 5)
    vga.write(address: 0xB8000 + (5 * 80 + 5) * 2, width: 1, value: 0xDB)
    #expect(display.picture()[45, 85] == color)
  }

  @Test("line-drawing characters reach into the ninth dot") func ninthDot() {
    vga.write(address: 0xB8000 + 80 * 2, width: 2, value: 0x07C4)
    let picture = display.picture()
    #expect((0..<9).allSatisfy { picture[$0, 16 + 7] == 0xAA_AAAA })
  }

  @Test("the cursor is where the CRTC says, and blinks eight frames on, eight off; bit 5 hides it") func cursor() {
    vga.out(0x3D4, 0x0F)
    vga.out(0x3D5, 81)
    #expect(display.picture()[9, 16 + 14] == 0xAA_AAAA)
    clock.run(clock.frequency * 9 / 70)
    #expect(display.picture()[9, 16 + 14] == 0)
    clock.run(clock.frequency * 8 / 70)
    #expect(display.picture()[9, 16 + 14] == 0xAA_AAAA)
    vga.out(0x3D4, 0x0A)
    vga.out(0x3D5, 0x20)
    #expect(display.picture()[9, 16 + 14] == 0)
  }

  @Test("bit 7 of the attribute blinks, or is bright background when attribute register 10 says so") func blink() {
    put("\u{7F}", attribute: 0x9F, row: 1, column: 0)
    vga.write(address: 0xB8000 + 160, width: 1, value: 0xDB)
    #expect(display.picture()[0, 16] == 0xFF_FFFF)
    clock.run(clock.frequency * 17 / 70)
    #expect(display.picture()[0, 16] == 0x00_00AA)
    _ = vga.in(0x3DA)
    vga.out(0x3C0, 0x30, 0x04)
    #expect(display.picture()[0, 16] == 0xFF_FFFF)
    put(" ", attribute: 0x9F, row: 1, column: 1)
    #expect(display.picture()[9, 16] == 0x55_55FF)
  }

  @Test("the start address scrolls, and the line compare splits") func scrolling() {
    vga.write(address: 0xB8000 + 80 * 2 * 5, width: 2, value: 0x0FDB)
    vga.out(0x3D4, 0x0C)
    vga.out(0x3D5, UInt8(400 >> 8))
    vga.out(0x3D4, 0x0D)
    vga.out(0x3D5, UInt8(400 & 0xFF))
    #expect(display.picture()[0, 0] == 0xFF_FFFF)
  }

  @Test("DISPI off is the VGA's picture again") func fallBack() {
    setMode(640, 480, 32)
    set(.enable, 0)
    #expect(display.picture().width == 720)
  }
}
