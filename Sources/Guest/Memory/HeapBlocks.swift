/// What stands before every block's payload.
struct BlockHeader {
  static let mark: UInt32 = 0x4B_4C_42_48

  /// Header included; a multiple of the granule, with bit 0 for "free".
  private var sizeAndState: Int
  /// The size of the block just below in granules; 0 for a region's first.
  var previousGranules: UInt32
  /// Tells a header from anything else.
  var mark: UInt32

  init(size: Int, previousSize: Int) {
    sizeAndState = size
    previousGranules = UInt32(truncatingIfNeeded: previousSize / Heap.granule)
    mark = Self.mark
  }

  var size: Int {
    get { sizeAndState & ~1 }
    set { sizeAndState = newValue | sizeAndState & 1 }
  }

  var isFree: Bool {
    get { sizeAndState & 1 != 0 }
    set { sizeAndState = sizeAndState & ~1 | (newValue ? 1 : 0) }
  }
}

/// What a free block holds where its payload was.
struct FreeLinks {
  var next: UnsafeMutablePointer<BlockHeader>?
  var previous: UnsafeMutablePointer<BlockHeader>?
}

/// Blocks: splitting them, merging them, walking from one to its neighbours.
extension Heap {
  typealias Block = UnsafeMutablePointer<BlockHeader>

  /// One free block for the whole region, and at its end a header of no size that is never free, where walks end.
  func addBlocks(start: Int, end: Int) {
    let start = Self.roundUp(start, to: Self.granule)
    let end = end & ~(Self.granule - 1)
    let size = end - Self.headerSize - start
    // The header counts granules in 32 bits: 64 GiB, which is also more than a region can be.
    guard size >= Self.smallestBlock, size / Self.granule <= UInt32.max else { return }
    let block = Block(bitPattern: start)!
    block.initialize(to: BlockHeader(size: size, previousSize: 0))
    following(block).initialize(to: BlockHeader(size: 0, previousSize: size))
    control.pointee.totalBytes += size
    insert(block)
  }

  func following(_ block: Block) -> Block { moved(block, by: block.pointee.size) }

  func preceding(_ block: Block) -> Block? {
    let granules = Int(block.pointee.previousGranules)
    return granules == 0 ? nil : moved(block, by: -granules * Self.granule)
  }

  private func moved(_ block: Block, by bytes: Int) -> Block {
    (UnsafeMutableRawPointer(block) + bytes).assumingMemoryBound(to: BlockHeader.self)
  }

  /// `next` stands right behind `block` and ceases to be.
  func absorb(_ next: Block, into block: Block) {
    next.pointee.mark = 0
    resize(block, to: block.pointee.size + next.pointee.size)
  }

  /// Cuts what is beyond `size` off and makes it a free block, where it is enough for one.
  func trim(_ block: Block, to size: Int) {
    let rest = block.pointee.size - size
    guard rest >= Self.smallestBlock else { return }
    resize(block, to: size)
    let remainder = following(block)
    remainder.initialize(to: BlockHeader(size: rest, previousSize: size))
    resize(remainder, to: rest)
    insert(remainder)
  }

  /// Frees the front of a block so that its payload starts at a multiple of `alignment`.
  func align(_ block: Block, to alignment: Int) -> Block {
    let payload = Int(bitPattern: block) + Self.headerSize
    guard payload % alignment != 0 else { return block }
    let front = Self.roundUp(payload + Self.smallestBlock, to: alignment) - payload
    let size = block.pointee.size
    resize(block, to: front)
    let aligned = following(block)
    aligned.initialize(to: BlockHeader(size: size - front, previousSize: front))
    resize(aligned, to: size - front)
    insert(block)
    return aligned
  }

  /// Sets a block's size, and tells the block that follows.
  private func resize(_ block: Block, to size: Int) {
    block.pointee.size = size
    following(block).pointee.previousGranules = UInt32(truncatingIfNeeded: size / Self.granule)
  }

  func links(_ block: Block) -> UnsafeMutablePointer<FreeLinks> {
    (UnsafeMutableRawPointer(block) + Self.headerSize).assumingMemoryBound(to: FreeLinks.self)
  }
}
