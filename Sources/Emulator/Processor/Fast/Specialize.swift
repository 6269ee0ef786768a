import X86

extension BlockBuilder {
  /// Gives an operation a handler of its own where there is one; the general tier does the rest.
  func specialize(_ o: OperationPointer, _ i: Instruction, nextOffset: Int) {
    switch i.mnemonic {
    case .add: binary(o, i, 0, nextOffset)
    case .or: binary(o, i, 1, nextOffset)
    case .adc: binary(o, i, 2, nextOffset)
    case .sbb: binary(o, i, 3, nextOffset)
    case .and: binary(o, i, 4, nextOffset)
    case .sub: binary(o, i, 5, nextOffset)
    case .xor: binary(o, i, 6, nextOffset)
    case .cmp: binary(o, i, 7, nextOffset)
    case .mov: binary(o, i, 8, nextOffset)
    case .test: binary(o, i, 9, nextOffset)
    case .inc: unary(o, i, 0, nextOffset)
    case .dec: unary(o, i, 1, nextOffset)
    case .neg: unary(o, i, 2, nextOffset)
    case .not: unary(o, i, 3, nextOffset)
    case .shl: shift(o, i, 0, nextOffset)
    case .shr: shift(o, i, 1, nextOffset)
    case .sar: shift(o, i, 2, nextOffset)
    case .rol: shift(o, i, 3, nextOffset)
    case .ror: shift(o, i, 4, nextOffset)
    case .rcl, .rcr: rotateThroughCarry(o, i)
    case .shld, .shrd: doubleShift(o, i)
    case .movzx: extend(o, i, 0, nextOffset)
    case .movsx, .movsxd: extend(o, i, 1, nextOffset)
    case .lea: loadEffectiveAddress(o, i, nextOffset)
    case .imul, .mul, .div, .idiv: multiply(o, i, nextOffset)
    case .bswap, .bsf, .bsr, .tzcnt, .lzcnt, .popcnt, .blsi, .blsmsk, .blsr: bitFunction(o, i, nextOffset)
    case .bt, .bts, .btr, .btc: bitTest(o, i, nextOffset)
    case .andn, .bextr, .bzhi, .pdep, .pext, .shlx, .shrx, .sarx, .rorx, .adcx, .adox, .mulx: bitManipulation(o, i)
    case .movbe: moveSwapped(o, i, nextOffset)
    case .crc32: checksum(o, i, nextOffset)
    case .movs, .stos, .lods, .scas, .cmps: stringElement(o, i)
    case .clc: o.pointee.handler = apusClearCarry
    case .stc: o.pointee.handler = apusSetCarry
    case .cmc: o.pointee.handler = apusComplementCarry
    case .cld: o.pointee.handler = apusClearDirection
    case .std: o.pointee.handler = apusSetDirection
    case .lahf: o.pointee.handler = apusFlagsToAH
    case .sahf: o.pointee.handler = apusAHToFlags
    case .loop, .jcxz: countedJump(o, i)
    case .movnti: binary(o, i, 8, nextOffset)
    case .xchg, .xadd, .cmpxchg: exchange(o, i, nextOffset)
    case .cmpxchg8b, .cmpxchg16b:
      if let kind = setMemory(o, i, nextOffset), kind != .narrow {
        o.pointee.handler = i.mnemonic == .cmpxchg8b ? apusCompareExchange8B : apusCompareExchange16B
      }
    case .setcc: setOnCondition(o, i, nextOffset)
    case .cmovcc: conditionalMove(o, i, nextOffset)
    case .nop, .pause, .lfence, .mfence, .sfence, .endbr32, .endbr64, .prefetch, .prefetchw, .prefetchnta, .prefetcht0,
      .prefetcht1, .prefetcht2:
      o.pointee.handler = apusNop
    case .cwd:
      if i.operandSize >= 4 { o.pointee.handler = i.operandSize == 8 ? apusExtendRAXIntoRDX : apusExtendEAXIntoEDX }
    case .cbw: if i.operandSize >= 4 { o.pointee.handler = i.operandSize == 8 ? apusExtendEAX : apusExtendAX }
    case .jcc:
      if mode.codeSize == .bits64 || i.operandSize == 4 { o.pointee.handler = jumpHandlers[Int(i.condition)] }
    case .jmp, .call, .ret, .push, .pop, .leave:
      if mode.codeSize == .bits64 { stack(o, i, nextOffset) } else { narrowStack(o, i, nextOffset) }
    default: if mode.allowsSSE { specializeVector(o, i, nextOffset: nextOffset) }
    }
  }

  // MARK: Operands

  /// The byte offset in ``Core`` of a general register operand.
  func offset(of operand: Operand) -> UInt8? {
    guard operand.kind == .register else { return nil }
    switch operand.registerClass {
    case .general: return RegisterOffset.general(operand.number)
    case .highByte: return RegisterOffset.highByte(operand.number)
    default: return nil
    }
  }

  /// Describes the memory operand in the operation; nil when fast operations cannot address it.
  func setMemory(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) -> AddressKind? {
    let m = i.memory
    guard i.addressSize >= 4 else { return nil }
    if i.addressSize == 4 {
      // In 32-bit code DS, ES and SS are flat; the code segment cannot be written to, and FS and GS may be anything.
      let isFlat = m.segment != SegmentNumber.cs || mode.codeSize == .bits64
      guard isFlat, Int(m.segment) < SegmentNumber.fs else { return nil }
    }
    var displacement = UInt64(bitPattern: m.displacement)
    if m.base == MemoryReference.instructionPointer {
      o.pointee.b = RegisterOffset.codeBase
      displacement &+= UInt64(nextOffset)
    } else if m.base != MemoryReference.noRegister {
      o.pointee.b = RegisterOffset.general(m.base)
    }
    o.pointee.displacement = displacement
    var kind = AddressKind.base
    if m.index != MemoryReference.noRegister {
      o.pointee.index = RegisterOffset.general(m.index)
      o.pointee.scale = m.scale
      kind = .full
    }
    if i.addressSize == 4 { return .narrow }
    if Int(m.segment) >= SegmentNumber.fs {
      guard kind == .base else { return nil }
      o.pointee.index = RegisterOffset.segmentBase(m.segment)
      o.pointee.scale = 0
      kind = .full
    }
    return kind
  }

  private func widthIndex(_ size: UInt8) -> Int { size.trailingZeroBitCount }

  // MARK: Families

  private func binary(_ o: OperationPointer, _ i: Instruction, _ operation: Int, _ nextOffset: Int) {
    let first = i.operand0
    let second = i.operand1
    let table = (operation * 4 + widthIndex(first.size)) * (2 + AddressKind.count * 3)
    if let a = offset(of: first) {
      o.pointee.a = a
      if let b = offset(of: second) {
        o.pointee.b = b
        o.pointee.handler = binaryHandlers[table]
      } else if second.kind == .immediate {
        o.pointee.immediate = i.immediate
        o.pointee.handler = binaryHandlers[table + 1]
      } else if second.kind == .memory, let kind = setMemory(o, i, nextOffset) {
        o.pointee.handler = binaryHandlers[table + 2 + kind.rawValue * 3]
      }
    } else if first.kind == .memory {
      if second.kind == .immediate {
        guard let kind = setMemory(o, i, nextOffset) else { return }
        o.pointee.immediate = i.immediate
        o.pointee.handler = binaryHandlers[table + 4 + kind.rawValue * 3]
      } else if let a = offset(of: second), let kind = setMemory(o, i, nextOffset) {
        o.pointee.a = a
        o.pointee.handler = binaryHandlers[table + 3 + kind.rawValue * 3]
      }
    }
  }

  private func unary(_ o: OperationPointer, _ i: Instruction, _ operation: Int, _ nextOffset: Int) {
    let table = (operation * 4 + widthIndex(i.operand0.size)) * (1 + AddressKind.count)
    if let a = offset(of: i.operand0) {
      o.pointee.a = a
      o.pointee.handler = unaryHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = unaryHandlers[table + 1 + kind.rawValue]
    }
  }

  private func extend(_ o: OperationPointer, _ i: Instruction, _ operation: Int, _ nextOffset: Int) {
    guard i.operand0.size >= 4 else { return }
    let source = widthIndex(i.operand1.size)
    guard source < 3 else { return }
    let table = ((operation * 3 + source) * 2 + (i.operand0.size == 8 ? 1 : 0)) * (1 + AddressKind.count)
    o.pointee.a = RegisterOffset.general(i.operand0.number)
    if let b = offset(of: i.operand1) {
      o.pointee.b = b
      o.pointee.handler = extendHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = extendHandlers[table + 1 + kind.rawValue]
    }
  }

  private func loadEffectiveAddress(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    var plain = i
    plain.memory.segment = UInt8(SegmentNumber.ds)
    guard i.operandSize >= 4, let kind = setMemory(o, plain, nextOffset) else { return }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
    o.pointee.handler = leaHandlers[(i.operandSize == 8 ? AddressKind.count : 0) + kind.rawValue]
  }

  private func multiply(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    if i.operandCount == 1 { return accumulate(o, i, nextOffset) }
    let table = (i.operand0.size.trailingZeroBitCount - 1) * (2 + 2 * AddressKind.count)
    o.pointee.a = RegisterOffset.general(i.operand0.number)
    let hasImmediate = i.operandCount == 3
    if hasImmediate { o.pointee.immediate = i.immediate }
    if let b = offset(of: i.operand1) {
      o.pointee.b = b
      o.pointee.handler = multiplyHandlers[table + (hasImmediate ? 1 : 0)]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = multiplyHandlers[table + 2 + kind.rawValue * 2 + (hasImmediate ? 1 : 0)]
    }
  }

  /// MUL, IMUL, DIV and IDIV with one operand.
  private func accumulate(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let mnemonics: [Mnemonic] = [.mul, .imul, .div, .idiv]
    guard let index = mnemonics.firstIndex(of: i.mnemonic) else { return }
    let table = (index * 4 + i.operand0.size.trailingZeroBitCount) * (1 + AddressKind.count)
    if let a = offset(of: i.operand0) {
      o.pointee.a = a
      o.pointee.handler = accumulatorHandlers[table]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = accumulatorHandlers[table + 1 + kind.rawValue]
    }
  }

  private func setOnCondition(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    if let a = offset(of: i.operand0) {
      o.pointee.a = a
      o.pointee.handler = setHandlers[Int(i.condition)]
    } else if let kind = setMemory(o, i, nextOffset), kind != .narrow {
      o.pointee.handler = setMemoryHandlers[Int(i.condition)]
    }
  }

  private func conditionalMove(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    guard i.operand0.size >= 4 else { return }
    let number = Int(i.condition) * 2 + (i.operand0.size == 8 ? 1 : 0)
    if let b = offset(of: i.operand1) {
      o.pointee.b = b
      o.pointee.handler = conditionalMoveHandlers[number]
    } else if let kind = setMemory(o, i, nextOffset) {
      o.pointee.handler = conditionalMoveMemoryHandlers[number * AddressKind.count + kind.rawValue]
    }
    o.pointee.a = RegisterOffset.general(i.operand0.number)
  }

  /// Stack and near control transfers of 64-bit mode.
  private func stack(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let operand = i.operand0
    switch i.mnemonic {
    case .push where i.operandSize == 8:
      if operand.kind == .immediate {
        o.pointee.immediate = i.immediate
        o.pointee.handler = apusPushImmediate
      } else if let a = offset(of: operand) {
        o.pointee.a = a
        o.pointee.handler = apusPushRegister
      } else if operand.kind == .memory, setMemory(o, i, nextOffset) != nil, i.addressSize == 8 {
        o.pointee.handler = apusPushMemory
      }
    case .pop where i.operandSize == 8:
      guard let a = offset(of: operand) else { return }
      o.pointee.a = a
      o.pointee.handler = apusPopRegister
    case .leave where i.operandSize == 8: o.pointee.handler = apusLeave
    case .ret where i.operandCount == 0: if !header.pointee.isStep { o.pointee.handler = apusReturn }
    case .jmp, .call:
      let isCall = i.mnemonic == .call
      if isCall { o.pointee.immediate = UInt64(nextOffset) }
      if operand.kind == .relative {
        o.pointee.handler = isCall ? apusCall : apusJump
      } else if header.pointee.isStep {
        return
      } else if let a = offset(of: operand) {
        o.pointee.a = a
        o.pointee.handler = isCall ? apusCallRegister : apusJumpRegister
      } else if setMemory(o, i, nextOffset) != nil, i.addressSize == 8 {
        o.pointee.handler = isCall ? apusCallMemory : apusJumpMemory
      }
    default: break
    }
  }

  // MARK: Pairs

  /// Lets a comparison and the jump after it run as one operation. The jump keeps its own, for the links.
  func fuse(_ o: OperationPointer, _ first: Instruction, _ jump: Instruction) {
    guard jump.mnemonic == .jcc, mode.codeSize == .bits64 || jump.operandSize == 4,
      address(o.pointee.handler) != address(generalOperation)
    else { return }
    let size = first.operand0.size
    // The conditions on OF and PF alone are not fused.
    let number = Int(jump.condition)
    guard number > 1, number != 10, number != 11 else { return }
    let condition = number < 10 ? number - 2 : number - 4
    switch first.mnemonic {
    case .cmp, .test:
      guard size != 2 else { return }
      let width = size == 1 ? 0 : size == 4 ? 1 : 2
      let table = (((first.mnemonic == .test ? 3 : 0) + width) * 12 + condition) * 4
      if first.operand0.kind == .register {
        switch first.operand1.kind {
        case .register: o.pointee.handler = fusedHandlers[table]
        case .immediate: o.pointee.handler = fusedHandlers[table + 1]
        default: if first.addressSize == 8 { o.pointee.handler = fusedHandlers[table + 2] }
        }
      } else if first.operand1.kind == .immediate, first.addressSize == 8 {
        o.pointee.handler = fusedHandlers[table + 3]
      }
    case .inc, .dec, .add, .sub, .and:
      guard size >= 4, first.operand0.kind == .register else { return }
      let families: [Mnemonic] = [.inc, .dec, .add, .sub, .and]
      guard let family = families.firstIndex(of: first.mnemonic) else { return }
      if family >= 2 && first.operand1.kind != .immediate { return }
      o.pointee.handler = fusedResultHandlers[(family * 2 + (size == 8 ? 1 : 0)) * 12 + condition]
    default: break
    }
  }
}
