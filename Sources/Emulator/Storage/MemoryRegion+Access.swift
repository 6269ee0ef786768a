/// Bytes of a region by offset, for the device that owns it: they are there whether or not the region is mapped, and a write keeps
/// the processor's caches and the dirty frames right, as a guest's does.
extension MemoryRegion {
  /// The byte at `offset`; zero beyond the end.
  public func byte(at offset: UInt64) -> UInt8 {
    guard offset < byteCount else { return 0 }
    return host(Int(offset >> Frame.shift)).load(fromByteOffset: Int(offset & 0xFFF), as: UInt8.self)
  }

  /// Sets the byte at `offset`; nothing beyond the end.
  public func setByte(_ value: UInt8, at offset: UInt64) {
    guard offset < byteCount else { return }
    writableHost(frame: Int(offset >> Frame.shift), offset: Int(offset & 0xFFF), count: 1)
      .storeBytes(of: value, toByteOffset: Int(offset & 0xFFF), as: UInt8.self)
  }

  /// Sets `count` bytes from `offset` to `value`, as far as the region goes.
  public func fill(_ value: UInt8, from offset: UInt64, count: UInt64) {
    var at = offset
    let end = offset < byteCount ? offset + min(count, byteCount - offset) : offset
    while at < end {
      let index = Int(at >> Frame.shift)
      let start = Int(at & 0xFFF)
      let piece = Int(min(end - at, UInt64(Frame.byteCount - start)))
      (writableHost(frame: index, offset: start, count: piece) + start).initializeMemory(
        as: UInt8.self, repeating: value, count: piece)
      at += UInt64(piece)
    }
  }

  /// Copies bytes from `offset` into `buffer`; returns how many there were before the end.
  @discardableResult
  public func copyBytes(from offset: UInt64, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    guard let target = buffer.baseAddress, offset < byteCount else { return 0 }
    let count = Int(min(UInt64(buffer.count), byteCount - offset))
    var done = 0
    while done < count {
      let at = offset + UInt64(done)
      let start = Int(at & 0xFFF)
      let piece = min(count - done, Frame.byteCount - start)
      (target + done).copyMemory(from: host(Int(at >> Frame.shift)) + start, byteCount: piece)
      done += piece
    }
    return count
  }

  /// Gives the frames bytes of their own, one after the other in the host's memory, and says where: for one write, now. They lie in
  /// one 2 MiB piece of the region.
  public func writableHost(frames: Range<Int>) -> UnsafeMutableRawPointer {
    precondition(
      frames.lowerBound >= 0 && frames.upperBound <= frameCount && !frames.isEmpty
        && frames.lowerBound >> FrameGroup.shift == (frames.upperBound - 1) >> FrameGroup.shift, "no such frames")
    for index in frames { _ = writableHost(frame: index, offset: 0, count: Frame.byteCount) }
    return host(frames.lowerBound)
  }

  private func writableHost(frame index: Int, offset: Int, count: Int) -> UnsafeMutableRawPointer {
    let frame = frame(index)
    if !frame.pointee.attributes.isEmpty {
      FrameGroup.of(frame).prepareWrite(frame)
      memory?.tellObserver(of: frame, in: self, offset: offset, count: count)
    }
    return frame.pointee.host
  }
}
