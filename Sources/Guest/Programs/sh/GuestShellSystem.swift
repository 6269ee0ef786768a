import GuestShell
import SystemCalls
import SystemLibrary

/// The kernel under the shell.
final class GuestShellSystem: ShellSystem {
  private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

  /// The result of a call, or the error that it is.
  @discardableResult
  private func check(_ result: Int) throws(SystemError) -> Int {
    if let error = SystemError(result: result) { throw error }
    return result
  }

  func open(_ path: [UInt8], _ flags: OpenFlags) throws(SystemError) -> Int32 {
    try FileDescriptor.open(text(path), flags).rawValue
  }
  func close(_ descriptor: Int32) { try? FileDescriptor(rawValue: descriptor).close() }
  func read(_ descriptor: Int32, count: Int) throws(SystemError) -> [UInt8] {
    try FileDescriptor(rawValue: descriptor).read(count: count)
  }
  func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
    try FileDescriptor(rawValue: descriptor).write(bytes)
  }
  func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
    let pipe = try Pipe()
    return (pipe.reading.rawValue, pipe.writing.rawValue)
  }
  func isTerminal(_ descriptor: Int32) -> Bool { FileDescriptor(rawValue: descriptor).isTerminal }

  func spawn(
    _ path: [UInt8], arguments: [[UInt8]], environment: [[UInt8]], descriptors: [Int32], group: Int?
  ) throws(SystemError) -> Int {
    try Process.spawn(
      text(path), arguments: arguments.map { text($0) }, environment: environment.map { text($0) },
      descriptors: descriptors.map { $0 < 0 ? nil : FileDescriptor(rawValue: $0) }, group: group
    ).identifier
  }
  func fork() throws(SystemError) -> Int { try Process.fork()?.identifier ?? 0 }
  func exit(_ status: UInt8) -> Never { Process.exit(Int32(status)) }

  func wait(_ process: Int, noHang: Bool) throws(SystemError) -> WaitStatus? {
    var status: UInt32 = 0
    while true {
      let options = noHang ? Int(WaitOptions.noHang.rawValue) : 0
      let result = withUnsafeMutablePointer(to: &status) { systemCall(.wait, process, options, Int(bitPattern: $0)) }
      if let error = SystemError(result: result) {
        if error == .interrupted { continue }
        throw error
      }
      return result == 0 ? nil : WaitStatus(rawValue: status)
    }
  }

  func kill(_ process: Int, _ signal: Int) throws(SystemError) { try check(systemCall(.kill, process, signal)) }
  func setGroup(_ group: Int, of process: Int) { systemCall(.setProcessGroup, process, group) }
  func setForegroundGroup(_ group: Int) {
    // The number itself is the argument, not where it is.
    systemCall(.control, 0, Int(ControlRequest.setForegroundGroup.rawValue), group)
  }
  func setAction(_ action: SignalAction, for signal: Signal) { _ = try? Process.setAction(action, for: signal) }
  var processIdentifier: Int { Process.current.identifier }
  var parentProcessIdentifier: Int { Process.parent.identifier }
  var processGroup: Int { systemCall(.processGroup, 0) }

  func status(_ path: [UInt8], followsLinks: Bool) throws(SystemError) -> FileStatus {
    try FileSystem.status(text(path), followsLinks: followsLinks)
  }
  func names(inDirectory path: [UInt8]) -> [[UInt8]] {
    ((try? FileSystem.entries(text(path))) ?? []).map { Array($0.name.utf8) }
  }
  func currentDirectory() throws(SystemError) -> [UInt8] { Array(try FileSystem.currentDirectory().utf8) }
  func changeDirectory(_ path: [UInt8]) throws(SystemError) { try FileSystem.changeDirectory(text(path)) }
}
