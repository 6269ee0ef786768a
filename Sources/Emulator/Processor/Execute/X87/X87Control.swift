import FloatingPoint
import X86

/// The control instructions (SDM volume 1, section 8.3.12).
extension Processor {
  func x87Control(_ i: InstructionPointer) throws(Fault) {
    switch i.pointee.mnemonic {
    case .fnop, .fwait, .feni, .fdisi, .fsetpm: break
    case .fninit: initializeX87()
    case .fnclex: x87.status &= 0x7F00
    case .fincstp, .fdecstp:
      x87.status &= ~X87.c1
      x87.top += i.pointee.mnemonic == .fincstp ? 1 : -1
    case .ffree, .ffreep:
      x87.status &= ~X87.c1
      x87.free(Int(i.pointee.operand0.number))
      if i.pointee.mnemonic == .ffreep { x87.pop() }
    case .fldcw:
      x87.control = Self.effectiveControl(UInt16(truncatingIfNeeded: try value(of: i.pointee.operand0, i)))
      x87.summarize()
    case .fnstcw: try setValue(of: i.pointee.operand0, i, UInt64(x87.control))
    case .fnstsw: try setValue(of: i.pointee.operand0, i, UInt64(x87.status))
    case .fnstenv: try storeEnvironment(i)
    case .fldenv: try loadEnvironment(i)
    case .fnsave: try saveX87(i)
    default: try restoreX87(i)
    }
  }

  /// FNINIT: control, status, tags and pointers; what the registers hold stays.
  func initializeX87() {
    var state = X87State()
    state.significands = x87.significands
    state.signExponents = x87.signExponents
    x87 = state
  }
}
