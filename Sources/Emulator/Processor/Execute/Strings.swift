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
      if !bulk(i) {
        try stringIteration(i)
        setRegister(1, truncate(core[register: 1] &- 1, toAddressSize: size), size: size)
      }
      if truncate(core[register: 1], toAddressSize: size) == 0 { return }
      if i.pointee.mnemonic == .cmps || i.pointee.mnemonic == .scas {
        if core.zero != i.pointee.prefixes.contains(.rep) { return }
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
}
