#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport
  import SystemCalls

  /// Physical memory, and the kernel's map of it: everything at its own address, each kind of memory with no more
  /// rights than it needs, and nothing at address zero.
  enum Memory {
    nonisolated(unsafe) private static var frames: FrameAllocator?
    nonisolated(unsafe) private static var tables: PageTables?

    /// The first MiB holds what firmware and loader left behind, and no more than 640 KiB besides.
    private static let lowest: UInt64 = 1 << 20
    /// The first entry of the top table, 512 GiB, is the kernel's; RAM beyond would be another entry's, and is left
    /// alone.
    private static let highest: UInt64 = 512 << 30

    /// Frames that programs and their files cannot have: 2 MiB for the kernel's own objects.
    private static let reserve = 512

    /// What a program asks the kernel to make is refused when memory is that short.
    static func requireSpare() throws(SystemError) {
      if !allocator.hasSpare { throw .noMemory }
    }

    static var freeBytes: UInt64 { UInt64(frames?.freeCount ?? 0) * FrameAllocator.frameSize }

    static func takeFrame() -> UInt64? { frames?.take() }
    static func releaseFrame(_ address: UInt64) {
      if frames?.release(address) != true { panic("frame \(address.hexadecimal()) was given back but not taken") }
    }

    static func start(_ information: StartInformation) {
      let ranges = information.memory.filter { $0.kind == .usable && $0.start < highest }
      let end = ranges.reduce(0) { max($0, min($1.end, highest)) }
      let image = lowest..<pageEnd(Archive.end)

      // The book-keeping goes to the first place that is large enough and nobody's.
      let size = pageEnd(UInt64(FrameAllocator.storageSize(end: end)))
      let taken = [image] + information.modules
      guard let storage = place(size: size, in: ranges, avoiding: taken),
        let pointer = UnsafeMutableRawPointer(bitPattern: UInt(storage))
      else { panic("no memory for the frame allocator") }

      let allocator = FrameAllocator(storage: pointer, end: end)
      for range in ranges {
        allocator.add(
          range.start..<min(range.end, highest), excluding: taken + [0..<lowest, storage..<storage + size])
      }
      allocator.setReserve(min(allocator.freeCount / 16, reserve))
      frames = allocator
      mapMemory(ranges, image: image)
    }

    /// Maps a device's registers or framebuffer where it is.
    static func mapDevice(_ address: UInt64, size: UInt64) {
      attempt { tables throws(PageTables.Failure) in
        try tables.map(
          address, to: address, size: pageEnd(size), PageAttributes(.readWrite, uncached: true), frame: takeFrame)
      }
    }

    static var allocator: FrameAllocator {
      guard let frames else { panic("frames were wanted before there were any") }
      return frames
    }

    /// The root of the kernel's own page tables.
    static var kernelTables: UInt64 { tables?.root ?? 0 }

    /// The first entry of the top page table, which every address space has: all that is the kernel's.
    static var kernelEntry: UInt64 {
      UnsafePointer<UInt64>(bitPattern: UInt(kernelTables))?.pointee ?? 0
    }

    /// Page tables of the kernel's that came after its start, for threads' stacks; they stay.
    nonisolated(unsafe) private(set) static var laterTables = 0

    /// Maps one frame for the kernel. False where there is none for a page table.
    static func mapKernel(_ address: UInt64, frame: UInt64) -> Bool {
      guard let tables else { return false }
      do throws(PageTables.Failure) {
        try tables.map(
          address, to: frame, size: FrameAllocator.frameSize, PageAttributes(.readWrite), largePages: false
        ) {
          laterTables += 1
          return takeFrame()
        }
        return true
      } catch {
        return false
      }
    }

    /// Takes a page of the kernel's away, and says which frame it was.
    static func unmapKernel(_ address: UInt64) -> UInt64? {
      guard let tables, let found = tables.lookUp(address), found.pageSize == PageTables.pageSize else { return nil }
      try? tables.unmap(address, size: PageTables.pageSize)
      forget_page(address)
      return found.entry & ~0xFFF & ~(1 << 63)
    }

    static func isMapped(_ address: UInt64) -> Bool { tables?.lookUp(address) != nil }

    /// Maps one frame for ring 3.
    static func mapUser(_ address: UInt64, frame: UInt64, _ rights: PageRights) {
      attempt { tables throws(PageTables.Failure) in
        try tables.map(
          address, to: frame, size: FrameAllocator.frameSize, PageAttributes(rights, user: true), frame: takeFrame)
      }
    }

    private static func mapMemory(_ ranges: [StartInformation.MemoryRange], image: Range<UInt64>) {
      let noExecute = Processor.enableNoExecute()
      guard let new = PageTables(allowsNoExecute: noExecute, frame: takeFrame) else {
        panic("no frame for page tables")
      }
      tables = new
      // Small pages as far as the image goes, to give its parts different rights.
      let small = (image.upperBound + PageTables.largePageSize - 1) & ~(PageTables.largePageSize - 1)
      for range in ranges {
        let start = max(range.start & ~(PageTables.pageSize - 1), PageTables.pageSize)
        let end = min(range.end & ~(PageTables.pageSize - 1), highest)
        map(start, min(end, small), .readWrite, largePages: false)
        map(max(start, small), end, .readWrite)
      }
      let (text, constants, data) = (kernel_text_range(), kernel_rodata_range(), kernel_data_range())
      map(text.start, text.end, .execute, largePages: false)
      map(constants.start, constants.end, .readOnly, largePages: false)
      map(data.start, data.end, .readWrite, largePages: false)
      map(data.end, image.upperBound, .readOnly, largePages: false)
      for stack in 0..<kernel_stack_count() {
        attempt { tables throws(PageTables.Failure) in
          try tables.unmap(kernel_stack_range(stack).start, size: PageTables.pageSize)
        }
      }
      write_cr3(new.root)
    }

    /// Nothing where the end is not above the start.
    private static func map(_ start: UInt64, _ end: UInt64, _ rights: PageRights, largePages: Bool = true) {
      guard start < end else { return }
      attempt { tables throws(PageTables.Failure) in
        try tables.map(
          start, to: start, size: end - start, PageAttributes(rights), largePages: largePages, frame: takeFrame)
      }
    }

    private static func attempt(_ change: (PageTables) throws(PageTables.Failure) -> Void) {
      guard let tables else { panic("memory was mapped before there were page tables") }
      do { try change(tables) } catch {
        switch error {
        case .outOfFrames: panic("no frame for another page table")
        case .largePageInTheWay: panic("a large page is where a page table has to be")
        }
      }
    }

    private static func place(
      size: UInt64, in ranges: [StartInformation.MemoryRange], avoiding taken: [Range<UInt64>]
    ) -> UInt64? {
      // Where it starts is either where some memory starts or where something taken ends.
      let candidates = [lowest] + ranges.map { $0.start } + taken.map { $0.upperBound }
      for start in candidates.map({ pageEnd($0) }).sorted() where start >= lowest {
        let wanted = start..<start + size
        if ranges.contains(where: { $0.start <= wanted.lowerBound && wanted.upperBound <= $0.end }),
          !taken.contains(where: { $0.overlaps(wanted) })
        {
          return start
        }
      }
      return nil
    }

    private static func pageEnd(_ address: UInt64) -> UInt64 {
      (address + PageTables.pageSize - 1) & ~(PageTables.pageSize - 1)
    }
  }
#endif
