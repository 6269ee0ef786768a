import SystemCalls

/// Who writes the files of a ``SystemFolder``: the kernel.
public protocol SystemInformation: AnyObject {
  /// The files' names, in order.
  var names: [StaticString] { get }
  /// What the file with this index says now.
  func text(at index: Int) -> [UInt8]
}

/// A folder of text files that say how the system is: made when they are opened, so that a reader sees one moment. Read-only.
public final class SystemFolder: FileSystem {
  private let information: any SystemInformation
  private let names: [StaticString]
  private let clock: () -> Int64
  /// Sets these files' identifiers apart from all others.
  private static let firstIdentifier: UInt64 = 1 << 62

  public init(_ information: any SystemInformation, clock: @escaping () -> Int64) {
    (self.information, self.clock) = (information, clock)
    names = information.names
  }

  /// Node 0 is the folder, node `n` the file with index `n - 1`.
  public var root: NodeID { 0 }
  public var isReadOnly: Bool { true }

  public func text(of node: NodeID) -> [UInt8]? { node == 0 ? nil : information.text(at: Int(node) - 1) }

  public func kind(of node: NodeID) -> FileKind { node == 0 ? .directory : .regular }

  public func status(of node: NodeID) -> FileStatus {
    let now = clock()
    return FileStatus(
      identifier: Self.firstIdentifier + UInt64(node), kind: kind(of: node), mode: node == 0 ? 0o555 : 0o444,
      linkCount: node == 0 ? 2 : 1, accessed: now, modified: now, changed: now)
  }

  public func pin(_ node: NodeID) {}
  public func unpin(_ node: NodeID) {}
  public func device(of node: NodeID) -> UInt32 { 0 }
  public func parent(of directory: NodeID) -> NodeID { 0 }
  public func name(of directory: NodeID) -> Bytes? { nil }
  public var status: FileSystemStatus { FileSystemStatus(fileCount: UInt64(names.count) + 1) }

  public func find(_ name: Bytes, in directory: NodeID) throws(SystemError) -> NodeID? {
    guard directory == 0 else { throw .notDirectory }
    for index in names.indices {
      let known = names[index]
      if known.utf8CodeUnitCount == name.count, isEqual(known.utf8Start, name.baseAddress!, name.count) {
        return NodeID(index) + 1
      }
    }
    return nil
  }

  public func entry(at position: Int, before end: Int, in directory: NodeID) -> ListedEntry? {
    let index = position - 2
    guard directory == 0, index >= 0, names.indices.contains(index), position < end else { return nil }
    return ListedEntry(
      nextPosition: position + 1, identifier: Self.firstIdentifier + UInt64(index) + 1, kind: .regular,
      name: Bytes(start: names[index].utf8Start, count: names[index].utf8CodeUnitCount))
  }

  public func endPosition(of directory: NodeID) -> Int { names.count + 2 }

  /// Reads of an open file are answered from the text of its opening; this is for who has no open file.
  public func read(_ node: NodeID, at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let text = text(of: node) else { return 0 }
    return copy(text, at: offset, into: buffer)
  }

  public func target(ofSymbolicLink node: NodeID) -> Bytes { Bytes(start: nil, count: 0) }
  public func page(_ index: Int, of node: NodeID) -> UnsafeRawPointer? { nil }

  // MARK: What a read-only folder refuses

  public func setMode(_ mode: UInt16, of node: NodeID) throws(SystemError) { throw .readOnlyFileSystem }
  public func setTimes(accessed: Int64?, modified: Int64?, of node: NodeID) throws(SystemError) {
    throw .readOnlyFileSystem
  }
  public func make(_ new: NewNode, mode: UInt16, name: Bytes, in directory: NodeID) throws(SystemError) -> NodeID {
    throw .readOnlyFileSystem
  }
  public func link(_ node: NodeID, name: Bytes, in directory: NodeID) throws(SystemError) { throw .readOnlyFileSystem }
  public func unlink(_ name: Bytes, in directory: NodeID) throws(SystemError) { throw .readOnlyFileSystem }
  public func removeDirectory(_ name: Bytes, in directory: NodeID) throws(SystemError) { throw .readOnlyFileSystem }
  public func rename(
    _ name: Bytes, in directory: NodeID, to newName: Bytes, in newDirectory: NodeID
  ) throws(SystemError) { throw .readOnlyFileSystem }
  public func write(_ node: NodeID, at offset: Int, from buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    throw .readOnlyFileSystem
  }
  public func truncate(_ node: NodeID, to size: Int) throws(SystemError) { throw .readOnlyFileSystem }
}

/// Copies what a text has at an offset; returns how many bytes that is.
func copy(_ text: [UInt8], at offset: Int, into buffer: UnsafeMutableRawBufferPointer) -> Int {
  let count = min(buffer.count, text.count - offset)
  guard count > 0 else { return 0 }
  text.withUnsafeBytes { buffer.baseAddress!.copyMemory(from: $0.baseAddress! + offset, byteCount: count) }
  return count
}
