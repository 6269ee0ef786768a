import X86

/// MUL, IMUL, DIV, IDIV and the sign extensions that prepare them.
extension Processor {
  private func setMultiplyFlags(_ result: UInt64, _ size: UInt8, overflow: Bool) {
    core.pointee.flagResult = signExtend(result, size)
    core.pointee.flagFirst = overflow ? RFLAGS.carry | RFLAGS.overflow : 0
    core.pointee.flagKind = .partial
  }

  /// One-operand MUL and IMUL: the double-width product in AX or rDX:rAX.
  func multiply(_ i: InstructionPointer, signed: Bool) throws(Fault) {
    let size = i.pointee.operand0.size
    let a = core[register: 0] & Self.mask(Int(size))
    let b = try value(of: i.pointee.operand0, i)
    if size == 8 {
      let (high, low): (UInt64, UInt64)
      if signed {
        let product = Int64(bitPattern: a).multipliedFullWidth(by: Int64(bitPattern: b))
        (high, low) = (UInt64(bitPattern: product.high), product.low)
      } else {
        (high, low) = a.multipliedFullWidth(by: b)
      }
      core[register: 0] = low
      core[register: 2] = high
      setMultiplyFlags(low, 8, overflow: signed ? high != UInt64(bitPattern: Int64(bitPattern: low) >> 63) : high != 0)
      return
    }
    let bits = UInt64(size) * 8
    let product = signed ? signExtend(a, size) &* signExtend(b, size) : a &* b
    if size == 1 {
      setRegister(0, product, size: 2)
    } else {
      setRegister(0, product, size: size)
      setRegister(2, product >> bits, size: size)
    }
    let low = product & Self.mask(Int(size))
    setMultiplyFlags(
      low, size,
      overflow: signed ? product != signExtend(low, size) : product >> bits != 0)
  }

  /// Two- and three-operand IMUL: the truncated product.
  func multiplyTruncated(_ i: InstructionPointer) throws(Fault) {
    let size = i.pointee.operand0.size
    let first = i.pointee.operandCount == 3 ? i.pointee.operand1 : i.pointee.operand0
    let second = i.pointee.operandCount == 3 ? i.pointee.operand2 : i.pointee.operand1
    let a = Int64(bitPattern: signExtend(try value(of: first, i), size))
    let b = Int64(bitPattern: signExtend(try value(of: second, i), size))
    let (product, overflow) = a.multipliedReportingOverflow(by: b)
    let result = UInt64(bitPattern: product)
    setRegister(i.pointee.operand0, result)
    setMultiplyFlags(result, size, overflow: overflow || signExtend(result, size) != result)
  }

  func divide(_ i: InstructionPointer, signed: Bool) throws(Fault) {
    let size = i.pointee.operand0.size
    let divisor = try value(of: i.pointee.operand0, i)
    if divisor == 0 { throw .divideError }
    if size == 8 { return try divide128(by: divisor, signed: signed) }
    let bits = UInt64(size) * 8
    let dividend: UInt64 =
      size == 1
      ? core[register: 0] & 0xFFFF
      : (core[register: 2] & Self.mask(Int(size))) << bits | core[register: 0] & Self.mask(Int(size))
    let quotient: UInt64
    let remainder: UInt64
    if signed {
      let wide = Int64(bitPattern: signExtend(dividend, size * 2))
      let (q, overflow) = wide.dividedReportingOverflow(by: Int64(bitPattern: signExtend(divisor, size)))
      if overflow || signExtend(UInt64(bitPattern: q), size) != UInt64(bitPattern: q) { throw .divideError }
      quotient = UInt64(bitPattern: q)
      remainder = UInt64(bitPattern: wide % Int64(bitPattern: signExtend(divisor, size)))
    } else {
      quotient = dividend / divisor
      remainder = dividend % divisor
      if quotient > Self.mask(Int(size)) { throw .divideError }
    }
    if size == 1 {
      setRegister(0, quotient & 0xFF | (remainder & 0xFF) << 8, size: 2)
    } else {
      setRegister(0, quotient, size: size)
      setRegister(2, remainder, size: size)
    }
  }

  private func divide128(by divisor: UInt64, signed: Bool) throws(Fault) {
    let low = core[register: 0]
    let high = core[register: 2]
    if !signed {
      if high >= divisor { throw .divideError }
      (core[register: 0], core[register: 2]) = divisor.dividingFullWidth((high, low))
      return
    }
    // Divide magnitudes, then give the signs back: the remainder has the dividend's.
    let isNegative = Int64(bitPattern: high) < 0
    let divisorIsNegative = Int64(bitPattern: divisor) < 0
    let magnitudeLow = isNegative ? 0 &- low : low
    let magnitudeHigh = isNegative ? ~high &+ (low == 0 ? 1 : 0) : high
    let magnitude = divisorIsNegative ? 0 &- divisor : divisor
    if magnitudeHigh >= magnitude { throw .divideError }
    let (quotient, remainder) = magnitude.dividingFullWidth((magnitudeHigh, magnitudeLow))
    let limit: UInt64 = isNegative != divisorIsNegative ? 1 << 63 : (1 << 63) - 1
    if quotient > limit { throw .divideError }
    core[register: 0] = isNegative != divisorIsNegative ? 0 &- quotient : quotient
    core[register: 2] = isNegative ? 0 &- remainder : remainder
  }

  /// CBW, CWDE, CDQE.
  func extendAccumulator(_ i: InstructionPointer) {
    let size = i.pointee.operandSize
    setRegister(0, signExtend(core[register: 0], size / 2), size: size)
  }

  /// CWD, CDQ, CQO.
  func extendAccumulatorIntoData(_ i: InstructionPointer) {
    let size = i.pointee.operandSize
    let sign = UInt64(bitPattern: Int64(bitPattern: signExtend(core[register: 0], size)) >> 63)
    setRegister(2, sign, size: size)
  }
}
