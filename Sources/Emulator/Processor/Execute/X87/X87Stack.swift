import FloatingPoint

/// The register stack (SDM volume 1, sections 8.1.2 and 8.5.1.1).
extension X87State {
  /// ST(`index`). Writing it makes the register valid.
  subscript(st index: Int) -> ExtendedReal {
    get {
      let register = (top + index) & 7
      return ExtendedReal(significand: significands[register], signAndExponent: signExponents[register])
    }
    set {
      let register = (top + index) & 7
      significands[register] = newValue.significand
      signExponents[register] = newValue.signAndExponent
      valid |= 1 << UInt8(register)
    }
  }

  /// Whether ST(`index`) holds nothing.
  func isEmpty(_ index: Int) -> Bool { valid >> UInt8((top + index) & 7) & 1 == 0 }

  mutating func free(_ index: Int) { valid &= ~(1 << UInt8((top + index) & 7)) }

  mutating func pop() {
    free(0)
    top += 1
  }

  mutating func push(_ value: ExtendedReal) {
    top -= 1
    self[st: 0] = value
  }

  // MARK: Exceptions

  /// Calls `body` with the control and status words, and keeps what it makes of the status.
  mutating func withUnit<Result>(_ body: (inout X87) -> Result) -> Result {
    var unit = X87(control: control, status: status)
    let result = body(&unit)
    status = unit.status
    return result
  }

  /// An operation; nil when an unmasked exception keeps its result away.
  mutating func perform<Result>(_ body: (inout X87) -> Result) -> Result? {
    withUnit { unit in
      let result = body(&unit)
      return unit.retire() ? result : nil
    }
  }

  /// Notes a stack fault, #IS; returns whether it is masked, so that the indefinite takes the result's place.
  mutating func stackFault(isOverflow: Bool = false) -> Bool {
    status = status & ~X87.c1 | X87.stackFault | 1 | (isOverflow ? X87.c1 : 0)
    summarize()
    return control & 1 != 0
  }

  // MARK: The full tag word

  /// Two bits a register: 0 valid, 1 zero, 2 special, 3 empty (SDM volume 1, section 8.1.7).
  var tagWord: UInt16 {
    (0..<8).reduce(0) { $0 | tag($1) << UInt16($1 * 2) }
  }

  private func tag(_ register: Int) -> UInt16 {
    if valid >> UInt8(register) & 1 == 0 { return 3 }
    let exponent = signExponents[register] & 0x7FFF
    if exponent == 0 && significands[register] == 0 { return 1 }
    return exponent == 0 || exponent == 0x7FFF || significands[register] >> 63 == 0 ? 2 : 0
  }

  /// Of a loaded tag word only which registers are empty counts.
  mutating func setTagWord(_ word: UInt16) {
    valid = (0..<8).reduce(0) { $0 | (word >> UInt16($1 * 2) & 3 == 3 ? 0 : 1 << UInt8($1)) }
  }
}
