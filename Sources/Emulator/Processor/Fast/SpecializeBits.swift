import X86

extension BlockBuilder {
  /// BSWAP, scans and counts, between registers of 32 and 64 bits.
  func bitFunction(_ o: OperationPointer, _ i: Instruction) {
    let mnemonics: [Mnemonic] = [.bswap, .bsf, .bsr, .tzcnt, .lzcnt, .popcnt]
    let source = i.mnemonic == .bswap ? i.operand0 : i.operand1
    guard i.operand0.size >= 4, let b = offset(of: source), let index = mnemonics.firstIndex(of: i.mnemonic) else {
      return
    }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
    o.pointee.b = b
    o.pointee.handler = bitFunctionHandlers[index * 2 + (i.operand0.size == 8 ? 1 : 0)]
  }

  /// BT and its kin of a register of 32 or 64 bits.
  func bitTest(_ o: OperationPointer, _ i: Instruction) {
    let mnemonics: [Mnemonic] = [.bt, .bts, .btr, .btc]
    guard i.operand0.size >= 4, let a = offset(of: i.operand0), let index = mnemonics.firstIndex(of: i.mnemonic) else {
      return
    }
    let table = (index * 2 + (i.operand0.size == 8 ? 1 : 0)) * 2
    if let b = offset(of: i.operand1) {
      o.pointee.b = b
      o.pointee.handler = bitTestHandlers[table]
    } else {
      o.pointee.immediate = i.immediate
      o.pointee.handler = bitTestHandlers[table + 1]
    }
    o.pointee.a = a
  }

  /// XCHG, and XADD and CMPXCHG with memory.
  func exchange(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    // XCHG may be written either way round.
    let (memory, other) = i.operand1.kind == .memory ? (i.operand1, i.operand0) : (i.operand0, i.operand1)
    guard let a = offset(of: other) else { return }
    let width = other.size.trailingZeroBitCount
    if let b = offset(of: memory) {
      guard i.mnemonic == .xchg else { return }
      o.pointee.b = b
      o.pointee.handler = exchangeRegisterHandlers[width]
    } else if memory.kind == .memory, let kind = setMemory(o, i, nextOffset) {
      let mnemonics: [Mnemonic] = [.xchg, .xadd, .cmpxchg]
      guard let index = mnemonics.firstIndex(of: i.mnemonic) else { return }
      o.pointee.handler = exchangeMemoryHandlers[(index * 4 + width) * AddressKind.count + kind.rawValue]
    }
    o.pointee.a = a
  }
}
