#if canImport(Glibc)
  import Glibc
  import GuestTools
  import HostProcess
  import SystemCalls

  /// The host under the guest's programs.
  final class HostToolSystem: ToolSystem {
    private func error() -> SystemError { SystemError(rawValue: errno) ?? .ioError }
    private func check(_ result: Int32) throws(SystemError) { if result < 0 { throw error() } }

    func open(_ path: String, _ flags: OpenFlags, mode: UInt16) throws(SystemError) -> Int32 {
      let descriptor = Glibc.open(path, Int32(flags.rawValue), mode_t(mode))
      try check(descriptor)
      return descriptor
    }
    func close(_ descriptor: Int32) { Glibc.close(descriptor) }
    func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int {
      let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      if count < 0 { throw error() }
      return count
    }
    func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) throws(SystemError) {
      var done = 0
      while done < bytes.count {
        let count = Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
        if count <= 0 { throw error() }
        done += count
      }
    }
    func seek(_ descriptor: Int32, to offset: Int) throws(SystemError) {
      if lseek(descriptor, offset, SEEK_SET) < 0 { throw error() }
    }

    private func status(_ status: stat) -> FileStatus {
      func time(_ time: timespec) -> Int64 { Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec) }
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
        allocatedSize: UInt64(status.st_blocks) * 512, accessed: time(status.st_atim), modified: time(status.st_mtim),
        changed: time(status.st_ctim))
    }
    func status(_ path: String, followsLinks: Bool) throws(SystemError) -> FileStatus {
      var result = stat()
      try check(followsLinks ? stat(path, &result) : lstat(path, &result))
      return status(result)
    }
    func status(of descriptor: Int32) throws(SystemError) -> FileStatus {
      var result = stat()
      try check(fstat(descriptor, &result))
      return status(result)
    }
    func entries(_ path: String) throws(SystemError) -> [DirectoryEntry] {
      guard let stream = opendir(path) else { throw error() }
      defer { closedir(stream) }
      var entries: [DirectoryEntry] = []
      while let entry = readdir(stream) {
        let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        if name == "." || name == ".." { continue }
        let kind: FileKind =
          Int32(entry.pointee.d_type) == 4 ? .directory : Int32(entry.pointee.d_type) == 10 ? .symbolicLink : .regular
        entries.append(DirectoryEntry(identifier: UInt64(entry.pointee.d_ino), kind: kind, name: name))
      }
      return entries
    }
    func makeDirectory(_ path: String, mode: UInt16) throws(SystemError) { try check(mkdir(path, mode_t(mode))) }
    func removeDirectory(_ path: String) throws(SystemError) { try check(rmdir(path)) }
    func unlink(_ path: String) throws(SystemError) { try check(Glibc.unlink(path)) }
    func rename(_ old: String, to new: String) throws(SystemError) { try check(Glibc.rename(old, new)) }
    func link(_ old: String, to new: String) throws(SystemError) { try check(Glibc.link(old, new)) }
    func symbolicLink(_ path: String, to target: String) throws(SystemError) { try check(symlink(target, path)) }
    func readLink(_ path: String) throws(SystemError) -> String {
      var bytes = [UInt8](repeating: 0, count: 4096)
      let count = bytes.withUnsafeMutableBytes {
        $0.withMemoryRebound(to: CChar.self) { readlink(path, $0.baseAddress!, 4096) }
      }
      if count < 0 { throw error() }
      return String(decoding: bytes[..<count], as: UTF8.self)
    }
    func changeMode(_ path: String, to mode: UInt16) throws(SystemError) { try check(chmod(path, mode_t(mode))) }
    func setTimes(_ path: String, accessed: Int64, modified: Int64) throws(SystemError) {
      func time(_ value: Int64) -> timespec {
        // UTIME_OMIT leaves a time as it is.
        value == FileTime.unchanged
          ? timespec(tv_sec: 0, tv_nsec: (1 << 30) - 2)
          : timespec(tv_sec: Int(value / 1_000_000_000), tv_nsec: Int(value % 1_000_000_000))
      }
      try check(utimensat(AT_FDCWD, path, [time(accessed), time(modified)], 0))
    }
    func currentDirectory() throws(SystemError) -> String {
      guard let path = getcwd(nil, 0) else { throw error() }
      defer { free(path) }
      return String(cString: path)
    }
    func fileSystemStatus(_ path: String) throws(SystemError) -> FileSystemStatus { throw .noFunction }

    func now(_ clock: Clock) -> Int64 {
      var time = timespec()
      clock_gettime(clock == .realTime ? CLOCK_REALTIME : CLOCK_MONOTONIC, &time)
      return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
    func sleep(nanoseconds: Int64) throws(SystemError) { usleep(UInt32(nanoseconds / 1000)) }
    func kill(_ process: Int, _ signal: Int) throws(SystemError) {
      try check(Glibc.kill(pid_t(process), Int32(signal)))
    }
    func run(_ path: String, arguments: [String], environment: [String]) throws(SystemError) -> UInt8 {
      var process: pid_t = 0
      let words = arguments.map { strdup($0) } + [nil]
      let variables = environment.map { strdup($0) } + [nil]
      defer { for word in words + variables { free(word) } }
      let result = host_spawn(path, words, variables, [0, 1, 2], 3, -1, &process)
      guard result == 0 else { throw SystemError(rawValue: result) ?? .ioError }
      var status: Int32 = 0
      waitpid(process, &status, 0)
      return status & 0x7F != 0 ? 128 + UInt8(status & 0x7F) : UInt8(truncatingIfNeeded: status >> 8)
    }
    var environment: [String] {
      var result: [String] = []
      var entry = environ
      while let text = entry.pointee {
        result.append(String(cString: text))
        entry += 1
      }
      return result
    }
    func power(_ action: PowerAction) throws(SystemError) { throw .notPermitted }
    func terminalSize(_ descriptor: Int32) -> TerminalSize? { nil }
    func setRaw(_ descriptor: Int32, _ isRaw: Bool) {}
    func waitForInput(_ descriptor: Int32, nanoseconds: Int64) -> Bool { false }
  }
#endif
