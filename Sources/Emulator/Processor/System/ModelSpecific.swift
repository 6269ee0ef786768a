import X86

/// RDMSR and WRMSR (SDM volume 4). Registers that are not there raise #GP.
extension Processor {
  private enum Address {
    static let timeStampCounter: UInt32 = 0x10
    static let apicBase: UInt32 = 0x1B
    static let biosSignature: UInt32 = 0x8B
    static let mtrrCapabilities: UInt32 = 0xFE
    static let sysenterCS: UInt32 = 0x174
    static let sysenterESP: UInt32 = 0x175
    static let sysenterEIP: UInt32 = 0x176
    static let miscEnable: UInt32 = 0x1A0
    static let pat: UInt32 = 0x277
    static let mtrrDefaultType: UInt32 = 0x2FF
    static let efer: UInt32 = 0xC000_0080
    static let star: UInt32 = 0xC000_0081
    static let lstar: UInt32 = 0xC000_0082
    static let cstar: UInt32 = 0xC000_0083
    static let fmask: UInt32 = 0xC000_0084
    static let fsBase: UInt32 = 0xC000_0100
    static let gsBase: UInt32 = 0xC000_0101
    static let kernelGSBase: UInt32 = 0xC000_0102
    static let tscAux: UInt32 = 0xC000_0103
  }

  private static let fixedRangeAddresses: [UInt32] = [
    0x250, 0x258, 0x259, 0x268, 0x269, 0x26A, 0x26B, 0x26C, 0x26D, 0x26E, 0x26F,
  ]

  /// Of IA32_MISC_ENABLE: fast strings. What the other bits control is not there.
  private static let miscEnableWritable: UInt64 = 1 << 0

  func readModelSpecificRegister() throws(Fault) {
    try requirePrivilege()
    let value = try modelSpecificRegister(UInt32(truncatingIfNeeded: core[register: 1]))
    core[register: 0] = value & 0xFFFF_FFFF
    core[register: 2] = value >> 32
  }

  func modelSpecificRegister(_ address: UInt32) throws(Fault) -> UInt64 {
    switch address {
    case Address.timeStampCounter: return timeStampCounter
    case Address.apicBase: return system.msr.apicBase
    case Address.biosSignature: return 0
    case Address.mtrrCapabilities: return 0x508
    case Address.sysenterCS: return system.msr.sysenterCS
    case Address.sysenterESP: return system.msr.sysenterESP
    case Address.sysenterEIP: return system.msr.sysenterEIP
    case Address.miscEnable: return system.msr.miscEnable
    case Address.pat: return system.msr.pat
    case Address.mtrrDefaultType: return system.msr.mtrrDefaultType
    case 0x200...0x20F: return system.msr.mtrrVariable[Int(address - 0x200)]
    case Address.efer: return system.efer
    case Address.star: return system.msr.star
    case Address.lstar: return system.msr.lstar
    case Address.cstar: return system.msr.cstar
    case Address.fmask: return system.msr.fmask
    case Address.fsBase: return core.segmentBase(SegmentNumber.fs)
    case Address.gsBase: return core.segmentBase(SegmentNumber.gs)
    case Address.kernelGSBase: return system.msr.kernelGSBase
    case Address.tscAux: return system.msr.tscAux
    default:
      if let index = Self.fixedRangeAddresses.firstIndex(of: address) { return system.msr.mtrrFixed[index] }
      throw .generalProtection(0)
    }
  }

  func writeModelSpecificRegister() throws(Fault) {
    try requirePrivilege()
    let value = core[register: 2] << 32 | core[register: 0] & 0xFFFF_FFFF
    let address = UInt32(truncatingIfNeeded: core[register: 1])
    switch address {
    case Address.timeStampCounter: system.msr.tscOffset = value &- bus.time
    case Address.apicBase:
      if value & ~(Self.physicalAddressMask & ~0xFFF | 0x900) != 0 { throw .generalProtection(0) }
      system.msr.apicBase = value
    case Address.biosSignature: break
    case Address.sysenterCS: system.msr.sysenterCS = value
    case Address.sysenterESP: system.msr.sysenterESP = try canonical(value)
    case Address.sysenterEIP: system.msr.sysenterEIP = try canonical(value)
    case Address.miscEnable:
      if value & ~Self.miscEnableWritable != 0 { throw .generalProtection(0) }
      system.msr.miscEnable = value
    case Address.pat: system.msr.pat = try memoryTypes(value, allowed: [0, 1, 4, 5, 6, 7])
    case Address.mtrrDefaultType:
      if value & ~0xCFF != 0 || ![0, 1, 4, 5, 6].contains(value & 0xFF) { throw .generalProtection(0) }
      system.msr.mtrrDefaultType = value
    case 0x200...0x20F:
      let reserved = ~Self.physicalAddressMask | (address & 1 == 0 ? 0xF00 : 0x7FF)
      if value & reserved != 0 { throw .generalProtection(0) }
      system.msr.mtrrVariable[Int(address - 0x200)] = value
    case Address.efer: try writeEFER(value)
    case Address.star: system.msr.star = value
    case Address.lstar: system.msr.lstar = try canonical(value)
    case Address.cstar: system.msr.cstar = try canonical(value)
    case Address.fmask: system.msr.fmask = value & 0xFFFF_FFFF
    case Address.fsBase: setBase(SegmentNumber.fs, try canonical(value))
    case Address.gsBase: setBase(SegmentNumber.gs, try canonical(value))
    case Address.kernelGSBase: system.msr.kernelGSBase = try canonical(value)
    case Address.tscAux:
      if value >> 32 != 0 { throw .generalProtection(0) }
      system.msr.tscAux = value
    default:
      guard let index = Self.fixedRangeAddresses.firstIndex(of: address) else { throw .generalProtection(0) }
      system.msr.mtrrFixed[index] = try memoryTypes(value, allowed: [0, 1, 4, 5, 6])
    }
  }

  func setBase(_ number: Int, _ base: UInt64) {
    system.segments[number].base = base
    core.setSegmentBase(number, base)
  }

  private func writeEFER(_ value: UInt64) throws(Fault) {
    if value & ~EFER.supported != 0 { throw .generalProtection(0) }
    let changesEnable = (value ^ system.efer) & EFER.longModeEnable != 0
    if changesEnable && system.cr0 & CR0.paging != 0 { throw .generalProtection(0) }
    let changed = value ^ system.efer
    system.efer = value & ~EFER.longModeActive | system.efer & EFER.longModeActive
    if changed & EFER.noExecute != 0 { flushTranslations() }
    updateMode()
  }

  private func canonical(_ value: UInt64) throws(Fault) -> UInt64 {
    if !isCanonical(value) { throw .generalProtection(0) }
    return value
  }

  /// Eight memory types, one a byte.
  private func memoryTypes(_ value: UInt64, allowed: Set<UInt64>) throws(Fault) -> UInt64 {
    for byte in 0..<8 where !allowed.contains(value >> UInt64(byte * 8) & 0xFF) { throw .generalProtection(0) }
    return value
  }

  /// RDPMC: there are no performance counters, so every number is one that is not there.
  func readPerformanceCounter() throws(Fault) {
    throw .generalProtection(0)
  }

  // MARK: Time-stamp counter

  /// One tick of the machine's clock is one count.
  var timeStampCounter: UInt64 { bus.time &+ system.msr.tscOffset }

  func readTimeStampCounter(withAuxiliary: Bool) throws(Fault) {
    if system.cr4 & CR4.timeStampDisable != 0 && system.privilegeLevel != 0 { throw .generalProtection(0) }
    let value = timeStampCounter
    core[register: 0] = value & 0xFFFF_FFFF
    core[register: 2] = value >> 32
    if withAuxiliary { core[register: 1] = system.msr.tscAux & 0xFFFF_FFFF }
  }
}
