import SystemCalls

extension RAMFileSystem {
  public func read(
    _ node: NodeID, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> Int {
    let inode = inode(node)
    guard offset >= 0 else { throw .invalidArgument }
    let count = max(0, min(buffer.count, inode.pointee.size - offset))
    var done = 0
    while done < count {
      let position = offset + done
      let inPage = position % frameSize
      let length = min(frameSize - inPage, count - done)
      let target = buffer.baseAddress! + done
      if let page = inode.pointee.pages.page(position / frameSize) {
        target.copyMemory(from: page.address + inPage, byteCount: length)
      } else {
        zero(target, length)
      }
      done += length
    }
    inode.pointee.accessed = now
    return count
  }

  public func write(
    _ node: NodeID, at offset: Int, from buffer: UnsafeRawBufferPointer
  ) throws(SystemError) -> Int {
    let inode = inode(node)
    let count = try write(inode, at: offset, from: buffer)
    if count > 0 {
      let time = now
      inode.pointee.modified = time
      inode.pointee.changed = time
    }
    return count
  }

  func write(_ inode: InodePointer, at offset: Int, from buffer: UnsafeRawBufferPointer) throws(SystemError) -> Int {
    guard offset >= 0 else { throw .invalidArgument }
    guard !buffer.isEmpty else { return 0 }
    guard offset < Int.max else { throw .fileTooLarge }
    let count = min(buffer.count, Int.max - offset)
    if offset > inode.pointee.size { try clearTail(of: inode, upTo: offset) }
    var done = 0
    while done < count {
      let position = offset + done
      let inPage = position % frameSize
      let length = min(frameSize - inPage, count - done)
      let page: UnsafeMutableRawPointer
      do throws(SystemError) {
        page = try writablePage(position / frameSize, of: inode, for: inPage..<inPage + length)
      } catch {
        if done == 0 { throw error }
        break
      }
      (page + inPage).copyMemory(from: buffer.baseAddress! + done, byteCount: length)
      done += length
      inode.pointee.size = max(inode.pointee.size, position + length)
    }
    return done
  }

  public func truncate(_ node: NodeID, to size: Int) throws(SystemError) {
    let inode = inode(node)
    guard inode.pointee.kind == .regular, size >= 0 else { throw .invalidArgument }
    if size > inode.pointee.size {
      try clearTail(of: inode, upTo: size)
    } else if size < inode.pointee.size {
      let first = size / frameSize + (size % frameSize == 0 ? 0 : 1)
      inode.pointee.pageCount -= inode.pointee.pages.removePages(from: first, to: &store)
    }
    inode.pointee.size = size
    let time = now
    inode.pointee.modified = time
    inode.pointee.changed = time
  }

  public func target(ofSymbolicLink node: NodeID) -> Bytes {
    let inode = inode(node)
    guard let page = inode.pointee.pages.page(0) else { return Bytes(start: nil, count: 0) }
    return Bytes(start: page.address.assumingMemoryBound(to: UInt8.self), count: inode.pointee.size)
  }

  public func page(_ index: Int, of node: NodeID) throws(SystemError) -> UnsafeRawPointer? {
    let inode = inode(node)
    guard inode.pointee.kind == .regular, index >= 0, index <= Int.max / frameSize,
      index * frameSize < inode.pointee.size,
      let page = inode.pointee.pages.page(index)
    else { return nil }
    guard inode.pointee.size - index * frameSize < frameSize else { return UnsafeRawPointer(page.address) }
    try clearTail(of: inode, upTo: (index + 1) * frameSize)
    return inode.pointee.pages.page(index).map { UnsafeRawPointer($0.address) }
  }

  /// Makes a page of somebody else's memory, such as an archive's, a page of a file without copying it. The memory must stay; the
  /// file system never writes to it, and copies the page when somebody writes to the file.
  ///
  /// - Precondition: the file has no such page yet, and its size does not reach there.
  func adopt(_ memory: UnsafeRawPointer, count: Int, as index: Int, of node: NodeID) throws(SystemError) {
    let inode = inode(node)
    try inode.pointee.pages.set(PageMap.Page(borrowed: memory), at: index, from: &store)
    inode.pointee.pageCount += 1
    inode.pointee.size = index * frameSize + count
  }

  /// A page of the file system's own at this index. What of it is neither in `range` nor behind the file's end is as it was.
  private func writablePage(
    _ index: Int, of inode: InodePointer, for range: Range<Int>
  ) throws(SystemError) -> UnsafeMutableRawPointer {
    let old = inode.pointee.pages.page(index)
    if let old, !old.isBorrowed { return old.address }
    let frame = try store.take()
    let valid = min(frameSize, max(0, inode.pointee.size - index * frameSize))
    if let old {
      frame.copyMemory(from: old.address, byteCount: valid)
    } else {
      zero(frame, range.lowerBound)
      if valid > range.upperBound { zero(frame + range.upperBound, valid - range.upperBound) }
    }
    do throws(SystemError) { try inode.pointee.pages.set(PageMap.Page(owned: frame), at: index, from: &store) } catch {
      store.giveBack(frame)
      throw error
    }
    if old == nil { inode.pointee.pageCount += 1 }
    return frame
  }

  /// What lies behind a file's end in its last page is anything; before the file grows over it, it becomes zero.
  private func clearTail(of inode: InodePointer, upTo end: Int) throws(SystemError) {
    let size = inode.pointee.size
    let inPage = size % frameSize
    guard inPage != 0, inode.pointee.pages.page(size / frameSize) != nil else { return }
    let page = try writablePage(size / frameSize, of: inode, for: inPage..<inPage)
    zero(page + inPage, min(frameSize - inPage, end - size))
  }

  private func zero(_ memory: UnsafeMutableRawPointer, _ count: Int) {
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: count)
  }
}
