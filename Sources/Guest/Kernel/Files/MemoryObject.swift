#if hasFeature(Embedded)
  import GuestMemory
  import SystemCalls

  /// Memory that programs share.
  final class MemoryObject: OpenObject {
    let pages: FrameList

    private init(_ pages: FrameList) { self.pages = pages }

    /// Fresh memory. A function and not an initializer, here and wherever making an object can fail: Embedded Swift does not free the
    /// object whose initializer throws.
    static func make(size: UInt64) throws(SystemError) -> MemoryObject {
      let count = size / PageTables.pageSize + (size % PageTables.pageSize == 0 ? 0 : 1)
      // A part of memory stays for everything else.
      guard size > 0, count < UInt64(Memory.allocator.freeCount * 3 / 4),
        let pages = FrameList.make(count: Int(count), Memory.allocator)
      else { throw size > 0 ? .noMemory : .invalidArgument }
      for index in 0..<pages.count {
        UnsafeMutablePointer<UInt64>(bitPattern: UInt(pages[index]))?.update(repeating: 0, count: 512)
        if index % 64 == 63 { Preemption.pause() }
      }
      return MemoryObject(pages)
    }

    override func status() -> FileStatus {
      let size = UInt64(pages.count) * PageTables.pageSize
      return FileStatus(kind: .sharedMemory, mode: 0o600, size: size, allocatedSize: size)
    }
  }
#endif
