#if hasFeature(Embedded)
  import GuestFiles
  import GuestGraphics
  import GuestMemory
  import GuestTasks
  import KernelSupport
  import SystemCalls

  /// The nodes in /dev, and the system folder.
  enum Devices {
    private enum Number {
      static let null: UInt32 = 1
      static let zero: UInt32 = 2
      static let full: UInt32 = 3
      static let random: UInt32 = 4
      static let console: UInt32 = 5
      static let framebuffer: UInt32 = 6
    }

    /// The terminal on the serial line.
    nonisolated(unsafe) private static var consoleStorage: Terminal?

    static var console: Terminal {
      guard let consoleStorage else { panic("the console was used before there was one") }
      return consoleStorage
    }

    static func start(_ tree: FileTree) {
      consoleStorage = Terminal { SerialPort.write($0) }
      let streams: [(StaticString, UInt32, any CharacterDevice)] = [
        ("/dev/null", Number.null, NullDevice()), ("/dev/zero", Number.zero, ZeroDevice()),
        ("/dev/full", Number.full, FullDevice()), ("/dev/random", Number.random, RandomDevice()),
        ("/dev/console", Number.console, MarkerDevice(Number.console)),
        ("/dev/framebuffer", Number.framebuffer, MarkerDevice(Number.framebuffer)),
      ]
      do throws(SystemError) {
        for directory in ["/dev", "/system", "/tmp"] as [StaticString] {
          do throws(SystemError) { try tree.makeDirectory(directory.bytes, from: Files.root, mode: 0o755) } catch {
            // The archive may have made it already.
            guard error == .fileExists else { throw error }
          }
        }
        for (path, number, device) in streams {
          tree.register(device, as: number)
          try tree.makeDevice(path.bytes, from: Files.root, number: number, mode: 0o666)
        }
        try tree.mount(SystemFolder(SystemReport()) { KernelClock.realTime }, at: ("/system" as StaticString).bytes)
      } catch {
        print("files: /dev cannot be made: \(error)")
      }
    }

    /// What a descriptor of a device is.
    static func open(_ file: OpenFile) throws(SystemError) -> OpenObject {
      switch (file.device as? MarkerDevice)?.number {
      case Number.console:
        Files.tree.close(file)
        return TerminalObject(console)
      case Number.framebuffer:
        guard let front = BochsDisplay.current else { throw .noSuchAddressOrDevice }
        Files.tree.close(file)
        return FramebufferObject(front)
      default: return DeviceObject(file)
      }
    }

    /// A device that ``open(_:)`` knows by its number; nothing is behind the node itself.
    private final class MarkerDevice: CharacterDevice {
      let number: UInt32
      init(_ number: UInt32) { self.number = number }
      func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(SystemError) -> Int {
        throw .ioError
      }
      func write(from buffer: UnsafeRawBufferPointer, at offset: Int) throws(SystemError) -> Int { throw .ioError }
      var seekableSize: Int? { nil }
    }
  }

  extension StaticString {
    var bytes: Bytes { Bytes(start: utf8Start, count: utf8CodeUnitCount) }
  }

  /// A stream of bytes that a ``CharacterDevice`` makes or takes.
  final class DeviceObject: OpenObject {
    private let file: OpenFile

    init(_ file: OpenFile) {
      self.file = file
      super.init()
      isNonblocking = file.flags.contains(.nonblocking)
    }

    deinit { Files.tree.close(file) }

    /// Devices see a copy in the kernel, so that they may wait.
    private static let piece = 4096

    override func read(to address: UInt64, count: Int) throws(SystemError) -> Int {
      guard file.flags.isReadable, let device = file.device else { throw .badFileDescriptor }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(count, 0), Self.piece), alignment: 16)
      defer { buffer.deallocate() }
      var done = 0
      while done < count {
        let part = UnsafeMutableRawBufferPointer(rebasing: buffer[..<min(count - done, buffer.count)])
        let moved = try device.read(into: part, at: done)
        if moved > 0, let start = part.baseAddress {
          try UserMemory.copyOut(start, to: address + UInt64(done), count: moved)
        }
        done += moved
        if moved < part.count { break }
        Preemption.pause()
        if Threads.current.pointee.hasSignal { break }
      }
      return done
    }

    override func write(from address: UInt64, count: Int) throws(SystemError) -> Int {
      guard file.flags.isWritable, let device = file.device else { throw .badFileDescriptor }
      let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: min(max(count, 0), Self.piece), alignment: 16)
      defer { buffer.deallocate() }
      var done = 0
      while done < count, let start = buffer.baseAddress {
        let size = min(count - done, buffer.count)
        try UserMemory.copyIn(start, from: address + UInt64(done), count: size)
        done += try device.write(from: UnsafeRawBufferPointer(rebasing: buffer[..<size]), at: done)
        Preemption.pause()
        if Threads.current.pointee.hasSignal { break }
      }
      return done
    }

    override func seek(_ offset: Int, _ origin: SeekOrigin) throws(SystemError) -> Int {
      try Files.tree.seek(file, by: offset, from: origin)
    }
    override func status() -> FileStatus { Files.tree.status(file) }
  }

  /// Numbers that nobody can guess from the outside; the same in every run of a machine that is the same in every run.
  final class RandomDevice: CharacterDevice {
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) -> Int {
      RandomNumbers.fill(buffer)
      return buffer.count
    }
    func write(from buffer: UnsafeRawBufferPointer, at offset: Int) -> Int { buffer.count }
    var seekableSize: Int? { nil }
  }

  enum RandomNumbers {
    nonisolated(unsafe) private static var state: UInt64 = 0

    /// SplitMix64 (Steele, Lea and Flood, 2014), stirred by the time. Not for secrets: this machine has none.
    static func fill(_ buffer: UnsafeMutableRawBufferPointer) {
      state ^= time_stamp()
      for index in buffer.indices {
        if index % 8 == 0 { state &+= 0x9E37_79B9_7F4A_7C15 }
        var mixed = state
        mixed = (mixed ^ mixed >> 30) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ mixed >> 27) &* 0x94D0_49BB_1331_11EB
        buffer[index] = UInt8(truncatingIfNeeded: (mixed ^ mixed >> 31) >> UInt64(index % 8 * 8))
      }
    }
  }

  /// The display's memory, to be mapped.
  final class FramebufferObject: OpenObject {
    let pages: FrameList
    private let mode: DisplayMode

    init(_ front: Surface) {
      let address = UInt64(UInt(bitPattern: front.pixels))
      mode = DisplayMode(
        width: UInt32(front.width), height: UInt32(front.height), bytesPerRow: UInt32(front.stride * 4))
      pages = FrameList(device: address, count: (front.stride * 4 * front.height + 4095) / 4096)
    }

    override func status() -> FileStatus {
      FileStatus(kind: .characterDevice, mode: 0o600, size: UInt64(mode.bytesPerRow) * UInt64(mode.height))
    }

    override func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      guard request == .displayMode else { throw .inappropriateIOCTLForDevice }
      try UserMemory.write(mode, to: argument)
      return 0
    }
  }
#endif
