import Foundation
import Machine

/// A trace that is written while the guest runs, so that little is lost when the host fails.
final class RecordingFile {
  private let recorder: Recorder
  private let file: TextFile

  init(_ path: String, _ machine: Machine, _ files: StartFiles) throws {
    let file = try TextFile(path)
    self.file = file
    recorder = machine.record(
      Recorder.Options(
        kernelPath: files.kernelPath.map(Self.absolute) ?? "",
        modulePaths: files.modules.map { Self.absolute($0.path) }, write: { text in file.write(text) }))
  }

  private static func absolute(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }

  func flush() { file.flush() }

  func finish() {
    recorder.finish()
    file.flush()
  }
}

/// A text file that grows: gathered, and written between slices. One thread has it.
final class TextFile: @unchecked Sendable {
  private let path: String
  private let file: Int32
  private var gathered: [UInt8] = []
  private var hasFailed = false

  init(_ path: String) throws(HostFileError) {
    self.path = path
    file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard file >= 0 else { throw HostFileError("cannot write", path) }
  }

  deinit { close(file) }

  func write(_ text: String) {
    gathered += text.utf8
    if gathered.count >= 1 << 16 { flush() }
  }

  func flush() {
    guard !gathered.isEmpty, !hasFailed else { return }
    if !HostFile.writeAll(gathered[...], to: file) {
      hasFailed = true
      note(HostFileError("cannot write", path).description)
    }
    gathered.removeAll(keepingCapacity: true)
  }
}
