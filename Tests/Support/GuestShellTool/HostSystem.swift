#if canImport(Glibc)
  import Glibc
  import GuestShell
  import HostProcess
  import SystemCalls

  /// The host under the guest's shell.
  final class HostSystem: ShellSystem {
    private func error() -> SystemError { SystemError(rawValue: errno) ?? .ioError }

    private func text(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self) }

    func open(_ path: [UInt8], _ flags: OpenFlags) throws(SystemError) -> Int32 {
      let descriptor = Glibc.open(text(path), Int32(flags.rawValue) | O_CLOEXEC, 0o666)
      guard descriptor >= 0 else { throw error() }
      return moved(descriptor)
    }

    /// Out of the way of the numbers that a script uses.
    private func moved(_ descriptor: Int32) -> Int32 {
      let copy = fcntl(descriptor, F_DUPFD_CLOEXEC, 20)
      Glibc.close(descriptor)
      return copy
    }

    func close(_ descriptor: Int32) { Glibc.close(descriptor) }

    func read(_ descriptor: Int32, count: Int) throws(SystemError) -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: count)
      let result = Glibc.read(descriptor, &bytes, count)
      guard result >= 0 else { throw error() }
      return Array(bytes[..<result])
    }

    func write(_ descriptor: Int32, _ bytes: [UInt8]) throws(SystemError) {
      var done = 0
      while done < bytes.count {
        let result = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress! + done, bytes.count - done) }
        guard result > 0 else { throw error() }
        done += result
      }
    }

    func pipe() throws(SystemError) -> (reading: Int32, writing: Int32) {
      var ends: [Int32] = [0, 0]
      guard Glibc.pipe(&ends) == 0 else { throw error() }
      return (moved(ends[0]), moved(ends[1]))
    }

    func isTerminal(_ descriptor: Int32) -> Bool { isatty(descriptor) == 1 }

    func spawn(
      _ path: [UInt8], arguments: [[UInt8]], environment: [[UInt8]], descriptors: [Int32], group: Int?
    ) throws(SystemError) -> Int {
      var process: pid_t = 0
      let words = arguments.map { strdup(text($0)) } + [nil]
      let variables = environment.map { strdup(text($0)) } + [nil]
      defer { for word in words + variables { free(word) } }
      let result = host_spawn(
        text(path), words, variables, descriptors, Int32(descriptors.count), group.map { Int32($0) } ?? -1, &process)
      guard result == 0 else { throw SystemError(rawValue: result) ?? .ioError }
      return Int(process)
    }

    func fork() throws(SystemError) -> Int {
      let process = host_fork()
      guard process >= 0 else { throw error() }
      return Int(process)
    }

    func exit(_ status: UInt8) -> Never { _exit(Int32(status)) }

    func wait(_ process: Int, noHang: Bool) throws(SystemError) -> WaitStatus? {
      var status: Int32 = 0
      let result = waitpid(pid_t(process), &status, noHang ? WNOHANG : 0)
      guard result >= 0 else { throw error() }
      if result == 0 { return nil }
      if status & 0x7F != 0 { return WaitStatus(rawValue: UInt32(status & 0x7F) << 8) }
      return WaitStatus(exit: UInt8(truncatingIfNeeded: status >> 8))
    }

    func kill(_ process: Int, _ signal: Int) throws(SystemError) {
      guard Glibc.kill(pid_t(process), Int32(signal)) == 0 else { throw error() }
    }

    func setGroup(_ group: Int, of process: Int) { setpgid(pid_t(process), pid_t(group)) }
    func setForegroundGroup(_ group: Int) { tcsetpgrp(0, pid_t(group)) }
    func setAction(_ action: SignalAction, for signal: Signal) {}
    var processIdentifier: Int { Int(getpid()) }
    var parentProcessIdentifier: Int { Int(getppid()) }
    var processGroup: Int { Int(getpgrp()) }

    func status(_ path: [UInt8], followsLinks: Bool) throws(SystemError) -> FileStatus {
      var status = stat()
      let result = followsLinks ? stat(text(path), &status) : lstat(text(path), &status)
      guard result == 0 else { throw error() }
      let kind: FileKind =
        switch status.st_mode & S_IFMT {
        case S_IFDIR: .directory
        case S_IFLNK: .symbolicLink
        case S_IFCHR: .characterDevice
        case S_IFIFO: .pipe
        default: .regular
        }
      return FileStatus(
        identifier: UInt64(status.st_ino), kind: kind, mode: UInt16(status.st_mode & 0o7777),
        linkCount: UInt32(status.st_nlink), size: UInt64(status.st_size),
        modified: Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec))
    }

    func names(inDirectory path: [UInt8]) -> [[UInt8]] {
      guard let stream = opendir(text(path)) else { return [] }
      defer { closedir(stream) }
      var names: [[UInt8]] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if name != [46], name != [46, 46] { names.append(name) }
      }
      return names
    }

    func currentDirectory() throws(SystemError) -> [UInt8] {
      guard let path = getcwd(nil, 0) else { throw error() }
      defer { free(path) }
      return Array(String(cString: path).utf8)
    }

    func changeDirectory(_ path: [UInt8]) throws(SystemError) {
      guard chdir(text(path)) == 0 else { throw error() }
    }
  }
#endif
