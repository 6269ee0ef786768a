import SystemCalls

/// A file of some mounted file system.
public struct Node: Equatable {
  /// Which of the tree's file systems.
  var fileSystem: Int
  var id: NodeID
}

/// An open file: what POSIX calls a file description. Descriptors that were duplicated or inherited share one.
///
/// It pins its node until ``FileTree/close(_:)``.
public final class OpenFile {
  public let node: Node
  public let kind: FileKind
  public let flags: OpenFlags
  /// Where the next read or write is; in a directory, the position of the listing.
  public internal(set) var offset = 0
  /// Where the listing ends: what comes after its start is not in it.
  var listingEnd: Int?
  /// The device, where this is one: reads and writes are the device's, without the lock.
  public let device: (any CharacterDevice)?

  /// What the file says, where that was made for this opening.
  let text: [UInt8]?

  init(node: Node, kind: FileKind, flags: OpenFlags, device: (any CharacterDevice)? = nil, text: [UInt8]? = nil) {
    (self.node, self.kind, self.flags, self.device, self.text) = (node, kind, flags, device, text)
  }
}
