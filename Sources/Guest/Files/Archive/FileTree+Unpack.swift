import SystemCalls

extension FileTree {
  /// Fills the root file system from an archive. What is wrong with the archive itself is found before anything is made.
  ///
  /// Whole pages of contents that start at a page's border are not copied: the archive's memory must stay as it is for as long as
  /// the file system is used. (Writing to such a file copies the page that is written.)
  public func unpack(_ archive: UnsafeRawBufferPointer, into fileSystem: RAMFileSystem) throws(ArchiveError) {
    var check = ArchiveReader(archive)
    while try check.next() != nil {}
    var reader = ArchiveReader(archive)
    var shared: [(identity: (inode: UInt32, major: UInt32, minor: UInt32), node: NodeID)] = []
    while let entry = try reader.next() {
      func refused(_ reason: ArchiveError.Reason) -> ArchiveError { ArchiveError(reason: reason, offset: entry.offset) }
      if entry.name.isEmpty {
        guard entry.kind == .directory else { throw refused(.alreadyThere) }
        continue
      }
      do throws(SystemError) {
        let destination = try destination(entry.name, from: root)
        guard case .name(let name) = destination.last, destination.directory.fileSystem == 0 else {
          throw .noSuchFileOrDirectory
        }
        let directory = destination.directory.id
        if let known = try fileSystem.find(name, in: directory) {
          // A directory may come again, as the archives of several trees behind each other have it.
          guard entry.kind == .directory, fileSystem.kind(of: known) == .directory else { throw .fileExists }
          continue
        }
        let isShared = entry.kind == .regular && entry.linkCount > 1
        let node: NodeID
        if isShared, let first = shared.first(where: { $0.identity == entry.identity }) {
          try fileSystem.link(first.node, name: name, in: directory)
          node = first.node
        } else {
          node = try fileSystem.make(newNode(entry), mode: entry.mode, name: name, in: directory)
          if isShared { shared.append((entry.identity, node)) }
        }
        if entry.kind == .regular { try fileSystem.fill(node, with: entry.contents) }
        let time = Int64(entry.modified) * 1_000_000_000
        fileSystem.setTimes(accessed: time, modified: time, of: node)
      } catch {
        switch error {
        case .noSuchFileOrDirectory, .notDirectory: throw refused(.noDirectory)
        case .fileExists: throw refused(.alreadyThere)
        case .fileNameTooLong: throw refused(.badName)
        default: throw refused(.fileSystem(error))
        }
      }
    }
  }

  private func newNode(_ entry: ArchiveEntry) -> NewNode {
    switch entry.kind {
    case .directory: .directory
    case .symbolicLink: .symbolicLink(target: entry.contents.assumingMemoryBound(to: UInt8.self))
    case .characterDevice: .characterDevice(entry.device)
    default: .regular
    }
  }
}

extension RAMFileSystem {
  /// Gives an empty file its contents: by reference where they lie on whole pages, else as a copy. A file that has some already keeps
  /// them (of several names of one file, any may carry them).
  fileprivate func fill(_ node: NodeID, with contents: UnsafeRawBufferPointer) throws(SystemError) {
    guard let start = contents.baseAddress, !contents.isEmpty, status(of: node).size == 0 else { return }
    var done = 0
    if Int(bitPattern: start) % frameSize == 0 {
      while contents.count - done >= frameSize {
        try adopt(start + done, count: frameSize, as: done / frameSize, of: node)
        done += frameSize
      }
    }
    guard done < contents.count else { return }
    let rest = UnsafeRawBufferPointer(rebasing: contents[done...])
    guard try write(node, at: done, from: rest) == rest.count else { throw .noSpace }
  }
}
