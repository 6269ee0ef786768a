/// A heap of blocks with boundary tags and segregated free lists: finding, splitting and merging take a fixed number of
/// steps, whatever is allocated, until memory runs short. (The idea of two-level size classes is that of M. Masmano and
/// others, "TLSF: a New Dynamic Memory Allocator for Real-Time Systems", 2004.)
///
/// Everything the heap knows lies in the memory it is given; the value itself is one address.
public struct Heap {
  /// Payloads start at a multiple of this, and block sizes are one.
  static let granule = 16
  static let headerSize = MemoryLayout<BlockHeader>.stride
  static let smallestBlock = 32

  let control: UnsafeMutablePointer<HeapControl>

  /// A heap on its first region, which must hold more than the heap's own book-keeping.
  public init(_ region: UnsafeMutableRawBufferPointer) {
    let start = Self.roundUp(Int(bitPattern: region.baseAddress), to: Self.granule)
    let end = Int(bitPattern: region.baseAddress) + region.count
    control = UnsafeMutablePointer(bitPattern: start)!
    control.initialize(to: HeapControl())
    addBlocks(start: start + MemoryLayout<HeapControl>.stride, end: end)
  }

  /// Bytes in use, headers included.
  public var usedBytes: Int { control.pointee.usedBytes }
  public var totalBytes: Int { control.pointee.totalBytes }
  public var usedBlocks: Int { control.pointee.usedBlocks }

  /// Gives the heap more memory.
  public func add(_ region: UnsafeMutableRawBufferPointer) {
    let start = Int(bitPattern: region.baseAddress)
    addBlocks(start: start, end: start + region.count)
  }

  /// A block of at least `size` bytes, or nil where there is none. `alignment` is a power of two.
  public func allocate(size: Int, alignment: Int = 16) -> UnsafeMutableRawPointer? {
    guard size >= 0, size < Int.max / 4, alignment < Int.max / 4 else { return nil }
    let needed = max(Self.roundUp(size, to: Self.granule) + Self.headerSize, Self.smallestBlock)
    // Room to move the start up to the alignment and leave a whole block in front.
    let slack = alignment > Self.granule ? alignment + Self.smallestBlock : 0
    guard var block = takeFree(atLeast: needed + slack) else { return nil }
    if slack > 0 { block = align(block, to: alignment) }
    trim(block, to: needed)
    block.pointee.isFree = false
    control.pointee.usedBytes += block.pointee.size
    control.pointee.usedBlocks += 1
    return UnsafeMutableRawPointer(block) + Self.headerSize
  }

  /// Gives a block back. False, and nothing changes, for what is visibly no block in use.
  public func release(_ payload: UnsafeMutableRawPointer) -> Bool {
    guard Int(bitPattern: payload) % Self.granule == 0 else { return false }
    var block = (payload - Self.headerSize).assumingMemoryBound(to: BlockHeader.self)
    guard block.pointee.mark == BlockHeader.mark, !block.pointee.isFree, block.pointee.size >= Self.smallestBlock
    else { return false }
    control.pointee.usedBytes -= block.pointee.size
    control.pointee.usedBlocks -= 1
    let next = following(block)
    if next.pointee.isFree {
      unlink(next)
      absorb(next, into: block)
    }
    if let previous = preceding(block), previous.pointee.isFree {
      unlink(previous)
      absorb(block, into: previous)
      block = previous
    }
    insert(block)
    return true
  }

  static func roundUp(_ value: Int, to multiple: Int) -> Int { (value + multiple - 1) & ~(multiple - 1) }
}
