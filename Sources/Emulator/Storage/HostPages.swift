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

  static func deallocate(_ pages: UnsafeMutableRawPointer, byteCount: Int) { munmap(pages, max(byteCount, 4096)) }

  /// Makes a write a crash.
  static func protect(_ pages: UnsafeMutableRawPointer, byteCount: Int) { mprotect(pages, byteCount, PROT_READ) }

  /// Gives the pages' contents up, but not their addresses.
  static func discard(_ pages: UnsafeMutableRawPointer, byteCount: Int) { madvise(pages, byteCount, MADV_DONTNEED) }
}
