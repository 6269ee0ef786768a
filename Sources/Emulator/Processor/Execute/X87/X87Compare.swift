import FloatingPoint
import X86

/// FCOM and its kin. An unmasked invalid operation leaves condition codes and EFLAGS alone, as the manual has it; AMD's processors set
/// them to unordered.
extension Processor {
  func x87Compare(_ i: InstructionPointer) throws(Fault) {
    let mnemonic = i.pointee.mnemonic
    let second: X87Operand
    var isUnderflow = x87.isEmpty(0)
    switch mnemonic {
    case .ftst: second = X87Operand(.zero)
    case _ where i.pointee.operand0.kind == .memory:
      second = try x87Operand(i, isInteger: mnemonic.isX87IntegerArithmetic)
    default:
      let isDouble = mnemonic == .fcompp || mnemonic == .fucompp
      let number = isDouble ? 1 : Int(i.pointee.operand0.number)
      second = X87Operand(x87[st: number])
      isUnderflow = isUnderflow || x87.isEmpty(number)
    }
    if isUnderflow {
      guard x87.stackFault() else { return }
      x87.withUnit { $0.setConditionCodes(.unordered) }
    } else {
      let first = x87[st: 0]
      let signaling = mnemonic != .fucom && mnemonic != .fucomp && mnemonic != .fucompp
      let delivers = x87.withUnit { unit in
        let relation = unit.compare(first, second, signaling: signaling)
        return unit.retire(relation)
      }
      if !delivers { return }
    }
    if mnemonic.popsX87 { x87.pop() }
    if mnemonic == .fcompp || mnemonic == .fucompp { x87.pop() }
  }

  /// FCOMI and its kin: ZF, PF and CF.
  func x87CompareToFlags(_ i: InstructionPointer) {
    let mnemonic = i.pointee.mnemonic
    let number = Int(i.pointee.operand1.number)
    if x87.isEmpty(0) || x87.isEmpty(number) {
      guard x87.stackFault() else { return }
      core.setFlags(UInt64(Relation.unordered.eflags), mask: RFLAGS.arithmetic)
    } else {
      let (first, second) = (x87[st: 0], X87Operand(x87[st: number]))
      var flags = UInt32(truncatingIfNeeded: core.rflags)
      let delivers = x87.withUnit { unit in
        let relation = unit.compare(first, second, signaling: mnemonic == .fcomi || mnemonic == .fcomip)
        return unit.retire(relation, eflags: &flags)
      }
      core.setFlags(UInt64(flags), mask: RFLAGS.arithmetic)
      if !delivers { return }
    }
    if mnemonic.popsX87 { x87.pop() }
  }

  func x87Examine() {
    let value = x87[st: 0]
    let isEmpty = x87.isEmpty(0)
    x87.withUnit { $0.examine(value, isEmpty: isEmpty) }
  }
}
