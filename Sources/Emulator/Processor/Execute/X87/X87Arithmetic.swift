import FloatingPoint
import X86

/// FADD and its kin, and the functions of one and two registers.
extension Processor {
  /// The two-operand arithmetic, with a register or a number in memory.
  func x87Arithmetic(_ i: InstructionPointer) throws(Fault) {
    let mnemonic = i.pointee.mnemonic
    let destination: Int
    let source: X87Operand
    let isUnderflow: Bool
    if i.pointee.operand0.kind == .memory {
      destination = 0
      source = try x87Operand(i, isInteger: mnemonic.isX87IntegerArithmetic)
      isUnderflow = x87.isEmpty(0)
    } else {
      destination = Int(i.pointee.operand0.number)
      let number = Int(i.pointee.operand1.number)
      source = X87Operand(x87[st: number])
      isUnderflow = x87.isEmpty(destination) || x87.isEmpty(number)
    }
    if isUnderflow {
      guard x87.stackFault() else { return }
      x87[st: destination] = .indefinite
    } else {
      let first = x87[st: destination]
      guard let result = x87.perform({ Self.apply(mnemonic, &$0, first, source) }) else { return }
      x87[st: destination] = result
    }
    if mnemonic.popsX87 { x87.pop() }
  }

  private static func apply(
    _ mnemonic: Mnemonic, _ unit: inout X87, _ a: ExtendedReal, _ b: X87Operand
  ) -> ExtendedReal {
    switch mnemonic {
    case .fadd, .faddp, .fiadd: return unit.add(a, b)
    case .fsub, .fsubp, .fisub: return unit.subtract(a, b)
    case .fsubr, .fsubrp, .fisubr: return unit.subtractReversed(a, b)
    case .fmul, .fmulp, .fimul: return unit.multiply(a, b)
    case .fdiv, .fdivp, .fidiv: return unit.divide(a, b)
    default: return unit.divideReversed(a, b)
    }
  }

  /// ST(0) = f(ST(0))
  func x87Unary(_ i: InstructionPointer) {
    let mnemonic = i.pointee.mnemonic
    if mnemonic.usesC2 { x87.status &= ~X87.c2 }
    if x87.isEmpty(0) {
      if x87.stackFault() { x87[st: 0] = .indefinite }
      return
    }
    let operand = x87[st: 0]
    let result = x87.perform { unit in
      switch mnemonic {
      case .fsqrt: return unit.squareRoot(operand)
      case .frndint: return unit.roundToInteger(operand)
      case .fsin: return unit.sine(operand)
      case .fcos: return unit.cosine(operand)
      case .f2xm1: return unit.exponential(operand)
      default:
        unit.status &= ~X87.c1
        return mnemonic == .fabs ? operand.magnitude : operand.negated
      }
    }
    if let result { x87[st: 0] = result }
  }

  /// ST(0) = f(ST(0)), and a second result on top of it: FSINCOS, FPTAN, FXTRACT. An angle out of range, C2, leaves all as it was.
  func x87UnaryAndPush(_ i: InstructionPointer) {
    let mnemonic = i.pointee.mnemonic
    if mnemonic.usesC2 { x87.status &= ~X87.c2 }
    let isUnderflow = x87.isEmpty(0)
    if isUnderflow || !x87.isEmpty(7) {
      if x87.stackFault(isOverflow: !isUnderflow) {
        x87[st: 0] = .indefinite
        x87.push(.indefinite)
      }
      return
    }
    let operand = x87[st: 0]
    let results = x87.perform { unit -> (ExtendedReal, ExtendedReal) in
      switch mnemonic {
      case .fsincos:
        let result = unit.sineAndCosine(operand)
        return (result.sine, result.cosine)
      case .fptan:
        let result = unit.tangent(operand)
        return (result.tangent, result.pushed)
      default:
        let result = unit.extract(operand)
        return (result.exponent, result.significand)
      }
    }
    guard let results else { return }
    if mnemonic.usesC2 && x87.status & X87.c2 != 0 { return }
    x87[st: 0] = results.0
    x87.push(results.1)
  }

  /// A function of ST(0) and ST(1): FSCALE, FPREM and FPREM1 replace ST(0), the others ST(1) and pop.
  func x87Binary(_ i: InstructionPointer) {
    let mnemonic = i.pointee.mnemonic
    if mnemonic.usesC2 { x87.status &= ~X87.c2 }
    let pops = mnemonic == .fpatan || mnemonic == .fyl2x || mnemonic == .fyl2xp1
    let destination = pops ? 1 : 0
    if x87.isEmpty(0) || x87.isEmpty(1) {
      guard x87.stackFault() else { return }
      x87[st: destination] = .indefinite
    } else {
      let (first, second) = (x87[st: 0], x87[st: 1])
      let result = x87.perform { unit in
        switch mnemonic {
        case .fscale: return unit.scale(first, by: second)
        case .fprem: return unit.remainder(first, by: second, toNearest: false)
        case .fprem1: return unit.remainder(first, by: second, toNearest: true)
        case .fpatan: return unit.arctangent(y: second, x: first)
        case .fyl2x: return unit.logarithm(first, times: second)
        default: return unit.logarithmPlusOne(first, times: second)
        }
      }
      guard let result else { return }
      x87[st: destination] = result
    }
    if pops { x87.pop() }
  }
}

extension Mnemonic {
  /// Whether the memory operand is an integer.
  var isX87IntegerArithmetic: Bool {
    switch self {
    case .fiadd, .fisub, .fisubr, .fimul, .fidiv, .fidivr, .ficom, .ficomp: return true
    default: return false
    }
  }

  /// Whether C2 says that the result is not complete, or that the angle is out of range.
  var usesC2: Bool {
    switch self {
    case .fsin, .fcos, .fsincos, .fptan, .fprem, .fprem1: return true
    default: return false
    }
  }

  /// Whether the instruction ends with a pop of the stack (FCOMPP and FUCOMPP: with two).
  var popsX87: Bool {
    switch self {
    case .faddp, .fsubp, .fsubrp, .fmulp, .fdivp, .fdivrp, .fcomp, .fcompp, .fucomp, .fucompp, .ficomp, .fcomip,
      .fucomip, .fstp, .fistp, .fisttp, .fbstp:
      return true
    default: return false
    }
  }
}
