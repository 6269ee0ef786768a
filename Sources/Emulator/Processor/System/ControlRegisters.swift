import X86

/// MOV to and from control registers, and what follows (SDM volume 3, section 2.5).
extension Processor {
  /// CR1, CR5 and the like are #UD at any privilege.
  private func requireControlRegister(_ number: UInt8) throws(Fault) {
    if ![0, 2, 3, 4, 8].contains(number) { throw .invalidOpcode }
    try requirePrivilege()
  }

  func readControlRegister(_ number: UInt8) throws(Fault) -> UInt64 {
    try requireControlRegister(number)
    switch number {
    case 0: return system.cr0
    case 2: return system.cr2
    case 3: return system.cr3
    case 4: return system.cr4
    default: return system.taskPriority
    }
  }

  func writeControlRegister(_ number: UInt8, _ value: UInt64) throws(Fault) {
    try requireControlRegister(number)
    switch number {
    case 0: try writeCR0(value)
    case 2: system.cr2 = value
    case 3: try writeCR3(value)
    case 4: try writeCR4(value)
    default:
      if value & ~15 != 0 { throw .generalProtection(0) }
      system.taskPriority = value
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
    let changed = value ^ system.cr0
    let turnsPagingOn = changed & value & CR0.paging != 0
    let turnsPagingOff = changed & ~value & CR0.paging != 0
    var efer = system.efer
    if turnsPagingOn && efer & EFER.longModeEnable != 0 {
      // The task register may not hold a 16-bit TSS (SDM volume 3, section 9.8.5).
      if system.cr4 & CR4.physicalAddressExtension == 0 || system.segments[SegmentNumber.cs].attributes.isLong
        || system.tr.attributes.type & 8 == 0
      {
        throw .generalProtection(0)
      }
      efer |= EFER.longModeActive
    }
    if turnsPagingOff {
      if codeSize == .bits64 || system.cr4 & CR4.processContextIdentifiers != 0 { throw .generalProtection(0) }
      efer &= ~EFER.longModeActive
    }
    if changed & (CR0.paging | CR0.cacheDisable | CR0.notWriteThrough) != 0 {
      try loadPageDirectoryPointers(cr0: value, cr3: system.cr3, cr4: system.cr4, efer: efer)
    }
    system.efer = efer
    system.cr0 = value
    if changed & (CR0.protection | CR0.writeProtect | CR0.paging) != 0 { flushTranslations() }
    if turnsPagingOn || turnsPagingOff {
      selectAddressSpace()
      debugRegistersChanged()
    }
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
    try loadPageDirectoryPointers(cr0: system.cr0, cr3: value, cr4: system.cr4, efer: system.efer)
    system.cr3 = value
    selectAddressSpace()
  }

  func writeCR4(_ value: UInt64) throws(Fault) {
    if value & ~CR4.supported != 0 { throw .generalProtection(0) }
    if isLongModeActive && value & CR4.physicalAddressExtension == 0 { throw .generalProtection(0) }
    let turnsPCIDOn =
      value & CR4.processContextIdentifiers != 0 && system.cr4 & CR4.processContextIdentifiers == 0
    if turnsPCIDOn && (!isLongModeActive || system.cr3 & 0xFFF != 0) { throw .generalProtection(0) }
    let changed = value ^ system.cr4
    let latches = CR4.physicalAddressExtension | CR4.pageSizeExtensions | CR4.globalPages | CR4.smep
    if changed & latches != 0 {
      try loadPageDirectoryPointers(cr0: system.cr0, cr3: system.cr3, cr4: value, efer: system.efer)
    }
    system.cr4 = value
    let rules = CR4.physicalAddressExtension | CR4.pageSizeExtensions | CR4.smep | CR4.smap
    if changed & rules != 0 {
      flushTranslations()
      selectAddressSpace()
    }
    if changed & CR4.debuggingExtensions != 0 { debugRegistersChanged() }
    updateMode()
  }

  // MARK: PAE

  /// PAE paging reads its four top entries when CR3 is loaded, not when it walks (SDM volume 3, section 4.4.1). #GP for
  /// reserved bits, before anything has changed.
  private func loadPageDirectoryPointers(cr0: UInt64, cr3: UInt64, cr4: UInt64, efer: UInt64) throws(Fault) {
    guard cr0 & CR0.paging != 0, cr4 & CR4.physicalAddressExtension != 0, efer & EFER.longModeActive == 0 else {
      return
    }
    var pointers: [UInt64] = []
    for index in 0..<4 as Range<UInt64> {
      let address = (cr3 & 0xFFFF_FFE0 + index * 8) & addressLineMask
      let pointer = readPhysical(address, linear: 0, width: 8, cache: nil)
      if pointer & 1 != 0 && pointer & (~Self.physicalAddressMask | 0x1E6) != 0 { throw .generalProtection(0) }
      pointers.append(pointer)
    }
    system.pageDirectoryPointers = pointers
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
}
