/// One 4 KiB frame of guest-physical storage: where its bytes are on the host, and who must hear of a write.
public struct Frame {
  /// Size of a frame in bytes, and the base-2 logarithm of it.
  public static let byteCount = 4096
  public static let shift: UInt64 = 12

  /// The frame's 4096 bytes, to be read. Written only while ``attributes`` does not have ``Attributes/shared``; changes when a
  /// shared frame gets bytes of its own (``PhysicalMemory/prepareWrite(_:address:offset:count:ignoring:)``).
  public internal(set) var host: UnsafeMutableRawPointer
  /// Why a write may not go straight to ``host``. Empty for most frames of a running guest.
  public var attributes: Attributes
  /// The frame's number in its region.
  let index: UInt32
  /// The processor's note of what a paging structure in the frame translates; zero while it has none. See `PagingUse`.
  public var pagingUse: UInt32 = 0

  init(host: UnsafeMutableRawPointer, attributes: Attributes, index: UInt32) {
    self.host = host
    self.attributes = attributes
    self.index = index
  }

  /// Reasons to take a write aside. A write-translation may be cached only while the frame has none of them.
  public struct Attributes: OptionSet, Sendable {
    public let rawValue: UInt32
    @inlinable public init(rawValue: UInt32) { self.rawValue = rawValue }
    /// The processor has decoded code from this frame.
    public static let code = Attributes(rawValue: 1 << 0)
    /// The processor has walked through this frame as a paging structure.
    public static let pagingStructure = Attributes(rawValue: 1 << 1)
    /// Not written since ``MemoryRegion/takeDirtyFrames()`` last asked.
    public static let clean = Attributes(rawValue: 1 << 2)
    /// The bytes belong to a snapshot as well, or are the zeros of memory that nobody has written: copy before the first write.
    public static let shared = Attributes(rawValue: 1 << 3)
    /// Somebody watches reads or writes of an address in this frame.
    public static let watched = Attributes(rawValue: 1 << 4)
    /// Guest writes are ignored (ROM).
    public static let readOnly = Attributes(rawValue: 1 << 5)
    /// Not written since ``MemoryRegion/contentSum(_:)`` last asked.
    public static let summed = Attributes(rawValue: 1 << 6)
    /// With ``shared``: the processor has cached where the bytes are, and must hear when they move.
    public static let cached = Attributes(rawValue: 1 << 7)
  }
}

/// Who hears of writes to frames that carry ``Frame/Attributes``: the processor, which keeps its caches coherent.
public protocol StorageObserver: AnyObject {
  /// `count` bytes at `offset` of the frame at physical address `address` are about to change.
  func willWrite(frame: UnsafeMutablePointer<Frame>, address: UInt64, offset: Int, count: Int)
  /// Frames became clean or shared: writes to them must come aside again.
  func writeProtectionChanged()
  /// A frame's bytes are no longer at `host`.
  func frameMoved(from host: UnsafeMutableRawPointer)
  /// Any number of frames' bytes are elsewhere.
  func framesMoved()
  /// A region was mapped, moved or unmapped: nothing cached about physical addresses is right any more.
  func layoutChanged()
}
