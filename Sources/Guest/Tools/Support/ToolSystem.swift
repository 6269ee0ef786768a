import SystemCalls

/// What the programs need of the system under them: in the guest the kernel's calls, in tests the host's.
public protocol ToolSystem: AnyObject {
  func open(_ path: String, _ flags: OpenFlags, mode: UInt16) throws(SystemError) -> Int32
  func close(_ descriptor: Int32)
  func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
  /// Writes everything.
  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError)
  func seek(_ descriptor: Int32, to offset: Int) throws(SystemError)
  func status(_ path: String, followsLinks: Bool) throws(SystemError) -> FileStatus
  func status(of descriptor: Int32) throws(SystemError) -> FileStatus
  /// The entries of a directory but `.` and `..`, in no order.
  func entries(_ path: String) throws(SystemError) -> [DirectoryEntry]
  func makeDirectory(_ path: String, mode: UInt16) throws(SystemError)
  func removeDirectory(_ path: String) throws(SystemError)
  func unlink(_ path: String) throws(SystemError)
  func rename(_ old: String, to new: String) throws(SystemError)
  func link(_ old: String, to new: String) throws(SystemError)
  func symbolicLink(_ path: String, to target: String) throws(SystemError)
  func readLink(_ path: String) throws(SystemError) -> String
  func changeMode(_ path: String, to mode: UInt16) throws(SystemError)
  func setTimes(_ path: String, accessed: Int64, modified: Int64) throws(SystemError)
  func currentDirectory() throws(SystemError) -> String
  func fileSystemStatus(_ path: String) throws(SystemError) -> FileSystemStatus

  /// Nanoseconds.
  func now(_ clock: Clock) -> Int64
  func sleep(nanoseconds: Int64) throws(SystemError)
  func kill(_ process: Int, _ signal: Int) throws(SystemError)
  /// Starts a program, waits for its end, and returns its status as a shell has it.
  func run(_ path: String, arguments: [String], environment: [String]) throws(SystemError) -> UInt8
  var environment: [String] { get }
  func power(_ action: PowerAction) throws(SystemError)

  /// Nil where the descriptor is no terminal.
  func terminalSize(_ descriptor: Int32) -> TerminalSize?
  /// Keys come one by one, unseen (true), or in lines.
  func setRaw(_ descriptor: Int32, _ isRaw: Bool)
  /// Waits for input so long; false where there was none.
  func waitForInput(_ descriptor: Int32, nanoseconds: Int64) -> Bool
}
