import Foundation

/// Why a file of the host could not be read or written: one sentence.
struct HostFileError: Error, CustomStringConvertible {
  let description: String

  /// For the failed call that set `errno`.
  init(_ what: String, _ path: String) { description = "\(what) '\(path)': \(String(cString: strerror(errno)))" }
  init(_ description: String) { self.description = description }
}

/// Whole files of the host.
enum HostFile {
  /// No kernel or initrd is larger than this; what has no end, such as a device, is not read for ever.
  static let largest = 2 << 30

  static func read(_ path: String) throws(HostFileError) -> [UInt8] {
    let file = open(path, O_RDONLY)
    guard file >= 0 else { throw HostFileError("cannot open", path) }
    defer { close(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      let count = Foundation.read(file, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw HostFileError("cannot read", path) }
      if count == 0 { return bytes }
      bytes += chunk[..<count]
      guard bytes.count <= largest else { throw HostFileError("'\(path)' is larger than any kernel: over 2 GiB") }
    }
  }

  static func write(_ bytes: [UInt8], to path: String) throws(HostFileError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
    guard file >= 0 else { throw HostFileError("cannot write", path) }
    defer { close(file) }
    guard writeAll(bytes[...], to: file) else { throw HostFileError("cannot write", path) }
  }

  /// Returns whether all bytes were written; `errno` says why not.
  static func writeAll(_ bytes: ArraySlice<UInt8>, to file: Int32) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var done = 0
      while done < buffer.count {
        let count = Foundation.write(file, buffer.baseAddress! + done, buffer.count - done)
        if count > 0 {
          done += count
        } else if errno == EAGAIN {
          waitUntilWritable(file)
        } else if errno != EINTR {
          return false
        }
      }
      return true
    }
  }

  private static func waitUntilWritable(_ file: Int32) {
    var request = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
    _ = poll(&request, 1, 100)
  }
}
