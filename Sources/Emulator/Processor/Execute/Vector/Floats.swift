import FloatingPoint
import X86

/// SSE floating-point arithmetic: one element or all of them (SDM volume 1, sections 10.4.1 and 11.4.1).
///
/// An instruction's operations collect their exceptions in MXCSR; ``retireSSE()`` ends it, before the destination is written.
extension Processor {
  typealias Operation32 = (UInt32, UInt32, inout MXCSR) -> UInt32
  typealias Operation64 = (UInt64, UInt64, inout MXCSR) -> UInt64

  /// Merges what the operations raised; #XM when one of it is unmasked, or #UD when the system has not said that it handles #XM.
  func retireSSE() throws(Fault) {
    if core.pointee.mxcsr.retire() {
      throw system.cr4 & CR4.simdExceptions != 0 ? .simdFloatingPoint : .invalidOpcode
    }
  }

  // MARK: Shapes

  /// The low element of both operands; the rest of the destination stays.
  func scalar(_ i: InstructionPointer, _ operation: Operation32) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    var result = xmm(i.pointee.operand0.number)
    result.doublewords[0] = operation(result.doublewords[0], source.doublewords[0], &core.pointee.mxcsr)
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  func scalar(_ i: InstructionPointer, _ operation: Operation64) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    var result = xmm(i.pointee.operand0.number)
    result.x = operation(result.x, source.x, &core.pointee.mxcsr)
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  /// All elements.
  func packed(_ i: InstructionPointer, _ operation: Operation32) throws(Fault) {
    let source = try vector(i.pointee.operand1, i).doublewords
    var result = xmm(i.pointee.operand0.number).doublewords
    for lane in 0..<4 { result[lane] = operation(result[lane], source[lane], &core.pointee.mxcsr) }
    try retireSSE()
    setXMM(i.pointee.operand0.number, Vector(lanes: result))
  }

  func packed(_ i: InstructionPointer, _ operation: Operation64) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    var result = xmm(i.pointee.operand0.number)
    for lane in 0..<2 { result[lane] = operation(result[lane], source[lane], &core.pointee.mxcsr) }
    try retireSSE()
    setXMM(i.pointee.operand0.number, result)
  }

  // MARK: Instructions

  func floatArithmetic(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .addss: try scalar(i, Binary32.add as Operation32)
    case .addsd: try scalar(i, Binary64.add as Operation64)
    case .addps: try packed(i, Binary32.add as Operation32)
    case .addpd: try packed(i, Binary64.add as Operation64)
    case .subss: try scalar(i, Binary32.subtract as Operation32)
    case .subsd: try scalar(i, Binary64.subtract as Operation64)
    case .subps: try packed(i, Binary32.subtract as Operation32)
    case .subpd: try packed(i, Binary64.subtract as Operation64)
    case .mulss: try scalar(i, Binary32.multiply as Operation32)
    case .mulsd: try scalar(i, Binary64.multiply as Operation64)
    case .mulps: try packed(i, Binary32.multiply as Operation32)
    case .mulpd: try packed(i, Binary64.multiply as Operation64)
    case .divss: try scalar(i, Binary32.divide as Operation32)
    case .divsd: try scalar(i, Binary64.divide as Operation64)
    case .divps: try packed(i, Binary32.divide as Operation32)
    case .divpd: try packed(i, Binary64.divide as Operation64)
    case .minss: try scalar(i, Binary32.minimum as Operation32)
    case .minsd: try scalar(i, Binary64.minimum as Operation64)
    case .minps: try packed(i, Binary32.minimum as Operation32)
    case .minpd: try packed(i, Binary64.minimum as Operation64)
    case .maxss: try scalar(i, Binary32.maximum as Operation32)
    case .maxsd: try scalar(i, Binary64.maximum as Operation64)
    case .maxps: try packed(i, Binary32.maximum as Operation32)
    case .maxpd: try packed(i, Binary64.maximum as Operation64)
    case .sqrtss: try scalar(i) { Binary32.squareRoot($1, &$2) as UInt32 }
    case .sqrtsd: try scalar(i) { Binary64.squareRoot($1, &$2) as UInt64 }
    case .sqrtps: try packed(i) { Binary32.squareRoot($1, &$2) as UInt32 }
    default: try packed(i) { Binary64.squareRoot($1, &$2) as UInt64 }
    }
  }

  /// RCPPS, RSQRTPS and their scalar forms, which raise nothing.
  func floatEstimate(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .rcpss: try scalar(i) { _, b, _ in Binary32.reciprocalEstimate(b) }
    case .rsqrtss: try scalar(i) { _, b, _ in Binary32.reciprocalSquareRootEstimate(b) }
    case .rcpps: try packed(i) { _, b, _ in Binary32.reciprocalEstimate(b) }
    default: try packed(i) { _, b, _ in Binary32.reciprocalSquareRootEstimate(b) }
    }
  }

  /// CMPPS and its kin: all ones or zero in each element.
  func floatCompare(_ i: InstructionPointer) throws(Fault) {
    let predicate = ComparisonPredicate(rawValue: UInt8(i.pointee.control & 7))
    switch i.pointee.mnemonic {
    case .cmpss: try scalar(i) { Binary32.compare($0, $1, predicate, &$2) }
    case .cmpsd: try scalar(i) { Binary64.compare($0, $1, predicate, &$2) }
    case .cmpps: try packed(i) { Binary32.compare($0, $1, predicate, &$2) }
    default: try packed(i) { Binary64.compare($0, $1, predicate, &$2) }
    }
  }

  /// COMISS and its kin: ZF, PF and CF; the other arithmetic flags zero.
  func floatCompareToFlags(_ i: InstructionPointer) throws(Fault) {
    let source = try vector(i.pointee.operand1, i)
    let destination = xmm(i.pointee.operand0.number)
    let relation: Relation
    switch i.pointee.mnemonic {
    case .comiss, .ucomiss:
      relation = Binary32.compare(
        destination.doublewords[0], source.doublewords[0], signaling: i.pointee.mnemonic == .comiss,
        &core.pointee.mxcsr)
    default:
      relation = Binary64.compare(
        destination.x, source.x, signaling: i.pointee.mnemonic == .comisd, &core.pointee.mxcsr)
    }
    try retireSSE()
    core.setFlags(UInt64(relation.eflags), mask: RFLAGS.arithmetic)
  }

  /// ROUNDSS and its kin.
  func floatRound(_ i: InstructionPointer) throws(Fault) {
    let control = RoundControl(rawValue: UInt8(i.pointee.control))
    switch i.pointee.mnemonic {
    case .roundss: try scalar(i) { Binary32.round($1, control, &$2) }
    case .roundsd: try scalar(i) { Binary64.round($1, control, &$2) }
    case .roundps: try packed(i) { Binary32.round($1, control, &$2) }
    default: try packed(i) { Binary64.round($1, control, &$2) }
    }
  }
}
