import FloatingPoint
import X86

/// Loads, stores, exchanges.
extension Processor {
  // MARK: Onto the stack

  func x87Load(_ i: InstructionPointer) throws(Fault) {
    let operand = i.pointee.operand0
    if operand.kind == .register {
      let value = x87[st: Int(operand.number)]
      if x87.isEmpty(Int(operand.number)) {
        if x87.stackFault() { x87.push(.indefinite) }
        return
      }
      return x87Push { _ in value }
    }
    if operand.size == 10 {
      let value = try loadTenBytes(i)
      if i.pointee.mnemonic == .fld { return x87Push { _ in value } }
      return x87Push { $0.load(decimalLow: value.significand, high: value.signAndExponent) }
    }
    let bits = try load(try linearAddress(i, size: UInt64(operand.size)), size: operand.size)
    if i.pointee.mnemonic == .fild {
      let integer = Int64(bitPattern: signExtend(bits, operand.size))
      x87Push { $0.load(integer: integer) }
    } else if operand.size == 4 {
      x87Push { $0.load(binary32: UInt32(bits)) }
    } else {
      x87Push { $0.load(binary64: bits) }
    }
  }

  func x87LoadConstant(_ i: InstructionPointer) {
    let constant: X87Constant
    switch i.pointee.mnemonic {
    case .fld1: constant = .one
    case .fldl2t: constant = .log2Of10
    case .fldl2e: constant = .log2OfE
    case .fldpi: constant = .pi
    case .fldlg2: constant = .log10Of2
    case .fldln2: constant = .lnOf2
    default: constant = .zero
    }
    x87Push { $0.load(constant) }
  }

  private func x87Push(_ body: (inout X87) -> ExtendedReal) {
    if !x87.isEmpty(7) {
      if x87.stackFault(isOverflow: true) { x87.push(.indefinite) }
      return
    }
    let result = x87.perform { unit in
      unit.status &= ~X87.c1
      return body(&unit)
    }
    if let result { x87.push(result) }
  }

  // MARK: From the stack

  func x87Store(_ i: InstructionPointer) throws(Fault) {
    let isDone = i.pointee.operand0.kind == .register ? x87StoreRegister(i) : try x87StoreMemory(i)
    if isDone && i.pointee.mnemonic.popsX87 { x87.pop() }
  }

  private func x87StoreRegister(_ i: InstructionPointer) -> Bool {
    let number = Int(i.pointee.operand0.number)
    if x87.isEmpty(0) {
      // D9 /3, which the manual does not have, pops an empty register without a word.
      if i.pointee.opcode == 0xD9 {
        x87.status &= ~X87.c1
        return true
      }
      guard x87.stackFault() else { return false }
      x87[st: number] = .indefinite
      return true
    }
    x87.status &= ~X87.c1
    x87[st: number] = x87[st: 0]
    return true
  }

  /// The write cannot fault any more when the stack and the status word change.
  private func x87StoreMemory(_ i: InstructionPointer) throws(Fault) -> Bool {
    let size = i.pointee.operand0.size
    let linear = try linearAddress(i, size: UInt64(size), isWrite: true)
    if size == 10 { try checkX87Alignment(linear, 8) }
    try probeWrite(linear, size: UInt64(size))
    let value: ExtendedReal
    if x87.isEmpty(0) {
      guard x87.stackFault() else { return false }
      value = Self.indefinite(i)
    } else {
      let operand = x87[st: 0]
      guard let stored = x87.perform({ Self.stored(operand, i, &$0) }) else { return false }
      value = stored
    }
    if size == 10 {
      try write(linear, value.significand)
      try write(truncate(linear &+ 8), value.signAndExponent)
    } else {
      try store(linear, value.significand, size: size)
    }
    return true
  }

  /// What a store writes: the low bytes of the significand, or all ten.
  private static func stored(_ value: ExtendedReal, _ i: InstructionPointer, _ unit: inout X87) -> ExtendedReal {
    let size = i.pointee.operand0.size
    let bits: UInt64
    switch i.pointee.mnemonic {
    case .fist, .fistp, .fisttp:
      let truncating = i.pointee.mnemonic == .fisttp
      bits = UInt64(bitPattern: unit.storeInteger(value, width: Int(size) * 8, truncating: truncating))
    case .fbstp:
      let (low, high) = unit.storeDecimal(value)
      return ExtendedReal(significand: low, signAndExponent: high)
    default:
      if size == 10 {
        unit.status &= ~X87.c1
        return value
      }
      bits = size == 4 ? UInt64(unit.storeBinary32(value)) : unit.storeBinary64(value)
    }
    return ExtendedReal(significand: bits, signAndExponent: 0)
  }

  /// What a store of an empty register writes.
  private static func indefinite(_ i: InstructionPointer) -> ExtendedReal {
    let size = i.pointee.operand0.size
    switch i.pointee.mnemonic {
    case .fist, .fistp, .fisttp:
      return ExtendedReal(significand: 1 << UInt64(size * 8 - 1), signAndExponent: 0)
    case .fbstp: return ExtendedReal(significand: 3 << 62, signAndExponent: 0xFFFF)
    default:
      if size == 10 { return .indefinite }
      return ExtendedReal(significand: size == 4 ? 0xFFC0_0000 : 0xFFF8_0000_0000_0000, signAndExponent: 0)
    }
  }

  // MARK: Between registers

  func x87Exchange(_ i: InstructionPointer) {
    let number = Int(i.pointee.operand0.number)
    let isUnderflow = x87.isEmpty(0) || x87.isEmpty(number)
    if isUnderflow {
      guard x87.stackFault() else { return }
      if x87.isEmpty(0) { x87[st: 0] = .indefinite }
      if x87.isEmpty(number) { x87[st: number] = .indefinite }
    } else {
      x87.status &= ~X87.c1
    }
    let value = x87[st: 0]
    x87[st: 0] = x87[st: number]
    x87[st: number] = value
  }

  /// FCMOVcc: an empty register is a fault whether the condition holds or not.
  func x87ConditionalMove(_ i: InstructionPointer) {
    let number = Int(i.pointee.operand1.number)
    if x87.isEmpty(0) || x87.isEmpty(number) {
      if x87.stackFault() { x87[st: 0] = .indefinite }
      return
    }
    let condition: Bool
    switch i.pointee.mnemonic {
    case .fcmovb: condition = core.carry
    case .fcmove: condition = core.zero
    case .fcmovbe: condition = core.carry || core.zero
    case .fcmovu: condition = core.parity
    case .fcmovnb: condition = !core.carry
    case .fcmovne: condition = !core.zero
    case .fcmovnbe: condition = !core.carry && !core.zero
    default: condition = !core.parity
    }
    if condition { x87[st: 0] = x87[st: number] }
  }
}
