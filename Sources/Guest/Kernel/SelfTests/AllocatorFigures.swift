#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  /// What the word `figures` measures inside the kernel, by the time stamp counter: the start, and the designs of allocators side by side.
  enum AllocatorFigures {
    /// Bytes that each design has, but for the kernel's own, which takes frames as it needs them.
    private static let regionSize = 1 << 20
    private static let liveBlocks = 400

    /// - Parameter boot: the time stamp when the kernel was ready, which on our machine is instructions since power-on.
    static func printAll(boot: UInt64) {
      print("figure boot to ready: \(boot)")
      let region = UnsafeMutableRawBufferPointer.allocate(byteCount: regionSize, alignment: 4096)
      defer { region.deallocate() }
      var bump = BumpAllocator(region)
      measure("bump allocator", &bump, isOrdered: true)
      var list = LinkedListAllocator(region)
      measure("linked list allocator", &list)
      var blocks = FixedSizeBlockAllocator(region)
      measure("fixed-size block allocator", &blocks)
      var heap = Heap(region)
      measure("programs' heap", &heap)
      let storage = UnsafeMutableRawPointer.allocate(byteCount: SpanHeap.storageSize, alignment: 16)
      defer { storage.deallocate() }
      var spans = SpanHeapDesign(heap: SpanHeap(Memory.allocator, storage: storage))
      measure("kernel's heap", &spans)
    }

    /// The same work for each: one block again and again, and blocks of 16 to 1023 bytes of which the oldest or any other goes
    /// first. `isOrdered`: the design takes nothing back out of order.
    private static func measure<Design: MemoryAllocator>(
      _ name: String, _ design: inout Design, isOrdered: Bool = false
    ) {
      var best = UInt64.max
      for _ in 0..<5 {
        let start = time_stamp()
        for _ in 0..<100 {
          if let block = design.allocate(size: 64, alignment: 16) { design.deallocate(block, size: 64, alignment: 16) }
        }
        best = min(best, (time_stamp() - start) / 100)
      }
      print("figure \(name), allocate and free 64 bytes: \(best)")
      if isOrdered { return }

      var live: [(block: UnsafeMutableRawPointer, size: Int)] = []
      live.reserveCapacity(liveBlocks)
      var (random, spent, count) = (UInt64(1), UInt64(0), UInt64(0))
      func next(_ limit: Int) -> Int {
        random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(random >> 33) % limit
      }
      // No interrupt comes between.
      let flags = interrupts_save()
      for _ in 0..<4000 {
        if live.count == liveBlocks {
          let old = live.remove(at: next(liveBlocks))
          let start = time_stamp()
          design.deallocate(old.block, size: old.size, alignment: 16)
          spent += time_stamp() - start
        }
        let size = 16 + next(1008)
        let start = time_stamp()
        let block = design.allocate(size: size, alignment: 16)
        spent += time_stamp() - start
        count += 1
        if let block { live.append((block, size)) }
      }
      interrupts_restore(flags)
      for (block, size) in live { design.deallocate(block, size: size, alignment: 16) }
      print("figure \(name), allocate and free among \(liveBlocks) blocks of random sizes: \(spent / count)")
    }

    private struct SpanHeapDesign: MemoryAllocator {
      let heap: SpanHeap
      func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
        heap.allocate(size: size, alignment: alignment)
      }
      func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int) { _ = heap.release(block) }
    }
  }
#endif
