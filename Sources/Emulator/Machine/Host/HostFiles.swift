import Foundation

/// Files of the host that hold a machine's past: read whole, and replaced whole.
enum HostFiles {
  /// One sentence.
  struct Failure: Error, CustomStringConvertible {
    let description: String

    /// For the failed call that set `errno`.
    init(_ what: String, _ path: String) { description = "\(what) '\(path)': \(String(cString: strerror(errno)))" }
  }

  static func read(_ path: String) throws(Failure) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw Failure("cannot open", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Foundation.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Failure("cannot read", path) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
    }
  }

  /// Puts a file with these bytes in the place of another, or of none. Until all of them are on the disk, the old file stands; a
  /// crash, of the process or of the host, leaves the one or the other.
  ///
  /// Nor does it leave half of a file under another name, where the file system knows files without a name (Linux: open(2), O_TMPFILE).
  static func replace(_ path: String, with bytes: [UInt8]) throws(Failure) {
    let temporary = "\(path).\(getpid()).\(UInt32.random(in: 0 ... .max)).new"
    let unnamed = openUnnamed(in: folder(of: path))
    let file = unnamed ?? open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw Failure("cannot write", path) }
    let isWritten = writeAll(bytes, to: file) && fsync(file) == 0 && (unnamed == nil || name(file, temporary))
    let failure = Failure("cannot write", path)
    close(file)
    guard isWritten else {
      unlink(temporary)
      throw failure
    }
    guard rename(temporary, path) == 0 else {
      let failure = Failure("cannot write", path)
      unlink(temporary)
      throw failure
    }
    synchronizeFolder(of: path)
  }

  /// A new file that no folder has, or nil where there are no such files.
  private static func openUnnamed(in folder: String) -> Int32? {
    #if os(Linux)
      // The header's O_TMPFILE is an expression that Swift does not import.
      let file = open(folder, 0o20_000_000 | O_DIRECTORY | O_WRONLY | O_CLOEXEC, 0o666)
      // It gets its name through /proc.
      if file >= 0 && access("/proc/self/fd", X_OK) == 0 { return file }
      if file >= 0 { close(file) }
    #endif
    return nil
  }

  private static func name(_ file: Int32, _ path: String) -> Bool {
    linkat(AT_FDCWD, "/proc/self/fd/\(file)", AT_FDCWD, path, AT_SYMLINK_FOLLOW) == 0
  }

  private static func folder(of path: String) -> String { path.lastIndex(of: "/").map { String(path[...$0]) } ?? "." }

  private static func writeAll(_ bytes: [UInt8], to file: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = write(file, buffer.baseAddress! + done, buffer.count - done)
        if count > 0 { done += count } else if count == 0 || errno != EINTR { return false }
      }
      return true
    }
  }

  /// The new name itself must reach the disk too. Not every file system can say so; then there is nothing more to do.
  private static func synchronizeFolder(of path: String) {
    let file = open(folder(of: path), O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return }
    fsync(file)
    close(file)
  }
}

/// What a file that was taken for something else looks like, for messages.
enum FileKind {
  static func describe(_ bytes: [UInt8]) -> String {
    if bytes.isEmpty { return "it is empty" }
    if bytes.starts(with: [0x7F, 0x45, 0x4C, 0x46]) { return "it is an ELF file, such as a kernel" }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]) { return "it is a PNG picture" }
    if bytes.starts(with: Array("Apus snapshot".utf8)) { return "it is an Apus snapshot" }
    if bytes.starts(with: Array("Apus trace".utf8)) { return "it is an Apus trace" }
    let start = bytes.prefix(64)
    let isText = start.allSatisfy { $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x0D || $0 == 0x09 }
    return isText
      ? "it is a text that begins '\(String(decoding: start.prefix { $0 >= 0x20 }, as: UTF8.self))'"
      : "it is data of another kind"
  }
}
