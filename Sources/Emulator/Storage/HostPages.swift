#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

/// Page-aligned, zero-filled host memory that costs nothing until it is touched.
enum HostPages {
  static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
    let count = max(byteCount, 4096)
    #if canImport(Darwin)
      let flags = MAP_PRIVATE | MAP_ANON
    #else
      let flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE
    #endif
    guard let pages = mmap(nil, count, PROT_READ | PROT_WRITE, flags, -1, 0), pages != MAP_FAILED else {
      fatalError("the host has no \(count) bytes of address space for guest memory")
    }
    return pages
  }

  /// The same, for a guest that walks about in large parts of its memory and would otherwise spend its time in the host's page tables: in
  /// one huge page, where the host has those of this size and its administrator lets programs ask. The answer does not matter.
  static func allocateHuge(byteCount: Int) -> UnsafeMutableRawPointer {
    #if os(Linux)
      // Huge pages are aligned to their size: what is too much on either side goes back.
      let all = allocate(byteCount: 2 * byteCount)
      let skip = (byteCount - Int(bitPattern: all) & (byteCount - 1)) & (byteCount - 1)
      if skip > 0 { munmap(all, skip) }
      munmap(all + skip + byteCount, byteCount - skip)
      _ = madvise(all + skip, byteCount, MADV_HUGEPAGE)
      return all + skip
    #else
      return allocate(byteCount: byteCount)
    #endif
  }

  static func deallocate(_ pages: UnsafeMutableRawPointer, byteCount: Int) { munmap(pages, max(byteCount, 4096)) }

  /// Makes a write a crash.
  static func protect(_ pages: UnsafeMutableRawPointer, byteCount: Int) { mprotect(pages, byteCount, PROT_READ) }

  /// Gives the pages' contents up, but not their addresses.
  static func discard(_ pages: UnsafeMutableRawPointer, byteCount: Int) { madvise(pages, byteCount, MADV_DONTNEED) }
}
