import X86

/// What precedes a block's first operation in the arena.
///
///     [Instruction n-1] ... [Instruction 1] [Instruction 0] [BlockHeader] [Operation 0] [Operation 1] ...
///
/// Blocks never move. A block that is dropped stays in the arena, unreachable, until the arena is emptied.
struct BlockHeader {
  /// The code page whose table has this block.
  var page: UnsafeMutablePointer<CodePage>
  /// The other blocks of the page.
  var next: UnsafeMutablePointer<BlockHeader>?
  /// Branches of other blocks that go straight here.
  var incoming: UnsafeMutablePointer<IncomingLink>?
  /// Where in its frame the block starts, and the offset after its last byte.
  var start: UInt16
  var end: UInt16
  /// Single-instruction blocks stand in a table of their own.
  var isStep: Bool
  var isDropped: Bool
  /// Its instruction ends in the next frame (CrossingBlock.swift).
  var isCrossing = false
  private var padding: (UInt8, UInt16) = (0, 0)

  init(page: UnsafeMutablePointer<CodePage>, start: UInt16, isStep: Bool) {
    self.page = page
    next = nil
    incoming = nil
    self.start = start
    end = start
    self.isStep = isStep
    isDropped = false
  }

  static var size: Int { MemoryLayout<BlockHeader>.stride }
  static var instructionStride: Int { (MemoryLayout<Instruction>.stride + 15) & ~15 }
}

/// A branch that was resolved to a block: where its target is kept, and what to put back when the block is dropped.
struct IncomingLink {
  /// The field of the branch operation that holds the target.
  var slot: UnsafeMutablePointer<UInt64>
  /// The operation that finds the target anew.
  var unresolved: OperationPointer
  var next: UnsafeMutablePointer<IncomingLink>?
}

extension UnsafePointer where Pointee == Operation {
  /// The header of the block that this operation belongs to.
  var header: UnsafeMutablePointer<BlockHeader> {
    let first = UnsafeMutableRawPointer(mutating: self - Int(pointee.ordinal))
    return (first - BlockHeader.size).assumingMemoryBound(to: BlockHeader.self)
  }

  /// The instruction that this operation was made from.
  var instruction: UnsafePointer<Instruction> {
    let first = UnsafeRawPointer(self - Int(pointee.ordinal)) - BlockHeader.size
    return (first - (Int(pointee.ordinal) + 1) * BlockHeader.instructionStride).assumingMemoryBound(
      to: Instruction.self)
  }
}
