/// The bytes of a file that may lie: every read is checked, and no arithmetic on offsets can overflow.
struct FileBytes: Sendable {
  let bytes: [UInt8]

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var count: UInt64 { UInt64(bytes.count) }

  /// A little-endian integer at `offset`, or nil when it does not lie wholly inside the file.
  func load<Value: FixedWidthInteger>(_ offset: UInt64, as type: Value.Type = Value.self) -> Value? {
    let size = MemoryLayout<Value>.size
    guard let range = range(offset, UInt64(size)) else { return nil }
    return bytes.withUnsafeBytes { Value(littleEndian: $0.loadUnaligned(fromByteOffset: range.lowerBound, as: type)) }
  }

  /// The indices of `size` bytes at `offset`, or nil when they do not lie wholly inside the file.
  func range(_ offset: UInt64, _ size: UInt64) -> Range<Int>? {
    let (end, overflow) = offset.addingReportingOverflow(size)
    guard !overflow, end <= count else { return nil }
    return Int(offset)..<Int(end)
  }

  /// The text that starts at `offset` and ends at a zero byte, at `limit`, or after `longest` bytes.
  func string(_ offset: UInt64, limit: UInt64, longest: Int = 512) -> String? {
    let end = min(limit, count)
    guard offset < end else { return nil }
    let window = bytes[Int(offset)..<Int(min(end, offset + UInt64(longest)))]
    return String(decoding: window.prefix { $0 != 0 }, as: UTF8.self)
  }
}

/// `offset + size`, or nil when no 64-bit number can say it.
func end(of offset: UInt64, _ size: UInt64) -> UInt64? {
  let (end, overflow) = offset.addingReportingOverflow(size)
  return overflow ? nil : end
}
