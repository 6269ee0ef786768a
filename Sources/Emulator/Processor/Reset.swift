import FloatingPoint
import X86

extension Processor {
  /// The RESET pin: SDM volume 3, table 10-1.
  public func reset() {
    for number in 0..<16 { core[register: number] = 0 }
    core[register: 2] = 0x0006_06F1
    system = SystemRegisters()
    system.segments[SegmentNumber.cs] = Segment(
      selector: 0xF000, base: 0xFFFF_0000, limit: 0xFFFF, attributes: .init(rawValue: 0x9B))
    for number in 0..<6 { core.setSegmentBase(number, system.segments[number].base) }
    core.rflags = 2
    core.pointee.rip = 0xFFF0
    core.pointee.mxcsr = MXCSR()
    for number in 0..<16 { core.vector(UInt8(number)).storeBytes(of: SIMD2<UInt64>.zero, as: SIMD2<UInt64>.self) }
    x87 = X87State()
    isHalted = false
    shutdown = nil
    unimplemented = nil
    nmiPending = false
    forgetBranches()
    flushTranslations()
    selectAddressSpace()
    debugRegistersChanged()
    updateMode()
  }
}
