import SystemCalls

extension RAMFileSystem {
  public func find(_ name: Bytes, in directory: NodeID) throws(SystemError) -> NodeID? {
    try findEntry(name, in: inode(directory)).map { NodeID(bitPattern: $0.pointee.inode) }
  }

  func findEntry(_ name: Bytes, in directory: InodePointer) throws(SystemError) -> EntryPointer? {
    guard directory.pointee.kind == .directory else { throw .notDirectory }
    return names.find(name, hash: NameTable.hash(name, in: directory), in: directory)
  }

  public func parent(of directory: NodeID) -> NodeID {
    inode(directory).pointee.parent.map { NodeID(bitPattern: $0) } ?? directory
  }

  public func name(of directory: NodeID) -> Bytes? { inode(directory).pointee.ownEntry?.name }

  public func make(
    _ new: NewNode, mode: UInt16, name: Bytes, in directory: NodeID
  ) throws(SystemError) -> NodeID {
    let directory = inode(directory)
    guard try findEntry(name, in: directory) == nil else { throw .fileExists }
    guard directory.pointee.links > 0 else { throw .noSuchFileOrDirectory }
    let kind: FileKind =
      switch new {
      case .regular: .regular
      case .directory: .directory
      case .symbolicLink: .symbolicLink
      case .characterDevice: .characterDevice
      }
    if kind == .directory, directory.pointee.links == .max { throw .tooManyLinks }
    let inode = try newInode(kind: kind, mode: mode)
    do throws(SystemError) {
      if case .symbolicLink(let target) = new {
        guard target.count < PathLimits.path else { throw .fileNameTooLong }
        guard try write(inode, at: 0, from: UnsafeRawBufferPointer(target)) == target.count else { throw .noSpace }
      }
      if case .characterDevice(let device) = new { inode.pointee.device = device }
      add(try newEntry(name, inode: inode, directory: directory))
    } catch {
      free(inode)
      throw error
    }
    if kind == .directory {
      inode.pointee.links = 2
      inode.pointee.parent = directory
      inode.pointee.ownEntry = directory.pointee.lastEntry
      directory.pointee.links += 1
    } else {
      inode.pointee.links = 1
    }
    touch(directory)
    return NodeID(bitPattern: inode)
  }

  public func link(_ node: NodeID, name: Bytes, in directory: NodeID) throws(SystemError) {
    let (inode, directory) = (inode(node), inode(directory))
    guard try findEntry(name, in: directory) == nil else { throw .fileExists }
    guard directory.pointee.links > 0 else { throw .noSuchFileOrDirectory }
    guard inode.pointee.kind != .directory else { throw .notPermitted }
    // What has lost its last name can have no new one.
    guard inode.pointee.links > 0 else { throw .noSuchFileOrDirectory }
    guard inode.pointee.links < .max else { throw .tooManyLinks }
    add(try newEntry(name, inode: inode, directory: directory))
    inode.pointee.links += 1
    inode.pointee.changed = now
    touch(directory)
  }

  public func unlink(_ name: Bytes, in directory: NodeID) throws(SystemError) {
    let directory = inode(directory)
    guard let entry = try findEntry(name, in: directory) else { throw .noSuchFileOrDirectory }
    let inode = entry.pointee.inode
    guard inode.pointee.kind != .directory else { throw .isDirectory }
    removeEntry(entry)
    touch(directory)
    dropLink(inode)
  }

  public func removeDirectory(_ name: Bytes, in directory: NodeID) throws(SystemError) {
    let directory = inode(directory)
    guard let entry = try findEntry(name, in: directory) else { throw .noSuchFileOrDirectory }
    let inode = entry.pointee.inode
    guard inode.pointee.kind == .directory else { throw .notDirectory }
    guard inode.pointee.firstEntry == nil else { throw .directoryNotEmpty }
    removeEntry(entry)
    touch(directory)
    dropLink(inode)
  }

  public func rename(
    _ name: Bytes, in directory: NodeID, to newName: Bytes, in newDirectory: NodeID
  ) throws(SystemError) {
    let (directory, newDirectory) = (inode(directory), inode(newDirectory))
    guard let entry = try findEntry(name, in: directory) else { throw .noSuchFileOrDirectory }
    let inode = entry.pointee.inode
    let isDirectory = inode.pointee.kind == .directory
    if let target = try findEntry(newName, in: newDirectory) {
      let replaced = target.pointee.inode
      // Two names of one file: POSIX lets both stay.
      if replaced == inode { return }
      if replaced.pointee.kind == .directory {
        guard isDirectory else { throw .isDirectory }
        guard replaced.pointee.firstEntry == nil else { throw .directoryNotEmpty }
        newDirectory.pointee.links -= 1
        replaced.pointee.ownEntry = nil
      } else if isDirectory {
        throw .notDirectory
      }
      // The name stays and means another file: nothing to allocate, so a full disk is no obstacle.
      target.pointee.inode = inode
      removeEntry(entry)
      moved(inode, under: target)
      dropLink(replaced)
    } else {
      guard newDirectory.pointee.links > 0 else { throw .noSuchFileOrDirectory }
      guard newName.count <= PathLimits.name else { throw .fileNameTooLong }
      if Int(entry.pointee.sizeClass) == Entry.sizeClass(nameLength: newName.count) {
        detach(entry)
        entry.pointee.directory = newDirectory
        setName(newName, of: entry)
        add(entry)
        moved(inode, under: entry)
      } else {
        let new = try newEntry(newName, inode: inode, directory: newDirectory)
        removeEntry(entry)
        add(new)
        moved(inode, under: new)
      }
    }
    inode.pointee.changed = now
    touch(directory)
    touch(newDirectory)
  }

  /// A directory knows where it is.
  private func moved(_ inode: InodePointer, under entry: EntryPointer) {
    guard inode.pointee.kind == .directory else { return }
    inode.pointee.ownEntry = entry
    inode.pointee.parent = entry.pointee.directory
    entry.pointee.directory.pointee.links += 1
  }

  // MARK: Listings

  public func endPosition(of directory: NodeID) -> Int { nextSequence }

  public func entry(at position: Int, before end: Int, in directory: NodeID) -> ListedEntry? {
    let directory = inode(directory)
    var candidate = directory.pointee.firstEntry
    if let cursor, cursor.pointee.directory == directory {
      if cursor.pointee.sequence < position {
        candidate = cursor.pointee.next
      } else if cursor.pointee.previous.map({ $0.pointee.sequence < position }) ?? true {
        candidate = cursor
      }
    }
    while let entry = candidate, entry.pointee.sequence < position { candidate = entry.pointee.next }
    guard let entry = candidate, entry.pointee.sequence < end else { return nil }
    cursor = entry
    return ListedEntry(
      nextPosition: entry.pointee.sequence + 1, identifier: entry.pointee.inode.pointee.number,
      kind: entry.pointee.inode.pointee.kind, name: entry.name)
  }

  // MARK: Lists

  private func touch(_ directory: InodePointer) {
    let time = now
    directory.pointee.modified = time
    directory.pointee.changed = time
  }

  /// Makes an entry its directory's last.
  private func add(_ entry: EntryPointer) {
    let directory = entry.pointee.directory
    entry.pointee.sequence = nextSequence
    nextSequence += 1
    entry.pointee.next = nil
    entry.pointee.previous = directory.pointee.lastEntry
    if let last = directory.pointee.lastEntry {
      last.pointee.next = entry
    } else {
      directory.pointee.firstEntry = entry
    }
    directory.pointee.lastEntry = entry
    directory.pointee.size += 1
    names.insert(entry, store: &store)
  }

  /// Takes an entry out of its directory; a directory's entry takes its link with it.
  private func detach(_ entry: EntryPointer) {
    let directory = entry.pointee.directory
    if cursor == entry { cursor = entry.pointee.previous }
    names.remove(entry, store: &store)
    let (next, previous) = (entry.pointee.next, entry.pointee.previous)
    if let previous { previous.pointee.next = next } else { directory.pointee.firstEntry = next }
    if let next { next.pointee.previous = previous } else { directory.pointee.lastEntry = previous }
    directory.pointee.size -= 1
    if entry.pointee.inode.pointee.kind == .directory, entry.pointee.inode.pointee.ownEntry == entry {
      directory.pointee.links -= 1
      entry.pointee.inode.pointee.ownEntry = nil
    }
  }

  func removeEntry(_ entry: EntryPointer) {
    detach(entry)
    freeEntry(entry)
  }
}
