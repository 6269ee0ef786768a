/// What can be sent to a process. Numbers are POSIX's, as Linux has them.
///
/// A program has no handlers: a signal ends it, or is ignored where ``SystemCall/setSignalAction`` said so; ``kill`` cannot
/// be ignored.
public enum Signal: UInt8, CaseIterable, Sendable {
  /// The terminal went away.
  case hangUp = 1
  /// Ctrl-C.
  case interrupt = 2
  /// Ctrl-\.
  case quit = 3
  /// An instruction that there is not.
  case illegalInstruction = 4
  /// A breakpoint.
  case trap = 5
  /// The program gave up.
  case abort = 6
  /// A misaligned access, or memory that could not be had.
  case bus = 7
  /// An arithmetic error.
  case arithmetic = 8
  /// Cannot be ignored.
  case kill = 9
  /// An address that is not the program's.
  case segmentation = 11
  /// A write to a pipe that nobody reads.
  case pipe = 13
  /// A request to end.
  case terminate = 15

  /// In words, as a shell reports it.
  public var name: String {
    switch self {
    case .hangUp: "Hangup"
    case .interrupt: "Interrupt"
    case .quit: "Quit"
    case .illegalInstruction: "Illegal instruction"
    case .trap: "Trap"
    case .abort: "Aborted"
    case .bus: "Bus error"
    case .arithmetic: "Arithmetic error"
    case .kill: "Killed"
    case .segmentation: "Segmentation fault"
    case .pipe: "Broken pipe"
    case .terminate: "Terminated"
    }
  }
}

/// What a signal does.
public enum SignalAction: UInt, Sendable {
  case end = 0
  case ignore = 1
}

/// How a process ended, in 32 bits: the exit status in bits 0 to 7, or the signal in bits 8 to 15.
public struct WaitStatus: Equatable, Sendable, BitwiseCopyable {
  public var rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  public init(exit status: UInt8) { rawValue = UInt32(status) }
  public init(signal: Signal) { rawValue = UInt32(signal.rawValue) << 8 }

  /// Nil where a signal ended it.
  public var exitStatus: UInt8? { rawValue >> 8 == 0 ? UInt8(truncatingIfNeeded: rawValue) : nil }
  /// Nil where it ended by itself.
  public var signal: Signal? { Signal(rawValue: UInt8(truncatingIfNeeded: rawValue >> 8)) }
  public var isSuccess: Bool { rawValue == 0 }
  /// What a shell keeps in `$?`: the exit status, or 128 and the signal.
  public var shellStatus: UInt8 { exitStatus ?? 128 + UInt8(truncatingIfNeeded: rawValue >> 8) }
}

/// How ``SystemCall/wait`` waits.
public struct WaitOptions: OptionSet, Sendable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }
  /// Returns 0 at once where no child has ended.
  public static let noHang = WaitOptions(rawValue: 1)
}

/// What ``SystemCall/spawn`` starts, and how.
public struct SpawnRequest: Sendable, BitwiseCopyable {
  /// The program's path.
  public var path: UInt64
  public var pathLength: UInt64
  /// The arguments' bytes, each ended by a zero; the first is the program's name.
  public var arguments: UInt64
  public var argumentsLength: UInt64
  /// The environment's bytes: `NAME=value`, each ended by a zero.
  public var environment: UInt64
  public var environmentLength: UInt64
  /// The child's descriptors 0, 1, 2 and so on: of each an `Int32`, a descriptor of the parent's, or -1 for none. The child
  /// has no others.
  public var descriptors: UInt64
  public var descriptorCount: UInt64
  /// The group it joins: -1 the parent's, 0 a new one of its own, else that one.
  public var group: Int64

  public init() {
    (path, pathLength, arguments, argumentsLength) = (0, 0, 0, 0)
    (environment, environmentLength, descriptors, descriptorCount, group) = (0, 0, 0, 0, -1)
  }
}

/// Limits of a process.
public enum ProcessLimits {
  /// Open descriptors.
  public static let descriptors = 256
  /// Bytes of arguments, and bytes of environment.
  public static let arguments = 128 * 1024
  /// Bytes that the stack can grow to.
  public static let stack = 8 << 20
}
