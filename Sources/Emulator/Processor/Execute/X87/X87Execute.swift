import FloatingPoint
import X86

/// The x87 instructions (SDM volume 1, chapter 8).
///
/// What is done to the stack and to memory comes after the last point at which an instruction can fault. An unmasked x87 exception
/// is no fault of its instruction: it waits, in ES, for the next waiting one.
extension Processor {
  func executeX87(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .fadd, .faddp, .fiadd, .fsub, .fsubp, .fisub, .fsubr, .fsubrp, .fisubr, .fmul, .fmulp, .fimul, .fdiv, .fdivp,
      .fidiv, .fdivr, .fdivrp, .fidivr:
      try x87Waiting(i) { (i) throws(Fault) in try x87Arithmetic(i) }
    case .fcom, .fcomp, .fcompp, .fucom, .fucomp, .fucompp, .ficom, .ficomp, .ftst:
      try x87Waiting(i) { (i) throws(Fault) in try x87Compare(i) }
    case .fcomi, .fcomip, .fucomi, .fucomip: try x87Waiting(i, x87CompareToFlags)
    case .fxam: try x87Waiting(i) { (_) in x87Examine() }
    case .fld, .fild, .fbld: try x87Waiting(i) { (i) throws(Fault) in try x87Load(i) }
    case .fst, .fstp, .fist, .fistp, .fisttp, .fbstp: try x87Waiting(i) { (i) throws(Fault) in try x87Store(i) }
    case .fxch: try x87Waiting(i, x87Exchange)
    case .fcmovb, .fcmove, .fcmovbe, .fcmovu, .fcmovnb, .fcmovne, .fcmovnbe, .fcmovnu:
      try x87Waiting(i, x87ConditionalMove)
    case .fld1, .fldl2t, .fldl2e, .fldpi, .fldlg2, .fldln2, .fldz: try x87Waiting(i, x87LoadConstant)
    case .fabs, .fchs, .fsqrt, .frndint, .fsin, .fcos, .f2xm1: try x87Waiting(i, x87Unary)
    case .fsincos, .fptan, .fxtract: try x87Waiting(i, x87UnaryAndPush)
    case .fscale, .fprem, .fprem1, .fpatan, .fyl2x, .fyl2xp1: try x87Waiting(i, x87Binary)
    default:
      try requireX87Control(i)
      try x87Control(i)
      updateNumericError()
    }
  }

  /// An instruction that waits for exceptions, and is no control instruction.
  @inline(__always)
  func x87Waiting(
    _ i: InstructionPointer, _ body: (InstructionPointer) throws(Fault) -> Void
  ) throws(Fault) {
    try requireX87()
    if _slowPath(x87.isPending) { try raisePendingX87() }
    try body(i)
    notePointers(i)
  }

  /// #NM when the unit is switched off, #MF when an exception waits and the control instruction does too.
  private func requireX87Control(_ i: InstructionPointer) throws(Fault) {
    if i.pointee.mnemonic == .fwait {
      if system.cr0 & CR0.monitorCoprocessor != 0 && system.cr0 & CR0.taskSwitched != 0 { throw .deviceNotAvailable }
    } else {
      try requireX87()
    }
    switch i.pointee.mnemonic {
    case .fninit, .fnclex, .fnstcw, .fnstsw, .fnstenv, .fnsave, .feni, .fdisi, .fsetpm: break
    default: try raisePendingX87()
    }
  }

  /// Where the last non-control instruction and its operand were (SDM volume 1, section 8.1.8).
  @inline(__always)
  private func notePointers(_ i: InstructionPointer) {
    x87.opcode = UInt16(i.pointee.opcode & 7) << 8 | UInt16(i.pointee.modRM)
    x87.instructionPointer = core.pointee.rip
    x87.instructionSelector = system.segments[SegmentNumber.cs].selector
    if i.pointee.operand0.kind == .memory {
      x87.dataPointer = effectiveAddress(i)
      x87.dataSelector = system.segments[Int(i.pointee.memory.segment)].selector
    }
  }

  // MARK: Memory operands

  /// The number in memory of an arithmetic or comparing instruction.
  func x87Operand(_ i: InstructionPointer, isInteger: Bool) throws(Fault) -> X87Operand {
    let size = i.pointee.operand0.size
    let bits = try load(try linearAddress(i, size: UInt64(size)), size: size)
    if isInteger { return X87Operand(integer: Int64(bitPattern: signExtend(bits, size))) }
    return size == 4 ? X87Operand(binary32: UInt32(bits)) : X87Operand(binary64: bits)
  }

  /// #AC for what is longer than eight bytes: extended precision is aligned like double precision, an environment like
  /// its words (SDM volume 3, table 6-7).
  func checkX87Alignment(_ linear: UInt64, _ alignment: UInt64) throws(Fault) {
    if core.pointee.checksAlignment && linear & (alignment - 1) != 0 { throw .alignmentCheck }
  }

  /// The ten bytes of an operand in extended precision or packed decimal.
  func loadTenBytes(_ i: InstructionPointer) throws(Fault) -> ExtendedReal {
    let linear = try linearAddress(i, size: 10)
    try checkX87Alignment(linear, 8)
    let significand = try read(linear, as: UInt64.self)
    return ExtendedReal(
      significand: significand, signAndExponent: try read(truncate(linear &+ 8), as: UInt16.self))
  }
}
