/// Why a snapshot cannot be used: one sentence each, for a person.
public enum SnapshotError: Error, Equatable, Sendable, CustomStringConvertible {
  /// It is of a machine that is made differently. The text says what it has.
  case configuration(String)
  /// The file is not a snapshot. The text says what it looks like.
  case notASnapshot(String)
  /// The file was written by another version of the format.
  case version(UInt32)
  /// The file ends too early: bytes that there are, and that there should be.
  case cutShort(byteCount: Int, expected: Int)
  /// The file's bytes are not those that were written.
  case damaged(String)
  /// The file could not be written or read: the host's words.
  case host(String)

  public var description: String {
    switch self {
    case .configuration(let text): "the snapshot is of another machine: it has \(text)"
    case .notASnapshot(let text): "the file is not a snapshot: \(text)"
    case .version(let version):
      "the snapshot has format version \(version), and this emulator reads version \(Snapshot.formatVersion); "
        + "load it with the emulator that saved it"
    case .cutShort(let count, let expected):
      "the snapshot is cut short: it has \(count) bytes of \(expected); save it again"
    case .damaged(let text): "the snapshot is damaged: \(text); save it again"
    case .host(let text): text
    }
  }
}
