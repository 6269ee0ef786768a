import X86

/// Shifts and rotates (SDM volume 2, SAL/SAR/SHL/SHR, RCL/RCR/ROL/ROR, SHLD, SHRD). Where the SDM leaves OF or AF undefined, they
/// are what processors compute: OF as for a count of one, AF zero.
extension Processor {
  func shift(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let bits = UInt64(size) * 8
    let raw = try value(of: i.pointee.operand1, i)
    let count = raw & (size == 8 ? 63 : 31)
    if count == 0 {
      // The destination is still written: a fault that a write raises must come.
      return try modify(i.pointee.operand0, i) { $0 }
    }
    switch i.pointee.mnemonic {
    case .shl:
      try modify(i.pointee.operand0, i) {
        let result = $0 << count
        let carry = count <= bits && $0 >> (bits - count) & 1 != 0
        self.setShiftFlags(result, size, carry: carry, overflow: (result >> (bits - 1) & 1 != 0) != carry)
        return result
      }
    case .shr:
      try modify(i.pointee.operand0, i) {
        let result = $0 >> count
        self.setShiftFlags(
          result, size, carry: $0 >> (count - 1) & 1 != 0, overflow: ($0 << (count - 1)) >> (bits - 1) & 1 != 0)
        return result
      }
    case .sar:
      try modify(i.pointee.operand0, i) {
        let wide = Int64(bitPattern: self.signExtend($0, size))
        let result = UInt64(bitPattern: wide >> count)
        self.setShiftFlags(result, size, carry: (wide >> (count - 1)) & 1 != 0, overflow: false)
        return result
      }
    case .rol, .ror: try rotate(i, raw & (size == 8 ? 63 : 31))
    default: try rotateThroughCarry(i, count)
    }
  }

  private func setShiftFlags(_ result: UInt64, _ size: UInt8, carry: Bool, overflow: Bool) {
    core.pointee.flagResult = signExtend(result, size)
    core.pointee.flagFirst = (carry ? RFLAGS.carry : 0) | (overflow ? RFLAGS.overflow : 0)
    core.pointee.flagKind = .partial
  }

  private func setRotateFlags(carry: Bool, overflow: Bool) {
    core.setFlags(
      (carry ? RFLAGS.carry : 0) | (overflow ? RFLAGS.overflow : 0), mask: RFLAGS.carry | RFLAGS.overflow)
  }

  private func rotate(_ i: InstructionPointer, _ masked: UInt64) throws(Fault) {
    let size = i.pointee.operand0.size
    let bits = UInt64(size) * 8
    let count = masked % bits
    let isLeft = i.pointee.mnemonic == .rol
    try modify(i.pointee.operand0, i) {
      let left = isLeft ? count : (bits - count) % bits
      let result = left == 0 ? $0 : ($0 << left | $0 >> (bits - left)) & Self.mask(Int(size))
      let top = result >> (bits - 1) & 1 != 0
      if isLeft {
        let carry = result & 1 != 0
        self.setRotateFlags(carry: carry, overflow: top != carry)
      } else {
        self.setRotateFlags(carry: top, overflow: top != (result >> (bits - 2) & 1 != 0))
      }
      return result
    }
  }

  private func rotateThroughCarry(_ i: InstructionPointer, _ masked: UInt64) throws(Fault) {
    let size = i.pointee.operand0.size
    let bits = UInt64(size) * 8
    let count = masked % (bits + 1)
    let isLeft = i.pointee.mnemonic == .rcl
    try modify(i.pointee.operand0, i) {
      var value = $0
      var carry = self.core.carry
      if count == 0 { return value }
      for _ in 0..<count {
        let incoming: UInt64 = carry ? 1 : 0
        if isLeft {
          carry = value >> (bits - 1) & 1 != 0
          value = (value << 1 | incoming) & Self.mask(Int(size))
        } else {
          carry = value & 1 != 0
          value = value >> 1 | incoming << (bits - 1)
        }
      }
      let top = value >> (bits - 1) & 1 != 0
      self.setRotateFlags(
        carry: carry, overflow: isLeft ? top != carry : top != (value >> (bits - 2) & 1 != 0))
      return value
    }
  }

  func doubleShift(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let bits = UInt64(size) * 8
    let count = try value(of: i.pointee.operand2, i) & (size == 8 ? 63 : 31)
    let source = register(i.pointee.operand1)
    if count == 0 { return try modify(i.pointee.operand0, i) { $0 } }
    let isLeft = i.pointee.mnemonic == .shld
    try modify(i.pointee.operand0, i) {
      let result: UInt64
      let carry: Bool
      if size == 2 {
        // A count above 16 is undefined; processors shift the 48-bit concatenation destination:source:destination.
        if isLeft {
          let wide = ($0 << 32 | source << 16 | $0) << count
          result = wide >> 32 & 0xFFFF
          carry = ($0 << 32 | source << 16 | $0) >> (48 - count) & 1 != 0
        } else {
          let wide = $0 << 32 | source << 16 | $0
          result = wide >> count & 0xFFFF
          carry = wide >> (count - 1) & 1 != 0
        }
      } else if isLeft {
        result = ($0 << count | source >> (bits - count)) & Self.mask(Int(size))
        carry = $0 >> (bits - count) & 1 != 0
      } else {
        result = ($0 >> count | source << (bits - count)) & Self.mask(Int(size))
        carry = $0 >> (count - 1) & 1 != 0
      }
      let changed = (result ^ $0) >> (bits - 1) & 1 != 0
      self.setShiftFlags(result, size, carry: carry, overflow: changed)
      return result
    }
  }
}
