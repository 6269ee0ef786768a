import SystemCalls

/// What a process does to names. `directory` is where relative paths start: its current directory.
extension FileTree {
  /// Opens a file, and makes it where the flags say so.
  public func open(
    _ path: Bytes, from directory: OpenFile, flags: OpenFlags, mode: UInt16
  ) throws(SystemError) -> OpenFile {
    guard flags.isReadable || flags.isWritable, flags.isSubset(of: .known) else { throw .invalidArgument }
    guard !flags.contains([.create, .directory]) else { throw .invalidArgument }
    var followsLinks = !flags.contains(.noFollow) && !flags.contains([.create, .exclusive])
    var walk = try PathWalk(self, path: path, from: directory.node)
    var needsDirectory = flags.contains(.directory)
    while true {
      let destination = try walk.destination()
      if destination.hasTrailingSlash {
        if flags.contains(.create), case .name = destination.last { throw .isDirectory }
        needsDirectory = true
        followsLinks = true
      }
      guard let node = try find(destination) else {
        guard flags.contains(.create), case .name(let name) = destination.last else { throw .noSuchFileOrDirectory }
        let parent = destination.directory
        let id = try fileSystem(parent).make(.regular, mode: mode, name: name, in: parent.id)
        return try opened(Node(fileSystem: parent.fileSystem, id: id), kind: .regular, flags: flags)
      }
      let kind = kind(of: node)
      if kind == .symbolicLink, followsLinks {
        try walk.follow(node, in: destination.directory)
        continue
      }
      if flags.contains([.create, .exclusive]) { throw .fileExists }
      if needsDirectory, kind != .directory { throw .notDirectory }
      if kind == .symbolicLink { throw .tooManySymbolicLinkLevels }
      if kind == .directory, flags.contains(.create) || flags.isWritable || flags.contains(.truncate) {
        throw .isDirectory
      }
      let file = try opened(node, kind: kind, flags: flags)
      if flags.contains(.truncate), kind == .regular {
        do throws(SystemError) { try fileSystem(node).truncate(node.id, to: 0) } catch {
          close(file)
          throw error
        }
      }
      return file
    }
  }

  /// The file system's knowledge of what a path leads to.
  public func status(
    _ path: Bytes, from directory: OpenFile, followsLinks: Bool
  ) throws(SystemError) -> FileStatus {
    let node = try resolve(path, from: directory.node, followsLinks: followsLinks)
    return fileSystem(node).status(of: node.id)
  }

  public func makeDirectory(_ path: Bytes, from directory: OpenFile, mode: UInt16) throws(SystemError) {
    // The bits that make a program run as somebody else mean nothing here.
    try make(.directory, path, from: directory, mode: mode & 0o1777)
  }

  public func makeSymbolicLink(_ path: Bytes, from directory: OpenFile, target: Bytes) throws(SystemError) {
    guard !target.isEmpty else { throw .noSuchFileOrDirectory }
    guard target.count < PathLimits.path else { throw .fileNameTooLong }
    try make(.symbolicLink(target: target), path, from: directory, mode: 0o777)
  }

  public func makeDevice(_ path: Bytes, from directory: OpenFile, number: UInt32, mode: UInt16) throws(SystemError) {
    try make(.characterDevice(number), path, from: directory, mode: mode)
  }

  private func make(_ new: NewNode, _ path: Bytes, from directory: OpenFile, mode: UInt16) throws(SystemError) {
    let destination = try destination(path, from: directory.node)
    var isDirectory = false
    if case .directory = new { isDirectory = true }
    let name = try freeName(destination, forDirectory: isDirectory)
    let parent = destination.directory
    _ = try fileSystem(parent).make(new, mode: mode, name: name, in: parent.id)
  }

  /// The name at the end of a path, where nothing has it yet.
  private func freeName(_ destination: Destination, forDirectory: Bool) throws(SystemError) -> Bytes {
    guard case .name(let name) = destination.last else { throw .fileExists }
    if try find(destination) != nil { throw .fileExists }
    if destination.hasTrailingSlash, !forDirectory { throw .noSuchFileOrDirectory }
    return name
  }

  /// Gives a file another name. A symbolic link gets one itself; it is not followed.
  public func link(_ path: Bytes, to newPath: Bytes, from directory: OpenFile) throws(SystemError) {
    let node = try resolve(path, from: directory.node, followsLinks: false)
    let destination = try destination(newPath, from: directory.node)
    let name = try freeName(destination, forDirectory: false)
    guard node.fileSystem == destination.directory.fileSystem else { throw .improperLink }
    try fileSystem(node).link(node.id, name: name, in: destination.directory.id)
  }

  public func unlink(_ path: Bytes, from directory: OpenFile) throws(SystemError) {
    let destination = try destination(path, from: directory.node)
    guard case .name(let name) = destination.last else { throw .isDirectory }
    guard let node = try find(destination) else { throw .noSuchFileOrDirectory }
    let kind = kind(of: node)
    if kind == .directory { throw .isDirectory }
    if destination.hasTrailingSlash { throw .notDirectory }
    try fileSystem(destination.directory).unlink(name, in: destination.directory.id)
  }

  public func removeDirectory(_ path: Bytes, from directory: OpenFile) throws(SystemError) {
    let destination = try destination(path, from: directory.node)
    switch destination.last {
    case .root: throw .resourceBusy
    case .dot: throw .invalidArgument
    case .dotDot: throw .directoryNotEmpty
    case .name(let name):
      guard let node = try find(destination) else { throw .noSuchFileOrDirectory }
      guard kind(of: node) == .directory else { throw .notDirectory }
      if isMountPoint(node) { throw .resourceBusy }
      try fileSystem(destination.directory).removeDirectory(name, in: destination.directory.id)
    }
  }

  /// Renames a file or directory, in place of what has the new name.
  public func rename(_ path: Bytes, to newPath: Bytes, from directory: OpenFile) throws(SystemError) {
    let old = try destination(path, from: directory.node)
    let new = try destination(newPath, from: directory.node)
    guard old.directory.fileSystem == new.directory.fileSystem else { throw .improperLink }
    guard case .name(let name) = old.last, case .name(let newName) = new.last else { throw .resourceBusy }
    guard let node = try find(old) else { throw .noSuchFileOrDirectory }
    let target = try find(new)
    let isDirectory = kind(of: node) == .directory
    if !isDirectory, old.hasTrailingSlash || new.hasTrailingSlash { throw .notDirectory }
    if isDirectory, isSame(node, orAbove: new.directory) { throw .invalidArgument }
    if let target {
      if kind(of: target) == .directory, isSame(target, orAbove: old.directory) { throw .directoryNotEmpty }
      if target == node { return }
      if isDirectory != (kind(of: target) == .directory) { throw isDirectory ? .notDirectory : .isDirectory }
      if isMountPoint(target) { throw .resourceBusy }
    }
    if isMountPoint(node) { throw .resourceBusy }
    try fileSystem(old.directory).rename(name, in: old.directory.id, to: newName, in: new.directory.id)
  }

  private func isSame(_ node: Node, orAbove directory: Node) -> Bool {
    var candidate = directory
    while true {
      if candidate == node { return true }
      let parent = parent(of: candidate)
      if parent == candidate { return false }
      candidate = parent
    }
  }

  /// The target of a symbolic link, valid until the next change.
  public func target(ofSymbolicLink path: Bytes, from directory: OpenFile) throws(SystemError) -> Bytes {
    let node = try resolve(path, from: directory.node, followsLinks: false)
    guard kind(of: node) == .symbolicLink else { throw .invalidArgument }
    return target(ofSymbolicLink: node)
  }

  public func setMode(_ mode: UInt16, _ path: Bytes, from directory: OpenFile) throws(SystemError) {
    let node = try resolve(path, from: directory.node, followsLinks: true)
    try fileSystem(node).setMode(mode, of: node.id)
  }

  /// Sets when a file was last read and changed; nil leaves a time as it is.
  public func setTimes(
    accessed: Int64?, modified: Int64?, _ path: Bytes, from directory: OpenFile
  ) throws(SystemError) {
    let node = try resolve(path, from: directory.node, followsLinks: true)
    try fileSystem(node).setTimes(accessed: accessed, modified: modified, of: node.id)
  }

  /// How full the file system is that a path leads to.
  public func fileSystemStatus(_ path: Bytes, from directory: OpenFile) throws(SystemError) -> FileSystemStatus {
    let node = try resolve(path, from: directory.node, followsLinks: true)
    return fileSystem(node).status
  }
}
