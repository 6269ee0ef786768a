/// Reads code bytes in order and never past their end, nor past the fifteenth.
///
/// A read that does not fit yields zero and is remembered in ``overran``, so that the decoder checks once, at the end.
/// The one place where decoding touches the caller's memory.
struct CodeCursor {
  private let start: UnsafeRawPointer
  private let limit: Int
  private(set) var position = 0
  /// Whether a read did not fit.
  private(set) var overran = false

  /// The longest instruction (Intel SDM volume 2, section 2.3.11).
  static let longestInstruction = 15

  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer) {
    limit = bytes.baseAddress == nil ? 0 : min(bytes.count, CodeCursor.longestInstruction)
    // With no bytes the limit keeps the pointer from being read through.
    start = bytes.baseAddress ?? UnsafeRawPointer(bitPattern: 1)!
  }

  /// Whether more bytes would not have helped.
  var reachedLongest: Bool { limit == CodeCursor.longestInstruction }

  @inline(__always)
  mutating func byte() -> UInt8 {
    guard position < limit else {
      overran = true
      return 0
    }
    defer { position &+= 1 }
    return start.load(fromByteOffset: position, as: UInt8.self)
  }

  /// The next byte, left in place.
  @inline(__always)
  mutating func peek() -> UInt8 {
    guard position < limit else {
      overran = true
      return 0
    }
    return start.load(fromByteOffset: position, as: UInt8.self)
  }

  /// A little-endian integer of 1, 2, 4 or 8 bytes, zero-extended. No bytes are zero.
  @inline(__always)
  mutating func unsigned(_ count: UInt8) -> UInt64 {
    let next = position &+ Int(count)
    guard next <= limit else {
      overran = true
      return 0
    }
    defer { position = next }
    switch count {
    case 1: return UInt64(start.load(fromByteOffset: position, as: UInt8.self))
    case 2: return UInt64(UInt16(littleEndian: start.loadUnaligned(fromByteOffset: position, as: UInt16.self)))
    case 4: return UInt64(UInt32(littleEndian: start.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
    case 8: return UInt64(littleEndian: start.loadUnaligned(fromByteOffset: position, as: UInt64.self))
    default: return 0
    }
  }

  /// The same, sign-extended.
  @inline(__always)
  mutating func signed(_ count: UInt8) -> Int64 {
    let value = unsigned(count)
    switch count {
    case 1: return Int64(Int8(truncatingIfNeeded: value))
    case 2: return Int64(Int16(truncatingIfNeeded: value))
    case 4: return Int64(Int32(truncatingIfNeeded: value))
    default: return Int64(bitPattern: value)
    }
  }
}
