import Storage
import Testing

@testable import Devices

/// The Bochs display's DISPI interface, and the VGA behind it.
@Suite struct DisplayTests {
  private let clock = Clock()
  private let vga: VGA
  private let display: BochsDisplay

  init() {
    vga = VGA(clock: clock)
    display = BochsDisplay(vga: vga)
  }

  private func set(_ index: BochsDisplay.Index, _ value: UInt16) {
    display.write(port: 0x1CE, width: 2, value: UInt32(index.rawValue))
    display.write(port: 0x1CF, width: 2, value: UInt32(value))
  }

  private func get(_ index: BochsDisplay.Index) -> UInt16 {
    display.write(port: 0x1CE, width: 2, value: UInt32(index.rawValue))
    return UInt16(display.read(port: 0x1CF, width: 2))
  }

  private func setMode(_ width: UInt16, _ height: UInt16, _ bpp: UInt16, enable: UInt16 = 0x41) {
    set(.enable, 0)
    set(.xres, width)
    set(.yres, height)
    set(.bpp, bpp)
    set(.enable, enable)
  }

  private func fill(_ bytes: [UInt8], at offset: UInt64) {
    for (index, byte) in bytes.enumerated() { vga.vram.setByte(byte, at: offset + UInt64(index)) }
  }

  // MARK: DISPI

  @Test("the identity is B0C5, and takes only the identities that there have been") func identity() {
    #expect(get(.id) == 0xB0C5)
    set(.id, 0xB0C0)
    #expect(get(.id) == 0xB0C0)
    set(.id, 0x1234)
    #expect(get(.id) == 0xB0C0)
    #expect(get(.videoMemory) == 256)
  }

  @Test("the data is at port 1D0 too") func alignedData() {
    display.write(port: 0x1CE, width: 2, value: 1)
    display.write(port: 0x1D0, width: 2, value: 640)
    #expect(display.read(port: 0x1D0, width: 2) == 640)
    #expect(display.read(port: 0x1CE, width: 2) == 1)
  }

  @Test("a mode is set by width, height, depth and enable; the virtual height is what there is memory for") func mode()
  {
    setMode(1024, 768, 32)
    #expect(get(.xres) == 1024 && get(.yres) == 768 && get(.bpp) == 32)
    #expect(get(.virtualWidth) == 1024)
    #expect(get(.virtualHeight) == 4096)
    #expect(get(.enable) == 0x41)
    let picture = display.picture()
    #expect(picture.width == 1024 && picture.height == 768)
  }

  @Test("capabilities are read with bit 1 of enable") func capabilities() {
    set(.enable, 0x02)
    #expect(get(.xres) == 16000 && get(.yres) == 12000 && get(.bpp) == 32)
  }

  @Test("turning on clears the screen, unless bit 7 says not to") func clearing() {
    fill([1, 2, 3, 4], at: 0)
    setMode(640, 480, 32, enable: 0xC1)
    #expect(display.picture()[0, 0] == 0x030201)
    setMode(640, 480, 32)
    #expect(display.picture()[0, 0] == 0)
  }

  @Test(
    "pixels of each depth",
    arguments: [
      (32, [0x33, 0x22, 0x11, 0xFF], 0x11_2233), (24, [0x33, 0x22, 0x11], 0x11_2233), (16, [0x00, 0xF8], 0xFF_0000),
      (16, [0xE0, 0x07], 0x00_FF00), (15, [0x1F, 0x00], 0x00_00FF), (15, [0x00, 0x7C], 0xFF_0000),
      (8, [0x01], 0x00_00AA),
    ] as [(UInt16, [UInt8], UInt32)])
  func depths(bpp: UInt16, bytes: [UInt8], color: UInt32) {
    setMode(320, 200, bpp)
    let line = UInt64(320 * (bpp == 15 ? 2 : Int(bpp) / 8))
    fill(bytes, at: line * 7 + UInt64(bytes.count * 5))
    let picture = display.picture()
    #expect(picture[5, 7] == color)
    #expect(picture[4, 7] == picture[0, 0] && picture[6, 7] == picture[0, 0])
  }

  @Test("8 bits: six-bit palette entries, or eight with bit 5 of enable") func palette() {
    setMode(320, 200, 8)
    fill([9], at: 0)
    vga.out(0x3C8, 9)
    vga.out(0x3C9, 0x3F, 0xFF, 0x20)
    #expect(display.picture()[0, 0] == 0xFF_FF82)
    setMode(320, 200, 8, enable: 0xE1)
    vga.out(0x3C8, 9)
    vga.out(0x3C9, 0x3F, 0xFF, 0x20)
    #expect(display.picture()[0, 0] == 0x3F_FF20)
  }

  @Test("a wider virtual screen, and panning over it") func panning() {
    setMode(640, 480, 32)
    set(.virtualWidth, 1024)
    #expect(get(.virtualHeight) == 4096)
    set(.xOffset, 100)
    set(.yOffset, 50)
    fill([0x56, 0x34, 0x12, 0], at: (50 + 3) * 4096 + (100 + 2) * 4)
    #expect(display.picture()[2, 3] == 0x12_3456)
    set(.yOffset, 4000)
    #expect(get(.yOffset) == 0, "an offset beyond the memory goes back to zero")
  }

  @Test(
    "what no memory holds is made to fit",
    arguments: [
      ((0, 0, 32), (8, 1, 32)), ((1023, 768, 32), (1016, 768, 32)), ((65535, 65535, 32), (16000, 262, 32)),
      ((640, 480, 4), (640, 480, 8)), ((640, 480, 77), (640, 480, 8)),
    ] as [((UInt16, UInt16, UInt16), (UInt16, UInt16, UInt16))])
  func confined(asked: (UInt16, UInt16, UInt16), got: (UInt16, UInt16, UInt16)) {
    setMode(asked.0, asked.1, asked.2)
    #expect((get(.xres), get(.yres), get(.bpp)) == got)
    #expect(display.picture().pixels.count == Int(got.0) * Int(got.1))
  }

  @Test("the window at A0000 shows the bank") func banks() {
    setMode(1024, 768, 32)
    set(.bank, 3)
    vga.write(address: 0xA0010, width: 4, value: 0x0102_0304)
    #expect(vga.vram.byte(at: 0x30010) == 4)
    #expect(vga.read(address: 0xA0010, width: 4) == 0x0102_0304)
    #expect(vga.read(address: 0xB8000, width: 1) == 0xFF)
  }

  @Test("base register 2: DISPI at 500, the VGA's ports at 400") func registersInMemory() {
    display.write(address: 0xFEBF_0502, width: 2, value: 800)
    display.write(address: 0xFEBF_0504, width: 2, value: 600)
    display.write(address: 0xFEBF_0506, width: 2, value: 32)
    display.write(address: 0xFEBF_0508, width: 2, value: 0x41)
    #expect(display.read(address: 0xFEBF_0500, width: 2) == 0xB0C5)
    #expect(display.read(address: 0xFEBF_0502, width: 4) == 600 << 16 | 800)
    #expect(display.picture().width == 800)
    display.write(address: 0xFEBF_0408, width: 1, value: 5)
    display.write(address: 0xFEBF_0409, width: 1, value: 0x15)
    #expect(vga.state.palette[15] == 0x15)
    #expect(display.read(address: 0xFEBF_0000, width: 1) == 0xFF)
  }

  @Test("drawing marks frames dirty, and looking does not") func dirtyFrames() {
    setMode(640, 480, 32)
    _ = vga.vram.takeDirtyFrames()
    fill([1], at: 5 * 4096)
    #expect(vga.vram.takeDirtyFrames() == [5])
    _ = display.picture()
    #expect(vga.vram.takeDirtyFrames() == [])
    let version = display.pictureVersion
    set(.yOffset, 8)
    #expect(display.pictureVersion != version)
  }

  @Test("a state that went through bytes shows the same picture") func roundTrip() throws {
    setMode(320, 200, 16)
    set(.virtualWidth, 640)
    set(.yOffset, 3)
    let copy = BochsDisplay(vga: VGA(clock: clock))
    copy.state = try display.stateThroughBytes()
    copy.vga.state = try vga.stateThroughBytes()
    #expect(copy.state == display.state && copy.vga.state == vga.state)
    for vram in [vga.vram, copy.vram] {
      vram.fill(0, from: 0, count: 1 << 20)
      vram.setByte(0x5A, at: 640 * 2 * 3 + 7)
    }
    #expect(copy.picture() == display.picture())
    #expect(copy.picture()[3, 0] != 0)
    #expect(display.describe().contains("320×200×16"))
  }

  // MARK: Text

  private func put(_ text: String, attribute: UInt8 = 0x07, row: Int, column: Int) {
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

  // MARK: Graphics

  /// Mode 13h by its registers.
  private func setMode13() {
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
