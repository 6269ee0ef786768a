import SystemCalls

/// What a test does to a tree of files: ours, or the host's. Open files are numbered by the test.
enum Action {
  case open(slot: Int, at: Int, path: String, flags: OpenFlags, mode: UInt16)
  case close(slot: Int)
  case read(slot: Int, count: Int)
  case write(slot: Int, count: Int, byte: UInt8)
  case readAt(slot: Int, offset: Int, count: Int)
  case writeAt(slot: Int, offset: Int, count: Int, byte: UInt8)
  case seek(slot: Int, distance: Int, origin: SeekOrigin)
  case truncate(slot: Int, size: Int)
  case openStatus(slot: Int)
  case list(slot: Int)
  case status(at: Int, path: String, follows: Bool)
  case makeDirectory(at: Int, path: String, mode: UInt16)
  case removeDirectory(at: Int, path: String)
  case unlink(at: Int, path: String)
  case rename(at: Int, path: String, to: String)
  case link(at: Int, path: String, to: String)
  case symbolicLink(at: Int, path: String, target: String)
  case readLink(at: Int, path: String)
  case changeMode(at: Int, path: String, mode: UInt16)
  case setTimes(at: Int, path: String, accessed: Int64, modified: Int64)
}

extension Action {
  /// The slot that must have an open file.
  var slot: Int? {
    switch self {
    case .close(let slot), .read(let slot, _), .write(let slot, _, _), .readAt(let slot, _, _), .list(let slot),
      .writeAt(let slot, _, _, _), .seek(let slot, _, _), .truncate(let slot, _), .openStatus(let slot):
      slot
    case .open(_, let at, _, _, _), .status(let at, _, _), .makeDirectory(let at, _, _), .removeDirectory(let at, _),
      .unlink(let at, _), .rename(let at, _, _), .link(let at, _, _), .symbolicLink(let at, _, _),
      .readLink(let at, _), .changeMode(let at, _, _), .setTimes(let at, _, _, _):
      at
    }
  }
}

/// What both must agree on.
enum Outcome: Equatable {
  case done
  case error(Int32)
  case count(Int)
  case bytes([UInt8])
  case names([String])
  case status(kind: FileKind, mode: UInt16, links: UInt32, size: UInt64, allocated: UInt64, set: [Int64])
}

/// The bytes that a write writes: they tell where they belong.
func pattern(_ byte: UInt8, _ count: Int) -> [UInt8] {
  var bytes = [UInt8](repeating: byte, count: count)
  for index in stride(from: 0, to: count, by: 61) { bytes[index] = UInt8(truncatingIfNeeded: index / 61) }
  return bytes
}

protocol FileWorld {
  func perform(_ action: Action) -> Outcome
}
