/// The storage in a machine's physical address space: which frame, if any, answers at an address.
///
/// Holds RAM, ROM and video memory. Device registers are not storage; addresses that no region covers belong to the bus.
/// All accesses of the host and of devices go through here, so the processor's caches stay coherent with them.
public final class PhysicalMemory {
  /// Mapped regions with the range each answers, in order of priority: the first that covers an address wins.
  @exclusivity(unchecked) private var windows: [Window] = []
  /// The same without references to count, for ``frame(at:)``.
  @exclusivity(unchecked) private var spans: UnsafeMutableBufferPointer<Span>
  /// The processor. It takes itself away before it goes: a weak reference would slow down every count of references to it.
  @exclusivity(unchecked) public unowned(unsafe) var observer: (any StorageObserver)?

  private struct Window {
    var range: Range<UInt64>
    /// Offset into the region of the window's first byte.
    var offset: UInt64
    var region: MemoryRegion
  }

  /// A window as ``frame(at:)`` needs it.
  private struct Span {
    var start: UInt64
    var byteCount: UInt64
    /// The number in its region of the frame at `start`.
    var first: Int
    /// The region's groups of frames.
    var tables: UnsafeMutablePointer<UnsafeMutablePointer<Frame>?>
    /// Kept by the window.
    unowned(unsafe) var region: MemoryRegion
  }

  public init() { spans = .allocate(capacity: 0) }

  deinit {
    for window in windows where window.region.memory === self { window.region.memory = nil }
    spans.deallocate()
  }

  /// To be called after any change of ``windows``.
  private func windowsChanged() {
    spans.deallocate()
    spans = .allocate(capacity: windows.count)
    _ = spans.initialize(
      from: windows.map { window in
        Span(
          start: window.range.lowerBound, byteCount: UInt64(window.range.count),
          first: Int(window.offset >> Frame.shift), tables: window.region.tables, region: window.region)
      })
    observer?.layoutChanged()
  }

  /// Makes the part of `region` that starts at `offset` answer at `range`. Page-aligned. Later maps yield to earlier ones.
  public func map(_ region: MemoryRegion, at range: Range<UInt64>, offset: UInt64 = 0) {
    precondition((range.lowerBound | range.upperBound | offset) & 0xFFF == 0, "regions are mapped by whole frames")
    precondition(offset + UInt64(range.count) <= region.byteCount, "the window is larger than its region")
    windows.append(Window(range: range, offset: offset, region: region))
    region.memory = self
    if region.base == nil { region.base = range.lowerBound }
    windowsChanged()
  }

  /// Takes the region out of the address space.
  public func unmap(_ region: MemoryRegion) {
    windows.removeAll { $0.region === region }
    region.base = nil
    windowsChanged()
  }

  /// The frame that holds `address`, or nil where no storage is mapped. O(number of windows), which is a handful.
  public func frame(at address: UInt64) -> UnsafeMutablePointer<Frame>? {
    for span in spans where address &- span.start < span.byteCount {
      let index = span.first &+ Int(truncatingIfNeeded: (address &- span.start) >> Frame.shift)
      if let frames = span.tables[index >> FrameGroup.shift] { return frames + index & (FrameGroup.frameCount - 1) }
      return span.region.frame(index)
    }
    return nil
  }

  /// Whether every byte of `range` is storage.
  public func isStorage(_ range: Range<UInt64>) -> Bool {
    var address = range.lowerBound
    while address < range.upperBound {
      guard frame(at: address) != nil else { return false }
      let (next, overflow) = (address & ~0xFFF).addingReportingOverflow(0x1000)
      if overflow { return true }
      address = next
    }
    return true
  }

  // MARK: Bytes

  /// Reads into `buffer`; returns how many bytes came before the first address without storage.
  @discardableResult
  public func read(_ address: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    transfer(address, count: buffer.count) { frame, _, offset, done, count in
      (buffer.baseAddress! + done).copyMemory(from: frame.pointee.host + offset, byteCount: count)
    }
  }

  /// Writes `buffer`, ROM included, and tells the observer; returns how many bytes went before the first address without storage.
  @discardableResult
  public func write(_ address: UInt64, from buffer: UnsafeRawBufferPointer) -> Int {
    transfer(address, count: buffer.count) { frame, address, offset, done, count in
      prepareWrite(frame, address: address, offset: offset, count: count)
      (frame.pointee.host + offset).copyMemory(from: buffer.baseAddress! + done, byteCount: count)
    }
  }

  /// Does what a write to a frame with attributes needs done first.
  ///
  /// - Parameter ignoring: attributes whose meaning the write does not touch: the processor sets accessed bits in paging
  ///   structures, which changes no translation.
  public func prepareWrite(
    _ frame: UnsafeMutablePointer<Frame>, address: UInt64, offset: Int = 0, count: Int = Frame.byteCount,
    ignoring: Frame.Attributes = []
  ) {
    let attributes = frame.pointee.attributes
    if attributes.isEmpty { return }
    if !attributes.isDisjoint(with: [.clean, .summed, .shared]) { FrameGroup.of(frame).prepareWrite(frame) }
    if !attributes.subtracting(ignoring).isDisjoint(with: [.code, .pagingStructure]) {
      observer?.willWrite(frame: frame, address: address & ~0xFFF, offset: offset, count: count)
    }
  }

  /// Tells the observer, at every address where the frame answers, that some of its bytes are about to change.
  func tellObserver(
    of frame: UnsafeMutablePointer<Frame>, in region: MemoryRegion, offset: Int = 0, count: Int = Frame.byteCount
  ) {
    guard let observer, !frame.pointee.attributes.isDisjoint(with: [.code, .pagingStructure, .cached]) else { return }
    let start = UInt64(frame.pointee.index) << Frame.shift
    for window in windows where window.region === region && start >= window.offset {
      let address = window.range.lowerBound + (start - window.offset)
      guard window.range.contains(address) else { continue }
      observer.willWrite(frame: frame, address: address, offset: offset, count: count)
    }
  }

  private func transfer(
    _ address: UInt64, count: Int, _ body: (UnsafeMutablePointer<Frame>, UInt64, Int, Int, Int) -> Void
  ) -> Int {
    var done = 0
    while done < count {
      let (at, overflow) = address.addingReportingOverflow(UInt64(done))
      guard !overflow, let frame = frame(at: at) else { break }
      let offset = Int(at & 0xFFF)
      let piece = min(count - done, Frame.byteCount - offset)
      body(frame, at, offset, done, piece)
      done += piece
    }
    return done
  }
}

extension PhysicalMemory {
  /// Reads `count` bytes; fewer when storage ends before.
  public func bytes(at address: UInt64, count: Int) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
      initialized = read(address, into: UnsafeMutableRawBufferPointer(buffer))
    }
  }

  /// Writes `bytes`; returns how many went before the first address without storage.
  @discardableResult
  public func write(_ bytes: [UInt8], at address: UInt64) -> Int { bytes.withUnsafeBytes { write(address, from: $0) } }

  /// A little-endian integer, or nil where some of its bytes have no storage.
  public func load<Value: FixedWidthInteger>(_ address: UInt64, as type: Value.Type) -> Value? {
    var value = Value.zero
    let count = withUnsafeMutableBytes(of: &value) { read(address, into: $0) }
    return count == MemoryLayout<Value>.size ? Value(littleEndian: value) : nil
  }

  public func store<Value: FixedWidthInteger>(_ value: Value, at address: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { _ = write(address, from: $0) }
  }
}
