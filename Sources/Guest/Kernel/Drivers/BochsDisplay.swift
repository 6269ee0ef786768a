#if hasFeature(Embedded)
  import GuestGraphics
  import KernelSupport

  /// A size that the display can be set to.
  struct DisplaySize {
    let width: Int
    let height: Int

    /// What the largest picture takes, in whole large pages.
    static let mostBytes = (1920 * 1200 * 4 + 0x1F_FFFF) & ~0x1F_FFFF

    /// 1024 by 768.
    init() { (width, height) = (1024, 768) }

    /// Nil where it is none: from 320 by 200 to 1920 by 1200, rows of whole groups of eight pixels.
    init?(width: Int, height: Int) {
      guard width >= 320, width <= 1920, height >= 200, height <= 1200, width % 8 == 0 else { return nil }
      (self.width, self.height) = (width, height)
    }

    /// As in `1280x720`.
    init?(_ text: String) {
      let parts = text.split(separator: "x")
      guard parts.count == 2, let width = Int(parts[0]), let height = Int(parts[1]) else { return nil }
      self.init(width: width, height: height)
    }
  }

  /// The display of Bochs and of QEMU's `-vga std`: a mode is set by a few registers, and the picture is plain memory
  /// (QEMU's docs/specs/standard-vga.rst; Bochs' "VBE Display API").
  enum BochsDisplay {
    private static let indexPort: UInt16 = 0x1CE
    private static let dataPort: UInt16 = 0x1CF

    private enum Register: UInt16 {
      case identifier = 0
      case width = 1
      case height = 2
      case bitsPerPixel = 3
      case enable = 4
      case virtualWidth = 6
    }

    private static let disabled: UInt16 = 0x00
    private static let enabledWithLinearFramebuffer: UInt16 = 0x41
    private static let identifiers: ClosedRange<UInt16> = 0xB0C0...0xB0C5

    private static func read(_ register: Register) -> UInt16 {
      outw(indexPort, register.rawValue)
      return inw(dataPort)
    }

    private static func write(_ register: Register, _ value: UInt16) {
      outw(indexPort, register.rawValue)
      outw(dataPort, value)
    }

    /// The picture, once it was started.
    nonisolated(unsafe) private(set) static var current: Surface?

    /// Sets a size; can be called again. Returns the picture, or nil where there is no such display or it has no such size; the size
    /// is then as before.
    static func start(_ size: DisplaySize) -> Surface? {
      guard let device = PCIDevice.find(vendor: 0x1234, device: 0x1111), identifiers.contains(read(.identifier)),
        let memory = device.enableMemory()
      else { return nil }
      guard set(width: size.width, height: size.height) else {
        if let current { _ = set(width: current.width, height: current.height) }
        return nil
      }
      let stride = max(Int(read(.virtualWidth)), size.width)
      guard stride * size.height * 4 <= DisplaySize.mostBytes else { return nil }
      if current == nil { Memory.mapDevice(memory, size: UInt64(DisplaySize.mostBytes)) }
      guard let pixels = UnsafeMutablePointer<UInt32>(bitPattern: UInt(memory)) else { return nil }
      let surface = Surface(pixels: pixels, width: size.width, height: size.height, stride: stride)
      current = surface
      return surface
    }

    private static func set(width: Int, height: Int) -> Bool {
      write(.enable, disabled)
      write(.width, UInt16(width))
      write(.height, UInt16(height))
      write(.bitsPerPixel, 32)
      write(.enable, enabledWithLinearFramebuffer)
      return read(.width) == UInt16(width) && read(.height) == UInt16(height)
    }
  }
#endif
