/// Bytes of a region by offset, for the device that owns it: they are there whether or not the region is mapped, and a write keeps
/// the processor's caches and the dirty frames right, as a guest's does.
extension MemoryRegion {
  /// The byte at `offset`; zero beyond the end.
  public func byte(at offset: UInt64) -> UInt8 {
    guard offset < byteCount else { return 0 }
    return frames[Int(offset >> Frame.shift)].host.load(fromByteOffset: Int(offset & 0xFFF), as: UInt8.self)
  }

  /// Sets the byte at `offset`; nothing beyond the end.
  public func setByte(_ value: UInt8, at offset: UInt64) {
    guard offset < byteCount else { return }
    prepareWrite(frame: Int(offset >> Frame.shift), offset: Int(offset & 0xFFF), count: 1)
    frames[Int(offset >> Frame.shift)].host.storeBytes(of: value, toByteOffset: Int(offset & 0xFFF), as: UInt8.self)
  }

  /// Sets `count` bytes from `offset` to `value`, as far as the region goes.
  public func fill(_ value: UInt8, from offset: UInt64, count: UInt64) {
    var at = offset
    let end = offset < byteCount ? offset + min(count, byteCount - offset) : offset
    while at < end {
      let index = Int(at >> Frame.shift)
      let start = Int(at & 0xFFF)
      let piece = Int(min(end - at, UInt64(Frame.byteCount - start)))
      prepareWrite(frame: index, offset: start, count: piece)
      (frames[index].host + start).initializeMemory(as: UInt8.self, repeating: value, count: piece)
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
      (target + done).copyMemory(from: frames[Int(at >> Frame.shift)].host + start, byteCount: piece)
      done += piece
    }
    return count
  }

  private func prepareWrite(frame index: Int, offset: Int, count: Int) {
    if frames[index].attributes.isEmpty { return }
    if let memory {
      let address = (base ?? 0) + UInt64(index) << Frame.shift
      memory.prepareWrite(frames + index, address: address, offset: offset, count: count)
    } else {
      frames[index].attributes.remove(.clean)
    }
  }
}
