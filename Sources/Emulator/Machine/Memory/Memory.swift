/// A machine's memory, as the hardware and as the running program see it.
public struct Memory {
  /// By physical address: RAM, firmware, video memory.
  public let physical: PhysicalMemory
  /// By linear address, through the page tables as they are now.
  public let virtual: VirtualMemory
}

/// Memory by linear address, through the guest's present page tables.
///
/// Looking changes nothing: no accessed bit, no cached translation, no fault. What is not mapped, or has no storage behind it,
/// cannot be read or written.
public struct VirtualMemory {
  let processor: Processor
  let physical: PhysicalMemory

  /// The physical address behind `address`, or nil where nothing is mapped.
  public func physicalAddress(of address: UInt64) -> UInt64? { processor.translate(linear: address) }

  /// Reads `count` bytes; fewer when what is mapped ends before.
  public func bytes(at address: UInt64, count: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(min(count, 1 << 20))
    transfer(address, count) { physicalAddress, piece in
      let read = physical.bytes(at: physicalAddress, count: piece.count)
      bytes += read
      return read.count == piece.count
    }
    return bytes
  }

  /// Writes `bytes`, whatever the pages permit; returns how many went before the first address that is not mapped.
  @discardableResult
  public func write(_ bytes: [UInt8], at address: UInt64) -> Int {
    var done = 0
    transfer(address, bytes.count) { physicalAddress, piece in
      let written = physical.write(Array(bytes[piece]), at: physicalAddress)
      done += written
      return written == piece.count
    }
    return done
  }

  /// A little-endian integer, or nil where some of its bytes are not mapped.
  public func load<Value: FixedWidthInteger>(_ address: UInt64, as type: Value.Type = Value.self) -> Value? {
    let bytes = bytes(at: address, count: MemoryLayout<Value>.size)
    guard bytes.count == MemoryLayout<Value>.size else { return nil }
    return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(as: type)) }
  }

  /// Returns whether all bytes were mapped.
  @discardableResult
  public func store<Value: FixedWidthInteger>(_ value: Value, at address: UInt64) -> Bool {
    write(withUnsafeBytes(of: value.littleEndian) { Array($0) }, at: address) == MemoryLayout<Value>.size
  }

  /// The text that ends at a zero byte, at what is not mapped, or after `limit` bytes.
  public func string(at address: UInt64, limit: Int = 4096) -> String {
    String(decoding: bytes(at: address, count: limit).prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Calls `body` for each page's part of the range until it returns false or a page is not mapped.
  private func transfer(_ address: UInt64, _ count: Int, _ body: (UInt64, Range<Int>) -> Bool) {
    var done = 0
    while done < count {
      let at = address &+ UInt64(done)
      guard let physicalAddress = physicalAddress(of: at) else { return }
      let piece = min(count - done, Frame.byteCount - Int(at & 0xFFF))
      guard body(physicalAddress, done..<done + piece) else { return }
      done += piece
    }
  }
}
