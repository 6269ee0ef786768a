/// What the frame allocator keeps of one frame.
struct FrameRecord {
  enum State: UInt8 {
    /// No memory, or inside a free block.
    case absent
    /// The first of a free block.
    case free
    /// In the stack of single frames.
    case cached
    case used
  }

  /// The end of a list.
  static let none = UInt32.max

  var state = State.absent
  /// Of a free block's first frame: how large the block is.
  var order: UInt8 = 0
  var users: UInt32 = 0
  var next = FrameRecord.none
  var previous = FrameRecord.none
}

/// What the frame allocator keeps once.
struct FrameControl {
  var frameCount: Int
  var totalCount = 0
  var freeCount = 0
  /// The first free block of each order.
  var heads = InlineArray<21, UInt32>(repeating: FrameRecord.none)
  /// The orders that have one.
  var occupied: UInt32 = 0
  /// Single frames that are free, the next to take last.
  var cached = InlineArray<64, UInt32>(repeating: 0)
  var cachedCount = 0

  init(frameCount: Int) { self.frameCount = frameCount }

  /// The smallest order from `order` up that has a free block.
  func firstOrder(from order: Int) -> Int? {
    let candidates = occupied >> UInt32(order)
    return candidates == 0 ? nil : order + candidates.trailingZeroBitCount
  }
}
