#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  /// The heap behind every Swift object. It starts on memory of the kernel's own, and grows by frames once there are
  /// any.
  enum KernelHeap {
    nonisolated(unsafe) private static var heap: Heap?
    /// A panic allocates here alone, upwards and for good: the heap may be what is broken.
    nonisolated(unsafe) private static var emergency: UInt64?

    private static let emergencySize: UInt64 = 256 * 1024
    private static let growth = 1 << 20

    static func start() {
      let range = early_heap_range()
      heap = Heap(region(start: range.start, end: range.end - emergencySize))
    }

    static func startEmergency() {
      if emergency == nil { emergency = early_heap_range().end - emergencySize }
    }

    static var usedBytes: Int { heap?.usedBytes ?? 0 }
    static var usedBlocks: Int { heap?.usedBlocks ?? 0 }

    static func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
      if let next = emergency {
        let start = (next + UInt64(alignment) - 1) & ~UInt64(alignment - 1)
        guard start + UInt64(size) <= early_heap_range().end else { DebugExit.halt() }
        emergency = start + UInt64(size)
        return UnsafeMutableRawPointer(bitPattern: UInt(start))
      }
      guard let heap else { return nil }
      if let block = heap.allocate(size: size, alignment: alignment) { return block }
      let frames = (max(size + alignment, growth) + 8191) / 4096
      guard let start = Memory.takeFrames(frames) else { return nil }
      heap.add(region(start: start, end: start + UInt64(frames) * 4096))
      return heap.allocate(size: size, alignment: alignment)
    }

    static func release(_ block: UnsafeMutableRawPointer) {
      guard emergency == nil, let heap else { return }
      if !heap.release(block) {
        panic("the heap was given back \(UInt(bitPattern: block).hexadecimal()), which is no block in use")
      }
    }

    private static func region(start: UInt64, end: UInt64) -> UnsafeMutableRawBufferPointer {
      UnsafeMutableRawBufferPointer(
        start: UnsafeMutableRawPointer(bitPattern: UInt(start)), count: Int(end - start))
    }
  }

  /// What `posix_memalign` and `free` do; see runtime.c.
  @c(runtime_allocate)
  public func allocate(
    _ result: UnsafeMutablePointer<UnsafeMutableRawPointer?>, _ alignment: Int, _ size: Int
  ) -> Int32 {
    guard let block = KernelHeap.allocate(size: size, alignment: alignment) else {
      panic("out of memory: no \(size) bytes are left")
    }
    result.pointee = block
    return 0
  }

  @c(runtime_release)
  public func release(_ block: UnsafeMutableRawPointer?) {
    if let block { KernelHeap.release(block) }
  }
#endif
