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
    #if os(Linux)
      // A guest that walks about in its memory would otherwise spend its time in the host's page tables. Only where the host's
      // administrator lets programs ask; the answer does not matter.
      if count >= 32 << 20 { _ = madvise(pages, count, MADV_HUGEPAGE) }
    #endif
    return pages
  }

  static func deallocate(_ pages: UnsafeMutableRawPointer, byteCount: Int) { munmap(pages, max(byteCount, 4096)) }
}
