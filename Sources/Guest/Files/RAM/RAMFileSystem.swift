import SystemCalls

/// A file system in memory. Everything it keeps — contents, directories, what it knows about files — is in frames of its
/// ``FrameProvider``; the heap is not touched. So a full disk is ``SystemError/noSpace`` at the call that wanted more, and what
/// was there stays as it was.
///
/// There is one user, so nobody is refused anything: permission bits are kept and shown, and only starting a program looks at them.
public final class RAMFileSystem: FileSystem {
  var store: FrameStore
  private var inodes = RecordPool(size: 128)
  private var entries = (
    RecordPool(size: Entry.recordSizes.0), RecordPool(size: Entry.recordSizes.1), RecordPool(size: Entry.recordSizes.2)
  )
  var names: NameTable
  private let clock: () -> Int64
  private let rootInode: InodePointer
  private var nextNumber: UInt64 = 1
  private var inodeCount = 0
  /// The next entry's sequence number. 0 and 1 are for `.` and `..`.
  var nextSequence = 2
  /// The last entry that a listing showed, from which the next call goes on without a search.
  var cursor: EntryPointer?

  /// An empty file system: a root directory. Takes four frames.
  ///
  /// - Parameters:
  ///   - limit: how many frames it may hold.
  ///   - clock: nanoseconds since 1970.
  public init(provider: any FrameProvider, limit: Int, clock: @escaping () -> Int64) throws(SystemError) {
    assert(MemoryLayout<Inode>.size <= 128 && MemoryLayout<Entry>.size <= 56)
    self.clock = clock
    var store = FrameStore(provider: provider, limit: limit)
    names = try NameTable(store: &store)
    let record: UnsafeMutableRawPointer
    do throws(SystemError) { record = try inodes.take(from: &store) } catch {
      names.destroy(store: &store)
      throw error
    }
    rootInode = record.bindMemory(to: Inode.self, capacity: 1)
    rootInode.initialize(to: Inode(number: 1, kind: .directory, mode: 0o755, time: clock()))
    rootInode.pointee.links = 2
    rootInode.pointee.pins = 1
    (nextNumber, inodeCount) = (2, 1)
    self.store = store
  }

  /// Gives back every frame.
  ///
  /// - Precondition: nobody has pinned a node.
  deinit {
    removeAll(in: rootInode)
    rootInode.pointee.pins = 0
    rootInode.pointee.links = 0
    free(rootInode)
    names.destroy(store: &store)
    assert(store.usedCount == 0)
  }

  private func removeAll(in directory: InodePointer) {
    while let entry = directory.pointee.firstEntry {
      let inode = entry.pointee.inode
      if inode.pointee.kind == .directory { removeAll(in: inode) }
      removeEntry(entry)
      dropLink(inode)
    }
  }

  var now: Int64 { clock() }

  public var root: NodeID { NodeID(bitPattern: rootInode) }

  public var status: FileSystemStatus {
    FileSystemStatus(
      totalBytes: UInt64(store.usedCount + store.freeCount) * UInt64(frameSize),
      freeBytes: UInt64(store.freeCount) * UInt64(frameSize), fileCount: UInt64(inodeCount))
  }

  // MARK: Nodes

  func inode(_ node: NodeID) -> InodePointer { InodePointer(bitPattern: node)! }

  public func kind(of node: NodeID) -> FileKind { inode(node).pointee.kind }

  public func device(of node: NodeID) -> UInt32 { inode(node).pointee.device }

  public func status(of node: NodeID) -> FileStatus {
    let inode = inode(node)
    return FileStatus(
      identifier: inode.pointee.number, kind: inode.pointee.kind, mode: inode.pointee.mode,
      linkCount: inode.pointee.links, size: UInt64(inode.pointee.size),
      allocatedSize: UInt64(inode.pointee.pageCount) * UInt64(frameSize), accessed: inode.pointee.accessed,
      modified: inode.pointee.modified, changed: inode.pointee.changed)
  }

  public func pin(_ node: NodeID) { inode(node).pointee.pins += 1 }

  public func unpin(_ node: NodeID) {
    let inode = inode(node)
    inode.pointee.pins -= 1
    freeIfUnused(inode)
  }

  public func setMode(_ mode: UInt16, of node: NodeID) {
    inode(node).pointee.mode = mode & 0o7777
    inode(node).pointee.changed = now
  }

  public func setTimes(accessed: Int64?, modified: Int64?, of node: NodeID) {
    if let accessed { inode(node).pointee.accessed = accessed }
    if let modified { inode(node).pointee.modified = modified }
    inode(node).pointee.changed = now
  }

  public func noteAccess(of node: NodeID) {
    if inode(node).pointee.links > 0 { inode(node).pointee.accessed = now }
  }

  /// An inode without a name.
  func newInode(kind: FileKind, mode: UInt16) throws(SystemError) -> InodePointer {
    let inode = try inodes.take(from: &store).bindMemory(to: Inode.self, capacity: 1)
    inode.initialize(to: Inode(number: nextNumber, kind: kind, mode: mode & 0o7777, time: now))
    nextNumber += 1
    inodeCount += 1
    return inode
  }

  /// One name fewer; a directory has only one.
  func dropLink(_ inode: InodePointer) {
    if inode.pointee.kind == .directory {
      inode.pointee.links = 0
      // Its `..` goes on working as long as somebody is in it.
      inode.pointee.parent!.pointee.pins += 1
    } else {
      inode.pointee.links -= 1
    }
    inode.pointee.changed = now
    freeIfUnused(inode)
  }

  func freeIfUnused(_ inode: InodePointer) {
    var unused = inode
    while unused.pointee.links == 0, unused.pointee.pins == 0 {
      let parent = unused.pointee.parent
      free(unused)
      guard let parent else { return }
      parent.pointee.pins -= 1
      unused = parent
    }
  }

  func free(_ inode: InodePointer) {
    _ = inode.pointee.pages.removePages(from: 0, to: &store)
    inodes.giveBack(inode, to: &store)
    inodeCount -= 1
  }

  // MARK: Entries

  /// An entry with a name, that no directory has yet.
  func newEntry(_ name: Bytes, inode: InodePointer, directory: InodePointer) throws(SystemError) -> EntryPointer {
    guard name.count <= PathLimits.name else { throw .fileNameTooLong }
    let sizeClass = Entry.sizeClass(nameLength: name.count)
    let record =
      switch sizeClass {
      case 0: try entries.0.take(from: &store)
      case 1: try entries.1.take(from: &store)
      default: try entries.2.take(from: &store)
      }
    let entry = record.bindMemory(to: Entry.self, capacity: 1)
    entry.initialize(
      to: Entry(
        inode: inode, directory: directory, next: nil, previous: nil, nextInBucket: nil, sequence: 0, hash: 0,
        nameLength: 0, sizeClass: UInt16(sizeClass)))
    setName(name, of: entry)
    return entry
  }

  /// - Precondition: the name fits the entry's record.
  func setName(_ name: Bytes, of entry: EntryPointer) {
    UnsafeMutableRawPointer(entry + 1).copyMemory(from: name.baseAddress!, byteCount: name.count)
    entry.pointee.nameLength = UInt16(name.count)
    entry.pointee.hash = NameTable.hash(name, in: entry.pointee.directory)
  }

  func freeEntry(_ entry: EntryPointer) {
    switch entry.pointee.sizeClass {
    case 0: entries.0.giveBack(entry, to: &store)
    case 1: entries.1.giveBack(entry, to: &store)
    default: entries.2.giveBack(entry, to: &store)
    }
  }
}
