import X86

/// A block of one instruction outside the arena, for an instruction that is not all in one frame. It is fetched each time it runs, and
/// decoded again when its bytes, its place in the frame or the mode are not what they were.
struct ScratchBlock {
  /// There are so many, chosen by the page, so that the ends of a few pages in one loop do not drive each other out.
  static let count = 16
  private let memory: UnsafeMutableRawPointer
  /// Room for the fifteen bytes of an instruction.
  let bytes: UnsafeMutablePointer<UInt8>
  private let page: UnsafeMutablePointer<CodePage>
  private let contents: UnsafeMutablePointer<Contents>

  /// What the block was made from.
  private struct Contents {
    var mode: CodeMode
    var offset = -1
    var low: UInt64 = 0
    var high: UInt64 = 0
  }

  init() {
    memory = .allocate(byteCount: 1024, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
    bytes = .allocate(capacity: 16)
    bytes.initialize(repeating: 0, count: 16)
    page = .allocate(capacity: 1)
    contents = .allocate(capacity: 1)
    contents.initialize(to: Contents(mode: CodeMode(codeSize: .bits16, isFlat: false, allowsSSE: false)))
  }

  func deallocate() {
    memory.deallocate()
    bytes.deallocate()
    page.deallocate()
    contents.deallocate()
  }

  /// What the bytes in ``bytes`` were made into before, if that still holds.
  func operation(offset: Int, mode: CodeMode) -> OperationPointer? {
    let (low, high) = words
    let old = contents.pointee
    guard old.offset == offset, old.low == low, old.high == high, old.mode == mode else { return nil }
    return operations
  }

  private var words: (UInt64, UInt64) {
    let raw = UnsafeRawPointer(bytes)
    return (raw.load(as: UInt64.self), raw.load(fromByteOffset: 8, as: UInt64.self))
  }

  private var header: UnsafeMutablePointer<BlockHeader> {
    (memory + BlockHeader.instructionStride).assumingMemoryBound(to: BlockHeader.self)
  }

  private var operations: OperationPointer {
    (UnsafeMutableRawPointer(header) + BlockHeader.size).assumingMemoryBound(to: Operation.self)
  }

  func fill(_ instruction: Instruction, offset: Int, processor: Processor) -> OperationPointer {
    header.initialize(to: BlockHeader(page: page, start: UInt16(offset), isStep: true))
    let (low, high) = words
    contents.pointee = Contents(mode: processor.mode, offset: offset, low: low, high: high)
    withUnsafeTemporaryAllocation(of: Instruction.self, capacity: 1) { buffer in
      buffer[0] = instruction
      BlockBuilder(operations: operations, header: header, mode: processor.mode).build(buffer[...])
    }
    return operations
  }
}
