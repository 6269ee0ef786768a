import SystemCalls

/// All files of the system: file systems mounted into one tree of directories, reached by paths.
///
/// The kernel holds one lock around every call, and none of them waits. What takes long is split: ``read(_:into:)`` and
/// ``write(_:from:)`` move as much as they are given at once, so the kernel gives them pieces. Reads and writes of devices are not
/// here at all: see ``OpenFile/device``. Paths and names are bytes; all values are legal but zero and, in names, the slash.
public final class FileTree {
  private struct Mount {
    let fileSystem: any FileSystem
    /// The directory that the file system's root covers; nil for the first.
    let covered: Node?
  }

  private var mounts: [Mount]
  private var devices: [(number: UInt32, device: any CharacterDevice)] = []
  let linkStack: UnsafeMutablePointer<Bytes>
  /// Files that are open now.
  public private(set) var openFileCount = 0

  public init(root: any FileSystem) {
    mounts = [Mount(fileSystem: root, covered: nil)]
    linkStack = .allocate(capacity: PathLimits.links)
    linkStack.initialize(repeating: Bytes(start: nil, count: 0), count: PathLimits.links)
  }

  deinit { linkStack.deallocate() }

  // MARK: Mounts and devices

  /// Covers an empty or full directory with a file system, for good.
  public func mount(_ fileSystem: any FileSystem, at path: Bytes) throws(SystemError) {
    let covered = try resolve(path, from: root, followsLinks: true)
    guard kind(of: covered) == .directory else { throw .notDirectory }
    guard covered != root, covered.id != self.fileSystem(covered).root else { throw .resourceBusy }
    self.fileSystem(covered).pin(covered.id)
    mounts.append(Mount(fileSystem: fileSystem, covered: covered))
  }

  /// Says which device the device nodes with this number are.
  public func register(_ device: any CharacterDevice, as number: UInt32) {
    devices.removeAll { $0.number == number }
    devices.append((number, device))
  }

  func device(_ number: UInt32) -> (any CharacterDevice)? {
    for entry in devices where entry.number == number { return entry.device }
    return nil
  }

  // MARK: Nodes

  public var root: Node { Node(fileSystem: 0, id: mounts[0].fileSystem.root) }

  func fileSystem(_ node: Node) -> any FileSystem { mounts[node.fileSystem].fileSystem }

  func kind(of node: Node) -> FileKind { fileSystem(node).kind(of: node.id) }

  func target(ofSymbolicLink node: Node) -> Bytes { fileSystem(node).target(ofSymbolicLink: node.id) }

  /// The node under a name; where something is mounted on it, the root of that.
  func find(_ name: Bytes, in directory: Node) throws(SystemError) -> Node? {
    guard name.count <= PathLimits.name else {
      // A removed directory has no names, whatever their length.
      throw fileSystem(directory).status(of: directory.id).linkCount == 0 ? .noSuchFileOrDirectory : .fileNameTooLong
    }
    guard let id = try fileSystem(directory).find(name, in: directory.id) else { return nil }
    return top(Node(fileSystem: directory.fileSystem, id: id))
  }

  private func top(_ node: Node) -> Node {
    var index = 1
    while index < mounts.count {
      if mounts[index].covered == node { return Node(fileSystem: index, id: mounts[index].fileSystem.root) }
      index += 1
    }
    return node
  }

  func parent(of directory: Node) -> Node {
    var directory = directory
    if directory.id == fileSystem(directory).root {
      guard let covered = mounts[directory.fileSystem].covered else { return directory }
      directory = covered
    }
    return top(Node(fileSystem: directory.fileSystem, id: fileSystem(directory).parent(of: directory.id)))
  }

  func isMountPoint(_ node: Node) -> Bool {
    node.fileSystem != 0 && node.id == fileSystem(node).root
  }

  // MARK: Paths

  /// The node that a path leads to.
  func resolve(_ path: Bytes, from start: Node, followsLinks: Bool) throws(SystemError) -> Node {
    var walk = try PathWalk(self, path: path, from: start)
    var needsDirectory = false
    while true {
      let destination = try walk.destination()
      needsDirectory = needsDirectory || destination.hasTrailingSlash
      guard let node = try find(destination) else { throw .noSuchFileOrDirectory }
      let kind = kind(of: node)
      if kind == .symbolicLink, followsLinks || needsDirectory {
        try walk.follow(node, in: destination.directory)
      } else {
        if needsDirectory, kind != .directory { throw .notDirectory }
        return node
      }
    }
  }

  /// What a destination's last name stands for now.
  func find(_ destination: Destination) throws(SystemError) -> Node? {
    switch destination.last {
    case .root, .dot: return destination.directory
    case .dotDot: return parent(of: destination.directory)
    case .name(let name): return try find(name, in: destination.directory)
    }
  }

  func destination(_ path: Bytes, from start: Node) throws(SystemError) -> Destination {
    var walk = try PathWalk(self, path: path, from: start)
    return try walk.destination()
  }

  /// The path of a directory from the root, without links. ``SystemError/noSuchFileOrDirectory`` where it was removed,
  /// ``SystemError/fileNameTooLong`` where no path is long enough.
  public func path(of file: OpenFile) throws(SystemError) -> [UInt8] {
    guard file.kind == .directory else { throw .notDirectory }
    var node = file.node
    var reversed: [UInt8] = []
    while node != root {
      if let covered = mounts[node.fileSystem].covered, node.id == fileSystem(node).root {
        node = covered
        continue
      }
      guard let name = fileSystem(node).name(of: node.id) else { throw .noSuchFileOrDirectory }
      for byte in name.reversed() { reversed.append(byte) }
      reversed.append(UInt8(ascii: "/"))
      guard reversed.count < PathLimits.path else { throw .fileNameTooLong }
      node = Node(fileSystem: node.fileSystem, id: fileSystem(node).parent(of: node.id))
    }
    return reversed.isEmpty ? [UInt8(ascii: "/")] : reversed.reversed()
  }

  // MARK: Open files

  func opened(_ node: Node, kind: FileKind, flags: OpenFlags) throws(SystemError) -> OpenFile {
    var device: (any CharacterDevice)?
    if kind == .characterDevice {
      device = self.device(fileSystem(node).device(of: node.id))
      if device == nil { throw .noSuchAddressOrDevice }
    }
    let fileSystem = fileSystem(node)
    if flags.isWritable, fileSystem.isReadOnly { throw .readOnlyFileSystem }
    fileSystem.pin(node.id)
    openFileCount += 1
    let text = node.fileSystem == 0 ? nil : fileSystem.text(of: node.id)
    return OpenFile(node: node, kind: kind, flags: flags, device: device, text: text)
  }

  /// The last descriptor of an open file is gone.
  public func close(_ file: OpenFile) {
    openFileCount -= 1
    fileSystem(file.node).unpin(file.node.id)
  }

  /// The root directory, opened: where a first process is.
  public func openRoot() -> OpenFile {
    mounts[0].fileSystem.pin(root.id)
    openFileCount += 1
    return OpenFile(node: root, kind: .directory, flags: .directory)
  }
}
