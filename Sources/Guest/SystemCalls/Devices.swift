/// What a mapping allows.
public struct Protection: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public static let read = Protection(rawValue: 1)
  public static let write = Protection(rawValue: 2)
}

/// The clocks.
public enum Clock: UInt, Sendable {
  /// Since 1970, in UTC.
  case realTime = 0
  /// Since the start of the kernel.
  case monotonic = 1
  /// What the caller's process has used of the processor.
  case processTime = 2
}

/// What can be asked about a descriptor, or come back about it.
public struct PollEvents: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt16
  public init(rawValue: UInt16) { self.rawValue = rawValue }
  /// A read, a receive or an accept would not wait.
  public static let readable = PollEvents(rawValue: 1)
  /// A write or a send would not wait.
  public static let writable = PollEvents(rawValue: 4)
  /// The other end is closed. Comes unasked.
  public static let hungUp = PollEvents(rawValue: 0x10)
  /// There is no such descriptor. Comes unasked.
  public static let invalid = PollEvents(rawValue: 0x20)
}

/// One descriptor to ``SystemCall/poll`` for.
public struct PollEntry: Sendable, BitwiseCopyable {
  public var descriptor: Int32
  public var events: PollEvents
  public var results: PollEvents
  public init(_ descriptor: Int32, _ events: PollEvents) {
    (self.descriptor, self.events, results) = (descriptor, events, [])
  }
}

/// How ``SystemCall/receive`` receives.
public struct ReceiveOptions: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  /// Fails with ``SystemError/resourceTemporarilyUnavailable`` where there is no message.
  public static let noWait = ReceiveOptions(rawValue: 1)
}

/// Limits of a channel.
public enum ChannelLimits {
  /// Bytes of a message.
  public static let messageSize = 4096
  /// Bytes of messages that wait at one end; a sender waits for room.
  public static let queueSize = 64 * 1024
  /// Callers that wait at a listener.
  public static let backlog = 16
}

/// What ``SystemCall/control`` asks of a device.
public enum ControlRequest: UInt, Sendable {
  /// Of a terminal: `*TerminalMode` is written.
  case terminalMode = 1
  /// Of a terminal: `*TerminalMode` is read.
  case setTerminalMode = 2
  /// Of a terminal: `*TerminalSize` is written.
  case terminalSize = 3
  /// Of a pseudo-terminal: `*TerminalSize` is read.
  case setTerminalSize = 4
  /// Of a terminal: the group that Ctrl-C reaches and that may read.
  case foregroundGroup = 5
  case setForegroundGroup = 6
  /// Of a descriptor: 1 makes it nonblocking, 0 blocking.
  case setNonblocking = 7
  /// Of the framebuffer: `*DisplayMode` is written.
  case displayMode = 8
}

/// How a terminal treats what is typed.
public struct TerminalMode: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  /// Lines are edited here (backspace, Ctrl-U, Ctrl-W) and read whole; Ctrl-D ends the input.
  public static let canonical = TerminalMode(rawValue: 1)
  /// What is typed is shown.
  public static let echo = TerminalMode(rawValue: 2)
  /// Ctrl-C and Ctrl-\ are signals.
  public static let signals = TerminalMode(rawValue: 4)
  /// A new line goes out as carriage return and line feed, and a carriage return comes in as a new line.
  public static let newLines = TerminalMode(rawValue: 8)

  /// As a shell leaves it to the programs that it starts.
  public static let cooked: TerminalMode = [.canonical, .echo, .signals, .newLines]
}

/// A terminal's size in characters.
public struct TerminalSize: Equatable, Sendable, BitwiseCopyable {
  public var columns: UInt16
  public var rows: UInt16
  public init(columns: UInt16 = 80, rows: UInt16 = 25) { (self.columns, self.rows) = (columns, rows) }
}

/// The framebuffer's size: 32 bits a pixel, 0x00RRGGBB.
public struct DisplayMode: Equatable, Sendable, BitwiseCopyable {
  public var width: UInt32
  public var height: UInt32
  /// Bytes from one line to the next.
  public var bytesPerRow: UInt32
  public var reserved: UInt32 = 0
  public init(width: UInt32 = 0, height: UInt32 = 0, bytesPerRow: UInt32 = 0) {
    (self.width, self.height, self.bytesPerRow) = (width, height, bytesPerRow)
  }
}
