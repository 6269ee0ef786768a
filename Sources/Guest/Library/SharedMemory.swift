#if hasFeature(Embedded)
  import SystemCalls

  /// Memory that several programs can see: made by one, handed on through a ``Channel``, mapped by each.
  public struct SharedMemory: Sendable {
    public let descriptor: FileDescriptor

    public init(descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Zeroes.
    public init(size: Int) throws(SystemError) {
      descriptor = FileDescriptor(rawValue: Int32(try check(systemCall(.createMemory, size))))
    }

    /// Shows a part of it, in whole pages.
    public func map(
      size: Int, offset: Int = 0, _ protection: Protection = [.read, .write]
    ) throws(SystemError) -> UnsafeMutableRawBufferPointer {
      let address = try check(systemCall(.map, size, Int(protection.rawValue), descriptor.number, offset))
      return UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: size)
    }

    /// Fresh zeroes that nobody else sees.
    public static func mapZeroes(size: Int) throws(SystemError) -> UnsafeMutableRawBufferPointer {
      let protection: Protection = [.read, .write]
      let address = try check(systemCall(.map, size, Int(protection.rawValue), -1, 0))
      return UnsafeMutableRawBufferPointer(start: UnsafeMutableRawPointer(bitPattern: address), count: size)
    }

    public static func unmap(_ buffer: UnsafeMutableRawBufferPointer) throws(SystemError) {
      try check(systemCall(.unmap, Int(bitPattern: buffer.baseAddress), buffer.count))
    }
  }

  /// One end of a queue of messages to another program and back. Each message arrives whole and in order, with a descriptor if
  /// one was sent along. What messages mean is for the two to say: any plain struct can be one.
  public struct Channel: Sendable {
    public let descriptor: FileDescriptor

    public init(descriptor: FileDescriptor) { self.descriptor = descriptor }

    /// Calls whoever listens under a name, such as `windows`.
    public static func connect(to name: String) throws(SystemError) -> Channel {
      let number = try check(withText(name) { systemCall(.connect, $0, $1) })
      return Channel(descriptor: FileDescriptor(rawValue: Int32(number)))
    }

    /// Both ends.
    public static func pair() throws(SystemError) -> (Channel, Channel) {
      var ends: (Int32, Int32) = (-1, -1)
      try check(withUnsafeMutablePointer(to: &ends) { systemCall(.channel, Int(bitPattern: $0)) })
      return (
        Channel(descriptor: FileDescriptor(rawValue: ends.0)), Channel(descriptor: FileDescriptor(rawValue: ends.1))
      )
    }

    public func send(_ bytes: UnsafeRawBufferPointer, attachment: FileDescriptor? = nil) throws(SystemError) {
      try check(
        systemCall(
          .send, descriptor.number, Int(bitPattern: bytes.baseAddress), bytes.count, attachment?.number ?? -1))
    }

    /// Sends the bytes of a plain value: a struct of numbers, without references.
    public func send<Message: BitwiseCopyable>(
      _ message: Message, attachment: FileDescriptor? = nil
    ) throws(SystemError) {
      var message = message
      let result = withUnsafeBytes(of: &message) {
        systemCall(.send, descriptor.number, Int(bitPattern: $0.baseAddress), $0.count, attachment?.number ?? -1)
      }
      try check(result)
    }

    /// The next message: its length, 0 where the other end is closed, and what came with it.
    public func receive(
      into buffer: UnsafeMutableRawBufferPointer, _ options: ReceiveOptions = []
    ) throws(SystemError) -> (count: Int, attachment: FileDescriptor?) {
      try receive(Int(bitPattern: buffer.baseAddress), buffer.count, options)
    }

    /// The next message into a plain value's bytes.
    public func receive<Message: BitwiseCopyable>(
      into message: inout Message, _ options: ReceiveOptions = []
    ) throws(SystemError) -> (count: Int, attachment: FileDescriptor?) {
      var failure: SystemError?
      var result: (count: Int, attachment: FileDescriptor?) = (0, nil)
      withUnsafeMutableBytes(of: &message) { buffer in
        do throws(SystemError) {
          result = try receive(Int(bitPattern: buffer.baseAddress), buffer.count, options)
        } catch {
          failure = error
        }
      }
      if let failure { throw failure }
      return result
    }

    private func receive(
      _ address: Int, _ size: Int, _ options: ReceiveOptions
    ) throws(SystemError) -> (count: Int, attachment: FileDescriptor?) {
      var attachment: Int32 = -1
      let count = try check(
        withUnsafeMutablePointer(to: &attachment) {
          systemCall(.receive, descriptor.number, address, size, Int(bitPattern: $0), Int(options.rawValue))
        })
      return (count, attachment < 0 ? nil : FileDescriptor(rawValue: attachment))
    }
  }

  /// Where a program that serves others takes their calls.
  public struct Listener: Sendable {
    public let descriptor: FileDescriptor

    public init(name: String) throws(SystemError) {
      let number = try check(withText(name) { systemCall(.listen, $0, $1) })
      descriptor = FileDescriptor(rawValue: Int32(number))
    }

    /// Waits for a caller.
    public func accept() throws(SystemError) -> Channel {
      Channel(descriptor: FileDescriptor(rawValue: Int32(try check(systemCall(.accept, descriptor.number)))))
    }
  }

  /// Waits until one of them is ready or so many nanoseconds have passed (nil: for ever); says how many have results.
  @discardableResult
  public func poll(_ entries: inout [PollEntry], timeout: Int64? = nil) throws(SystemError) -> Int {
    try check(
      entries.withUnsafeMutableBufferPointer {
        systemCall(.poll, Int(bitPattern: $0.baseAddress), $0.count, Int(timeout ?? -1))
      })
  }
#endif
