import SystemCalls

/// What the shell needs of the system under it: in the guest the kernel's calls, in tests the host's.
public protocol ShellSystem: AnyObject {
  func open(_ path: [UInt8], _ flags: OpenFlags) throws(SystemError) -> Int32
  func close(_ descriptor: Int32)
  /// Up to so many bytes; none at the end.
  func read(_ descriptor: Int32, count: Int) throws(SystemError) -> [UInt8]
  func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError)
  func pipe() throws(SystemError) -> (reading: Int32, writing: Int32)
  func isTerminal(_ descriptor: Int32) -> Bool

  /// Starts a program. `descriptors` are the child's 0, 1, 2 and so on, -1 for none; `group` is nil for the caller's process
  /// group, 0 for a new one.
  func spawn(
    _ path: [UInt8], arguments: [[UInt8]], environment: [[UInt8]], descriptors: [Int32], group: Int?
  ) throws(SystemError) -> Int
  /// A copy of the shell: 0 in the copy.
  func fork() throws(SystemError) -> Int
  func exit(_ status: UInt8) -> Never
  /// Waits for a child to end; with `noHang`, nil where it has not.
  func wait(_ process: Int, noHang: Bool) throws(SystemError) -> WaitStatus?
  func kill(_ process: Int, _ signal: Int) throws(SystemError)
  func setGroup(_ group: Int, of process: Int)
  /// Whom the terminal's Ctrl-C reaches.
  func setForegroundGroup(_ group: Int)
  func setAction(_ action: SignalAction, for signal: Signal)
  var processIdentifier: Int { get }
  var parentProcessIdentifier: Int { get }
  var processGroup: Int { get }

  func status(_ path: [UInt8], followsLinks: Bool) throws(SystemError) -> FileStatus
  /// The names in a directory but `.` and `..`; none where it cannot be read.
  func names(inDirectory path: [UInt8]) -> [[UInt8]]
  func currentDirectory() throws(SystemError) -> [UInt8]
  func changeDirectory(_ path: [UInt8]) throws(SystemError)
}

extension ShellSystem {
  func exists(_ path: [UInt8], followsLinks: Bool = true) -> Bool {
    (try? status(path, followsLinks: followsLinks)) != nil
  }

  func isDirectory(_ path: [UInt8]) -> Bool { (try? status(path, followsLinks: true))?.kind == .directory }
}

/// A descriptor of the process that is closed when nothing refers to it any more.
final class OpenDescriptor {
  let number: Int32
  private let system: any ShellSystem
  private var isOwned: Bool

  init(_ number: Int32, system: any ShellSystem, isOwned: Bool = true) {
    (self.number, self.system, self.isOwned) = (number, system, isOwned)
  }

  /// Closes at once.
  func close() {
    if isOwned { system.close(number) }
    isOwned = false
  }

  deinit { close() }
}
