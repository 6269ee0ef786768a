/// Something that hands out pieces of memory, and takes them back.
///
/// The kernel's heap is ``Heap``. The others are the ones that a tutorial builds first (P. Oppermann, "Writing an OS in Rust",
/// "Allocator Designs"): each is a page of code, and `Documentation/Kernel.md` says what each costs and where it ends.
public protocol MemoryAllocator {
  /// A block of at least `size` bytes at a multiple of `alignment`, a power of two; nil where there is none.
  mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer?
  /// Takes a block back that `allocate` gave for the same size and alignment.
  mutating func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int)
}

extension Heap: MemoryAllocator {
  public func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int) { _ = release(block) }
}

/// Goes through its memory once: a block is what comes next. Nothing is used twice until everything was given back.
public struct BumpAllocator: MemoryAllocator {
  private let start: Int
  private let end: Int
  private var next: Int
  private var count = 0

  public init(_ region: UnsafeMutableRawBufferPointer) {
    start = Int(bitPattern: region.baseAddress)
    end = start + region.count
    next = start
  }

  public mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard size >= 0, size <= end - start, alignment <= end - start else { return nil }
    let block = (next + alignment - 1) & ~(alignment - 1)
    guard block <= end - size else { return nil }
    next = block + size
    count += 1
    return UnsafeMutableRawPointer(bitPattern: block)
  }

  public mutating func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int) {
    count -= 1
    if count == 0 { next = start }
  }
}

/// Keeps free blocks in a list in order of address, takes the first that is large enough, and joins neighbours. Each search goes through
/// the list.
public struct LinkedListAllocator: MemoryAllocator {
  private struct FreeBlock {
    var size: Int
    var next: UnsafeMutablePointer<FreeBlock>?
  }

  private var first: UnsafeMutablePointer<FreeBlock>?

  public init(_ region: UnsafeMutableRawBufferPointer) {
    let start = (Int(bitPattern: region.baseAddress) + 15) & ~15
    let end = (Int(bitPattern: region.baseAddress) + region.count) & ~15
    if end - start >= 16 { insert(start, size: end - start) }
  }

  private static func rounded(_ size: Int) -> Int { max((size + 15) & ~15, 16) }

  public mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard size >= 0, size < 1 << 40, alignment < 1 << 40 else { return nil }
    let size = Self.rounded(size)
    var previous: UnsafeMutablePointer<FreeBlock>?
    var candidate = first
    while let block = candidate {
      let start = Int(bitPattern: block)
      let end = start + block.pointee.size
      let aligned = (start + alignment - 1) & ~(alignment - 1)
      if aligned + size <= end {
        let next = block.pointee.next
        // What is left behind and in front stays free.
        var rest = next
        if aligned + size < end { rest = Self.make(aligned + size, end - aligned - size, next) }
        if aligned > start {
          block.pointee = FreeBlock(size: aligned - start, next: rest)
          rest = block
        }
        if let previous { previous.pointee.next = rest } else { first = rest }
        return UnsafeMutableRawPointer(bitPattern: aligned)
      }
      previous = block
      candidate = block.pointee.next
    }
    return nil
  }

  public mutating func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int) {
    insert(Int(bitPattern: block), size: Self.rounded(size))
  }

  private mutating func insert(_ start: Int, size: Int) {
    var previous: UnsafeMutablePointer<FreeBlock>?
    var next = first
    while let block = next, Int(bitPattern: block) < start {
      previous = block
      next = block.pointee.next
    }
    var (size, rest) = (size, next)
    if let next, start + size == Int(bitPattern: next) {
      size += next.pointee.size
      rest = next.pointee.next
    }
    if let previous, Int(bitPattern: previous) + previous.pointee.size == start {
      previous.pointee = FreeBlock(size: previous.pointee.size + size, next: rest)
      return
    }
    let block = Self.make(start, size, rest)
    if let previous { previous.pointee.next = block } else { first = block }
  }

  private static func make(
    _ start: Int, _ size: Int, _ next: UnsafeMutablePointer<FreeBlock>?
  ) -> UnsafeMutablePointer<FreeBlock> {
    let block = UnsafeMutablePointer<FreeBlock>(bitPattern: start)!
    block.initialize(to: FreeBlock(size: size, next: next))
    return block
  }
}

/// Blocks of a few sizes, with a list of free ones for each: two steps for what is small; larger blocks, and new small ones, come from a
/// linked list. A small block stays one of its size for good.
public struct FixedSizeBlockAllocator: MemoryAllocator {
  private static let smallest = 16
  private static let classCount = 8

  private struct FreeBlock { var next: UnsafeMutablePointer<FreeBlock>? }
  private var lists = InlineArray<8, UnsafeMutablePointer<FreeBlock>?>(repeating: nil)
  private var fallback: LinkedListAllocator

  public init(_ region: UnsafeMutableRawBufferPointer) { fallback = LinkedListAllocator(region) }

  /// The list for a block, nil where it is larger than 2 KiB.
  private static func list(_ size: Int, _ alignment: Int) -> Int? {
    let needed = max(size, alignment, smallest)
    let index = Int.bitWidth - (needed - 1).leadingZeroBitCount - 4
    return index < classCount ? index : nil
  }

  public mutating func allocate(size: Int, alignment: Int) -> UnsafeMutableRawPointer? {
    guard size >= 0, let index = Self.list(size, alignment) else {
      return fallback.allocate(size: size, alignment: alignment)
    }
    if let block = lists[index] {
      lists[index] = block.pointee.next
      return UnsafeMutableRawPointer(block)
    }
    let blockSize = Self.smallest << index
    return fallback.allocate(size: blockSize, alignment: blockSize)
  }

  public mutating func deallocate(_ block: UnsafeMutableRawPointer, size: Int, alignment: Int) {
    guard let index = Self.list(size, alignment) else {
      fallback.deallocate(block, size: size, alignment: alignment)
      return
    }
    let free = block.bindMemory(to: FreeBlock.self, capacity: 1)
    free.initialize(to: FreeBlock(next: lists[index]))
    lists[index] = free
  }
}
