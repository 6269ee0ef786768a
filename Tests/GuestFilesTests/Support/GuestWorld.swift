import GuestFiles
import SystemCalls

/// Our file system.
final class GuestWorld: FileWorld {
  let test: TestTree
  private var tree: FileTree { test.tree }
  private(set) var slots: [Int: OpenFile] = [:]
  /// Where relative paths start: slot 0 at first.
  init(_ test: TestTree, base: String) throws {
    self.test = test
    slots[0] = try withBytes(base) { try test.tree.open($0, from: test.root, flags: .directory, mode: 0) }
  }

  func closeAll() {
    for (_, file) in slots { tree.close(file) }
    slots = [:]
  }

  func perform(_ action: Action) -> Outcome {
    do {
      return try attempt(action)
    } catch let error as SystemError {
      return .error(error.rawValue)
    } catch {
      fatalError("\(error)")
    }
  }

  private func slot(_ number: Int) throws -> OpenFile {
    guard let file = slots[number] else { throw SystemError.badFileDescriptor }
    return file
  }

  private func attempt(_ action: Action) throws -> Outcome {
    switch action {
    case .open(let number, let at, let path, let flags, let mode):
      let start = try slot(at)
      guard slots[number] == nil else { return .error(0) }
      slots[number] = try withBytes(path) { try tree.open($0, from: start, flags: flags, mode: mode) }
      return .done
    case .close(let number):
      tree.close(try slot(number))
      slots[number] = nil
      return .done
    case .read(let number, let count):
      let file = try slot(number)
      var bytes = [UInt8](repeating: 0xEE, count: count)
      let read = try bytes.withUnsafeMutableBytes { try tree.read(file, into: $0) }
      return .bytes(Array(bytes[..<read]))
    case .write(let number, let count, let byte):
      let file = try slot(number)
      return .count(try pattern(byte, count).withUnsafeBytes { try tree.write(file, from: $0) })
    case .readAt(let number, let offset, let count):
      let file = try slot(number)
      var bytes = [UInt8](repeating: 0xEE, count: count)
      let read = try bytes.withUnsafeMutableBytes { try tree.read(file, at: offset, into: $0) }
      return .bytes(Array(bytes[..<read]))
    case .writeAt(let number, let offset, let count, let byte):
      let file = try slot(number)
      return .count(try pattern(byte, count).withUnsafeBytes { try tree.write(file, at: offset, from: $0) })
    case .seek(let number, let distance, let origin):
      return .count(try tree.seek(try slot(number), by: distance, from: origin))
    case .truncate(let number, let size):
      try tree.truncate(try slot(number), to: size)
      return .done
    case .openStatus(let number): return outcome(tree.status(try slot(number)))
    case .list(let number): return .names(try names(try slot(number)).sorted())
    case .status(let at, let path, let follows):
      let start = try slot(at)
      return outcome(try withBytes(path) { try tree.status($0, from: start, followsLinks: follows) })
    default: return try attemptName(action)
    }
  }

  private func attemptName(_ action: Action) throws -> Outcome {
    switch action {
    case .makeDirectory(let at, let path, let mode):
      let start = try slot(at)
      try withBytes(path) { try tree.makeDirectory($0, from: start, mode: mode) }
    case .removeDirectory(let at, let path):
      let start = try slot(at)
      try withBytes(path) { try tree.removeDirectory($0, from: start) }
    case .unlink(let at, let path):
      let start = try slot(at)
      try withBytes(path) { try tree.unlink($0, from: start) }
    case .rename(let at, let path, let newPath):
      let start = try slot(at)
      try withBytes(path) { path in try withBytes(newPath) { try tree.rename(path, to: $0, from: start) } }
    case .link(let at, let path, let newPath):
      let start = try slot(at)
      try withBytes(path) { path in try withBytes(newPath) { try tree.link(path, to: $0, from: start) } }
    case .symbolicLink(let at, let path, let target):
      let start = try slot(at)
      try withBytes(target) { target in
        try withBytes(path) { try tree.makeSymbolicLink($0, from: start, target: target) }
      }
    case .readLink(let at, let path):
      let start = try slot(at)
      return .bytes(try withBytes(path) { Array(try tree.target(ofSymbolicLink: $0, from: start)) })
    case .changeMode(let at, let path, let mode):
      let start = try slot(at)
      try withBytes(path) { try tree.setMode(mode, $0, from: start) }
    case .setTimes(let at, let path, let accessed, let modified):
      let start = try slot(at)
      try withBytes(path) { try tree.setTimes(accessed: accessed, modified: modified, $0, from: start) }
    default: fatalError("\(action)")
    }
    return .done
  }

  private func names(_ file: OpenFile) throws -> [String] {
    guard file.kind == .directory else { throw SystemError.notDirectory }
    _ = try tree.seek(file, by: 0, from: .start)
    var names: [String] = []
    while let entry = try tree.nextEntry(file) {
      names.append(String(decoding: entry.name, as: UTF8.self))
      tree.advance(file, past: entry)
    }
    _ = try tree.seek(file, by: 0, from: .start)
    return names
  }

  private func outcome(_ status: FileStatus) -> Outcome {
    // Times are compared where a test has set them; a directory's size is everybody's own business.
    let set = [status.accessed, status.modified].filter { $0 < 1_000_000_000 }
    let isRegular = status.kind == .regular
    return .status(
      kind: status.kind, mode: status.mode, links: status.linkCount, size: status.kind == .directory ? 0 : status.size,
      allocated: isRegular ? status.allocatedSize : 0, set: set)
  }
}
