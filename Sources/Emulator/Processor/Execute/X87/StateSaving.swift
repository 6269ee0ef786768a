import FloatingPoint
import X86

/// FXSAVE, FXRSTOR, XSAVE, XSAVEOPT, XRSTOR, LDMXCSR, STMXCSR (SDM volume 1, chapter 13).
extension Processor {
  // MARK: FXSAVE

  /// #NM where CR0 says that the unit is not there, or not the running task's.
  func requireX87() throws(Fault) {
    if system.cr0 & (CR0.emulation | CR0.taskSwitched) != 0 { throw .deviceNotAvailable }
  }

  /// Without CR4.OSFXSR, the SSE part of the image is not touched.
  func fxsave(_ i: InstructionPointer) throws(Fault) {
    try requireX87()
    let linear = try imageAddress(i, size: 512, alignment: 16, isWrite: true)
    try probeWrite(linear, size: 512)
    try saveX87Image(linear, isWide: i.pointee.operandSize == 8)
    if system.cr4 & CR4.fxsave != 0 {
      try saveMXCSRImage(linear)
      try saveXMMImage(linear)
    }
  }

  func fxrstor(_ i: InstructionPointer) throws(Fault) {
    try requireX87()
    let linear = try imageAddress(i, size: 512, alignment: 16, isWrite: false)
    try probeRead(linear, size: 512)
    let mxcsr = system.cr4 & CR4.fxsave != 0 ? try readMXCSRImage(linear) : core.pointee.mxcsr.rawValue
    try restoreX87Image(linear, isWide: i.pointee.operandSize == 8)
    updateNumericError()
    if system.cr4 & CR4.fxsave != 0 {
      core.pointee.mxcsr = MXCSR(mxcsr)
      try restoreXMMImage(linear)
    }
  }

  // MARK: XSAVE

  private static let x87Component: UInt64 = 1 << 0
  private static let sseComponent: UInt64 = 1 << 1
  private static let headerOffset: UInt64 = 512
  private static let imageSize: UInt64 = 576

  private func requireXSAVE() throws(Fault) {
    if system.cr4 & CR4.xsave == 0 { throw .invalidOpcode }
    if system.cr0 & CR0.taskSwitched != 0 { throw .deviceNotAvailable }
  }

  /// RFBM: the state components that EDX:EAX asks for and XCR0 enables.
  private var requestedComponents: UInt64 {
    (core[register: 2] << 32 | core[register: 0] & 0xFFFF_FFFF) & system.xcr0
  }

  /// XINUSE: the components that are not in their initial configuration. An MXCSR that is not counts as SSE state.
  private var componentsInUse: UInt64 {
    var components: UInt64 = x87.isInitial ? 0 : Self.x87Component
    let isClear = (0..<imageXMMCount).allSatisfy { xmm($0) == .zero }
    if !isClear || core.pointee.mxcsr.rawValue != MXCSR.initial { components |= Self.sseComponent }
    return components
  }

  /// XSAVE and, `optimized`, XSAVEOPT, which leaves out components in their initial configuration.
  func xsave(_ i: InstructionPointer, optimized: Bool) throws(Fault) {
    try requireXSAVE()
    let linear = try imageAddress(i, size: Self.imageSize, alignment: 64, isWrite: true)
    try probeWrite(linear, size: Self.imageSize)
    let requested = requestedComponents
    let inUse = componentsInUse
    let saved = optimized ? requested & inUse : requested
    if saved & Self.x87Component != 0 { try saveX87Image(linear, isWide: i.pointee.operandSize == 8) }
    if requested & Self.sseComponent != 0 { try saveMXCSRImage(linear) }
    if saved & Self.sseComponent != 0 { try saveXMMImage(linear) }
    let header = try readImage(linear, Self.headerOffset, as: UInt64.self)
    try writeImage(linear, Self.headerOffset, header & ~requested | inUse & requested)
  }

  func xrstor(_ i: InstructionPointer) throws(Fault) {
    try requireXSAVE()
    let linear = try imageAddress(i, size: Self.imageSize, alignment: 64, isWrite: false)
    try probeRead(linear, size: Self.imageSize)
    let present = try readImage(linear, Self.headerOffset, as: UInt64.self)
    let compaction = try readImage(linear, Self.headerOffset + 8, as: UInt64.self)
    let reserved = try readImage(linear, Self.headerOffset + 16, as: UInt64.self)
    // The compacted form (bit 63) is not there without XSAVEC.
    if compaction != 0 || reserved != 0 || present & ~system.xcr0 != 0 { throw .generalProtection(0) }
    let requested = requestedComponents
    let wantsSSE = requested & Self.sseComponent != 0
    let mxcsr = wantsSSE ? try readMXCSRImage(linear) : core.pointee.mxcsr.rawValue
    if requested & Self.x87Component != 0 {
      if present & Self.x87Component != 0 {
        try restoreX87Image(linear, isWide: i.pointee.operandSize == 8)
      } else {
        x87 = X87State()
      }
      updateNumericError()
    }
    guard wantsSSE else { return }
    core.pointee.mxcsr = MXCSR(mxcsr)
    if present & Self.sseComponent != 0 {
      try restoreXMMImage(linear)
    } else {
      for number in 0..<imageXMMCount { setXMM(number, .zero) }
    }
  }

  // MARK: MXCSR

  func loadMXCSR(_ i: InstructionPointer) throws(Fault) {
    try requireSSE()
    let value = try read(try linearAddress(i, size: 4), as: UInt32.self)
    if value & ~MXCSR.writable != 0 { throw .generalProtection(0) }
    core.pointee.mxcsr = MXCSR(value)
  }

  func storeMXCSR(_ i: InstructionPointer) throws(Fault) {
    try requireSSE()
    try write(try linearAddress(i, size: 4, isWrite: true), core.pointee.mxcsr.rawValue)
  }
}
