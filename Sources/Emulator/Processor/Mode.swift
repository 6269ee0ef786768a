import Storage
import X86

/// What follows from the architectural state: the code's size, whose rights count, which translations are in force.
extension Processor {
  var isProtected: Bool { system.cr0 & CR0.protection != 0 }
  var isLongModeActive: Bool { system.efer & EFER.longModeActive != 0 }

  /// To be called after any change of CR0, CR4, EFER, CPL, RFLAGS.AC, CS, SS, DS or ES.
  func updateMode() {
    let cs = system.segments[SegmentNumber.cs].attributes
    if isLongModeActive && cs.isLong {
      codeSize = .bits64
    } else {
      codeSize = cs.isBig ? .bits32 : .bits16
    }
    var isFlat = codeSize == .bits64
    if codeSize == .bits32 && isProtected && core.pointee.flags & RFLAGS.virtual8086 == 0 {
      isFlat =
        [SegmentNumber.cs, SegmentNumber.ss, SegmentNumber.ds, SegmentNumber.es].allSatisfy {
          system.segments[$0].isFlat
        }
        && [SegmentNumber.ss, SegmentNumber.ds, SegmentNumber.es].allSatisfy {
          system.segments[$0].attributes.isWritable
        } && system.segments[SegmentNumber.ss].attributes.isBig
    }
    isFlat = isFlat && usesFastOperations
    let allowsSSE =
      system.cr0 & (CR0.emulation | CR0.taskSwitched) == 0 && system.cr4 & CR4.fxsave != 0
    let newMode = CodeMode(codeSize: codeSize, isFlat: isFlat, allowsSSE: allowsSSE)
    if newMode != mode {
      mode = newMode
      translations.flushFetches()
      core.pointee.leave = true
    }
    updateContext()
  }

  /// Chooses the translations for the present rights.
  func updateContext() {
    context = accessContext(level: system.privilegeLevel)
    core.pointee.checksAlignment = alignmentFaults
    if core.pointee.checksAlignment {
      core.pointee.reads = emptyTable.entries
      core.pointee.writes = emptyTable.entries
    } else {
      core.pointee.reads = translations.readEntries(context)
      core.pointee.writes = translations.writeEntries(context)
    }
    core.pointee.fetches = translations.fetchEntries(context)
    core.pointee.systemReads = translations.readEntries(systemContext)
    core.pointee.systemWrites = translations.writeEntries(systemContext)
  }

  /// The rights of the accesses of a program at `level`.
  func accessContext(level: UInt8) -> AccessContext {
    if level == 3 { return .user }
    let excludesUserPages = system.cr4 & CR4.smap != 0 && core.pointee.flags & RFLAGS.alignmentCheck == 0
    return excludesUserPages ? .supervisorWithoutUserPages : .supervisor
  }

  /// The rights of implicit accesses: SMAP holds whatever RFLAGS.AC says (SDM volume 3, section 4.6).
  var systemContext: AccessContext { system.cr4 & CR4.smap != 0 ? .supervisorWithoutUserPages : .supervisor }

  /// Whether unaligned accesses fault (SDM volume 3, section 6.15, interrupt 17).
  private var alignmentFaults: Bool {
    system.privilegeLevel == 3 && system.cr0 & CR0.alignmentMask != 0
      && core.pointee.flags & RFLAGS.alignmentCheck != 0
  }
}

extension Processor: StorageObserver {
  public func willWrite(frame: UnsafeMutablePointer<Frame>, address: UInt64, offset: Int, count: Int) {
    if frame.pointee.attributes.contains(.pagingStructure) {
      willWritePagingStructure(frame, offset: offset, count: count)
    }
    if frame.pointee.attributes.contains(.code) {
      if codeCache.invalidate(frameAt: address, offset: offset, count: count) { core.pointee.leave = true }
    }
  }

  public func writeProtectionChanged() { translations.flushWrites() }

  public func frameMoved(from host: UnsafeMutableRawPointer) { translations.dropReads(host) }

  public func framesMoved() { flushTranslations() }

  public func layoutChanged() {
    codeCacheIsStale = true
    flushTranslations()
  }

  func flushTranslations() {
    translations.flushAll()
    core.pointee.leave = true
  }

  /// Puts the translations of the address space in CR3 in force.
  func selectAddressSpace() {
    if system.cr0 & CR0.paging == 0 {
      translations.select(TranslationCache.unpaged)
    } else {
      translations.select(system.cr3 & ~0xFFF)
      // With PAE, the same CR3 may stand for other page-directory pointers.
      if !isLongModeActive && system.cr4 & CR4.physicalAddressExtension != 0 { translations.flushCurrent() }
    }
    updateContext()
    core.pointee.leave = true
  }

  /// Makes writes to a frame come aside.
  func mark(_ frame: UnsafeMutablePointer<Frame>, _ attribute: Frame.Attributes) {
    if frame.pointee.attributes.contains(attribute) { return }
    if frame.pointee.attributes.isEmpty { translations.flushWrites() }
    frame.pointee.attributes.insert(attribute)
  }
}
