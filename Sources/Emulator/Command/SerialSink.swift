import Foundation

/// Where the guest's serial output goes: gathered, and written between slices.
final class SerialSink {
  private let file: Int32?
  private let ownsFile: Bool
  private var gathered: [UInt8] = []
  /// Whether nobody reads any more.
  private(set) var isBroken = false

  init(_ option: SerialOption) throws(HostFileError) {
    switch option {
    case .stdio: (file, ownsFile) = (STDOUT_FILENO, false)
    case .none: (file, ownsFile) = (nil, false)
    case .file(let path):
      let opened = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o666)
      guard opened >= 0 else { throw HostFileError("cannot write", path) }
      (file, ownsFile) = (opened, true)
    }
  }

  deinit { if ownsFile, let file { close(file) } }

  func write(_ byte: UInt8) {
    guard file != nil, !isBroken else { return }
    gathered.append(byte)
    if gathered.count >= 1 << 16 { flush() }
  }

  func flush() {
    guard let file, !gathered.isEmpty else { return }
    if !HostFile.writeAll(gathered[...], to: file) { isBroken = true }
    gathered.removeAll(keepingCapacity: true)
  }
}
