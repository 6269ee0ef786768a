import X86

/// String instructions, each with its REP forms (SDM volume 2, REP).
///
/// A REP iteration counts as one instruction: the first is charged with the block, each further one here, so that a slice can
/// end, and an interrupt be taken, between any two.
extension Processor {
  func string(_ i: InstructionPointer) throws(Fault) {
    let isRepeated = !i.pointee.prefixes.isDisjoint(with: [.rep, .repne])
    if !isRepeated { return try stringIteration(i) }
    let size = i.pointee.addressSize
    if truncate(core[register: 1], toAddressSize: size) == 0 { return }
    while true {
      if try bulk(i) {
        if truncate(core[register: 1], toAddressSize: size) == 0 { return }
      } else {
        try stringIteration(i)
        let count = truncate(core[register: 1] &- 1, toAddressSize: size)
        setRegister(1, count, size: size)
        if count == 0 { return }
        if i.pointee.mnemonic == .cmps || i.pointee.mnemonic == .scas {
          if core.zero != i.pointee.prefixes.contains(.rep) { return }
        }
      }
      if core.pointee.leave || core.pointee.budget <= 0 {
        core.pointee.nextRIP = core.pointee.rip
        // Between two iterations RF is set: an instruction breakpoint does not come again (SDM volume 3, section 18.3.1.1).
        core.pointee.flags |= RFLAGS.resume
        core.pointee.leave = true
        return
      }
      core.pointee.budget &-= 1
    }
  }

  private func stringIteration(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operandSize
    let delta = core.pointee.flags & RFLAGS.direction != 0 ? 0 &- UInt64(size) : UInt64(size)
    switch i.pointee.mnemonic {
    case .movs:
      let value = try load(try stringSource(i, size), size: size)
      try store(try stringDestination(i, size, isWrite: true), value, size: size)
      advance(6, delta, i)
      advance(7, delta, i)
    case .stos:
      try store(try stringDestination(i, size, isWrite: true), core[register: 0], size: size)
      advance(7, delta, i)
    case .lods:
      setRegister(0, try load(try stringSource(i, size), size: size), size: size)
      advance(6, delta, i)
    case .cmps:
      let first = try load(try stringSource(i, size), size: size)
      let second = try load(try stringDestination(i, size, isWrite: false), size: size)
      _ = subtract(first, second, size)
      advance(6, delta, i)
      advance(7, delta, i)
    case .scas:
      let second = try load(try stringDestination(i, size, isWrite: false), size: size)
      _ = subtract(core[register: 0] & Self.mask(Int(size)), second, size)
      advance(7, delta, i)
    case .ins:
      let port = UInt16(truncatingIfNeeded: core[register: 2])
      try checkPort(port, size)
      let linear = try stringDestination(i, size, isWrite: true)
      try probeWrite(linear, size: UInt64(size))
      try store(linear, UInt64(bus.read(port: port, width: Int(size))), size: size)
      notePort(port, size: size)
      advance(7, delta, i)
    default:
      let port = UInt16(truncatingIfNeeded: core[register: 2])
      try checkPort(port, size)
      let value = try load(try stringSource(i, size), size: size)
      bus.write(port: port, width: Int(size), value: UInt32(truncatingIfNeeded: value))
      notePort(port, size: size)
      advance(6, delta, i)
    }
  }

  private func stringSource(_ i: InstructionPointer, _ size: UInt8) throws(Fault) -> UInt64 {
    try linearAddress(
      Int(i.pointee.memory.segment), truncate(core[register: 6], toAddressSize: i.pointee.addressSize),
      size: UInt64(size), isWrite: false)
  }

  private func stringDestination(_ i: InstructionPointer, _ size: UInt8, isWrite: Bool) throws(Fault) -> UInt64 {
    try linearAddress(
      SegmentNumber.es, truncate(core[register: 7], toAddressSize: i.pointee.addressSize), size: UInt64(size),
      isWrite: isWrite)
  }

  private func advance(_ number: Int, _ delta: UInt64, _ i: InstructionPointer) {
    setRegister(number, core[register: number] &+ delta, size: i.pointee.addressSize)
  }

  // MARK: Many iterations at once

  /// Does as many whole iterations of REP MOVS or REP STOS as lie within one source and one destination page that are both
  /// cached, at least two. Charges all but the first. Returns whether it did anything.
  private func bulk(_ i: InstructionPointer) throws(Fault) -> Bool {
    guard mode.isFlat, i.pointee.addressSize == 8, core.pointee.flags & RFLAGS.direction == 0 else { return false }
    let isMove = i.pointee.mnemonic == .movs
    guard isMove || i.pointee.mnemonic == .stos else { return false }
    let size = UInt64(i.pointee.operandSize)
    let destination = core[register: 7]
    guard let to = cachedHost(core.pointee.writes, destination) else { return false }
    var count = min(core[register: 1], UInt64(bitPattern: core.pointee.budget) &+ 1)
    count = min(count, (4096 &- destination & 0xFFF) / size)
    if isMove {
      let source =
        core[register: 6] &+ (i.pointee.memory.segment >= 4 ? core.segmentBase(Int(i.pointee.memory.segment)) : 0)
      count = min(count, (4096 &- source & 0xFFF) / size)
      guard count > 1, let from = cachedHost(core.pointee.reads, source) else { return false }
      let bytes = Int(count * size)
      // A destination inside the source's run sees what was just stored: that must go element by element.
      let distance = UInt(bitPattern: to) &- UInt(bitPattern: from)
      if distance < UInt(bytes) && distance != 0 && distance < 8 * UInt(size) { return false }
      if distance < UInt(bytes) && distance != 0 {
        var done = 0
        while done < bytes {
          let piece = min(Int(distance) / Int(size) * Int(size), bytes - done)
          (to + done).copyMemory(from: from + done, byteCount: piece)
          done += piece
        }
      } else {
        to.copyMemory(from: from, byteCount: bytes)
      }
      core[register: 6] &+= count * size
    } else {
      guard count > 1 else { return false }
      fill(to, core[register: 0], Int(size), Int(count))
    }
    core[register: 7] &+= count * size
    core[register: 1] &-= count
    core.pointee.budget &-= Int64(count) - 1
    return true
  }

  private func fill(_ to: UnsafeMutableRawPointer, _ value: UInt64, _ size: Int, _ count: Int) {
    switch size {
    case 1: to.initializeMemory(as: UInt8.self, repeating: UInt8(truncatingIfNeeded: value), count: count)
    case 2:
      for index in 0..<count {
        to.storeBytes(of: UInt16(truncatingIfNeeded: value).littleEndian, toByteOffset: index * 2, as: UInt16.self)
      }
    case 4:
      for index in 0..<count {
        to.storeBytes(of: UInt32(truncatingIfNeeded: value).littleEndian, toByteOffset: index * 4, as: UInt32.self)
      }
    default:
      for index in 0..<count { to.storeBytes(of: value.littleEndian, toByteOffset: index * 8, as: UInt64.self) }
    }
  }

  /// The host address of a linear address whose page is in a table of translations.
  private func cachedHost(
    _ table: UnsafeMutablePointer<TranslationEntry>, _ linear: UInt64
  ) -> UnsafeMutableRawPointer? {
    let entry = table[Int(truncatingIfNeeded: linear >> 12) & (translations.entryCount - 1)]
    guard entry.tag == linear | 0xFFF else { return nil }
    return UnsafeMutableRawPointer(bitPattern: UInt(linear &+ entry.addend))
  }
}
