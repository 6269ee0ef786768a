import Storage

/// How an operation's memory operand is addressed.
protocol AddressForm {
  static func address(_ c: CPU, _ o: UnsafePointer<Operation>) -> UInt64
}

/// `[base + displacement]`
enum BaseAddress: AddressForm {
  @_transparent
  static func address(_ c: CPU, _ o: UnsafePointer<Operation>) -> UInt64 {
    c.load(o.pointee.b, as: UInt64.self) &+ o.pointee.displacement
  }
}

/// `[base + index << scale + displacement]`; the index may be a segment's base.
enum FullAddress: AddressForm {
  @_transparent
  static func address(_ c: CPU, _ o: UnsafePointer<Operation>) -> UInt64 {
    c.load(o.pointee.b, as: UInt64.self)
      &+ c.load(o.pointee.index, as: UInt64.self) &<< UInt64(o.pointee.scale) &+ o.pointee.displacement
  }
}

/// `[base + index << scale + displacement]` with addresses of 32 bits, in a flat segment.
enum NarrowAddress: AddressForm {
  @_transparent
  static func address(_ c: CPU, _ o: UnsafePointer<Operation>) -> UInt64 { FullAddress.address(c, o) & 0xFFFF_FFFF }
}

/// In the order in which the handlers of each memory form are generated.
enum AddressKind: Int {
  case base, full, narrow
  static let count = 3
}

typealias Word = FixedWidthInteger & UnsignedInteger

/// The host address for an access of `size` bytes at `address`, or nil when the cached translations do not have it.
@_transparent
func cached(
  _ table: UnsafeMutablePointer<TranslationEntry>, _ c: CPU, _ address: UInt64, size: Int
) -> UnsafeMutableRawPointer? {
  let offset = Int(truncatingIfNeeded: (address &>> 8) & c.pointee.translationMask)
  let entry = (UnsafeMutableRawPointer(table) + offset).assumingMemoryBound(to: TranslationEntry.self)
  if _fastPath(entry.pointee.tag == (address &+ UInt64(truncatingIfNeeded: size &- 1)) | 0xFFF) {
    return .some(
      UnsafeMutableRawPointer(bitPattern: UInt(truncatingIfNeeded: address &+ entry.pointee.addend)).unsafelyUnwrapped)
  }
  return nil
}

@_transparent
func cachedRead<W: Word>(_ c: CPU, _ address: UInt64, _ width: W.Type) -> UnsafeMutableRawPointer? {
  cached(c.pointee.reads, c, address, size: W.bitWidth / 8)
}

@_transparent
func cachedWrite<W: Word>(_ c: CPU, _ address: UInt64, _ width: W.Type) -> UnsafeMutableRawPointer? {
  cached(c.pointee.writes, c, address, size: W.bitWidth / 8)
}
