#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  extension SelfTest {
    static var memoryTests: [SelfTest] {
      [
        SelfTest(name: "frames are taken and given back") {
          let before = Memory.freeBytes
          guard let first = Memory.takeFrame(), let second = Memory.takeFrame() else { return .failed("no frame") }
          guard first != second, first % 4096 == 0 else { return .failed("frames \(first) and \(second)") }
          Memory.releaseFrame(first)
          Memory.releaseFrame(second)
          return .expectEqual(Memory.freeBytes, before)
        },
        SelfTest(name: "frames hold what is written") {
          guard let frame = Memory.takeFrame(), let words = UnsafeMutablePointer<UInt64>(bitPattern: UInt(frame)) else {
            return .failed("no frame")
          }
          defer { Memory.releaseFrame(frame) }
          for index in 0..<512 { words[index] = UInt64(index) &* 0x9E37_79B9_7F4A_7C15 }
          return .expect((0..<512).allSatisfy { words[$0] == UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }, "it changed")
        },
        SelfTest(name: "the heap frees what it gives") {
          let (bytes, blocks) = (KernelHeap.usedBytes, KernelHeap.usedBlocks)
          do {
            var lists: [[Int]] = []
            for size in 0..<200 { lists.append([Int](repeating: size, count: size)) }
            for index in stride(from: 0, to: 200, by: 2) { lists[index] = [] }
            guard lists.reduce(0, { $0 + $1.count }) == 10000 else { return .failed("lists lost elements") }
          }
          return .expect(
            KernelHeap.usedBytes == bytes && KernelHeap.usedBlocks == blocks,
            "\(KernelHeap.usedBytes - bytes) bytes in \(KernelHeap.usedBlocks - blocks) blocks remain")
        },
        SelfTest(name: "the heap grows") {
          let size = 3 << 20
          let block = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 4096)
          defer { block.deallocate() }
          block.storeBytes(of: 0x5A, toByteOffset: size - 1, as: UInt8.self)
          return .expect(
            UInt(bitPattern: block) % 4096 == 0 && block.load(fromByteOffset: size - 1, as: UInt8.self) == 0x5A,
            "the block is not what was asked for")
        },
        fault(name: "nothing is at address zero", code: 0) { provoke_read(0) },
        fault(name: "code cannot be written", code: 3) { provoke_write(kernel_text_range().start) },
        fault(name: "constants cannot be written", code: 3) { provoke_write(kernel_rodata_range().start) },
        fault(name: "data cannot be executed", code: 17) { provoke_execute(early_heap_range().start) },
        fault(name: "a guard page lies below the stack", code: 2) {
          provoke_write(kernel_stack_range(0).start + 8)
        },
      ]
    }

    /// A page fault with an error code.
    private static func fault(name: String, code: UInt64, _ body: @escaping () -> Void) -> SelfTest {
      SelfTest(name: name) {
        guard let frame = ExpectedTrap.catching(.pageFault, body) else { return .failed("there was no page fault") }
        return .expectEqual(frame.error, code)
      }
    }
  }
#endif
