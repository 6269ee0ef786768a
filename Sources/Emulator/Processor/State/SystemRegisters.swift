/// What only system code touches: control and debug registers, descriptor tables, segments, model-specific registers.
public struct SystemRegisters: Codable, Equatable, Sendable {
  public var cr0: UInt64 = CR0.reset
  public var cr2: UInt64 = 0
  public var cr3: UInt64 = 0
  public var cr4: UInt64 = 0
  /// CR8. Without a local APIC it holds nothing off.
  public var taskPriority: UInt64 = 0
  /// The four page-directory-pointer registers of PAE paging, as they were when CR3 was loaded.
  public var pageDirectoryPointers: [UInt64] = [0, 0, 0, 0]
  public var efer: UInt64 = 0
  public var xcr0: UInt64 = 1

  /// ES, CS, SS, DS, FS, GS.
  public var segments = SegmentRegisters(all: .real(0))
  public var ldtr = Segment(selector: 0, base: 0, limit: 0xFFFF, attributes: Segment.Attributes(rawValue: 0x82))
  public var tr = Segment(selector: 0, base: 0, limit: 0xFFFF, attributes: Segment.Attributes(rawValue: 0x8B))
  public var gdtr = DescriptorTable()
  public var idtr = DescriptorTable()

  /// DR0...DR3.
  public var debugAddresses: [UInt64] = [0, 0, 0, 0]
  public var dr6: UInt64 = 0xFFFF_0FF0
  public var dr7: UInt64 = 0x400
  /// Bits of DR6 whose #DB waits for the next instruction boundary that may take it.
  public var pendingDebug: UInt64 = 0

  public var msr = ModelSpecificRegisters()

  /// CPL. Real mode runs at 0.
  public var privilegeLevel: UInt8 = 0
  /// Interrupts and single-step traps are held off for one instruction (STI, MOV SS, POP SS).
  public var shadow = Shadow.none
  /// NMIs are blocked until the next IRET.
  public var nmiBlocked = false
  /// The FERR# pin is active: an x87 exception waits and CR0.NE is clear.
  public var numericErrorSignalled = false

  public init() {}

  public enum Shadow: UInt8, Codable, Sendable { case none, sti, stackSegment }
}

/// Bits of CR0 (SDM volume 3, section 2.5).
enum CR0 {
  static let protection: UInt64 = 1 << 0
  static let monitorCoprocessor: UInt64 = 1 << 1
  static let emulation: UInt64 = 1 << 2
  static let taskSwitched: UInt64 = 1 << 3
  static let extensionType: UInt64 = 1 << 4
  static let numericError: UInt64 = 1 << 5
  static let writeProtect: UInt64 = 1 << 16
  static let alignmentMask: UInt64 = 1 << 18
  static let notWriteThrough: UInt64 = 1 << 29
  static let cacheDisable: UInt64 = 1 << 30
  static let paging: UInt64 = 1 << 31
  static let reset: UInt64 = 0x6000_0010
}

/// Bits of CR4.
enum CR4 {
  static let timeStampDisable: UInt64 = 1 << 2
  static let debuggingExtensions: UInt64 = 1 << 3
  static let pageSizeExtensions: UInt64 = 1 << 4
  static let physicalAddressExtension: UInt64 = 1 << 5
  static let machineCheck: UInt64 = 1 << 6
  static let globalPages: UInt64 = 1 << 7
  static let performanceCounters: UInt64 = 1 << 8
  static let fxsave: UInt64 = 1 << 9
  static let simdExceptions: UInt64 = 1 << 10
  static let userModeInstructionPrevention: UInt64 = 1 << 11
  static let fsgsbase: UInt64 = 1 << 16
  static let processContextIdentifiers: UInt64 = 1 << 17
  static let xsave: UInt64 = 1 << 18
  static let smep: UInt64 = 1 << 20
  static let smap: UInt64 = 1 << 21
  /// All that may be set; the rest is reserved and raises #GP.
  static let supported: UInt64 =
    timeStampDisable | debuggingExtensions | pageSizeExtensions | physicalAddressExtension | globalPages
    | performanceCounters | fxsave | simdExceptions | fsgsbase | processContextIdentifiers | xsave | smep | smap
}

/// Bits of IA32_EFER.
enum EFER {
  static let syscall: UInt64 = 1 << 0
  static let longModeEnable: UInt64 = 1 << 8
  static let longModeActive: UInt64 = 1 << 10
  static let noExecute: UInt64 = 1 << 11
  static let supported: UInt64 = syscall | longModeEnable | longModeActive | noExecute
}

/// The model-specific registers that hold state of their own (SDM volume 4).
public struct ModelSpecificRegisters: Codable, Equatable, Sendable {
  public var star: UInt64 = 0
  public var lstar: UInt64 = 0
  public var cstar: UInt64 = 0
  public var fmask: UInt64 = 0
  public var kernelGSBase: UInt64 = 0
  public var tscAux: UInt64 = 0
  /// What RDTSC reads at tick zero.
  public var tscOffset: UInt64 = 0
  public var sysenterCS: UInt64 = 0
  public var sysenterESP: UInt64 = 0
  public var sysenterEIP: UInt64 = 0
  public var pat: UInt64 = 0x0007_0406_0007_0406
  public var apicBase: UInt64 = 0xFEE0_0100
  public var mtrrDefaultType: UInt64 = 0
  /// IA32_MTRR_PHYSBASE0, PHYSMASK0, ... PHYSMASK7.
  public var mtrrVariable = [UInt64](repeating: 0, count: 16)
  /// The eleven fixed-range MTRRs, in address order.
  public var mtrrFixed = [UInt64](repeating: 0, count: 11)
  public var miscEnable: UInt64 = 1

  public init() {}
}
