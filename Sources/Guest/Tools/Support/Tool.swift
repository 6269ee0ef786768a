import SystemCalls

/// A run of a program: its arguments, its output (kept back until there is much of it) and its exit status.
public final class Tool {
  public let system: any ToolSystem
  public let name: String
  /// Without the program's name.
  public let arguments: [String]
  /// What the program exits with.
  public var status: UInt8 = 0
  private var output: [UInt8] = []
  private var hasFailedOutput = false

  public init(system: any ToolSystem, name: String, arguments: [String]) {
    (self.system, self.name, self.arguments) = (system, name, arguments)
  }

  // MARK: Output

  func write(_ bytes: some Sequence<UInt8>) {
    output += bytes
    if output.count >= 8192 { flush() }
  }

  func write(_ text: String) { write(text.utf8) }

  func line(_ text: String) {
    output += text.utf8
    write(CollectionOfOne(UInt8(10)))
  }

  /// Writes what was kept back. The program must call it at its end.
  public func flush() {
    guard !output.isEmpty else { return }
    let bytes = output
    output = []
    do throws(SystemError) {
      try write(1, bytes)
    } catch {
      let isFirst = !hasFailedOutput
      // Before the message, which flushes too.
      hasFailedOutput = true
      status = max(status, 1)
      if isFirst, error != .brokenPipe { complain("write error: \(error)") }
    }
  }

  /// Nobody reads any more what the program writes.
  var isOutputLost: Bool { hasFailedOutput }

  func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
    var result: SystemError?
    bytes.withUnsafeBytes { buffer in
      do throws(SystemError) { try system.write(descriptor, buffer) } catch { result = error }
    }
    if let result { throw result }
  }

  /// A message with the program's name; the program will exit with 1 (or more, where `status` is given).
  func complain(_ message: String, status: UInt8 = 1) {
    flush()
    try? write(2, Array("\(name): \(message)\n".utf8))
    self.status = max(self.status, status)
  }

  // MARK: Input

  /// Reads up to a piece of a file; none at the end.
  func read(_ descriptor: Int32, count: Int = 32 * 1024) throws(SystemError) -> [UInt8] {
    var result = 0
    var failure: SystemError?
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      do throws(SystemError) { result = try system.read(descriptor, into: UnsafeMutableRawBufferPointer(buffer)) } catch
      { failure = error }
      initialized = result
    }
    if let failure { throw failure }
    return bytes
  }

  func readAll(_ descriptor: Int32) throws(SystemError) -> [UInt8] {
    var all: [UInt8] = []
    while true {
      let part = try read(descriptor)
      if part.isEmpty { return all }
      all += part
    }
  }

  /// Opens a file for reading, `-` being the standard input, calls, and closes. Says so where that fails.
  ///
  /// - Parameter problem: what the message says around the path.
  func withInput(
    _ path: String, problem: (String) -> String = { $0 }, _ body: (Int32) throws(SystemError) -> Void
  ) {
    do throws(SystemError) {
      if path == "-" { return try body(0) }
      let descriptor = try system.open(path, .readOnly, mode: 0)
      defer { system.close(descriptor) }
      try body(descriptor)
    } catch {
      complain("\(problem(path)): \(error)")
    }
  }

  /// A file of /system, as text.
  func systemText(_ name: String) -> String? {
    guard let descriptor = try? system.open("/system/\(name)", .readOnly, mode: 0) else { return nil }
    defer { system.close(descriptor) }
    return (try? readAll(descriptor)).map { String(decoding: $0, as: UTF8.self) }
  }

  // MARK: Paths

  static func join(_ directory: String, _ name: String) -> String {
    directory.utf8.last == UInt8(ascii: "/") ? directory + name : directory + "/" + name
  }

  /// The last name of a path, without slashes behind it.
  static func lastName(_ path: String) -> String {
    var bytes = Array(path.utf8)
    while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")), bytes.count > 1 else {
      return String(decoding: bytes, as: UTF8.self)
    }
    return String(decoding: bytes[(slash + 1)...], as: UTF8.self)
  }

  func isDirectory(_ path: String) -> Bool { (try? system.status(path, followsLinks: true))?.kind == .directory }
}
