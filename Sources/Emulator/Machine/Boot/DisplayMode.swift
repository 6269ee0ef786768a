/// What a kernel's header says about the screen that it wants to find.
enum DisplayRequest: Equatable, Sendable {
  /// 80 by 25 characters at 0xB8000.
  case text
  /// Pixels. Zero means no preference.
  case graphics(width: UInt32, height: UInt32, depth: UInt32)

  /// The mode for a request, as near as the display has it; nil for text. A header only ever states a preference.
  var mode: DisplayMode? {
    guard case .graphics(let width, let height, let depth) = self else { return nil }
    let standard = DisplayMode(width: 1024, height: 768, depth: 32)
    var mode = standard
    if width > 0, height > 0 { (mode.width, mode.height) = (width & ~7, height) }
    if [15, 16, 24, 32].contains(depth) { mode.depth = depth }
    return mode.isPossible ? mode : standard
  }
}

/// A graphics mode of the Bochs display with a linear framebuffer.
struct DisplayMode: Equatable, Sendable {
  var width: UInt32
  var height: UInt32
  /// Bits a pixel: 15, 16, 24 or 32.
  var depth: UInt32

  /// Where the firmware puts the display's memory.
  static let address: UInt64 = 0xFD00_0000
  private static let memorySize: UInt64 = 16 << 20

  /// Bytes from one line to the next.
  var pitch: UInt32 { width * ((depth + 7) / 8) }

  fileprivate var isPossible: Bool {
    (8...16_000).contains(width) && (1...12_000).contains(height)
      && UInt64(pitch) * UInt64(height) <= Self.memorySize
  }

  /// Position and size in bits of red, green and blue.
  var colors: [(position: UInt8, size: UInt8)] {
    switch depth {
    case 15: [(10, 5), (5, 5), (0, 5)]
    case 16: [(11, 5), (5, 6), (0, 5)]
    default: [(16, 8), (8, 8), (0, 8)]
    }
  }

  /// A mode by its number in the VESA BIOS Extensions, as QEMU's video BIOS numbers them.
  init?(vesa number: UInt32) {
    let sizes: [(UInt32, UInt32)] = [(320, 200), (640, 480), (800, 600), (1024, 768), (1280, 1024)]
    switch number {
    case 0x10D...0x10F: self.init(width: 320, height: 200, depth: [15, 16, 24][Int(number - 0x10D)])
    case 0x110...0x11B:
      let (width, height) = sizes[Int(number - 0x110) / 3 + 1]
      self.init(width: width, height: height, depth: [15, 16, 24][Int(number - 0x110) % 3])
    case 0x11D...0x11F: self.init(width: 1600, height: 1200, depth: [15, 16, 24][Int(number - 0x11D)])
    case 0x140: self.init(width: 320, height: 200, depth: 32)
    case 0x141: self.init(width: 640, height: 400, depth: 32)
    case 0x142...0x145:
      let (width, height) = sizes[Int(number - 0x142) + 1]
      self.init(width: width, height: height, depth: 32)
    default: return nil
    }
  }

  init(width: UInt32, height: UInt32, depth: UInt32) { (self.width, self.height, self.depth) = (width, height, depth) }
}
