import Storage

/// The IBM VGA: its registers at ports 0x3C0–0x3DF (and 0x3B4–0x3BA), its window on video memory at 0xA0000–0xBFFFF.
///
/// A machine starts as QEMU's firmware leaves it, in text mode 3: 80 by 25 characters at 0xB8000, sixteen colours, our own font in
/// plane 2, where a guest may put another. The four planes are interleaved in ``vram``, as in QEMU: byte `4n + p` is byte n of
/// plane p. References are to the IBM Personal System/2 Hardware Interface Technical Reference, "Video Subsystem".
public final class VGA: BytePortDevice {
  public let name = "VGA"
  public let ports: [ClosedRange<UInt16>] = [0x3B4...0x3B5, 0x3BA...0x3BA, 0x3C0...0x3DF]
  /// 16 MB: the VGA's planes are the first 256 KB.
  public let vram = MemoryRegion(name: "video memory", byteCount: 16 << 20)
  /// Counts the changes of registers that may change the picture. For a window that wants to know when to draw.
  public internal(set) var generation: UInt64 = 0
  /// While the Bochs display is on: where in ``vram`` the 64 KB at 0xA0000 begin. Derived from that device's state.
  var linearWindow: UInt64?
  /// The same while the Bochs display shows four bits a pixel: where in each plane the window begins.
  var planarWindow: UInt64?
  /// Whether palette entries have eight bits a colour: the Bochs display's option. Derived.
  var has8BitDAC = false

  let clock: Clock
  @exclusivity(unchecked) var registers = State()

  public init(clock: Clock) {
    self.clock = clock
    showTextMode()
  }

  public struct State: Codable, Equatable, Sendable {
    public internal(set) var miscellaneous: UInt8 = 0x67
    public internal(set) var feature: UInt8 = 0
    public internal(set) var sequencerIndex: UInt8 = 0
    public internal(set) var sequencer: [UInt8] = [0x03, 0x00, 0x03, 0x00, 0x02, 0, 0, 0]
    public internal(set) var graphicsIndex: UInt8 = 0
    public internal(set) var graphics: [UInt8] = [0, 0, 0, 0, 0, 0x10, 0x0E, 0x0F, 0xFF, 0, 0, 0, 0, 0, 0, 0]
    public internal(set) var crtcIndex: UInt8 = 0
    public internal(set) var crtc: [UInt8] =
      [0x5F, 0x4F, 0x50, 0x82, 0x55, 0x81, 0xBF, 0x1F, 0x00, 0x4F, 0x0D, 0x0E, 0x00, 0x00, 0x00, 0x00]
      + [0x9C, 0x8E, 0x8F, 0x28, 0x1F, 0x96, 0xB9, 0xA3, 0xFF, 0, 0, 0, 0, 0, 0, 0]
    /// The attribute controller's index, with the palette address source in bit 5.
    public internal(set) var attributeIndex: UInt8 = 0x20
    /// Whether the next write of port 0x3C0 is data.
    public internal(set) var attributeExpectsData = false
    public internal(set) var attribute: [UInt8] =
      [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x14, 0x07, 0x38, 0x39, 0x3A, 0x3B, 0x3C, 0x3D, 0x3E, 0x3F]
      + [0x0C, 0x00, 0x0F, 0x08, 0x00] + [UInt8](repeating: 0, count: 11)
    public internal(set) var pixelMask: UInt8 = 0xFF
    public internal(set) var paletteReadIndex: UInt8 = 0
    public internal(set) var paletteWriteIndex: UInt8 = 0
    /// Which of red, green and blue the next access of port 0x3C9 moves.
    public internal(set) var paletteComponent: UInt8 = 0
    /// Port 0x3C7 as it reads: 0 after a write index, 3 after a read index.
    public internal(set) var paletteMode: UInt8 = 0
    /// 256 times red, green, blue, six bits each, or eight.
    public internal(set) var palette: [UInt8] = State.firmwarePalette
    /// The latches of the four planes.
    public internal(set) var latches: UInt32 = 0

    /// The EGA's 64 colours: bits 5–3 add a third of red, green and blue, bits 2–0 two thirds.
    static let firmwarePalette: [UInt8] = {
      var palette: [UInt8] = []
      for index in 0..<64 {
        for bit in [2, 1, 0] {
          let isHigh = index >> bit & 1 != 0
          let isLow = index >> (bit + 3) & 1 != 0
          palette.append((isHigh ? 0x2A : 0) + (isLow ? 0x15 : 0))
        }
      }
      return palette + [UInt8](repeating: 0, count: 192 * 3)
    }()
  }

  public var state: State {
    get { registers }
    set {
      let counts = [newValue.sequencer.count, newValue.graphics.count, newValue.crtc.count, newValue.attribute.count]
      guard counts == [8, 16, 32, 32], newValue.palette.count == 768 else { return }
      registers = newValue
      generation &+= 1
    }
  }

  /// What the firmware leaves after a reset: text mode 3, a clear screen, the font in place.
  public func reset() {
    registers = State()
    generation &+= 1
    vram.fill(0, from: 0, count: 256 << 10)
    showTextMode()
  }

  /// A clear screen of text, and the font.
  private func showTextMode() {
    for cell in 0..<UInt64(80 * 25) {
      vram.setByte(0x20, at: cell * 4)
      vram.setByte(0x07, at: cell * 4 + 1)
    }
    for (character, glyph) in VGAFont.glyphs.enumerated() {
      for (line, bits) in glyph.enumerated() { vram.setByte(bits, at: UInt64(character * 32 + line) * 4 + 2) }
    }
  }

  public func describe() -> String {
    func list(_ bytes: some Sequence<UInt8>) -> String { bytes.map(\.hexadecimal).joined(separator: " ") }
    let size = pictureSize
    return """
      \(isGraphics ? "graphics" : "text") \(size.width)×\(size.height)  misc \(registers.miscellaneous.hexadecimal)
      sequencer \(list(registers.sequencer.prefix(5)))  graphics \(list(registers.graphics.prefix(9)))
      CRTC \(list(registers.crtc.prefix(25)))
      attribute \(list(registers.attribute.prefix(21)))
      """
  }
}
