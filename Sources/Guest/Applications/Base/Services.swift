/// Why something with a file did not work, in words for people.
public struct FileError: Error, Equatable, CustomStringConvertible {
  public let description: String
  public init(_ description: String) { self.description = description }
}

/// What a directory says about a name.
public struct FileEntry: Equatable, Sendable {
  public var name: String
  public var isDirectory: Bool
  public var isExecutable: Bool
  public var size: Int
  /// Seconds since 1970.
  public var modified: Int

  public init(name: String, isDirectory: Bool, isExecutable: Bool = false, size: Int = 0, modified: Int = 0) {
    self.name = name
    self.isDirectory = isDirectory
    self.isExecutable = isExecutable
    self.size = size
    self.modified = modified
  }
}

/// The file system, as programs with windows use it. Paths are absolute.
public protocol FileService: AnyObject {
  func list(_ path: String) throws(FileError) -> [FileEntry]
  func read(_ path: String) throws(FileError) -> [UInt8]
  func write(_ path: String, _ bytes: [UInt8]) throws(FileError)
  func makeDirectory(_ path: String) throws(FileError)
  func rename(_ path: String, to new: String) throws(FileError)
  /// A directory with all that is in it.
  func remove(_ path: String) throws(FileError)
  func exists(_ path: String) -> Bool
}

/// What another program writes, and what it is to read.
public protocol TerminalConnection: AnyObject {
  /// What has come since the last call; nil when the other end is closed.
  func receive() -> [UInt8]?
  func send(_ bytes: [UInt8])
  func resize(columns: Int, rows: Int)
}

public struct ProcessEntry: Equatable, Sendable {
  public var identifier: Int
  public var name: String
  public var state: String
  /// Of one processor, in thousandths, lately.
  public var load: Int
  public var memory: Int

  public init(identifier: Int, name: String, state: String, load: Int, memory: Int) {
    self.identifier = identifier
    self.name = name
    self.state = state
    self.load = load
    self.memory = memory
  }
}

/// What there is to know about the machine.
public protocol SystemService: AnyObject {
  func processes() -> [ProcessEntry]
  /// Of all processors, in thousandths, since the last call.
  func load() -> Int
  /// Bytes.
  func memory() -> (used: Int, total: Int)
  /// Nil where it worked.
  func kill(_ process: Int) -> String?
  /// Seconds since 1970, local.
  func time() -> Int
  func launch(_ program: String, _ arguments: [String]) -> String?
}

/// Names along the way to a file.
public enum FilePath {
  public static func appending(_ name: String, to path: String) -> String {
    path == "/" ? "/" + name : path + "/" + name
  }

  public static func parent(_ path: String) -> String {
    let parts = path.split(separator: "/").dropLast()
    return "/" + parts.joined(separator: "/")
  }

  public static func name(_ path: String) -> String { path.split(separator: "/").last.map { String($0) } ?? "/" }

  /// Behind the last dot, in small letters.
  public static func ending(_ path: String) -> String {
    let name = name(path)
    guard let dot = name.utf8.lastIndex(of: UInt8(ascii: ".")), dot != name.utf8.startIndex else { return "" }
    return String(name[name.utf8.index(after: dot)...]).lowercased()
  }

  /// Bytes as people say them.
  public static func sizeText(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    let (value, unit) =
      bytes < 1_000_000
      ? (bytes / 100, "kB") : bytes < 1_000_000_000 ? (bytes / 100_000, "MB") : (bytes / 100_000_000, "GB")
    return value >= 1000 ? "\(value / 10) \(unit)" : "\(value / 10).\(value % 10) \(unit)"
  }
}
