import X86

extension BlockBuilder {
  /// Gives an SSE operation its handler, where the instruction names XMM registers.
  func specializeVector(_ o: OperationPointer, _ i: Instruction, nextOffset: Int) {
    let isXMM = i.operand0.registerClass == .xmm || i.operand1.registerClass == .xmm
    guard isXMM, i.operand0.registerClass != .mmx, i.operand1.registerClass != .mmx else { return }
    if i.operand1.kind == .immediate && i.operandCount == 2 {
      guard let handler = vectorShiftHandler(i.mnemonic) else { return }
      o.pointee.a = xmm(i.operand0)
      o.pointee.b = o.pointee.a
      o.pointee.immediate = i.immediate
      o.pointee.handler = handler
    } else if let handlers = vectorHandlers(i.mnemonic), i.operand0.kind == .register {
      source(o, i, nextOffset, handlers.register, handlers.memory)
    } else if i.operand0.kind == .memory {
      storeVector(o, i, nextOffset)
    } else if i.operand0.registerClass == .xmm {
      loadVector(o, i, nextOffset)
    } else {
      reduceVector(o, i, nextOffset)
    }
  }

  private func xmm(_ operand: Operand) -> UInt8 { (operand.number & 15) &<< 4 }

  /// A destination register and a source that is a register (XMM or general) or memory.
  private func source(
    _ o: OperationPointer, _ i: Instruction, _ nextOffset: Int, _ register: Handler?, _ memory: Handler?
  ) {
    if i.operand1.kind == .memory {
      guard let memory, let kind = setMemory(o, i, nextOffset), kind != .narrow else { return }
      o.pointee.handler = memory
    } else {
      guard let register else { return }
      switch i.operand1.registerClass {
      case .xmm: o.pointee.b = xmm(i.operand1)
      case .general: o.pointee.b = RegisterOffset.general(i.operand1.number)
      default: return
      }
      o.pointee.handler = register
    }
    o.pointee.a =
      i.operand0.registerClass == .xmm ? xmm(i.operand0) : RegisterOffset.general(i.operand0.number)
    // The link slots of jumps share these fields; here they are the instruction's own.
    if i.operandCount > 2 { o.pointee.immediate = i.immediate }
  }

  /// Sets a load or store by its address form.
  private func access(
    _ o: OperationPointer, _ i: Instruction, _ nextOffset: Int, _ operand: Operand, _ handlers: [Handler]
  ) {
    guard let kind = setMemory(o, i, nextOffset) else { return }
    o.pointee.a = xmm(operand)
    o.pointee.handler = handlers[kind.rawValue]
  }

  private func storeVector(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let operand = i.operand1
    switch i.mnemonic {
    case .movaps, .movapd, .movdqa, .movntps, .movntpd, .movntdq:
      access(o, i, nextOffset, operand, vectorStoreHandlers_aligned)
    case .movups, .movupd, .movdqu: access(o, i, nextOffset, operand, vectorStoreHandlers_any)
    case .movss: access(o, i, nextOffset, operand, vectorStoreLow32Handlers)
    case .movd where i.operand0.size == 4: access(o, i, nextOffset, operand, vectorStoreLow32Handlers)
    case .movsd, .movq, .movlps, .movlpd: access(o, i, nextOffset, operand, vectorStoreLow64Handlers)
    case .movhps, .movhpd:
      access(o, i, nextOffset, operand, [apusVectorStoreHigh, apusVectorStoreHigh, generalOperation])
    default: break
    }
  }

  private func loadVector(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    let isMemory = i.operand1.kind == .memory
    let isWide = i.operand1.size == 8
    switch i.mnemonic {
    case .movaps, .movapd, .movdqa, .movntdqa:
      if isMemory {
        access(o, i, nextOffset, i.operand0, vectorLoadHandlers_aligned)
      } else {
        source(o, i, nextOffset, vectorMoveWhole, nil)
      }
    case .movups, .movupd, .movdqu, .lddqu:
      if isMemory {
        access(o, i, nextOffset, i.operand0, vectorLoadHandlers_any)
      } else {
        source(o, i, nextOffset, vectorMoveWhole, nil)
      }
    case .movss:
      if isMemory {
        access(o, i, nextOffset, i.operand0, vectorLoadLow32Handlers)
      } else {
        source(o, i, nextOffset, vectorMoveSingle, nil)
      }
    case .movsd:
      if isMemory {
        access(o, i, nextOffset, i.operand0, vectorLoadLow64Handlers)
      } else {
        source(o, i, nextOffset, vectorMoveDouble, nil)
      }
    case .movd, .movq:
      if isMemory {
        access(o, i, nextOffset, i.operand0, isWide ? vectorLoadLow64Handlers : vectorLoadLow32Handlers)
      } else if i.operand1.registerClass == .xmm {
        source(o, i, nextOffset, vectorMoveLowAlone, nil)
      } else {
        source(o, i, nextOffset, isWide ? vectorFromGeneral64.register : vectorFromGeneral32.register, nil)
      }
    case .pinsrb: source(o, i, nextOffset, vectorInsertByte.register, vectorInsertByte.memory)
    case .pinsrw: source(o, i, nextOffset, vectorInsertWord.register, vectorInsertWord.memory)
    case .pinsrd: source(o, i, nextOffset, vectorInsertDoubleword.register, vectorInsertDoubleword.memory)
    case .pinsrq: source(o, i, nextOffset, vectorInsertQuadword.register, vectorInsertQuadword.memory)
    case .cvtsi2sd:
      let handlers = isWide ? vectorDoubleFromInt64 : vectorDoubleFromInt32
      source(o, i, nextOffset, handlers.register, handlers.memory)
    case .cvtsi2ss where !isWide:
      source(o, i, nextOffset, vectorSingleFromInt32.register, vectorSingleFromInt32.memory)
    case .ptest: source(o, i, nextOffset, vectorTest.register, vectorTest.memory)
    case .comiss, .ucomiss: source(o, i, nextOffset, vectorCompareSingle.register, vectorCompareSingle.memory)
    case .comisd, .ucomisd: source(o, i, nextOffset, vectorCompareDouble.register, vectorCompareDouble.memory)
    default: break
    }
  }

  /// From an XMM register (or memory) to a general register.
  private func reduceVector(_ o: OperationPointer, _ i: Instruction, _ nextOffset: Int) {
    guard i.operand0.kind == .register, i.operand0.registerClass == .general else { return }
    let isWide = i.operand0.size == 8
    switch i.mnemonic {
    case .movd, .movq: source(o, i, nextOffset, isWide ? vectorLow64 : vectorLow32, nil)
    case .movmskps: source(o, i, nextOffset, vectorSignsOfSingles, nil)
    case .movmskpd: source(o, i, nextOffset, vectorSignsOfDoubles, nil)
    case .pmovmskb: source(o, i, nextOffset, vectorSignsOfBytes, nil)
    case .pextrb: source(o, i, nextOffset, vectorExtractByte, nil)
    case .pextrw: source(o, i, nextOffset, vectorExtractWord, nil)
    case .pextrd, .extractps: source(o, i, nextOffset, vectorExtractDoubleword, nil)
    case .pextrq: source(o, i, nextOffset, vectorExtractQuadword, nil)
    case .cvttsd2si:
      let handlers = isWide ? vectorInt64FromDouble : vectorInt32FromDouble
      source(o, i, nextOffset, handlers.register, handlers.memory)
    case .cvttss2si where !isWide:
      source(o, i, nextOffset, vectorInt32FromSingle.register, vectorInt32FromSingle.memory)
    case .cvtsd2si:
      let handlers = isWide ? vectorNearestInt64FromDouble : vectorNearestInt32FromDouble
      source(o, i, nextOffset, handlers.register, handlers.memory)
    case .cvtss2si where !isWide:
      source(o, i, nextOffset, vectorNearestInt32FromSingle.register, vectorNearestInt32FromSingle.memory)
    default: break
    }
  }
}
