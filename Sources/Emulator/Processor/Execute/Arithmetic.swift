import X86

/// Add, subtract, compare, logic, and what is made of them (SDM volume 2).
extension Processor {
  private func setFlags(_ kind: FlagKind, _ result: UInt64, _ first: UInt64, _ second: UInt64, _ size: UInt8) {
    core.pointee.flagResult = signExtend(result, size)
    core.pointee.flagFirst = signExtend(first, size)
    core.pointee.flagSecond = signExtend(second, size)
    core.pointee.flagKind = kind
  }

  func setLogicFlags(_ result: UInt64, _ size: UInt8) {
    core.pointee.flagResult = signExtend(result, size)
    core.pointee.flagKind = .logic
  }

  func add(_ a: UInt64, _ b: UInt64, _ size: UInt8) -> UInt64 {
    let result = a &+ b
    setFlags(.add, result, a, b, size)
    return result
  }

  func subtract(_ a: UInt64, _ b: UInt64, _ size: UInt8) -> UInt64 {
    let result = a &- b
    setFlags(.subtract, result, a, b, size)
    return result
  }

  func binary(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let source = try value(of: i.pointee.operand1, i)
    switch i.pointee.mnemonic {
    case .add: try modify(i.pointee.operand0, i) { self.add($0, source, size) }
    case .sub: try modify(i.pointee.operand0, i) { self.subtract($0, source, size) }
    case .cmp: _ = subtract(try value(of: i.pointee.operand0, i), source, size)
    case .test: setLogicFlags(try value(of: i.pointee.operand0, i) & source, size)
    case .and:
      try modify(i.pointee.operand0, i) {
        self.setLogicFlags($0 & source, size)
        return $0 & source
      }
    case .or:
      try modify(i.pointee.operand0, i) {
        self.setLogicFlags($0 | source, size)
        return $0 | source
      }
    case .xor:
      try modify(i.pointee.operand0, i) {
        self.setLogicFlags($0 ^ source, size)
        return $0 ^ source
      }
    case .adc:
      try modify(i.pointee.operand0, i) {
        let carry = self.core.carry
        let result = $0 &+ source &+ (carry ? 1 : 0)
        self.setFlags(carry ? .addWithCarry : .add, result, $0, source, size)
        return result
      }
    default:
      try modify(i.pointee.operand0, i) {
        let borrow = self.core.carry
        let result = $0 &- source &- (borrow ? 1 : 0)
        self.setFlags(borrow ? .subtractWithBorrow : .subtract, result, $0, source, size)
        return result
      }
    }
  }

  /// INC and DEC leave CF alone.
  func increment(_ i: InstructionPointer, by delta: UInt64) throws(Fault) {
    let size = i.pointee.operand0.size
    try modify(i.pointee.operand0, i) {
      let carry = self.core.carry ? RFLAGS.carry : 0
      let result = $0 &+ delta
      let isUp = delta == 1
      let low = result & 15
      let auxiliary = low == (isUp ? 0 : 15) ? RFLAGS.auxiliary : 0
      let signBit: UInt64 = 1 << (UInt64(size) * 8 - 1)
      let boundary = isUp ? signBit : signBit - 1
      let overflow = result & Self.mask(Int(size)) == boundary ? RFLAGS.overflow : 0
      self.core.pointee.flagResult = self.signExtend(result, size)
      self.core.pointee.flagFirst = carry | auxiliary | overflow
      self.core.pointee.flagKind = .partial
      return result
    }
  }

  func negate(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    try modify(i.pointee.operand0, i) { self.subtract(0, $0, size) }
  }

  func complement(_ i: InstructionPointer) throws(Fault) { try modify(i.pointee.operand0, i) { ~$0 } }

  // MARK: Exchange and compare

  func exchange(_ i: InstructionPointer) throws(Fault) {
    let source = i.pointee.operand1.kind == .memory ? i.pointee.operand0 : i.pointee.operand1
    let destination = i.pointee.operand1.kind == .memory ? i.pointee.operand1 : i.pointee.operand0
    let value = register(source)
    var old: UInt64 = 0
    try modify(destination, i) {
      old = $0
      return value
    }
    setRegister(source, old)
  }

  func exchangeAdd(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let source = register(i.pointee.operand1)
    if i.pointee.operand0.kind == .register {
      let old = register(i.pointee.operand0)
      let sum = add(old, source, size)
      setRegister(i.pointee.operand1, old)
      setRegister(i.pointee.operand0, sum)
      return
    }
    var old: UInt64 = 0
    try modify(i.pointee.operand0, i) {
      old = $0
      return self.add($0, source, size)
    }
    setRegister(i.pointee.operand1, old)
  }

  func compareExchange(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let source = register(i.pointee.operand1)
    let accumulator = core[register: 0] & Self.mask(Int(size))
    if i.pointee.operand0.kind == .register {
      let old = register(i.pointee.operand0)
      _ = subtract(accumulator, old, size)
      if old == accumulator { setRegister(i.pointee.operand0, source) } else { setRegister(0, old, size: size) }
      return
    }
    var old: UInt64 = 0
    try modify(i.pointee.operand0, i) {
      old = $0
      return old == accumulator ? source : old
    }
    _ = subtract(accumulator, old, size)
    if old != accumulator { setRegister(0, old, size: size) }
  }

  func compareExchange8B(_ i: InstructionPointer) throws(Fault) {
    let linear = try linearAddress(i, size: 8, isWrite: true)
    try probeWrite(linear, size: 8)
    let old = try read(linear, as: UInt64.self)
    let expected = core[register: 2] << 32 | core[register: 0] & 0xFFFF_FFFF
    let isEqual = old == expected
    try write(linear, isEqual ? core[register: 1] << 32 | core[register: 3] & 0xFFFF_FFFF : old)
    if !isEqual {
      core[register: 0] = old & 0xFFFF_FFFF
      core[register: 2] = old >> 32
    }
    core.setFlags(isEqual ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }

  func compareExchange16B(_ i: InstructionPointer) throws(Fault) {
    let linear = try vectorAddress(i, isWrite: true)
    try probeWrite(linear, size: 16)
    let old = try readVector(linear)
    let isEqual = old == SIMD2(core[register: 0], core[register: 2])
    try writeVector(linear, isEqual ? SIMD2(core[register: 3], core[register: 1]) : old)
    if !isEqual {
      core[register: 0] = old.x
      core[register: 2] = old.y
    }
    core.setFlags(isEqual ? RFLAGS.zero : 0, mask: RFLAGS.zero)
  }
}
