#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// The framebuffer, which one process at a time has.
  final class Display {
    private let descriptor: FileDescriptor
    private var memory: UnsafeMutableRawBufferPointer
    private(set) var surface: Surface

    init() throws(SystemError) {
      descriptor = try FileDescriptor.open("/dev/framebuffer", .readWrite)
      (memory, surface) = try Self.map(descriptor)
    }

    private static func map(_ descriptor: FileDescriptor) throws(SystemError) -> (
      UnsafeMutableRawBufferPointer, Surface
    ) {
      var mode = DisplayMode()
      try descriptor.control(.displayMode, &mode)
      let memory = try SharedMemory(descriptor: descriptor).map(size: Int(mode.bytesPerRow * mode.height))
      guard let base = memory.baseAddress else { throw .noMemory }
      return (
        memory,
        Surface(
          pixels: base.assumingMemoryBound(to: UInt32.self), width: Int(mode.width), height: Int(mode.height),
          stride: Int(mode.bytesPerRow) / 4)
      )
    }

    /// Changes the screen's size. Where that fails, everything is as it was.
    func setMode(_ size: Size) throws(SystemError) {
      var mode = DisplayMode(width: UInt32(size.width), height: UInt32(size.height))
      try descriptor.control(.setDisplayMode, &mode)
      let old = memory
      (memory, surface) = try Self.map(descriptor)
      try? SharedMemory.unmap(old)
    }
  }
#endif
