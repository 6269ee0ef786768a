#if hasFeature(Embedded)
  import GuestMemory
  import SystemCalls

  /// The heap behind every Swift object of a program, on memory that the kernel gives by ``SystemCall/growHeap``.
  enum ProgramHeap {
    nonisolated(unsafe) private static var heap: Heap?
    /// The least that is asked for at once.
    private static let growth = 64 * 1024
    private static let page = 4096

    static func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
      if let block = heap?.allocate(size: size, alignment: alignment) { return block }
      // Large blocks ask for what they need and a header; the heap's own book-keeping is part of its first region.
      let overhead = heap == nil ? 8 * 1024 : 256
      guard size < 1 << 40, alignment < 1 << 30 else { return nil }
      let wanted = max(growth, (size + alignment + overhead + page - 1) & ~(page - 1))
      let start = systemCall(.growHeap, wanted)
      guard start > 0, let base = UnsafeMutableRawPointer(bitPattern: start) else { return nil }
      let region = UnsafeMutableRawBufferPointer(start: base, count: wanted)
      if let heap { heap.add(region) } else { heap = Heap(region) }
      return heap?.allocate(size: size, alignment: alignment)
    }

    static func release(_ block: UnsafeMutableRawPointer) {
      if heap?.release(block) != true { fail("the heap was given back what is no block in use") }
    }

    /// Bytes in use, and bytes that the kernel gave.
    static var usage: (used: Int, total: Int) { (heap?.usedBytes ?? 0, heap?.totalBytes ?? 0) }
  }

  /// Ends the program with a reason that needs no memory.
  func fail(_ reason: StaticString) -> Never {
    StandardOutput.flush()
    _ = systemCall(.write, 2, Int(bitPattern: reason.utf8Start), reason.utf8CodeUnitCount)
    var newLine: UInt8 = 10
    withUnsafePointer(to: &newLine) { _ = systemCall(.write, 2, Int(bitPattern: $0), 1) }
    _ = systemCall(.kill, systemCall(.processIdentifier), Int(Signal.abort.rawValue))
    Process.exit(134)
  }

  /// What `posix_memalign` and `free` do; see Runtime/runtime.c.
  @c(runtime_allocate)
  public func allocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
  ) -> Int32 {
    guard let block = ProgramHeap.allocate(size: size, alignment: alignment) else { fail("out of memory") }
    result.pointee = block
    return 0
  }

  @c(runtime_release)
  public func release(_ block: UnsafeMutableRawPointer?) {
    if let block { ProgramHeap.release(block) }
  }

  /// What compiled Swift calls to write a character of `print`.
  @c(putchar)
  public func putCharacter(_ character: Int32) -> Int32 {
    StandardOutput.put(UInt8(truncatingIfNeeded: character))
    return character
  }
#endif
