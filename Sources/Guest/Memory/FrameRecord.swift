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
  /// Of a free block's first frame: its neighbours in the list.
  var next = FrameRecord.none
  var previous = FrameRecord.none

  /// Of a frame in use: its owner's, in the place of a list's.
  var tag: UInt32 {
    get { next }
    set { next = newValue }
  }
}

/// What the frame allocator keeps once.
struct FrameControl {
  var frameCount: Int
  var totalCount = 0
  var freeCount = 0
  var reserve = 0
  /// The first free block of each order.
  var heads = InlineArray<21, UInt32>(repeating: FrameRecord.none)
  /// The orders that have one.
  var occupied: UInt32 = 0
  /// Single frames that are free, the next to take last.
  var cached = InlineArray<64, UInt32>(repeating: 0)
  var cachedCount = 0

  init(frameCount: Int) { self.frameCount = frameCount }
}
