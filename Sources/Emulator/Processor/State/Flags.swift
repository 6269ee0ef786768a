/// How the arithmetic flags follow from the last result.
///
/// Operands and result are kept sign-extended to 64 bits; then ZF, SF, CF and OF need no operand size: sign extension keeps
/// both the signed and the unsigned order of values of one size.
enum FlagKind: UInt8 {
  /// The flags are in ``Core/flags``.
  case explicit
  /// `first + second = result`
  case add
  /// `first - second = result`
  case subtract
  /// `first + second + 1 = result`
  case addWithCarry
  /// `first - second - 1 = result`
  case subtractWithBorrow
  /// CF, OF and AF are zero.
  case logic
  /// CF, OF and AF are those bits of `first`; ZF, SF and PF follow from the result.
  case partial
}

/// Bits of RFLAGS (SDM volume 1, section 3.4.3).
enum RFLAGS {
  static let carry: UInt64 = 1 << 0
  static let parity: UInt64 = 1 << 2
  static let auxiliary: UInt64 = 1 << 4
  static let zero: UInt64 = 1 << 6
  static let sign: UInt64 = 1 << 7
  static let trap: UInt64 = 1 << 8
  static let interruptEnable: UInt64 = 1 << 9
  static let direction: UInt64 = 1 << 10
  static let overflow: UInt64 = 1 << 11
  static let privilegeLevel: UInt64 = 3 << 12
  static let nestedTask: UInt64 = 1 << 14
  static let resume: UInt64 = 1 << 16
  static let virtual8086: UInt64 = 1 << 17
  static let alignmentCheck: UInt64 = 1 << 18
  static let virtualInterrupt: UInt64 = 1 << 19
  static let virtualInterruptPending: UInt64 = 1 << 20
  static let identification: UInt64 = 1 << 21
  static let arithmetic: UInt64 = carry | parity | auxiliary | zero | sign | overflow
}

@_transparent
func signExtended<Value: FixedWidthInteger & UnsignedInteger>(_ value: Value) -> UInt64 {
  let shift = UInt64(truncatingIfNeeded: 64 &- Value.bitWidth)
  return UInt64(
    bitPattern: Int64(bitPattern: UInt64(truncatingIfNeeded: value) &<< shift) &>> Int64(truncatingIfNeeded: shift))
}

extension UnsafeMutablePointer where Pointee == Core {
  @_transparent
  func setFlags<Value: FixedWidthInteger & UnsignedInteger>(
    _ kind: FlagKind, _ result: Value, _ first: Value, _ second: Value
  ) {
    pointee.flagResult = signExtended(result)
    pointee.flagFirst = signExtended(first)
    pointee.flagSecond = signExtended(second)
    pointee.flagKind = kind
  }

  @_transparent
  func setLogicFlags<Value: FixedWidthInteger & UnsignedInteger>(_ result: Value) {
    pointee.flagResult = signExtended(result)
    pointee.flagKind = .logic
  }

  /// ZF, SF and PF from `result`; CF, OF and AF as the bits of `others` say.
  @_transparent
  func setFlags<Value: FixedWidthInteger & UnsignedInteger>(result: Value, others: UInt64) {
    pointee.flagResult = signExtended(result)
    pointee.flagFirst = others
    pointee.flagKind = .partial
  }

  @inline(__always)
  var carry: Bool {
    switch pointee.flagKind {
    case .explicit: return pointee.flags & RFLAGS.carry != 0
    case .add: return pointee.flagResult < pointee.flagFirst
    case .subtract: return pointee.flagFirst < pointee.flagSecond
    case .addWithCarry: return pointee.flagResult <= pointee.flagFirst
    case .subtractWithBorrow: return pointee.flagFirst <= pointee.flagSecond
    case .logic: return false
    case .partial: return pointee.flagFirst & RFLAGS.carry != 0
    }
  }

  @inline(__always)
  var overflow: Bool {
    let result = pointee.flagResult
    let first = pointee.flagFirst
    let second = pointee.flagSecond
    switch pointee.flagKind {
    case .explicit: return pointee.flags & RFLAGS.overflow != 0
    case .add, .addWithCarry: return Int64(bitPattern: (first ^ result) & (second ^ result)) < 0
    case .subtract, .subtractWithBorrow: return Int64(bitPattern: (first ^ second) & (first ^ result)) < 0
    case .logic: return false
    case .partial: return first & RFLAGS.overflow != 0
    }
  }

  @inline(__always)
  var zero: Bool {
    if pointee.flagKind == .explicit { return pointee.flags & RFLAGS.zero != 0 }
    return pointee.flagResult == 0
  }

  @inline(__always)
  var sign: Bool {
    if pointee.flagKind == .explicit { return pointee.flags & RFLAGS.sign != 0 }
    return Int64(bitPattern: pointee.flagResult) < 0
  }

  @inline(__always)
  var parity: Bool {
    if pointee.flagKind == .explicit { return pointee.flags & RFLAGS.parity != 0 }
    return UInt8(truncatingIfNeeded: pointee.flagResult).nonzeroBitCount & 1 == 0
  }

  @inline(__always)
  var auxiliary: Bool {
    switch pointee.flagKind {
    case .explicit: return pointee.flags & RFLAGS.auxiliary != 0
    case .logic: return false
    case .partial: return pointee.flagFirst & RFLAGS.auxiliary != 0
    default: return (pointee.flagFirst ^ pointee.flagSecond ^ pointee.flagResult) & 0x10 != 0
    }
  }

  /// RFLAGS as an instruction sees it.
  var rflags: UInt64 {
    get {
      if pointee.flagKind == .explicit { return pointee.flags }
      return pointee.flags & ~RFLAGS.arithmetic | arithmeticFlags
    }
    nonmutating set {
      pointee.flags = newValue
      pointee.flagKind = .explicit
    }
  }

  /// Computes the flags now, for what reads them more than once.
  func settleFlags() { rflags = rflags }

  /// The six arithmetic flags, at their places in RFLAGS.
  @inline(__always)
  var arithmeticFlags: UInt64 {
    if pointee.flagKind == .explicit { return pointee.flags & RFLAGS.arithmetic }
    return (carry ? RFLAGS.carry : 0) | (parity ? RFLAGS.parity : 0) | (auxiliary ? RFLAGS.auxiliary : 0)
      | (zero ? RFLAGS.zero : 0) | (sign ? RFLAGS.sign : 0) | (overflow ? RFLAGS.overflow : 0)
  }

  /// Replaces the arithmetic flags in `mask` by those of `value`.
  func setFlags(_ value: UInt64, mask: UInt64) {
    let all = rflags
    rflags = all & ~mask | value & mask
  }

  /// The condition `code` of Jcc, SETcc and CMOVcc (SDM volume 1, appendix B).
  @inline(__always)
  func holds(condition code: UInt8) -> Bool {
    let holds: Bool
    switch code &>> 1 {
    case 0: holds = overflow
    case 1: holds = carry
    case 2: holds = zero
    case 3: holds = carry || zero
    case 4: holds = sign
    case 5: holds = parity
    case 6: holds = sign != overflow
    default: holds = zero || sign != overflow
    }
    return holds != (code & 1 != 0)
  }
}
