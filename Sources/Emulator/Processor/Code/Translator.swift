import Storage
import X86

extension Processor {
  /// Instructions in a block at most.
  static let blockLimit = 48

  /// Decodes a block that starts at `offset` of `page`, up to the first instruction that ends it. Nil when not even the first
  /// instruction lies wholly in the frame.
  func translate(_ page: UnsafeMutablePointer<CodePage>, offset: Int, isStep: Bool) -> OperationPointer? {
    withUnsafeTemporaryAllocation(of: Instruction.self, capacity: Self.blockLimit) { instructions in
      var count = 0
      var at = offset
      let limit = isStep ? 1 : Self.blockLimit
      var lastFault: Fault?
      scan: while count < limit && at < Frame.byteCount {
        let bytes = UnsafeRawBufferPointer(start: page.pointee.frame.pointee.host + at, count: Frame.byteCount - at)
        switch decoder.decode(bytes, codeSize: page.pointee.mode.codeSize) {
        case .instruction(let instruction):
          instructions[count] = instruction
          count += 1
          at += Int(instruction.length)
          if instruction.endsBlock { break scan }
        case .truncated where Frame.byteCount - at < 15: break scan
        case .truncated, .tooLong: lastFault = .generalProtection(0)
        case .invalid: lastFault = .invalidOpcode
        }
        if lastFault != nil { break }
      }
      if let fault = lastFault, count < limit {
        var instruction = Instruction()
        instruction.mnemonic = .invalid
        instruction.immediate = UInt64(fault.vector)
        instructions[count] = instruction
        count += 1
        // The bytes that decide that it is invalid belong to the block: changing one of them must drop it.
        at = min(at + 15, Frame.byteCount)
      }
      guard count > 0 else { return nil }
      mark(page.pointee.frame, .code)
      let first = build(page, instructions[..<count], offset: offset, end: at, isStep: isStep)
      statistics.blocksDecoded &+= 1
      return first
    }
  }

  /// Lays the block out in the arena and enters it in the page's table.
  private func build(
    _ page: UnsafeMutablePointer<CodePage>, _ instructions: Slice<UnsafeMutableBufferPointer<Instruction>>, offset: Int,
    end: Int, isStep: Bool
  ) -> OperationPointer {
    let count = instructions.count
    let size = count * BlockHeader.instructionStride + BlockHeader.size + (count + 3) * MemoryLayout<Operation>.stride
    let memory = codeCache.allocate(size)
    let header = (memory + count * BlockHeader.instructionStride).assumingMemoryBound(to: BlockHeader.self)
    header.initialize(to: BlockHeader(page: page, start: UInt16(offset), isStep: isStep))
    header.pointee.end = UInt16(end)
    let operations = (UnsafeMutableRawPointer(header) + BlockHeader.size).assumingMemoryBound(to: Operation.self)
    BlockBuilder(operations: operations, header: header, mode: page.pointee.mode).build(instructions)
    codeCache.insert(header, first: operations)
    return operations
  }
}

/// Fills a block's operations from its instructions.
struct BlockBuilder {
  let operations: OperationPointer
  let header: UnsafeMutablePointer<BlockHeader>
  let mode: CodeMode

  func build(_ instructions: Slice<UnsafeMutableBufferPointer<Instruction>>) {
    let count = instructions.count
    var offset = Int(header.pointee.start)
    for (ordinal, instruction) in instructions.enumerated() {
      let record = UnsafeMutableRawPointer(header) - (ordinal + 1) * BlockHeader.instructionStride
      record.assumingMemoryBound(to: Instruction.self).initialize(to: instruction)
      var operation = Operation(handler: generalOperation)
      operation.ordinal = UInt8(ordinal)
      operation.remaining = UInt8(count - ordinal)
      operation.offset = UInt16(offset)
      (operations + ordinal).initialize(to: operation)
      offset += Int(instruction.length)
      if mode.isFlat { specialize(operations + ordinal, instruction, nextOffset: offset) }
    }
    if mode.isFlat { silenceDeadFlags(instructions) }
    if mode.isFlat && mode.allowsSSE { joinStores(count) }
    if count > 1 && mode.isFlat {
      let last = instructions.startIndex + count - 1
      fuse(operations + count - 2, instructions[last - 1], instructions[last])
    }
    for (ordinal, instruction) in instructions.enumerated() { shorten(operations + ordinal, instruction) }
    end(instructions[instructions.startIndex + count - 1], ordinal: count - 1, nextOffset: offset)
  }

  /// What follows the last instruction: the ways on.
  func end(_ last: Instruction, ordinal: Int, nextOffset: Int) {
    let operation = operations + ordinal
    let stubs = operation + 1
    if last.endsBlock && address(operation.pointee.handler) == address(generalOperation) {
      operation.pointee.handler = generalLeave
      if mode.isFlat && !header.pointee.isStep {
        if last.mayDispatch { operation.pointee.handler = generalBranch }
        if last.isSystemTransfer { operation.pointee.handler = generalTransfer }
      }
      return
    }
    switch last.mnemonic {
    case .jcc, .loop, .jcxz:
      makeStub(stubs, for: operation, .displacement, target: UInt64(nextOffset) &+ last.immediate)
      makeStub(stubs + 1, for: operation, .immediate, target: UInt64(nextOffset))
    case .jmp, .call:
      if last.operand0.kind == .relative {
        makeStub(stubs, for: operation, .displacement, target: UInt64(nextOffset) &+ last.immediate)
      }
    default:
      guard !last.endsBlock else { return }
      // The block ends only because it is full: go on with what follows.
      var onward = Operation(handler: onwardOperation)
      onward.ordinal = UInt8(ordinal + 1)
      stubs.initialize(to: onward)
      makeStub(stubs + 1, for: stubs, .displacement, target: UInt64(nextOffset))
    }
  }

  /// Makes the operation that finds the way to `target` (an offset from the code base), and points the branch at it.
  private func makeStub(
    _ stub: OperationPointer, for branch: OperationPointer, _ slot: LinkSlot, target: UInt64
  ) {
    let isSamePage = target < UInt64(Frame.byteCount)
    let isNarrow = mode.codeSize != .bits64
    let leave: Handler = isNarrow ? narrowLeaveStub : leaveStub
    let dispatch: Handler = isNarrow ? narrowDispatchStub : dispatchStub
    // Code that is not flat goes on in the run loop, which asks its segment.
    let leaves = header.pointee.isStep || !mode.isFlat
    var operation = Operation(handler: leaves ? leave : isSamePage ? resolveStub : dispatch)
    operation.ordinal = UInt8(stub - operations)
    operation.immediate = target
    let field = (UnsafeMutableRawPointer(branch) + slot.rawValue).assumingMemoryBound(to: UInt64.self)
    operation.displacement = UInt64(UInt(bitPattern: field))
    stub.initialize(to: operation)
    field.pointee = UInt64(UInt(bitPattern: stub))
  }
}

/// Which field of a branch operation holds the way on: its byte offset.
enum LinkSlot: Int {
  case displacement = 16
  case immediate = 24
}

/// A handler's address, for comparing.
func address(_ handler: Handler) -> UInt { unsafeBitCast(handler, to: UInt.self) }
