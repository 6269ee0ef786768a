/// REP MOVS and REP STOS in 64-bit code, upwards, when the whole of it lies in one cached page of each operand and in the slice; the
/// general tier does the others (`Execute/StringRuns.swift`).
///
/// The operation's `scale` says by how much to shift a number of elements to make it one of bytes.

/// Moves on by `count` elements, which are as many instructions.
@_transparent
private func finish(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer, _ count: UInt64) {
  let c = cpu(core)
  c.store(8, 0 as UInt64)
  c.pointee.budget &-= Int64(bitPattern: count) &- 1
  next(c, operation(raw))
}

/// How many elements there are, where that is some, and the slice has room for them.
@_transparent
private func elementCount(_ c: CPU) -> UInt64? {
  let count = c.load(8, as: UInt64.self)
  let isDown = c.pointee.flags & RFLAGS.direction != 0
  guard _fastPath(count &- 1 < 4096), _fastPath(Int64(bitPattern: count) &- 1 <= c.pointee.budget), _fastPath(!isDown)
  else { return nil }
  return count
}

@c @inline(never)
func repeatedMoveOperation(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let (from, to) = (c.load(48, as: UInt64.self), c.load(56, as: UInt64.self))
  if let count = elementCount(c) {
    let bytes = count &<< UInt64(operation(raw).pointee.scale)
    if _fastPath((from & 0xFFF) &+ bytes <= 4096), _fastPath((to & 0xFFF) &+ bytes <= 4096),
      let source = cached(c.pointee.reads, c, from, size: 1), let destination = cached(c.pointee.writes, c, to, size: 1)
    {
      // A destination above the source, and inside it, would have to see what was just stored.
      let distance = destination - source
      if _fastPath(distance <= 0 || distance >= Int(bytes)) {
        destination.copyMemory(from: source, byteCount: Int(bytes))
        c.store(48, from &+ bytes)
        c.store(56, to &+ bytes)
        finish(core, raw, count)
        return
      }
    }
  }
  directOperation_string(core, raw)
}

@c @inline(never)
func repeatedStoreOperation(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
  let c = cpu(core)
  let to = c.load(56, as: UInt64.self)
  if let count = elementCount(c) {
    let o = operation(raw)
    let bytes = count &<< UInt64(o.pointee.scale)
    if _fastPath((to & 0xFFF) &+ bytes <= 4096), let destination = cached(c.pointee.writes, c, to, size: 1) {
      // The operation's immediate makes eight bytes of an element.
      let element = c.load(0, as: UInt64.self) & o.pointee.displacement
      fill(destination, element &* o.pointee.immediate, byteCount: Int(bytes))
      c.store(56, to &+ bytes)
      finish(core, raw, count)
      return
    }
  }
  directOperation_string(core, raw)
}

/// Fills memory with a pattern of eight bytes, from its first on.
@inline(__always)
func fill(_ to: UnsafeMutableRawPointer, _ pattern: UInt64, byteCount: Int) {
  var offset = 0
  while offset &+ 8 <= byteCount {
    to.storeBytes(of: pattern.littleEndian, toByteOffset: offset, as: UInt64.self)
    offset = offset &+ 8
  }
  while offset < byteCount {
    let byte = UInt8(truncatingIfNeeded: pattern &>> UInt64(truncatingIfNeeded: (offset & 7) &* 8))
    to.storeBytes(of: byte, toByteOffset: offset, as: UInt8.self)
    offset = offset &+ 1
  }
}
