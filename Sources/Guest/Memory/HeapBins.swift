/// The heads of the free lists, by size class, and which of them are not empty.
struct HeapControl {
  /// Four classes a power of two: a block is at most a quarter larger than its class says.
  static let classesPerPower = 4
  static let classCount = 256

  var lists = InlineArray<256, UnsafeMutablePointer<BlockHeader>?>(repeating: nil)
  var occupied = InlineArray<4, UInt64>(repeating: 0)
  var usedBytes = 0
  var totalBytes = 0
  var usedBlocks = 0

  /// The class a free block of this size is filed under: the largest one whose lower bound it reaches.
  static func classOf(size: Int) -> Int {
    let power = Int.bitWidth - 1 - size.leadingZeroBitCount
    return power * classesPerPower + (size >> (power - 2) & (classesPerPower - 1))
  }

  /// The first class of which every block has at least this size.
  static func classHolding(size: Int) -> Int {
    let power = Int.bitWidth - 1 - size.leadingZeroBitCount
    return classOf(size: size + (1 << (power - 2)) - 1)
  }
}

/// The free lists.
extension Heap {
  /// The first class from `start` up that has a block. Read where it lies: the control block is too large to be copied.
  private func firstOccupied(from start: Int) -> Int? {
    var word = start / 64
    var bits = word < 4 ? control.pointee.occupied[word] & (.max << (start % 64)) : 0
    while bits == 0 {
      word += 1
      guard word < 4 else { return nil }
      bits = control.pointee.occupied[word]
    }
    return word * 64 + bits.trailingZeroBitCount
  }

  func insert(_ block: Block) {
    block.pointee.isFree = true
    let index = HeapControl.classOf(size: block.pointee.size)
    let first = control.pointee.lists[index]
    links(block).initialize(to: FreeLinks(next: first, previous: nil))
    if let first { links(first).pointee.previous = block }
    control.pointee.lists[index] = block
    control.pointee.occupied[index / 64] |= 1 << (index % 64)
  }

  func unlink(_ block: Block) {
    let (next, previous) = (links(block).pointee.next, links(block).pointee.previous)
    if let next { links(next).pointee.previous = previous }
    if let previous {
      links(previous).pointee.next = next
      return
    }
    let index = HeapControl.classOf(size: block.pointee.size)
    control.pointee.lists[index] = next
    if next == nil { control.pointee.occupied[index / 64] &= ~(1 << (index % 64)) }
  }

  /// Takes a block of at least this size off its list.
  func takeFree(atLeast size: Int) -> Block? {
    if let index = firstOccupied(from: HeapControl.classHolding(size: size)) {
      guard let block = control.pointee.lists[index] else { return nil }
      unlink(block)
      return block
    }
    // Nothing that is large enough whatever it is: one of the size's own class may still be.
    var candidate = control.pointee.lists[HeapControl.classOf(size: size)]
    while let block = candidate {
      if block.pointee.size >= size {
        unlink(block)
        return block
      }
      candidate = links(block).pointee.next
    }
    return nil
  }
}
