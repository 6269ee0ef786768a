import X86

extension BlockBuilder {
  /// BSWAP, scans and counts of 32 and 64 bits, and BMI1's functions of one operand.
  func bitFunction(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let mnemonics: [Mnemonic] = [.bswap, .bsf, .bsr, .tzcnt, .lzcnt, .popcnt, .blsi, .blsmsk, .blsr]
    let source = i.mnemonic == .bswap ? i.operand0 : i.operand1
    guard i.operand0.size >= 4, let index = mnemonics.firstIndex(of: i.mnemonic) else { return }
    let table = (index * 2 + (i.operand0.size == 8 ? 1 : 0)) * 2
    if let b = offset(of: source) {
      o.pointee.b = b
      o.pointee.handler = bitFunctionHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset), kind != .narrow {
      o.pointee.handler = bitFunctionHandlers[table + 1]
    }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
  }

  /// MOVBE of 32 and 64 bits: a load is a byte swap of memory.
  func moveSwapped(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let isStore = i.operand0.kind == .memory
    let register = isStore ? i.operand1 : i.operand0
    guard register.size >= 4, let kind = setMemory(o, i, nextOffset), kind != .narrow else { return }
    let wide = register.size == 8 ? 1 : 0
    o.pointee.a = RegisterOffset.general(register.number)
    o.pointee.handler = isStore ? storeSwappedHandlers[wide] : bitFunctionHandlers[wide * 2 + 1]
  }

  func checksum(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let table = i.operand1.size.trailingZeroBitCount * 2
    if let b = offset(of: i.operand1) {
      o.pointee.b = b
      o.pointee.handler = checksumHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset), kind != .narrow {
      o.pointee.handler = checksumHandlers[table + 1]
    }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
  }

  /// BMI1, BMI2 and ADX between registers.
  func bitManipulation(_ o: OperationPointer, _ i: Instruction) {
    let mnemonics: [Mnemonic] = [
      .andn, .bextr, .bzhi, .pdep, .pext, .shlx, .shrx, .sarx, .adcx, .adox, .rorx, .mulx,
    ]
    guard let index = mnemonics.firstIndex(of: i.mnemonic), i.operand0.size >= 4 else { return }
    let isTwo = i.mnemonic == .adcx || i.mnemonic == .adox
    guard let b = offset(of: isTwo ? i.operand0 : i.operand1) else { return }
    if i.mnemonic == .rorx {
      o.pointee.immediate = i.immediate
    } else {
      guard let other = offset(of: isTwo ? i.operand1 : i.operand2) else { return }
      o.pointee.index = other
    }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
    o.pointee.b = b
    o.pointee.handler = bitManipulationHandlers[index * 2 + (i.operand0.size == 8 ? 1 : 0)]
  }

  /// BT and its kin, of 32 and 64 bits.
  func bitTest(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let mnemonics: [Mnemonic] = [.bt, .bts, .btr, .btc]
    guard i.operand0.size >= 4, let index = mnemonics.firstIndex(of: i.mnemonic) else { return }
    let table = (index * 2 + (i.operand0.size == 8 ? 1 : 0)) * 4
    let number = offset(of: i.operand1)
    if let a = offset(of: i.operand0) {
      o.pointee.a = a
      if let number { o.pointee.b = number } else { o.pointee.immediate = i.immediate }
      o.pointee.handler = bitTestHandlers[table + (number == nil ? 1 : 0)]
    } else if let kind = setMemory(o, i, nextOffset), kind != .narrow {
      if let number { o.pointee.a = number } else { o.pointee.immediate = i.immediate }
      o.pointee.handler = bitTestHandlers[table + (number == nil ? 3 : 2)]
    }
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
