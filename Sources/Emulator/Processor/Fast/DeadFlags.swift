import X86

/// What an instruction does with the arithmetic flags, as far as leaving them out is concerned.
private enum FlagUse {
  /// Sets all six and reads none, whatever its operands.
  case overwrites
  /// Neither reads nor sets any, and cannot fault or leave the block.
  case passes
  /// Anything else.
  case mayObserve
}

extension BlockBuilder {
  /// Gives operations whose flags nobody can see handlers that do not compute any.
  ///
  /// Nobody can see them when a later instruction of the block overwrites all of them, and none before it reads a flag, accesses
  /// memory (it might fault) or is left to the general tier.
  func silenceDeadFlags(_ instructions: Slice<UnsafeMutableBufferPointer<Instruction>>) {
    let count = instructions.count
    guard count > 1 else { return }
    var areDead = false
    for ordinal in (0..<count).reversed() {
      let instruction = instructions[instructions.startIndex + ordinal]
      let operation = operations + ordinal
      if areDead { silence(operation, instruction) }
      switch use(operation, instruction) {
      case .overwrites: areDead = true
      case .passes: break
      case .mayObserve: areDead = false
      }
    }
  }

  private func touchesMemory(_ i: Instruction) -> Bool {
    i.operand0.kind == .memory || i.operand1.kind == .memory || i.operand2.kind == .memory
  }

  private func use(_ o: OperationPointer, _ i: Instruction) -> FlagUse {
    if address(o.pointee.handler) == address(generalOperation) { return .mayObserve }
    switch i.mnemonic {
    case .add, .sub, .and, .or, .xor, .cmp, .test, .neg, .imul, .mul:
      return touchesMemory(i) ? .mayObserve : .overwrites
    case .mov, .movzx, .movsx, .movsxd, .not: return touchesMemory(i) ? .mayObserve : .passes
    // The fast ones have counts that are not zero.
    case .shl, .shr, .sar: return i.operand1.kind == .immediate && !touchesMemory(i) ? .overwrites : .mayObserve
    case .lea, .nop: return .passes
    default: return .mayObserve
    }
  }

  private func silence(_ o: OperationPointer, _ i: Instruction) {
    guard i.operand0.kind == .register, i.operand0.registerClass == .general, i.operand0.size >= 4,
      i.operand1.kind != .memory, address(o.pointee.handler) != address(generalOperation)
    else { return }
    let width = i.operand0.size == 8 ? 1 : 0
    let binaries: [Mnemonic] = [.add, .or, .and, .sub, .xor]
    let shifts: [Mnemonic] = [.shl, .shr, .sar, .rol, .ror]
    let unaries: [Mnemonic] = [.inc, .dec, .neg]
    if let index = binaries.firstIndex(of: i.mnemonic) {
      o.pointee.handler = quietBinaryHandlers[(index * 2 + width) * 2 + (i.operand1.kind == .immediate ? 1 : 0)]
    } else if let index = shifts.firstIndex(of: i.mnemonic), i.operand1.kind == .immediate {
      o.pointee.handler = quietShiftHandlers[index * 2 + width]
    } else if let index = unaries.firstIndex(of: i.mnemonic) {
      o.pointee.handler = quietUnaryHandlers[index * 2 + width]
    }
  }
}
