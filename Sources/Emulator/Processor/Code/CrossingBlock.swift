import Storage
import X86

/// Blocks of one instruction that begins in one frame and ends in the next.
///
/// Such a block stands in the table of the first frame, and is dropped when that changes. Its first operation is no instruction: it looks
/// whether what is mapped behind the frame now still begins with the bytes that the instruction was decoded from. It costs what a jump to
/// another frame does; without it each execution would go through the run loop and fetch the bytes anew.
extension Processor {
  /// The block for the instruction at `linear`, which does not end in its frame; nil where it cannot be kept: its second page has no cached
  /// translation, or more than eight of its bytes are there.
  func crossingBlock(_ page: UnsafeMutablePointer<CodePage>, _ linear: UInt64) -> OperationPointer? {
    guard mode.isFlat, let second = secondPage(linear) else { return nil }
    let offset = Int(linear & 0xFFF)
    let firstCount = Frame.byteCount - offset
    guard firstCount < 15 else { return nil }
    let instruction: Instruction? = withUnsafeTemporaryAllocation(byteCount: 16, alignment: 8) { bytes in
      bytes.copyMemory(from: UnsafeRawBufferPointer(start: page.pointee.frame.pointee.host + offset, count: firstCount))
      (bytes.baseAddress! + firstCount).copyMemory(from: second.pointee.frame.pointee.host, byteCount: 15 - firstCount)
      if case .instruction(let found) = decoder.decode(
        UnsafeRawBufferPointer(rebasing: bytes[..<15]), codeSize: codeSize)
      {
        return found
      }
      return nil
    }
    guard let instruction, Int(instruction.length) > firstCount, Int(instruction.length) - firstCount <= 8 else {
      return nil
    }
    mark(page.pointee.frame, .code)
    statistics.blocksDecoded &+= 1
    let size = 2 * BlockHeader.instructionStride + BlockHeader.size + 4 * MemoryLayout<Operation>.stride
    let memory = codeCache.allocate(size)
    let header = (memory + 2 * BlockHeader.instructionStride).assumingMemoryBound(to: BlockHeader.self)
    header.initialize(to: BlockHeader(page: page, start: UInt16(offset), isStep: false))
    header.pointee.end = UInt16(Frame.byteCount)
    header.pointee.isCrossing = true
    let operations = (UnsafeMutableRawPointer(header) + BlockHeader.size).assumingMemoryBound(to: Operation.self)
    BlockBuilder(operations: operations, header: header, mode: page.pointee.mode).buildCrossing(
      instruction, rest: UInt8(Int(instruction.length) - firstCount),
      bytes: second.pointee.frame.pointee.host.loadUnaligned(as: UInt64.self))
    codeCache.insert(header, first: operations)
    return operations
  }

  /// Whether a crossing block that was found may run.
  func mayCross(_ operation: OperationPointer, _ linear: UInt64) -> Bool {
    guard secondPage(linear) != nil else { return false }
    return secondBytesHold(core, UnsafePointer(operation))
  }

  /// The code page behind the one at `linear`, with its translation cached; nil if there is none.
  private func secondPage(_ linear: UInt64) -> UnsafeMutablePointer<CodePage>? {
    let next = truncate((linear | 0xFFF) &+ 1)
    guard next != 0, codeSize != .bits64 || isCanonical(next), !breakpointPages.contains(next) else { return nil }
    return try? codePage(next)
  }
}

extension BlockBuilder {
  /// The operation that looks at the second page, and the instruction.
  fileprivate func buildCrossing(_ instruction: Instruction, rest: UInt8, bytes: UInt64) {
    for ordinal in 0..<2 {
      let record = UnsafeMutableRawPointer(header) - (ordinal + 1) * BlockHeader.instructionStride
      record.assumingMemoryBound(to: Instruction.self).initialize(to: instruction)
      var operation = Operation(handler: ordinal == 0 ? crossingOperation : generalOperation)
      operation.ordinal = UInt8(ordinal)
      operation.remaining = 1
      operation.offset = header.pointee.start
      if ordinal == 0 {
        operation.immediate = bytes
        operation.scale = 64 - rest * 8
      }
      (operations + ordinal).initialize(to: operation)
    }
    let nextOffset = Int(header.pointee.start) + Int(instruction.length)
    specialize(operations + 1, instruction, nextOffset: nextOffset)
    shorten(operations + 1, instruction)
    end(instruction, ordinal: 1, nextOffset: nextOffset)
  }
}

/// Whether the page behind the operation's is mapped, its translation cached, and begins with the instruction's last bytes.
@_transparent
private func secondBytesHold(_ c: CPU, _ o: UnsafePointer<Operation>) -> Bool {
  let mask: UInt64 = c.pointee.codeSize == .bits64 ? .max : 0xFFFF_FFFF
  let next = (c.pointee.codeBase &+ 0x1000) & mask
  let entry =
    (UnsafeMutableRawPointer(c.pointee.fetches)
    + Int(truncatingIfNeeded: (next &>> 8) & c.pointee.translationMask)).assumingMemoryBound(to: TranslationEntry.self)
  guard _fastPath(entry.pointee.tag == next | 0xFFF) else { return false }
  let page = UnsafeRawPointer(bitPattern: UInt(entry.pointee.addend)).unsafelyUnwrapped
    .assumingMemoryBound(to: CodePage.self)
  let bytes = page.pointee.frame.pointee.host.loadUnaligned(as: UInt64.self)
  return (bytes ^ o.pointee.immediate) &<< UInt64(o.pointee.scale) == 0
}

/// Not an instruction: goes on to the instruction if its second page holds what it did, otherwise leaves.
@c @inline(never)
func crossingOperation(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let o = operation(raw)
  if secondBytesHold(c, o) {
    next(c, o)
    return
  }
  c.pointee.budget &+= Int64(o.pointee.remaining)
  c.pointee.rip = c.pointee.codeBase &+ UInt64(o.pointee.offset)
}
