#if hasFeature(Embedded)
  import GuestTools
  import SystemCalls
  import SystemLibrary

  /// The kernel under the programs of `GuestTools`.
  final class GuestToolSystem: ToolSystem {
    private func descriptor(_ number: Int32) -> FileDescriptor { FileDescriptor(rawValue: number) }

    func open(_ path: String, _ flags: OpenFlags, mode: UInt16) throws(SystemError) -> Int32 {
      try FileDescriptor.open(path, flags, mode: mode).rawValue
    }
    func close(_ number: Int32) { try? descriptor(number).close() }
    func read(_ number: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
      try descriptor(number).read(into: buffer)
    }
    func write(_ number: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) {
      var rest = bytes
      while !rest.isEmpty {
        let count = try descriptor(number).writeSome(rest)
        if count == 0 { throw .ioError }
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      }
    }
    func seek(_ number: Int32, to offset: Int) throws(SystemError) {
      try descriptor(number).seek(Int64(offset))
    }
    func status(_ path: String, followsLinks: Bool) throws(SystemError) -> FileStatus {
      try FileSystem.status(path, followsLinks: followsLinks)
    }
    func status(of number: Int32) throws(SystemError) -> FileStatus { try descriptor(number).status() }
    func entries(_ path: String) throws(SystemError) -> [DirectoryEntry] { try FileSystem.entries(path) }
    func makeDirectory(_ path: String, mode: UInt16) throws(SystemError) {
      try FileSystem.makeDirectory(path, mode: mode)
    }
    func removeDirectory(_ path: String) throws(SystemError) { try FileSystem.removeDirectory(path) }
    func unlink(_ path: String) throws(SystemError) { try FileSystem.unlink(path) }
    func rename(_ old: String, to new: String) throws(SystemError) { try FileSystem.rename(old, to: new) }
    func link(_ old: String, to new: String) throws(SystemError) { try FileSystem.link(old, to: new) }
    func symbolicLink(_ path: String, to target: String) throws(SystemError) {
      try FileSystem.symbolicLink(path, to: target)
    }
    func readLink(_ path: String) throws(SystemError) -> String { try FileSystem.readLink(path) }
    func changeMode(_ path: String, to mode: UInt16) throws(SystemError) {
      try FileSystem.changeMode(path, to: mode)
    }
    func setTimes(_ path: String, accessed: Int64, modified: Int64) throws(SystemError) {
      try FileSystem.setTimes(path, accessed: accessed, modified: modified)
    }
    func currentDirectory() throws(SystemError) -> String { try FileSystem.currentDirectory() }
    func fileSystemStatus(_ path: String) throws(SystemError) -> FileSystemStatus {
      try FileSystem.fileSystemStatus(path)
    }

    func now(_ clock: Clock) -> Int64 { clock.now }
    func sleep(nanoseconds: Int64) throws(SystemError) { try SystemLibrary.sleep(nanoseconds: nanoseconds) }
    func kill(_ process: Int, _ signal: Int) throws(SystemError) {
      if let error = SystemError(result: systemCall(.kill, process, signal)) { throw error }
    }
    func run(_ path: String, arguments: [String], environment: [String]) throws(SystemError) -> UInt8 {
      try Process.spawn(path, arguments: arguments, environment: environment).wait().shellStatus
    }
    var environment: [String] { Process.environment }
    func power(_ action: PowerAction) throws(SystemError) {
      if let error = SystemError(result: systemCall(.power, Int(action.rawValue))) { throw error }
    }

    func terminalSize(_ number: Int32) -> TerminalSize? { try? descriptor(number).terminalSize() }
    func setRaw(_ number: Int32, _ isRaw: Bool) {
      try? descriptor(number).setTerminalMode(isRaw ? [] : .cooked)
    }
    func waitForInput(_ number: Int32, nanoseconds: Int64) -> Bool {
      var entries = [PollEntry(number, .readable)]
      return ((try? poll(&entries, timeout: nanoseconds)) ?? 0) > 0
    }
  }

  /// Runs a program of `GuestTools` as this process, and ends.
  func runTool(_ name: String, _ body: (Tool) -> Void) -> Never {
    let tool = Tool(system: GuestToolSystem(), name: name, arguments: Array(Process.arguments.dropFirst()))
    body(tool)
    tool.flush()
    Process.exit(Int32(tool.status))
  }
#endif
