import FloatingPoint
import X86

/// All that the processor remembers: what a snapshot keeps of it. Caches follow from this and from memory.
public struct ProcessorState: Codable, Equatable, Sendable {
  /// RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8...R15.
  public var general: [UInt64] = Array(repeating: 0, count: 16)
  public var rip: UInt64 = 0
  public var rflags: UInt64 = 2
  /// XMM0...XMM15, two quadwords each, the low one first.
  public var xmm: [UInt64] = Array(repeating: 0, count: 32)
  public var mxcsr: UInt32 = 0x1F80
  public var x87 = X87State()
  public var system = SystemRegisters()
  public var isHalted = false
  public var nmiPending = false
  public var retired: UInt64 = 0
  public var addressLineMask: UInt64 = 0
  public var shutdown: Shutdown?
  public init() {}
}

extension Processor {
  /// A copy of the whole state; setting it empties all caches.
  public var state: ProcessorState {
    get {
      var state = ProcessorState()
      for number in 0..<16 {
        state.general[number] = core[register: number]
        let vector = core.vector(UInt8(number)).load(as: SIMD2<UInt64>.self)
        state.xmm[number * 2] = vector.x
        state.xmm[number * 2 + 1] = vector.y
      }
      state.rip = core.pointee.rip
      state.rflags = core.rflags
      state.mxcsr = core.pointee.mxcsr.rawValue
      state.x87 = x87
      state.system = system
      state.isHalted = isHalted
      state.nmiPending = nmiPending
      state.retired = retired
      state.addressLineMask = addressLineMask
      state.shutdown = shutdown
      return state
    }
    set {
      for number in 0..<16 {
        core[register: number] = newValue.general[number]
        core.vector(UInt8(number)).storeBytes(
          of: SIMD2(newValue.xmm[number * 2], newValue.xmm[number * 2 + 1]), as: SIMD2<UInt64>.self)
      }
      core.pointee.rip = newValue.rip
      core.rflags = newValue.rflags
      core.pointee.mxcsr = MXCSR(newValue.mxcsr)
      x87 = newValue.x87
      system = newValue.system
      for number in 0..<6 { core.setSegmentBase(number, system.segments[number].base) }
      isHalted = newValue.isHalted
      nmiPending = newValue.nmiPending
      retiredBefore = newValue.retired
      addressLineMask = newValue.addressLineMask
      shutdown = newValue.shutdown
      unimplemented = nil
      codeCacheIsStale = true
      flushTranslations()
      selectAddressSpace()
      debugRegistersChanged()
      updateMode()
    }
  }

  /// Sets the whole state, for memory that is as it was then. Decoded code stays: storage has said which frames changed.
  public func restore(_ state: ProcessorState, unimplemented: Unimplemented? = nil) {
    let isStale = codeCacheIsStale
    self.state = state
    codeCacheIsStale = isStale
    self.unimplemented = unimplemented
    forgetBranches()
  }

  // MARK: Single registers

  /// General register `number`: 0...15 for RAX, RCX, RDX, RBX, RSP, RBP, RSI, RDI, R8...R15.
  public subscript(general number: Int) -> UInt64 {
    get { core[register: number] }
    set { core[register: number] = newValue }
  }

  public var rip: UInt64 {
    get { core.pointee.rip }
    set { core.pointee.rip = newValue }
  }

  public var rflags: UInt64 {
    get { core.rflags }
    set {
      core.rflags = newValue
      updateMode()
    }
  }

  /// RFLAGS.IF.
  public var interruptsEnabled: Bool { core.pointee.flags & RFLAGS.interruptEnable != 0 }

  public var cr0: UInt64 { system.cr0 }
  public var cr2: UInt64 { system.cr2 }
  public var cr3: UInt64 { system.cr3 }
  public var cr4: UInt64 { system.cr4 }
  public var efer: UInt64 { system.efer }
  /// CPL.
  public var privilegeLevel: Int { Int(system.privilegeLevel) }
  /// ES, CS, SS, DS, FS, GS.
  public var segments: [Segment] { system.segments.all }

  /// How the code at ``rip`` is decoded.
  public var currentCodeSize: CodeSize { codeSize }

  /// The physical address that a supervisor access to `linear` reaches, or nil when it would fault. Changes nothing.
  public func translate(linear: UInt64) -> UInt64? {
    if codeSize == .bits64 && !isCanonical(linear) { return nil }
    return try? walk(linear, PageAccess(), probing: true).physical
  }
}
