/// How ``SystemCall/open`` opens a file. The low two bits are the access, as POSIX has it.
public struct OpenFlags: OptionSet, Sendable, BitwiseCopyable {
  public let rawValue: UInt32
  public init(rawValue: UInt32) { self.rawValue = rawValue }

  /// Neither of the two below: for reading. Both at once is no access.
  public static let readOnly: OpenFlags = []
  public static let writeOnly = OpenFlags(rawValue: 1)
  public static let readWrite = OpenFlags(rawValue: 2)
  /// Makes the file where there is none.
  public static let create = OpenFlags(rawValue: 0x40)
  /// With `create`: fails where there is one.
  public static let exclusive = OpenFlags(rawValue: 0x80)
  /// Empties the file.
  public static let truncate = OpenFlags(rawValue: 0x200)
  /// Every write goes to the end.
  public static let append = OpenFlags(rawValue: 0x400)
  /// What would have to wait fails with ``SystemError/resourceTemporarilyUnavailable``.
  public static let nonblocking = OpenFlags(rawValue: 0x800)
  /// Fails where the path is no directory.
  public static let directory = OpenFlags(rawValue: 0x10000)
  /// Fails where the path's last name is a symbolic link.
  public static let noFollow = OpenFlags(rawValue: 0x20000)

  public var isReadable: Bool { rawValue & 3 == 0 || rawValue & 3 == 2 }
  public var isWritable: Bool { rawValue & 3 == 1 || rawValue & 3 == 2 }

  /// All that have a meaning.
  public static let known: OpenFlags = [
    .writeOnly, .readWrite, .create, .exclusive, .truncate, .append, .nonblocking, .directory, .noFollow,
  ]
}

/// Where ``SystemCall/seek`` counts from.
public enum SeekOrigin: UInt, Sendable {
  case start = 0
  case current = 1
  case end = 2
}

/// What a name stands for.
public enum FileKind: UInt8, Sendable {
  case regular = 1
  case directory = 2
  case symbolicLink = 3
  case characterDevice = 4
  case pipe = 5
  case channel = 6
  case sharedMemory = 7
}

/// What the file system knows about a file, as ``SystemCall/status`` writes it.
public struct FileStatus: Equatable, Sendable, BitwiseCopyable {
  /// Which file it is: two names with the same number are the same file.
  public var identifier: UInt64
  /// In bytes.
  public var size: UInt64
  /// Memory that its contents take, in bytes.
  public var allocatedSize: UInt64
  /// Nanoseconds since 1970: when it was last read,
  public var accessed: Int64
  /// when its contents last changed,
  public var modified: Int64
  /// and when anything about it did.
  public var changed: Int64
  /// How many names it has.
  public var linkCount: UInt32
  /// Permission bits, as POSIX has them.
  public var mode: UInt16
  /// A ``FileKind``.
  public var rawKind: UInt8
  public var reserved: UInt8 = 0

  public var kind: FileKind { FileKind(rawValue: rawKind) ?? .regular }

  public init(
    identifier: UInt64 = 0, kind: FileKind = .regular, mode: UInt16 = 0o644, linkCount: UInt32 = 1, size: UInt64 = 0,
    allocatedSize: UInt64 = 0, accessed: Int64 = 0, modified: Int64 = 0, changed: Int64 = 0
  ) {
    (self.identifier, self.size, self.allocatedSize) = (identifier, size, allocatedSize)
    (self.accessed, self.modified, self.changed) = (accessed, modified, changed)
    (self.linkCount, self.mode, rawKind) = (linkCount, mode, kind.rawValue)
  }
}

/// What ``SystemCall/setTimes`` takes for a time that stays.
public enum FileTime {
  public static let unchanged = Int64.min
}

/// How full a file system is, in bytes and in files.
public struct FileSystemStatus: Equatable, Sendable, BitwiseCopyable {
  public var totalBytes: UInt64
  public var freeBytes: UInt64
  public var fileCount: UInt64
  public init(totalBytes: UInt64 = 0, freeBytes: UInt64 = 0, fileCount: UInt64 = 0) {
    (self.totalBytes, self.freeBytes, self.fileCount) = (totalBytes, freeBytes, fileCount)
  }
}

/// Limits that hold for every path.
public enum PathLimits {
  /// Bytes of one name.
  public static let name = 255
  /// Bytes of a path.
  public static let path = 4096
  /// Symbolic links on the way.
  public static let links = 40
}
