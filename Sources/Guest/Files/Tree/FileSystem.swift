import SystemCalls

/// A file within its file system. Only that file system knows what the number means.
public typealias NodeID = UInt

/// What can be made under a name.
public enum NewNode {
  case regular
  case directory
  case symbolicLink(target: Bytes)
  case characterDevice(UInt32)
}

/// One name of a listing.
public struct ListedEntry {
  /// Where the listing goes on behind this entry.
  public var nextPosition: Int
  public var identifier: UInt64
  public var kind: FileKind
  /// Valid until the next change to the file system.
  public var name: Bytes
}

/// Something that can be mounted into a ``FileTree``: it knows nodes and names, but no paths.
///
/// The caller holds one lock around every call. No call waits for anything, and all take time only in what they move or free.
/// Names that arrive here are 1 to 255 bytes without a slash, and neither `.` nor `..`.
public protocol FileSystem: AnyObject {
  var root: NodeID { get }

  // MARK: Nodes
  func kind(of node: NodeID) -> FileKind
  func status(of node: NodeID) -> FileStatus
  /// Keeps a node though its last name may go.
  func pin(_ node: NodeID)
  /// Takes back one ``pin(_:)``; a node without pins and names is freed.
  func unpin(_ node: NodeID)
  func setMode(_ mode: UInt16, of node: NodeID) throws(SystemError)
  func setTimes(accessed: Int64?, modified: Int64?, of node: NodeID) throws(SystemError)
  /// A listing has begun.
  func noteAccess(of node: NodeID)
  func device(of node: NodeID) -> UInt32

  // MARK: Names
  /// The node under a name, or nil.
  func find(_ name: Bytes, in directory: NodeID) throws(SystemError) -> NodeID?
  /// The directory that a directory is in; the root's is the root.
  func parent(of directory: NodeID) -> NodeID
  /// A directory's own name, nil for the root and for a directory that was removed.
  func name(of directory: NodeID) -> Bytes?
  /// Makes a node. ``SystemError/fileExists`` where there is one, ``SystemError/noSuchFileOrDirectory`` in a removed directory.
  func make(_ new: NewNode, mode: UInt16, name: Bytes, in directory: NodeID) throws(SystemError) -> NodeID
  func link(_ node: NodeID, name: Bytes, in directory: NodeID) throws(SystemError)
  /// Takes a name away from what is no directory.
  func unlink(_ name: Bytes, in directory: NodeID) throws(SystemError)
  func removeDirectory(_ name: Bytes, in directory: NodeID) throws(SystemError)
  /// Gives a node another name, in place of what had it. The caller has made sure that no directory moves into itself, and that
  /// kinds agree.
  func rename(_ name: Bytes, in directory: NodeID, to newName: Bytes, in newDirectory: NodeID) throws(SystemError)
  /// The first entry at or behind a position and before `end`; positions start at 0.
  func entry(at position: Int, before end: Int, in directory: NodeID) -> ListedEntry?
  /// The position behind everything that is there now.
  func endPosition(of directory: NodeID) -> Int

  // MARK: Contents
  func read(_ node: NodeID, at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(SystemError) -> Int
  /// Writes what fits; ``SystemError/noSpace`` where nothing does.
  func write(_ node: NodeID, at offset: Int, from buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int
  func truncate(_ node: NodeID, to size: Int) throws(SystemError)
  func target(ofSymbolicLink node: NodeID) -> Bytes
  /// The frame with a page of a file, for a mapping that only reads: zeroes behind the file's end. Nil for a hole and for what
  /// has no frames.
  func page(_ index: Int, of node: NodeID) throws(SystemError) -> UnsafeRawPointer?

  /// What a file says whose contents are made when it is opened; nil for all others.
  func text(of node: NodeID) -> [UInt8]?

  /// Nothing in it can be changed.
  var isReadOnly: Bool { get }
  var status: FileSystemStatus { get }
}

extension FileSystem {
  public func text(of node: NodeID) -> [UInt8]? { nil }
  public var isReadOnly: Bool { false }
  public func noteAccess(of node: NodeID) {}
}
