#if hasFeature(Embedded)
  import GuestGraphics
  import GuestMemory
  import SystemCalls

  /// /dev/framebuffer: the display's memory, to be mapped by the one program that has it open.
  final class FramebufferObject: OpenObject {
    private(set) var pages: FrameList
    private var descriptors = 0
    nonisolated(unsafe) private static var isOpen = false

    /// Fails where there is no display, or somebody has it already.
    static func open() throws(SystemError) -> FramebufferObject {
      guard let front = BochsDisplay.current else { throw .noSuchAddressOrDevice }
      guard !isOpen else { throw .resourceBusy }
      return FramebufferObject(front)
    }

    private init(_ front: Surface) { pages = Self.pages(of: front) }

    private static func pages(of front: Surface) -> FrameList {
      FrameList(
        device: UInt64(UInt(bitPattern: front.pixels)), count: (front.stride * 4 * front.height + 4095) / 4096)
    }

    private var mode: DisplayMode {
      guard let front = BochsDisplay.current else { return DisplayMode() }
      return DisplayMode(
        width: UInt32(front.width), height: UInt32(front.height), bytesPerRow: UInt32(front.stride * 4))
    }

    override func status() -> FileStatus {
      let mode = mode
      return FileStatus(kind: .characterDevice, mode: 0o600, size: UInt64(mode.bytesPerRow) * UInt64(mode.height))
    }

    override func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      switch request {
      case .displayMode: try UserMemory.write(mode, to: argument)
      case .setDisplayMode:
        var wanted = DisplayMode()
        try UserMemory.read(&wanted, at: argument)
        guard let size = DisplaySize(width: Int(wanted.width), height: Int(wanted.height)),
          let front = BochsDisplay.start(size)
        else { throw .invalidArgument }
        pages = Self.pages(of: front)
      default: throw .inappropriateIOCTLForDevice
      }
      return 0
    }

    override func opened() {
      descriptors += 1
      if descriptors == 1 { Self.isOpen = true }
    }
    override func closed() {
      descriptors -= 1
      if descriptors == 0 { Self.isOpen = false }
    }
  }
#endif
