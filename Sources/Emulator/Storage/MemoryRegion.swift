/// A run of frames at consecutive physical addresses: the RAM, a ROM, a display's video memory.
///
/// The bytes start as zeros. Memory is given back when the region goes away.
public final class MemoryRegion {
  public let name: String
  /// Size in bytes, a multiple of 4096.
  public let byteCount: UInt64
  /// Where the region starts in the physical address space; `nil` while it is not mapped. Moved by ``PhysicalMemory``.
  public internal(set) var base: UInt64?
  /// The frame table, ``frameCount`` entries.
  public let frames: UnsafeMutablePointer<Frame>
  public let frameCount: Int
  private let bytes: UnsafeMutableRawPointer
  /// Where it is mapped. Not `weak`, which would make every reference count of the memory a slow one; the memory takes itself away.
  @exclusivity(unchecked) internal unowned(unsafe) var memory: PhysicalMemory?

  /// - Precondition: `byteCount` is a multiple of 4096.
  public init(name: String, byteCount: UInt64, readOnly: Bool = false) {
    precondition(byteCount % UInt64(Frame.byteCount) == 0, "a region is made of whole frames")
    self.name = name
    self.byteCount = byteCount
    frameCount = Int(byteCount >> Frame.shift)
    bytes = HostPages.allocate(byteCount: Int(byteCount))
    frames = .allocate(capacity: max(frameCount, 1))
    for index in 0..<frameCount {
      (frames + index).initialize(
        to: Frame(host: bytes + index * Frame.byteCount, attributes: readOnly ? [.readOnly] : []))
    }
  }

  deinit {
    frames.deallocate()
    HostPages.deallocate(bytes, byteCount: Int(byteCount))
  }

  /// Which frames were written since the last call (all of them at the first call), by index, ascending.
  ///
  /// Marks all frames clean, so that the next write to each is noticed. O(frames).
  public func takeDirtyFrames() -> [Int] {
    var dirty: [Int] = []
    for index in 0..<frameCount where !frames[index].attributes.contains(.clean) {
      dirty.append(index)
      frames[index].attributes.insert(.clean)
    }
    if !dirty.isEmpty { memory?.observer?.writeProtectionChanged() }
    return dirty
  }

  /// Calls `body` with the bytes of one frame, for reading.
  public func withFrame<Result>(_ index: Int, _ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    precondition(index >= 0 && index < frameCount, "no such frame")
    return try body(UnsafeRawBufferPointer(start: frames[index].host, count: Frame.byteCount))
  }
}
