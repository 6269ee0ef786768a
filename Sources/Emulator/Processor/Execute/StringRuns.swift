import X86

/// Many iterations of a repeated string instruction at once: as many as lie within one page of each operand, if it is cached, and within
/// the slice. What such a run does is what its iterations would do one by one, in their order.
extension Processor {
  /// Does at least two iterations, and charges all but the first. Returns whether it did anything.
  func bulk(_ i: InstructionPointer) -> Bool {
    guard mode.isFlat, i.pointee.addressSize == 8 || (i.pointee.addressSize == 4 && codeSize == .bits32) else {
      return false
    }
    let isDown = core.pointee.flags & RFLAGS.direction != 0
    var run = StringRun(
      size: UInt64(i.pointee.operandSize), isDown: isDown,
      count: min(
        truncate(core[register: 1], toAddressSize: i.pointee.addressSize),
        UInt64(bitPattern: core.pointee.budget) &+ 1))
    let done: UInt64?
    switch i.pointee.mnemonic {
    case .movs: done = moveRun(i, &run)
    case .stos: done = isDown ? nil : storeRun(i, &run)
    case .lods: done = isDown ? nil : loadRun(i, &run)
    case .scas: done = isDown ? nil : scanRun(i, &run)
    case .cmps: done = isDown ? nil : compareRun(i, &run)
    default: done = nil
    }
    guard let done else { return false }
    let step = isDown ? 0 &- done &* run.size : done &* run.size
    let size = i.pointee.addressSize
    switch i.pointee.mnemonic {
    case .movs, .cmps:
      setRegister(6, core[register: 6] &+ step, size: size)
      setRegister(7, core[register: 7] &+ step, size: size)
    case .lods: setRegister(6, core[register: 6] &+ step, size: size)
    default: setRegister(7, core[register: 7] &+ step, size: size)
    }
    setRegister(1, core[register: 1] &- done, size: size)
    core.pointee.budget &-= Int64(done) - 1
    return true
  }

  // MARK: The operands

  /// Where the destination's first element is; nil when its page is not cached, or the run would be too short.
  @inline(__always)
  private func destination(
    _ i: InstructionPointer, _ run: inout StringRun, isWrite: Bool
  ) -> UnsafeMutableRawPointer? {
    let linear = truncate(core[register: 7], toAddressSize: i.pointee.addressSize)
    guard run.limit(to: linear) else { return nil }
    return cached(isWrite ? core.pointee.writes : core.pointee.reads, core, linear, size: 1)
  }

  @inline(__always)
  private func source(_ i: InstructionPointer, _ run: inout StringRun) -> UnsafeMutableRawPointer? {
    let segment = Int(i.pointee.memory.segment)
    var linear = truncate(core[register: 6], toAddressSize: i.pointee.addressSize)
    if segment >= SegmentNumber.fs {
      guard codeSize == .bits64 else { return nil }
      linear &+= core.segmentBase(segment)
    } else if segment == SegmentNumber.cs && codeSize != .bits64 {
      return nil
    }
    guard run.limit(to: linear) else { return nil }
    return cached(core.pointee.reads, core, linear, size: 1)
  }

  // MARK: The instructions

  private func moveRun(_ i: InstructionPointer, _ run: inout StringRun) -> UInt64? {
    guard var to = destination(i, &run, isWrite: true), var from = source(i, &run) else { return nil }
    let bytes = Int(run.count * run.size)
    if run.isDown {
      let back = bytes - Int(run.size)
      (to, from) = (to - back, from - back)
    }
    // What a later element reads must not be what an earlier one wrote.
    let distance = run.isDown ? from - to : to - from
    if distance <= 0 || distance >= bytes {
      to.copyMemory(from: from, byteCount: bytes)
      return run.count
    }
    // It is: a pattern that repeats. In pieces as long as the distance, if that is worth it.
    guard !run.isDown, distance >= 8 * Int(run.size) else { return nil }
    var done = 0
    while done < bytes {
      let piece = min(distance / Int(run.size) * Int(run.size), bytes - done)
      (to + done).copyMemory(from: from + done, byteCount: piece)
      done += piece
    }
    return run.count
  }

  private func storeRun(_ i: InstructionPointer, _ run: inout StringRun) -> UInt64? {
    guard let to = destination(i, &run, isWrite: true) else { return nil }
    // The run's first byte is an element's first.
    fill(to, (core[register: 0] & Self.mask(Int(run.size))) &* run.copies, byteCount: Int(run.count &* run.size))
    return run.count
  }

  /// Only the last element is left in the accumulator.
  private func loadRun(_ i: InstructionPointer, _ run: inout StringRun) -> UInt64? {
    guard let from = source(i, &run) else { return nil }
    setRegister(0, run.element(from, at: Int(run.count) - 1), size: UInt8(run.size))
    return run.count
  }

  private func scanRun(_ i: InstructionPointer, _ run: inout StringRun) -> UInt64? {
    guard let host = destination(i, &run, isWrite: false) else { return nil }
    let size = UInt8(run.size)
    let wanted = core[register: 0] & Self.mask(Int(size))
    let isEqual = !i.pointee.prefixes.contains(.rep)
    let done = run.count(until: isEqual, host, wanted)
    _ = subtract(wanted, run.element(host, at: done - 1), size)
    return UInt64(done)
  }

  private func compareRun(_ i: InstructionPointer, _ run: inout StringRun) -> UInt64? {
    guard let second = destination(i, &run, isWrite: false), let first = source(i, &run) else { return nil }
    let isEqual = !i.pointee.prefixes.contains(.rep)
    let done = run.count(until: isEqual, first, second)
    _ = subtract(run.element(first, at: done - 1), run.element(second, at: done - 1), UInt8(run.size))
    return UInt64(done)
  }
}

/// How many elements a run has, and how long they are.
struct StringRun {
  let size: UInt64
  let isDown: Bool
  var count: UInt64

  /// Shortens the run to what is in the page of its first element's address; false when fewer than two elements are left.
  @inline(__always)
  mutating func limit(to linear: UInt64) -> Bool {
    let offset = linear & 0xFFF
    let room = isDown ? (offset &+ size <= 4096 ? offset &>> shift &+ 1 : 0) : (4096 &- offset) &>> shift
    count = min(count, room)
    return count > 1
  }

  /// What makes eight bytes of copies of an element.
  var copies: UInt64 { Self.copies(size) }

  static func copies(_ size: UInt64) -> UInt64 {
    switch size {
    case 1: 0x0101_0101_0101_0101
    case 2: 0x0001_0001_0001_0001
    case 4: 0x0000_0001_0000_0001
    default: 1
    }
  }

  /// How far to shift a number of bytes to make it one of elements.
  private var shift: UInt64 { UInt64(truncatingIfNeeded: size.trailingZeroBitCount) }

  func element(_ host: UnsafeMutableRawPointer, at index: Int) -> UInt64 {
    switch size {
    case 1: UInt64(host.load(fromByteOffset: index, as: UInt8.self))
    case 2: UInt64(host.loadUnaligned(fromByteOffset: index &* 2, as: UInt16.self).littleEndian)
    case 4: UInt64(host.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self).littleEndian)
    default: host.loadUnaligned(fromByteOffset: index &* 8, as: UInt64.self).littleEndian
    }
  }

  /// How many elements there are up to and with the first that is equal to `wanted`, or is not; or all.
  func count(until isEqual: Bool, _ host: UnsafeMutableRawPointer, _ wanted: UInt64) -> Int {
    let pattern = wanted &* copies
    return count(until: isEqual) {
      host.loadUnaligned(fromByteOffset: $0, as: UInt64.self).littleEndian ^ pattern
    } rest: {
      element(host, at: $0) == wanted
    }
  }

  /// The same of two runs: the first elements that are equal to each other, or are not.
  func count(until isEqual: Bool, _ a: UnsafeMutableRawPointer, _ b: UnsafeMutableRawPointer) -> Int {
    count(until: isEqual) {
      (a.loadUnaligned(fromByteOffset: $0, as: UInt64.self) ^ b.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
        .littleEndian
    } rest: {
      element(a, at: $0) == element(b, at: $0)
    }
  }

  /// - Parameters:
  ///   - difference: of the eight bytes at an offset; an element of zeros is one that is equal.
  ///   - rest: whether one element is equal.
  @inline(__always)
  private func count(until isEqual: Bool, difference: (Int) -> UInt64, rest: (Int) -> Bool) -> Int {
    let bytes = Int(count &* size)
    var offset = 0
    while offset &+ 8 <= bytes {
      let bits = difference(offset)
      // The lowest bit that is set lies in the first element looked for.
      let found = isEqual ? zeroElements(bits) : bits
      if found != 0 { return (offset &+ found.trailingZeroBitCount &>> 3) / Int(size) &+ 1 }
      offset = offset &+ 8
    }
    var index = offset / Int(size)
    while index < Int(count) {
      if rest(index) == isEqual { return index &+ 1 }
      index = index &+ 1
    }
    return Int(count)
  }

  /// The top bit of the lowest element that is zero, perhaps with bits above it; zero if there is none.
  @inline(__always)
  private func zeroElements(_ bits: UInt64) -> UInt64 {
    switch size {
    case 1: (bits &- 0x0101_0101_0101_0101) & ~bits & 0x8080_8080_8080_8080
    case 2: (bits &- 0x0001_0001_0001_0001) & ~bits & 0x8000_8000_8000_8000
    case 4: (bits &- 0x0000_0001_0000_0001) & ~bits & 0x8000_0000_8000_0000
    default: bits == 0 ? 1 &<< 63 : 0
    }
  }
}
