extension Machine {
  /// The linear address at which the handler of an interrupt begins, as the guest's tables say it now (SDM volume 3, 7.10 to 7.14, and
  /// 22.1.4 for real mode); nil where they name none.
  func handlerAddress(of vector: UInt8) -> UInt64? {
    let system = cpu.state.system
    let index = UInt64(vector)
    if system.cr0 & 1 == 0 {
      guard let entry: UInt32 = memory.virtual.load(system.idtr.base &+ index * 4) else { return nil }
      return UInt64(entry >> 16) << 4 + UInt64(entry & 0xFFFF)
    }
    let isLong = system.efer & 1 << 10 != 0
    let gateSize: UInt64 = isLong ? 16 : 8
    guard index * gateSize + gateSize - 1 <= UInt64(system.idtr.limit),
      let gate: UInt64 = memory.virtual.load(system.idtr.base &+ index * gateSize)
    else { return nil }
    var offset = gate & 0xFFFF | (gate >> 48) << 16
    if isLong {
      guard let high: UInt32 = memory.virtual.load(system.idtr.base &+ index * 16 &+ 8) else { return nil }
      return offset | UInt64(high) << 32
    }
    // Type: 0xE and 0xF are 32-bit gates, 6 and 7 16-bit ones; a task gate names no address.
    switch gate >> 40 & 0xF {
    case 0xE, 0xF: break
    case 6, 7: offset &= 0xFFFF
    default: return nil
    }
    let selector = gate >> 16 & 0xFFFF
    guard selector & 4 == 0, let code: UInt64 = memory.virtual.load(system.gdtr.base &+ selector & ~7) else {
      return nil
    }
    let base = code >> 16 & 0xFF_FFFF | (code >> 56) << 24
    return (base + offset) & 0xFFFF_FFFF
  }
}
