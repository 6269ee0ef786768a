import X86

/// MOV to and from control and debug registers, and what follows (SDM volume 3, sections 2.5 and 17.2).
extension Processor {
  func readControlRegister(_ number: UInt8) throws(Fault) -> UInt64 {
    try requirePrivilege()
    switch number {
    case 0: return system.cr0
    case 2: return system.cr2
    case 3: return system.cr3
    case 4: return system.cr4
    case 8: return 0
    default: throw .invalidOpcode
    }
  }

  func writeControlRegister(_ number: UInt8, _ value: UInt64) throws(Fault) {
    try requirePrivilege()
    switch number {
    case 0: try writeCR0(value)
    case 2: system.cr2 = value
    case 3: try writeCR3(value)
    case 4: try writeCR4(value)
    case 8: if value & ~15 != 0 { throw .generalProtection(0) }
    default: throw .invalidOpcode
    }
  }

  func writeCR0(_ raw: UInt64) throws(Fault) {
    if raw >> 32 != 0 { throw .generalProtection(0) }
    let known: UInt64 =
      CR0.protection | CR0.monitorCoprocessor | CR0.emulation | CR0.taskSwitched | CR0.numericError | CR0.writeProtect
      | CR0.alignmentMask | CR0.notWriteThrough | CR0.cacheDisable | CR0.paging
    let value = raw & known | CR0.extensionType
    if value & CR0.paging != 0 && value & CR0.protection == 0 { throw .generalProtection(0) }
    if value & CR0.notWriteThrough != 0 && value & CR0.cacheDisable == 0 { throw .generalProtection(0) }
    let turnsPagingOn = value & CR0.paging != 0 && system.cr0 & CR0.paging == 0
    let turnsPagingOff = value & CR0.paging == 0 && system.cr0 & CR0.paging != 0
    if turnsPagingOn && system.efer & EFER.longModeEnable != 0 {
      if system.cr4 & CR4.physicalAddressExtension == 0 || system.segments[SegmentNumber.cs].attributes.isLong {
        throw .generalProtection(0)
      }
      system.efer |= EFER.longModeActive
    }
    if turnsPagingOff {
      if codeSize == .bits64 || system.cr4 & CR4.processContextIdentifiers != 0 { throw .generalProtection(0) }
      system.efer &= ~EFER.longModeActive
    }
    system.cr0 = value
    flushTranslations()
    updateMode()
  }

  func writeCR3(_ raw: UInt64) throws(Fault) {
    var value = raw
    if isLongModeActive {
      if system.cr4 & CR4.processContextIdentifiers != 0 { value &= ~(1 << 63) }
      if value & ~Self.physicalAddressMask != 0 { throw .generalProtection(0) }
    } else {
      value &= 0xFFFF_FFFF
    }
    system.cr3 = value
    flushTranslations()
  }

  func writeCR4(_ value: UInt64) throws(Fault) {
    if value & ~CR4.supported != 0 { throw .generalProtection(0) }
    if isLongModeActive && value & CR4.physicalAddressExtension == 0 { throw .generalProtection(0) }
    let turnsPCIDOn =
      value & CR4.processContextIdentifiers != 0 && system.cr4 & CR4.processContextIdentifiers == 0
    if turnsPCIDOn && (!isLongModeActive || system.cr3 & 0xFFF != 0) { throw .generalProtection(0) }
    system.cr4 = value
    flushTranslations()
    updateMode()
  }

  func loadMachineStatusWord(_ i: InstructionPointer) throws(Fault) {
    try requirePrivilege()
    let value = try value(of: i.pointee.operand0, i) & 15
    // LMSW can set PE but not clear it.
    try writeCR0(system.cr0 & ~0xE | value | system.cr0 & CR0.protection)
  }

  func clearTaskSwitched() throws(Fault) {
    try requirePrivilege()
    system.cr0 &= ~CR0.taskSwitched
    updateMode()
  }

  // MARK: Debug registers

  private func debugRegister(_ number: UInt8) throws(Fault) -> UInt8 {
    if number == 4 || number == 5 {
      if system.cr4 & CR4.debuggingExtensions != 0 { throw .invalidOpcode }
      return number + 2
    }
    if number > 7 { throw .invalidOpcode }
    return number
  }

  func readDebugRegister(_ raw: UInt8) throws(Fault) -> UInt64 {
    let number = try debugRegister(raw)
    try requirePrivilege()
    try checkGeneralDetect()
    switch number {
    case 6: return system.dr6
    case 7: return system.dr7
    default: return system.debugAddresses[Int(number)]
    }
  }

  func writeDebugRegister(_ raw: UInt8, _ value: UInt64) throws(Fault) {
    let number = try debugRegister(raw)
    try requirePrivilege()
    try checkGeneralDetect()
    switch number {
    case 6:
      if value >> 32 != 0 { throw .generalProtection(0) }
      system.dr6 = value & 0xE00F | 0xFFFF_0FF0
    case 7:
      if value >> 32 != 0 { throw .generalProtection(0) }
      system.dr7 = value & 0xFFFF_2BFF | 0x400
      debugRegistersChanged()
    default:
      system.debugAddresses[Int(number)] = value
      debugRegistersChanged()
    }
  }

  /// DR7.GD: any access to a debug register raises #DB.
  private func checkGeneralDetect() throws(Fault) {
    if system.dr7 & 1 << 13 != 0 {
      system.dr7 &= ~(1 << 13)
      system.dr6 |= 1 << 13
      throw .debug
    }
  }

  func debugRegistersChanged() {}
}
