#if hasFeature(Embedded)
  import SystemCalls

  /// An open file, pipe, device or channel, by its number. Not closed by itself.
  public struct FileDescriptor: Equatable, Sendable {
    public let rawValue: Int32
    public init(rawValue: Int32) { self.rawValue = rawValue }

    public static let standardInput = FileDescriptor(rawValue: 0)
    public static let standardOutput = FileDescriptor(rawValue: 1)
    public static let standardError = FileDescriptor(rawValue: 2)

    /// As system calls take it.
    public var number: Int { Int(rawValue) }

    /// Opens a file; `mode` is what a new one gets.
    public static func open(
      _ path: String, _ flags: OpenFlags = .readOnly, mode: UInt16 = 0o644
    ) throws(SystemError) -> FileDescriptor {
      let number = try check(withText(path) { systemCall(.open, $0, $1, Int(flags.rawValue), Int(mode)) })
      return FileDescriptor(rawValue: Int32(number))
    }

    public func close() throws(SystemError) { try check(systemCall(.close, number)) }

    /// Reads up to the buffer's size; 0 at the end.
    public func read(into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
      try check(systemCall(.read, number, Int(bitPattern: buffer.baseAddress), buffer.count))
    }

    /// Reads up to `count` bytes; none at the end.
    public func read(count: Int) throws(SystemError) -> [UInt8] {
      var result = 0
      let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
        result = systemCall(.read, number, Int(bitPattern: buffer.baseAddress), count)
        initialized = max(result, 0)
      }
      try check(result)
      return bytes
    }

    /// Reads until the end.
    public func readToEnd() throws(SystemError) -> [UInt8] {
      var all: [UInt8] = []
      while true {
        let part = try read(count: 16 * 1024)
        if part.isEmpty { return all }
        all += part
      }
    }

    /// Writes as much as goes at once, and says how much.
    public func writeSome(_ buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
      try check(systemCall(.write, number, Int(bitPattern: buffer.baseAddress), buffer.count))
    }

    /// Writes everything.
    public func write(_ bytes: [UInt8]) throws(SystemError) {
      try check(bytes.withUnsafeBytes { writeAll($0) })
    }

    /// Writes everything.
    public func write(_ text: String) throws(SystemError) {
      var text = text
      try check(text.withUTF8 { writeAll(UnsafeRawBufferPointer($0)) })
    }

    private func writeAll(_ buffer: UnsafeRawBufferPointer) -> Int {
      var done = 0
      while done < buffer.count {
        let written = systemCall(.write, number, Int(bitPattern: buffer.baseAddress) + done, buffer.count - done)
        if written <= 0 { return written == 0 ? SystemError.ioError.result : written }
        done += written
      }
      return done
    }

    @discardableResult
    public func seek(_ offset: Int64, from origin: SeekOrigin = .start) throws(SystemError) -> Int64 {
      Int64(try check(systemCall(.seek, number, Int(offset), Int(origin.rawValue))))
    }

    /// Another descriptor of the same open file: the lowest free number, or the one that is asked for, which is closed first.
    public func duplicate(as target: FileDescriptor? = nil) throws(SystemError) -> FileDescriptor {
      FileDescriptor(rawValue: Int32(try check(systemCall(.duplicate, number, target?.number ?? -1))))
    }

    public func status() throws(SystemError) -> FileStatus {
      var status = FileStatus()
      try check(withUnsafeMutablePointer(to: &status) { systemCall(.descriptorStatus, number, Int(bitPattern: $0)) })
      return status
    }

    public func truncate(to size: UInt64) throws(SystemError) { try check(systemCall(.truncate, number, Int(size))) }

    /// What only some devices can do; see ``ControlRequest``.
    @discardableResult
    public func control<Argument>(_ request: ControlRequest, _ argument: inout Argument) throws(SystemError) -> Int {
      try check(
        withUnsafeMutablePointer(to: &argument) {
          systemCall(.control, number, Int(request.rawValue), Int(bitPattern: $0))
        })
    }

    public var isTerminal: Bool {
      var mode = TerminalMode()
      return withUnsafeMutablePointer(to: &mode) {
        systemCall(.control, number, Int(ControlRequest.terminalMode.rawValue), Int(bitPattern: $0)) >= 0
      }
    }

    public func terminalMode() throws(SystemError) -> TerminalMode {
      var mode = TerminalMode()
      try control(.terminalMode, &mode)
      return mode
    }

    public func setTerminalMode(_ mode: TerminalMode) throws(SystemError) {
      var mode = mode
      try control(.setTerminalMode, &mode)
    }

    public func terminalSize() throws(SystemError) -> TerminalSize {
      var size = TerminalSize()
      try control(.terminalSize, &size)
      return size
    }
  }

  /// The two ends of a pipe.
  public struct Pipe: Sendable {
    public let reading: FileDescriptor
    public let writing: FileDescriptor

    public init() throws(SystemError) {
      var ends: (Int32, Int32) = (-1, -1)
      try check(withUnsafeMutablePointer(to: &ends) { systemCall(.pipe, Int(bitPattern: $0)) })
      (reading, writing) = (FileDescriptor(rawValue: ends.0), FileDescriptor(rawValue: ends.1))
    }
  }
#endif
