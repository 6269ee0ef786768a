/// The kernel's heap, on frames: small blocks come from spans of four frames that are cut into blocks of one size class, large ones are
/// spans of their own. Taking and giving back a small block is a push or a pop on its span's list; a span of which nothing is in
/// use goes back to the frames, but for the last of its class.
///
/// With ``checks`` every block ends in a red zone, is filled with a pattern when it is given back, and is looked at then: whoever
/// writes past the end of a block or gives it back twice is found. Not safe against preemption by itself.
public struct SpanHeap {
  /// The sizes of small blocks. A power of two is aligned to itself.
  static let sizes: InlineArray<14, UInt16> = [16, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048]
  static let classCount = 14
  static let spanFrames = 4
  static let spanSize = 4 * 4096
  static let headerSize = 64

  let frames: FrameAllocator
  let control: UnsafeMutablePointer<SpanHeapControl>

  /// Why a block was not taken back.
  public enum Misuse: Sendable {
    /// It is no block of the heap's.
    case notABlock
    /// It was given back already.
    case givenBackTwice
    /// Something was written past its end.
    case overrun
  }

  /// An empty heap, which takes frames as it needs them. `storage` holds ``storageSize`` bytes, aligned to 16.
  public init(_ frames: FrameAllocator, storage: UnsafeMutableRawPointer, checks: Bool = false) {
    self.frames = frames
    control = storage.bindMemory(to: SpanHeapControl.self, capacity: 1)
    control.initialize(to: SpanHeapControl(checks: checks))
    // For every multiple of 16 bytes up to the largest class: which class holds it.
    var index = 0
    for granules in 0...128 {
      if granules * 16 > Int(Self.sizes[index]) { index += 1 }
      control.pointee.classes[granules] = UInt8(index)
    }
  }

  public static var storageSize: Int { MemoryLayout<SpanHeapControl>.size }

  public var checks: Bool { control.pointee.checks }
  /// Blocks that are in use, and the bytes that they take, rounded up to their classes.
  public var usedBlocks: Int { control.pointee.usedBlocks }
  public var usedBytes: Int { control.pointee.usedBytes }
  /// Frames that the heap has.
  public var frameCount: Int { control.pointee.frameCount }

  // MARK: Taking

  /// A block of at least `size` bytes, or nil where there is no memory. `alignment` is a power of two.
  public func allocate(size: Int, alignment: Int = 16) -> UnsafeMutableRawPointer? {
    var needed = size
    if control.pointee.checks {
      guard size <= Int.max - RedZone.size else { return nil }
      needed += RedZone.size
    }
    if alignment > 16, needed <= 2048, alignment <= 2048 {
      // Only powers of two lie at multiples of themselves.
      let power = max(needed, alignment, 16)
      needed = 1 << (Int.bitWidth - (power - 1).leadingZeroBitCount)
    }
    let block: UnsafeMutableRawPointer?
    if needed <= 2048, alignment <= 2048, needed >= 0 {
      block = takeSmall(Int(control.pointee.classes[(needed &+ 15) >> 4]))
    } else {
      block = takeLarge(needed, alignment)
    }
    if let block, control.pointee.checks { RedZone.write(block, size: size, capacity: capacity(of: block) ?? 0) }
    return block
  }

  @inline(__always)
  private func takeSmall(_ index: Int) -> UnsafeMutableRawPointer? {
    let span: UnsafeMutablePointer<SpanHeader>
    if let first = control.pointee.partial[index] {
      span = first
    } else {
      guard let made = makeSpan(index) else { return nil }
      span = made
    }
    let block: UnsafeMutableRawPointer
    if let free = span.pointee.free {
      block = UnsafeMutableRawPointer(free)
      span.pointee.free = free.pointee.next
    } else {
      block = UnsafeMutableRawPointer(span) + span.pointee.fresh
      span.pointee.fresh &+= span.pointee.blockSize
    }
    span.pointee.used &+= 1
    // A full span leaves the list, and comes back with its first free block.
    if span.pointee.used == span.pointee.capacity { unlink(span, index) }
    control.pointee.usedBlocks &+= 1
    control.pointee.usedBytes &+= span.pointee.blockSize
    return block
  }

  private func takeLarge(_ size: Int, _ alignment: Int) -> UnsafeMutableRawPointer? {
    guard size >= 0, size < 1 << 40, alignment < 1 << 30 else { return nil }
    var count = (max(size, 1) + 4095) / 4096
    // A block of frames lies at a multiple of its size when that is a power of two.
    if alignment > 4096 { count = max(count, alignment / 4096) }
    guard let start = frames.take(count: count) else { return nil }
    guard alignment <= 4096 || start % UInt64(alignment) == 0 else {
      _ = frames.release(start, count: count)
      return nil
    }
    frames.setTag(start, SpanHeapControl.largeTag | UInt32(count))
    control.pointee.frameCount += count
    control.pointee.usedBlocks += 1
    control.pointee.usedBytes += count * 4096
    return pointer(start)
  }

  private func makeSpan(_ index: Int) -> UnsafeMutablePointer<SpanHeader>? {
    guard let start = frames.take(count: Self.spanFrames), let base = pointer(start) else { return nil }
    for frame in 0..<UInt64(Self.spanFrames) { frames.setTag(start + frame * 4096, UInt32(index) + 1) }
    control.pointee.frameCount += Self.spanFrames
    control.pointee.spans[index] += 1
    let size = Int(Self.sizes[index])
    // The first block of a power of two lies at a multiple of its size.
    let first = size.nonzeroBitCount == 1 ? max(size, Self.headerSize) : Self.headerSize
    let span = base.bindMemory(to: SpanHeader.self, capacity: 1)
    span.initialize(
      to: SpanHeader(blockSize: size, fresh: first, first: first, capacity: (Self.spanSize - first) / size))
    link(span, index)
    return span
  }

  // MARK: Giving back

  /// Takes a block back; nil where all is well, else nothing changes.
  public func release(_ block: UnsafeMutableRawPointer) -> Misuse? {
    let address = address(block)
    let tag = frames.tag(address & ~4095)
    if tag & SpanHeapControl.largeTag != 0 {
      guard address & 4095 == 0 else { return .notABlock }
      let count = Int(tag & ~SpanHeapControl.largeTag)
      if control.pointee.checks, let misuse = RedZone.check(block, capacity: count * 4096) { return misuse }
      frames.setTag(address, 0)
      control.pointee.frameCount -= count
      control.pointee.usedBlocks -= 1
      control.pointee.usedBytes -= count * 4096
      _ = frames.release(address, count: count)
      return nil
    }
    guard tag > 0, Int(tag) <= Self.classCount else { return .notABlock }
    // A span is a block of the buddy allocator's, so it lies at a multiple of its size.
    let base = block - Int(address & UInt64(Self.spanSize - 1))
    let span = base.assumingMemoryBound(to: SpanHeader.self)
    let offset = block - base
    guard offset >= span.pointee.first, offset < span.pointee.fresh else { return .notABlock }
    if control.pointee.checks {
      guard (offset - span.pointee.first) % span.pointee.blockSize == 0 else { return .notABlock }
      if let misuse = RedZone.check(block, capacity: span.pointee.blockSize) { return misuse }
      RedZone.poison(block, capacity: span.pointee.blockSize)
    }
    let index = Int(tag) - 1
    let free = block.bindMemory(to: FreeBlock.self, capacity: 1)
    free.initialize(to: FreeBlock(next: span.pointee.free))
    span.pointee.free = free
    if span.pointee.used == span.pointee.capacity { link(span, index) }
    span.pointee.used &-= 1
    control.pointee.usedBlocks &-= 1
    control.pointee.usedBytes &-= span.pointee.blockSize
    if span.pointee.used == 0, control.pointee.spans[index] > 1 { dropSpan(span, index) }
    return nil
  }

  private func dropSpan(_ span: UnsafeMutablePointer<SpanHeader>, _ index: Int) {
    unlink(span, index)
    control.pointee.spans[index] -= 1
    control.pointee.frameCount -= Self.spanFrames
    let start = address(UnsafeMutableRawPointer(span))
    for frame in 0..<UInt64(Self.spanFrames) { frames.setTag(start + frame * 4096, 0) }
    _ = frames.release(start, count: Self.spanFrames)
  }

  /// How many bytes a block really has, or nil where it is none.
  public func capacity(of block: UnsafeMutableRawPointer) -> Int? {
    let tag = frames.tag(address(block) & ~4095)
    if tag & SpanHeapControl.largeTag != 0 { return Int(tag & ~SpanHeapControl.largeTag) * 4096 }
    return tag > 0 && Int(tag) <= Self.classCount ? Int(Self.sizes[Int(tag) - 1]) : nil
  }

  // MARK: Lists of spans with free blocks

  private func link(_ span: UnsafeMutablePointer<SpanHeader>, _ index: Int) {
    let first = control.pointee.partial[index]
    span.pointee.next = first
    span.pointee.previous = nil
    first?.pointee.previous = span
    control.pointee.partial[index] = span
  }

  private func unlink(_ span: UnsafeMutablePointer<SpanHeader>, _ index: Int) {
    let (next, previous) = (span.pointee.next, span.pointee.previous)
    next?.pointee.previous = previous
    if let previous { previous.pointee.next = next } else { control.pointee.partial[index] = next }
  }

  /// Where tests keep their frames, physical addresses are offsets.
  private func pointer(_ address: UInt64) -> UnsafeMutableRawPointer? {
    UnsafeMutableRawPointer(bitPattern: Int(address) + control.pointee.bias)
  }

  private func address(_ block: UnsafeMutableRawPointer) -> UInt64 {
    UInt64(Int(bitPattern: block) - control.pointee.bias)
  }

  /// For tests: physical addresses are reached so far from where they are. Before the first block.
  public func setBias(_ bias: Int) { control.pointee.bias = bias }
}

/// A free block of a span.
struct FreeBlock {
  var next: UnsafeMutablePointer<FreeBlock>?
}

/// What stands at a span's start.
struct SpanHeader {
  let blockSize: Int
  /// Where the first block is that was never used.
  var fresh: Int
  let first: Int
  let capacity: Int
  var used = 0
  var free: UnsafeMutablePointer<FreeBlock>?
  var next: UnsafeMutablePointer<SpanHeader>?
  var previous: UnsafeMutablePointer<SpanHeader>?

  init(blockSize: Int, fresh: Int, first: Int, capacity: Int) {
    (self.blockSize, self.fresh, self.first, self.capacity) = (blockSize, fresh, first, capacity)
  }
}

struct SpanHeapControl {
  static let largeTag: UInt32 = 1 << 31

  var partial = InlineArray<14, UnsafeMutablePointer<SpanHeader>?>(repeating: nil)
  var spans = InlineArray<14, Int>(repeating: 0)
  var classes = InlineArray<129, UInt8>(repeating: 0)
  var usedBlocks = 0
  var usedBytes = 0
  var frameCount = 0
  var bias = 0
  let checks: Bool

  init(checks: Bool) { self.checks = checks }
}

/// The end of a block when the heap checks: what was asked for, a mark, and between the two and the block's contents a pattern.
enum RedZone {
  static let size = 16
  private static let used: UInt32 = 0x5A4F_4E45
  private static let free: UInt32 = 0x4652_4545
  private static let pattern: UInt8 = 0xA5
  static let poisonPattern: UInt8 = 0xDB

  static func write(_ block: UnsafeMutableRawPointer, size: Int, capacity: Int) {
    (block + size).initializeMemory(as: UInt8.self, repeating: pattern, count: capacity - size - 8)
    block.storeBytes(of: UInt32(truncatingIfNeeded: capacity - size), toByteOffset: capacity - 8, as: UInt32.self)
    block.storeBytes(of: used, toByteOffset: capacity - 4, as: UInt32.self)
  }

  static func check(_ block: UnsafeMutableRawPointer, capacity: Int) -> SpanHeap.Misuse? {
    let mark = block.load(fromByteOffset: capacity - 4, as: UInt32.self)
    if mark == free { return .givenBackTwice }
    let zone = Int(block.load(fromByteOffset: capacity - 8, as: UInt32.self))
    guard mark == used, zone >= size, zone <= capacity else { return .overrun }
    for offset in capacity - zone..<capacity - 8
    where block.load(fromByteOffset: offset, as: UInt8.self) != pattern {
      return .overrun
    }
    return nil
  }

  static func poison(_ block: UnsafeMutableRawPointer, capacity: Int) {
    block.initializeMemory(as: UInt8.self, repeating: poisonPattern, count: capacity - 4)
    block.storeBytes(of: free, toByteOffset: capacity - 4, as: UInt32.self)
  }
}
