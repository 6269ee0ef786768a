#if hasFeature(Embedded)
  import SystemCalls

  /// What a descriptor stands for: a file, an end of a pipe, a terminal, a channel. Descriptors that were duplicated or inherited
  /// share one; with the last of them it ends.
  ///
  /// Addresses are the calling program's: see ``UserMemory``.
  class OpenObject {
    var isNonblocking = false

    func read(to address: UInt64, count: Int) throws(SystemError) -> Int { throw .invalidArgument }
    func write(from address: UInt64, count: Int) throws(SystemError) -> Int { throw .invalidArgument }
    func read(to address: UInt64, count: Int, at offset: Int) throws(SystemError) -> Int { throw .illegalSeek }
    func write(from address: UInt64, count: Int, at offset: Int) throws(SystemError) -> Int { throw .illegalSeek }
    func seek(_ offset: Int, _ origin: SeekOrigin) throws(SystemError) -> Int { throw .illegalSeek }
    func truncate(to size: Int) throws(SystemError) { throw .invalidArgument }
    func status() throws(SystemError) -> FileStatus { FileStatus(kind: .pipe, mode: 0o600) }
    func readDirectory(to address: UInt64, count: Int) throws(SystemError) -> Int { throw .notDirectory }
    func control(_ request: ControlRequest, _ argument: UInt64) throws(SystemError) -> Int {
      throw .inappropriateIOCTLForDevice
    }
    /// What would not have to wait now.
    var readiness: PollEvents { [.readable, .writable] }
    /// A descriptor of a process has it, or has it no longer; an end of a pipe counts them.
    func opened() {}
    func closed() {}
  }
#endif
