import Testing

@testable import Devices

/// The VGA's graphics modes, data path and registers.
extension DisplayTests {
  // MARK: Graphics

  /// Mode 13h by its registers.
  func setMode13() {
    for (index, value) in [(1, 0x01), (2, 0x0F), (4, 0x0E)] {
      vga.out(0x3C4, UInt8(index))
      vga.out(0x3C5, UInt8(value))
    }
    for (index, value) in [(5, 0x40), (6, 0x05)] {
      vga.out(0x3CE, UInt8(index))
      vga.out(0x3CF, UInt8(value))
    }
    for (index, value) in [(9, 0x41), (0x14, 0x40), (0x17, 0xA3)] {
      vga.out(0x3D4, UInt8(index))
      vga.out(0x3D5, UInt8(value))
    }
  }

  @Test("mode 13h: 320 by 200 in 256 colours, each pixel two dots wide and two lines high") func mode13() {
    setMode13()
    vga.vram.fill(0, from: 0, count: 64000)
    vga.write(address: 0xA0000 + 320 * 10 + 20, width: 1, value: 4)
    let picture = display.picture()
    #expect(picture.width == 640 && picture.height == 400)
    #expect(picture[40, 20] == 0xAA_0000 && picture[41, 21] == 0xAA_0000)
    #expect(picture[42, 20] == 0 && picture[40, 22] == 0)
  }

  @Test("planes: write mode 0 with set/reset and bit mask, read mode 1 compares colours") func planes() {
    vga.out(0x3C4, 4)
    vga.out(0x3C5, 0x06)
    vga.out(0x3C4, 2)
    vga.out(0x3C5, 0x0F)
    for (index, value) in [(0, 0x0A), (1, 0x0F), (3, 0), (5, 0x00), (6, 0x05), (8, 0xF0)] {
      vga.out(0x3CE, UInt8(index))
      vga.out(0x3CF, UInt8(value))
    }
    vga.vram.fill(0, from: 0, count: 64)
    _ = vga.read(address: 0xA0003, width: 1)
    vga.write(address: 0xA0003, width: 1, value: 0xFF)
    #expect((0..<4).map { vga.vram.byte(at: 12 + $0) } == [0x00, 0xF0, 0x00, 0xF0])
    for (index, value) in [(2, 0x0A), (5, 0x08), (7, 0x0F)] {
      vga.out(0x3CE, UInt8(index))
      vga.out(0x3CF, UInt8(value))
    }
    #expect(vga.read(address: 0xA0003, width: 1) == 0xF0)
  }

  @Test(
    "write modes 1, 2 and 3, rotation and the logical functions",
    arguments: [
      (0x01, 0x00, 0xFF, 0x5A, 0x5A), (0x02, 0x00, 0xFF, 0x0F, 0xFF), (0x02, 0x00, 0x0F, 0x0F, 0x5F),
      (0x03, 0x00, 0xFF, 0x0F, 0x5F),
      (0x00, 0x01, 0xFF, 0x81, 0xC0), (0x00, 0x08, 0xFF, 0x0F, 0x0A), (0x00, 0x10, 0xFF, 0x0F, 0x5F),
      (0x00, 0x18, 0xFF, 0x0F, 0x55),
    ] as [(UInt8, UInt8, UInt8, UInt8, UInt8)])
  func writeModes(mode: UInt8, function: UInt8, mask: UInt8, value: UInt8, result: UInt8) {
    vga.out(0x3C4, 4)
    vga.out(0x3C5, 0x06)
    vga.out(0x3C4, 2)
    vga.out(0x3C5, 0x01)
    vga.vram.setByte(0x5A, at: 0)
    vga.vram.setByte(0x5A, at: 4)
    for (index, value) in [(0, 0x0F), (1, 0), (3, function), (5, mode), (6, 0x05), (8, mask)] as [(UInt8, UInt8)] {
      vga.out(0x3CE, index)
      vga.out(0x3CF, value)
    }
    _ = vga.read(address: 0xA0000, width: 1)
    vga.write(address: 0xA0001, width: 1, value: UInt64(value))
    #expect(vga.vram.byte(at: 4) == result)
  }

  // MARK: Registers

  @Test("the attribute controller takes index and data by turns; reading 3DA starts over") func attribute() {
    _ = vga.in(0x3DA)
    vga.out(0x3C0, 0x05)
    #expect(vga.in(0x3C1) == 0x05)
    vga.out(0x3C0, 0x2A)
    #expect(vga.in(0x3C1) == 0x2A)
    vga.out(0x3C0, 0x07)
    _ = vga.in(0x3DA)
    vga.out(0x3C0, 0x05)
    #expect(vga.in(0x3C1) == 0x2A)
    #expect(display.picture().pixels.allSatisfy { $0 == 0 }, "the screen is dark while bit 5 of the index is clear")
  }

  @Test("CRTC registers 0–7 are protected by bit 7 of 11") func protection() {
    vga.out(0x3D4, 0)
    vga.out(0x3D5, 0x11)
    #expect(vga.in(0x3D5) == 0x5F)
    vga.out(0x3D4, 0x11)
    vga.out(0x3D5, 0x0E)
    vga.out(0x3D4, 0)
    vga.out(0x3D5, 0x11)
    #expect(vga.in(0x3D5) == 0x11)
  }

  @Test("input status 1: the beam is in the vertical retrace for 2 of 449 lines, seventy times a second") func retrace()
  {
    var rises = 0
    var last = false
    for _ in 0..<20_000 {
      clock.run(50_000)
      let isRetrace = vga.in(0x3DA) & 8 != 0
      if isRetrace && !last { rises += 1 }
      last = isRetrace
    }
    #expect(rises == 70)
  }

  @Test("the CRTC is at 3B4 when the miscellaneous register says monochrome") func monochrome() {
    #expect(vga.in(0x3B5) == 0xFF)
    vga.out(0x3C2, 0x66)
    #expect(vga.in(0x3D5) == 0xFF)
    #expect(vga.in(0x3B5) == 0x5F)
  }

  @Test("any sequence of accesses leaves it standing, and the picture can be taken") func hostileSequences() {
    var random = SplitMix64(state: 7)
    for round in 0..<12000 {
      let port = UInt16([0x1CE, 0x1CF].randomElement(using: &random)!)
      switch Int.random(in: 0..<5, using: &random) {
      case 0: display.write(port: port, width: 2, value: .random(in: 0...20, using: &random))
      case 1: display.write(port: 0x1CF, width: 2, value: .random(in: 0...0xFFFF, using: &random))
      case 2: vga.out(.random(in: 0x3B0...0x3DF, using: &random), .random(in: 0...255, using: &random))
      case 3: vga.write(address: .random(in: 0xA0000...0xBFFFF, using: &random), width: 8, value: random.next())
      default: _ = vga.read(address: .random(in: 0xA0000...0xBFFFF, using: &random), width: 4)
      }
      if round % 2000 == 0 { #expect(!display.picture().pixels.isEmpty) }
    }
    #expect(!display.describe().isEmpty && !vga.describe().isEmpty)
  }
}
