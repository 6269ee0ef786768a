#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  /// The heap behind every Swift object: a small one in the kernel's own memory until there are frames, and then one on those.
  ///
  /// An interrupt handler may not allocate: the heap is guarded against other threads alone, by keeping the processor.
  enum KernelHeap {
    nonisolated(unsafe) private static var early: Heap?
    nonisolated(unsafe) private static var heap: SpanHeap?
    /// A panic allocates here alone, upwards and for good: the heap may be what is broken.
    nonisolated(unsafe) private static var emergency: UInt64?

    private static let emergencySize: UInt64 = 256 * 1024

    static func start() {
      let range = early_heap_range()
      early = Heap(region(start: range.start, end: range.end - emergencySize))
    }

    /// From now on, on frames. `checks`: with red zones and patterns, which `heap=checked` on the command line asks for.
    static func useFrames(checks: Bool) {
      let storage = UnsafeMutableRawPointer.allocate(byteCount: SpanHeap.storageSize, alignment: 16)
      heap = SpanHeap(Memory.allocator, storage: storage, checks: checks)
    }

    static func startEmergency() {
      if emergency == nil { emergency = early_heap_range().end - emergencySize }
    }

    static var usedBytes: Int { (early?.usedBytes ?? 0) + (heap?.usedBytes ?? 0) }
    static var usedBlocks: Int { (early?.usedBlocks ?? 0) + (heap?.usedBlocks ?? 0) }
    static var totalBytes: Int { (early?.totalBytes ?? 0) + framesTaken * 4096 }
    /// How many frames the heap has.
    static var framesTaken: Int { heap?.frameCount ?? 0 }

    static func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
      if let next = emergency {
        let start = (next + UInt64(alignment) - 1) & ~UInt64(alignment - 1)
        guard start + UInt64(size) <= early_heap_range().end else { DebugExit.halt() }
        emergency = start + UInt64(size)
        return UnsafeMutableRawPointer(bitPattern: UInt(start))
      }
      guard let heap else { return early?.allocate(size: size, alignment: alignment) }
      Preemption.off()
      defer { Preemption.on() }
      return heap.allocate(size: size, alignment: alignment)
    }

    static func release(_ block: UnsafeMutableRawPointer) {
      guard emergency == nil else { return }
      Preemption.off()
      defer { Preemption.on() }
      let address = UInt64(UInt(bitPattern: block))
      let range = early_heap_range()
      if address >= range.start, address < range.end {
        if early?.release(block) != true { fail(.notABlock, block) }
      } else if let misuse = heap?.release(block) {
        fail(misuse, block)
      }
    }

    private static func fail(_ misuse: SpanHeap.Misuse, _ block: UnsafeMutableRawPointer) -> Never {
      let address = UInt(bitPattern: block).hexadecimal()
      switch misuse {
      case .notABlock: panic("the heap was given back \(address), which is no block in use")
      case .givenBackTwice: panic("the heap was given back \(address) for the second time")
      case .overrun: panic("something was written past the end of the heap's block at \(address)")
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
