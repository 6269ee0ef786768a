#if hasFeature(Embedded)
  import GuestGraphics
  import KernelSupport

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

    /// The picture, or nil where there is no such display.
    static func start(width: Int, height: Int) -> Surface? {
      guard let device = PCIDevice.find(vendor: 0x1234, device: 0x1111), identifiers.contains(read(.identifier)),
        let memory = device.enableMemory()
      else { return nil }
      write(.enable, disabled)
      write(.width, UInt16(width))
      write(.height, UInt16(height))
      write(.bitsPerPixel, 32)
      write(.enable, enabledWithLinearFramebuffer)
      guard read(.width) == UInt16(width), read(.height) == UInt16(height) else { return nil }
      let stride = max(Int(read(.virtualWidth)), width)
      Memory.mapDevice(memory, size: UInt64(stride * height * 4))
      guard let pixels = UnsafeMutablePointer<UInt32>(bitPattern: UInt(memory)) else { return nil }
      let surface = Surface(pixels: pixels, width: width, height: height, stride: stride)
      current = surface
      return surface
    }
  }
#endif
