import Storage
import Testing

@testable import Devices

/// The Bochs display's DISPI interface, and the VGA behind it.
@Suite struct DisplayTests {
  let clock = Clock()
  let vga: VGA
  let display: BochsDisplay

  init() {
    vga = VGA(clock: clock)
    display = BochsDisplay(vga: vga)
  }

  func set(_ index: BochsDisplay.Index, _ value: UInt16) {
    display.write(port: 0x1CE, width: 2, value: UInt32(index.rawValue))
    display.write(port: 0x1CF, width: 2, value: UInt32(value))
  }

  func get(_ index: BochsDisplay.Index) -> UInt16 {
    display.write(port: 0x1CE, width: 2, value: UInt32(index.rawValue))
    return UInt16(display.read(port: 0x1CF, width: 2))
  }

  func setMode(_ width: UInt16, _ height: UInt16, _ bpp: UInt16, enable: UInt16 = 0x41) {
    set(.enable, 0)
    set(.xres, width)
    set(.yres, height)
    set(.bpp, bpp)
    set(.enable, enable)
  }

  func fill(_ bytes: [UInt8], at offset: UInt64) {
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
      ((640, 480, 4), (640, 480, 4)), ((640, 480, 77), (640, 480, 8)),
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

  @Test("four bits a pixel: a bit of each plane, written through the VGA's data path, bank by bank") func fourBits() {
    setMode(1024, 768, 4)
    fill([0x80, 0x00, 0x80, 0x40], at: 0)
    #expect(display.picture().pixels[0...2] == [vga.color(5), vga.color(0x38), vga.color(0)])
    // Plane 1 alone, at the first pixel of line 512: bank 1, since a line of a plane has 128 bytes.
    set(.bank, 1)
    for (index, value) in [(2, 0x02), (4, 0x06)] as [(UInt8, UInt8)] {
      vga.out(0x3C4, index)
      vga.out(0x3C5, value)
    }
    for (index, value) in [(1, 0), (3, 0), (5, 0), (8, 0xFF)] as [(UInt8, UInt8)] {
      vga.out(0x3CE, index)
      vga.out(0x3CF, value)
    }
    vga.write(address: 0xA0000, width: 1, value: 0x80)
    #expect(display.picture().pixels[512 * 1024] == vga.color(2))
    #expect(vga.vram.byte(at: 512 * 512 + 1) == 0x80)
    vga.out(0x3CE, 4)
    vga.out(0x3CF, 1)
    #expect(vga.read(address: 0xA0000, width: 1) == 0x80)
  }
}
