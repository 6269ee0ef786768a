import X86

/// MOVS, STOS, LODS, SCAS and CMPS, once each, in 64-bit code.
enum StringElement<W: Word> {
  /// Moves RSI or RDI (by its byte offset in ``Core``) to the next element.
  @_transparent
  private static func advance(_ c: CPU, _ register: UInt8) {
    let step = UInt64(truncatingIfNeeded: W.bitWidth / 8)
    let isDown = c.pointee.flags & RFLAGS.direction != 0
    c.store(register, c.load(register, as: UInt64.self) &+ (isDown ? 0 &- step : step))
  }

  @_transparent private static func source(_ c: CPU) -> UInt64 { c.load(48, as: UInt64.self) }
  @_transparent private static func destination(_ c: CPU) -> UInt64 { c.load(56, as: UInt64.self) }

  @_transparent
  static func move(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let from = cachedRead(c, source(c), W.self), let to = cachedWrite(c, destination(c), W.self) {
      to.storeBytes(of: from.loadUnaligned(as: W.self), as: W.self)
      advance(c, 48)
      advance(c, 56)
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func store(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let to = cachedWrite(c, destination(c), W.self) {
      to.storeBytes(of: c.load(0, as: W.self), as: W.self)
      advance(c, 56)
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func load(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let from = cachedRead(c, source(c), W.self) {
      c.store(0, from.loadUnaligned(as: W.self))
      advance(c, 48)
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func scan(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let other = cachedRead(c, destination(c), W.self) {
      _ = Cmp.apply(c, c.load(0, as: W.self), other.loadUnaligned(as: W.self))
      advance(c, 56)
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }

  @_transparent
  static func compare(_ core: UnsafeMutableRawPointer, _ raw: UnsafeRawPointer) {
    let c = cpu(core)
    if let first = cachedRead(c, source(c), W.self), let second = cachedRead(c, destination(c), W.self) {
      _ = Cmp.apply(c, first.loadUnaligned(as: W.self), second.loadUnaligned(as: W.self))
      advance(c, 48)
      advance(c, 56)
      next(c, operation(raw))
    } else {
      generalOperation(core, raw)
    }
  }
}

extension BlockBuilder {
  /// A string instruction whose source is in a segment without a base: once, or MOVS and STOS repeated.
  func stringElement(_ o: OperationPointer, _ i: Instruction) {
    let mnemonics: [Mnemonic] = [.movs, .stos, .lods, .scas, .cmps]
    guard mode.codeSize == .bits64, i.addressSize == 8, let index = mnemonics.firstIndex(of: i.mnemonic) else { return }
    let readsSource = i.mnemonic != .stos && i.mnemonic != .scas
    if readsSource && Int(i.memory.segment) >= SegmentNumber.fs { return }
    let width = i.operandSize.trailingZeroBitCount
    if i.prefixes.isDisjoint(with: [.rep, .repne]) {
      o.pointee.handler = stringHandlers[index * 4 + width]
    } else if index < 2 {
      o.pointee.scale = UInt8(width)
      if i.mnemonic == .stos {
        o.pointee.displacement = .max >> UInt64(64 - 8 * i.operandSize)
        o.pointee.immediate = StringRun.copies(UInt64(i.operandSize))
      }
      o.pointee.handler = index == 0 ? repeatedMoveOperation : repeatedStoreOperation
    }
  }
}
