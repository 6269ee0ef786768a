#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension UnsafeRawBufferPointer {
  /// Whether both hold the same bytes. As fast in a debug build as in any.
  func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let here = baseAddress, let there = other.baseAddress else {
      return count == other.count
    }
    return memcmp(here, there, count) == 0
  }
}
