import FloatingPoint

/// The register stack (SDM volume 1, sections 8.1.2 and 8.5.1.1).
extension X87State {
  /// ST(`index`). Writing it makes the register valid.
  ///
  /// One element is read and written where it lies: to index a whole vector is to copy it.
  subscript(st index: Int) -> ExtendedReal {
    @inline(__always) mutating get {
      let register = physical(index)
      let significand = withUnsafeBytes(of: &significands) {
        $0.baseAddress.unsafelyUnwrapped.load(fromByteOffset: register &* 8, as: UInt64.self)
      }
      let signAndExponent = withUnsafeBytes(of: &signExponents) {
        $0.baseAddress.unsafelyUnwrapped.load(fromByteOffset: register &* 2, as: UInt16.self)
      }
      return ExtendedReal(significand: significand, signAndExponent: signAndExponent)
    }
    @inline(__always) set {
      let register = physical(index)
      withUnsafeMutableBytes(of: &significands) {
        $0.baseAddress.unsafelyUnwrapped.storeBytes(
          of: newValue.significand, toByteOffset: register &* 8, as: UInt64.self)
      }
      withUnsafeMutableBytes(of: &signExponents) {
        $0.baseAddress.unsafelyUnwrapped.storeBytes(
          of: newValue.signAndExponent, toByteOffset: register &* 2, as: UInt16.self)
      }
      valid |= 1 &<< UInt8(truncatingIfNeeded: register)
    }
  }

  /// The number of the register that ST(`index`) is.
  @inline(__always)
  private func physical(_ index: Int) -> Int { (Int(status &>> 11) &+ index) & 7 }

  /// Whether ST(`index`) holds nothing.
  @inline(__always)
  func isEmpty(_ index: Int) -> Bool { valid &>> UInt8(truncatingIfNeeded: physical(index)) & 1 == 0 }

  @inline(__always)
  mutating func free(_ index: Int) { valid &= ~(1 &<< UInt8(truncatingIfNeeded: physical(index))) }

  @inline(__always)
  mutating func pop() {
    free(0)
    status = status & ~0x3800 | (status &+ 0x0800) & 0x3800
  }

  @inline(__always)
  mutating func push(_ value: ExtendedReal) {
    status = status & ~0x3800 | (status &- 0x0800) & 0x3800
    self[st: 0] = value
  }

  // MARK: Exceptions

  /// Calls `body` with the control and status words, and keeps what it makes of the status.
  @inline(__always)
  mutating func withUnit<Result>(_ body: (inout X87) -> Result) -> Result {
    var unit = X87(control: control, status: status)
    let result = body(&unit)
    status = unit.status
    return result
  }

  /// An operation; nil when an unmasked exception keeps its result away.
  @inline(__always)
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
