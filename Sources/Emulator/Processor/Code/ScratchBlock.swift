import X86

/// A block of one instruction outside the arena, for an instruction that is not all in one frame: made anew each time it runs.
struct ScratchBlock {
  private let memory: UnsafeMutableRawPointer
  /// Room for the fifteen bytes of an instruction.
  let bytes: UnsafeMutablePointer<UInt8>
  private let page: UnsafeMutablePointer<CodePage>

  init() {
    memory = .allocate(byteCount: 1024, alignment: 64)
    memory.initializeMemory(as: UInt8.self, repeating: 0, count: 1024)
    bytes = .allocate(capacity: 16)
    bytes.initialize(repeating: 0, count: 16)
    page = .allocate(capacity: 1)
  }

  func deallocate() {
    memory.deallocate()
    bytes.deallocate()
    page.deallocate()
  }

  func fill(_ instruction: Instruction, offset: Int, processor: Processor) -> OperationPointer {
    let header = (memory + BlockHeader.instructionStride).assumingMemoryBound(to: BlockHeader.self)
    header.initialize(to: BlockHeader(page: page, start: UInt16(offset), isStep: true))
    let operations = (UnsafeMutableRawPointer(header) + BlockHeader.size).assumingMemoryBound(to: Operation.self)
    withUnsafeTemporaryAllocation(of: Instruction.self, capacity: 1) { buffer in
      buffer[0] = instruction
      BlockBuilder(operations: operations, header: header, mode: processor.mode).build(buffer[...])
    }
    return operations
  }
}
