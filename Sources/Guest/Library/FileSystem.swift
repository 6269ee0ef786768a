#if hasFeature(Embedded)
  import SystemCalls

  /// A file as a whole.
  public enum File {
    public static func read(_ path: String) throws(SystemError) -> [UInt8] {
      let descriptor = try FileDescriptor.open(path)
      defer { try? descriptor.close() }
      return try descriptor.readToEnd()
    }

    public static func readText(_ path: String) throws(SystemError) -> String {
      String(decoding: try read(path), as: UTF8.self)
    }

    public static func write(_ path: String, _ bytes: [UInt8]) throws(SystemError) {
      let descriptor = try FileDescriptor.open(path, [.writeOnly, .create, .truncate])
      defer { try? descriptor.close() }
      try descriptor.write(bytes)
    }
  }

  /// Names, and what they stand for.
  public enum FileSystem {
    public static func status(_ path: String, followsLinks: Bool = true) throws(SystemError) -> FileStatus {
      var status = FileStatus()
      try check(
        withUnsafeMutablePointer(to: &status) { result in
          withText(path) { systemCall(.status, $0, $1, Int(bitPattern: result), followsLinks ? 1 : 0) }
        })
      return status
    }

    public static func fileSystemStatus(_ path: String) throws(SystemError) -> FileSystemStatus {
      var status = FileSystemStatus()
      try check(
        withUnsafeMutablePointer(to: &status) { result in
          withText(path) { systemCall(.fileSystemStatus, $0, $1, Int(bitPattern: result)) }
        })
      return status
    }

    public static func exists(_ path: String) -> Bool { (try? status(path)) != nil }

    /// Everything in a directory but `.` and `..`, in the file system's order.
    public static func entries(_ path: String) throws(SystemError) -> [DirectoryEntry] {
      let descriptor = try FileDescriptor.open(path, .directory)
      defer { try? descriptor.close() }
      var entries: [DirectoryEntry] = []
      var bytes = [UInt8](repeating: 0, count: 8192)
      while true {
        let count = try check(
          bytes.withUnsafeMutableBytes {
            systemCall(.readDirectory, descriptor.number, Int(bitPattern: $0.baseAddress), $0.count)
          })
        if count == 0 { return entries }
        bytes.withUnsafeBytes { buffer in
          var offset = 0
          let records = UnsafeRawBufferPointer(rebasing: buffer[..<count])
          while let entry = DirectoryEntry.read(from: records, at: &offset) {
            if entry.name != "." && entry.name != ".." { entries.append(entry) }
          }
        }
      }
    }

    public static func makeDirectory(_ path: String, mode: UInt16 = 0o755) throws(SystemError) {
      try check(withText(path) { systemCall(.makeDirectory, $0, $1, Int(mode)) })
    }

    public static func removeDirectory(_ path: String) throws(SystemError) {
      try check(withText(path) { systemCall(.removeDirectory, $0, $1) })
    }

    public static func unlink(_ path: String) throws(SystemError) {
      try check(withText(path) { systemCall(.unlink, $0, $1) })
    }

    public static func rename(_ old: String, to new: String) throws(SystemError) {
      try check(withTexts(old, new) { systemCall(.rename, $0, $1, $2, $3) })
    }

    /// Another name for the same file.
    public static func link(_ old: String, to new: String) throws(SystemError) {
      try check(withTexts(old, new) { systemCall(.link, $0, $1, $2, $3) })
    }

    public static func symbolicLink(_ path: String, to target: String) throws(SystemError) {
      try check(withTexts(target, path) { systemCall(.symbolicLink, $0, $1, $2, $3) })
    }

    public static func readLink(_ path: String) throws(SystemError) -> String {
      var bytes = [UInt8](repeating: 0, count: PathLimits.path)
      let count = try check(
        bytes.withUnsafeMutableBytes { buffer in
          withText(path) { systemCall(.readLink, $0, $1, Int(bitPattern: buffer.baseAddress), buffer.count) }
        })
      return String(decoding: bytes[..<count], as: UTF8.self)
    }

    public static func changeMode(_ path: String, to mode: UInt16) throws(SystemError) {
      try check(withText(path) { systemCall(.changeMode, $0, $1, Int(mode)) })
    }

    /// Nanoseconds since 1970, or ``FileTime/unchanged``.
    public static func setTimes(_ path: String, accessed: Int64, modified: Int64) throws(SystemError) {
      try check(withText(path) { systemCall(.setTimes, $0, $1, Int(accessed), Int(modified)) })
    }

    public static func currentDirectory() throws(SystemError) -> String {
      var bytes = [UInt8](repeating: 0, count: PathLimits.path)
      let count = try check(
        bytes.withUnsafeMutableBytes { systemCall(.currentDirectory, Int(bitPattern: $0.baseAddress), $0.count) })
      return String(decoding: bytes[..<count], as: UTF8.self)
    }

    public static func changeDirectory(_ path: String) throws(SystemError) {
      try check(withText(path) { systemCall(.changeDirectory, $0, $1) })
    }

    private static func withTexts(_ first: String, _ second: String, _ call: (Int, Int, Int, Int) -> Int) -> Int {
      withText(first) { start, count in withText(second) { call(start, count, $0, $1) } }
    }
  }
#endif
