import X86

/// CPUID (SDM volume 2): says what is there, and nothing else.
extension Processor {
  func identify() {
    var leaf = UInt32(truncatingIfNeeded: core[register: 0])
    // A leaf past the last one reads as the last basic leaf (SDM volume 2, CPUID).
    if (leaf > Self.lastLeaf && leaf < 0x8000_0000) || leaf > Self.lastExtendedLeaf { leaf = Self.lastLeaf }
    let subleaf = UInt32(truncatingIfNeeded: core[register: 1])
    let (a, b, c, d) = identification(leaf, subleaf)
    core[register: 0] = UInt64(a)
    core[register: 3] = UInt64(b)
    core[register: 1] = UInt64(c)
    core[register: 2] = UInt64(d)
  }

  private static let lastLeaf: UInt32 = 0xD
  private static let lastExtendedLeaf: UInt32 = 0x8000_0008

  private func identification(_ leaf: UInt32, _ subleaf: UInt32) -> (UInt32, UInt32, UInt32, UInt32) {
    switch leaf {
    case 0: return (Self.lastLeaf, Self.word("Genu"), Self.word("ntel"), Self.word("ineI"))
    case 1: return (0x0006_06F1, 0x0001_0800, features1C, Self.features1D)
    case 7: return (0, subleaf == 0 ? Self.features7B : 0, 0, 0)
    case 0xD:
      switch subleaf {
      case 0: return (3, 0x240, 0x240, 0)
      case 1: return (1, 0x240, 0, 0)
      default: return (0, 0, 0, 0)
      }
    case 0x8000_0000: return (Self.lastExtendedLeaf, 0, 0, 0)
    case 0x8000_0001: return (0, 0, 0x0000_0121, Self.features81D)
    case 0x8000_0002...0x8000_0004:
      let name = Array("Apus x86-64 interpreter".utf8)
      let start = Int(leaf - 0x8000_0002) * 16
      func word(_ index: Int) -> UInt32 {
        (0..<4).reduce(0) { value, byte in
          let at = start + index * 4 + byte
          return value | (at < name.count ? UInt32(name[at]) << UInt32(byte * 8) : 0)
        }
      }
      return (word(0), word(1), word(2), word(3))
    case 0x8000_0007: return (0, 0, 0, 1 << 8)
    case 0x8000_0008: return (0x3000 | UInt32(Self.physicalAddressBits), 0, 0, 0)
    default: return (0, 0, 0, 0)
    }
  }

  private static func word(_ text: StaticString) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(text.utf8Start[$1]) << UInt32($1 * 8) }
  }

  /// SSE3, PCLMULQDQ, SSSE3, CX16, PCID, SSE4.1, SSE4.2, MOVBE, POPCNT, AES, XSAVE; OSXSAVE follows CR4.
  private var features1C: UInt32 {
    let fixed: UInt32 = 1 << 0 | 1 << 9 | 1 << 13 | 1 << 17 | 1 << 19 | 1 << 20 | 1 << 22 | 1 << 23 | 1 << 25 | 1 << 26
    return fixed | (system.cr4 & CR4.xsave != 0 ? 1 << 27 : 0)
  }

  /// FPU, VME off, DE, PSE, TSC, MSR, PAE, CX8, SEP, MTRR, PGE, CMOV, PAT, PSE36, CLFLUSH, MMX, FXSR, SSE, SSE2.
  private static let features1D: UInt32 =
    1 << 0 | 1 << 2 | 1 << 3 | 1 << 4 | 1 << 5 | 1 << 6 | 1 << 8 | 1 << 11 | 1 << 12 | 1 << 13 | 1 << 15 | 1 << 16
    | 1 << 17 | 1 << 19 | 1 << 23 | 1 << 24 | 1 << 25 | 1 << 26

  /// FSGSBASE, BMI1, SMEP, BMI2, INVPCID, ADX, SMAP, CLFLUSHOPT, SHA.
  private static let features7B: UInt32 =
    1 << 0 | 1 << 3 | 1 << 7 | 1 << 8 | 1 << 10 | 1 << 19 | 1 << 20 | 1 << 23 | 1 << 29

  /// SYSCALL, NX, 1 GiB pages, RDTSCP, long mode.
  private static let features81D: UInt32 = 1 << 11 | 1 << 20 | 1 << 26 | 1 << 27 | 1 << 29

  // MARK: XSAVE control

  func readExtendedControlRegister() throws(Fault) {
    if system.cr4 & CR4.xsave == 0 { throw .invalidOpcode }
    if core[register: 1] & 0xFFFF_FFFF != 0 { throw .generalProtection(0) }
    core[register: 0] = system.xcr0 & 0xFFFF_FFFF
    core[register: 2] = system.xcr0 >> 32
  }

  func writeExtendedControlRegister() throws(Fault) {
    if system.cr4 & CR4.xsave == 0 { throw .invalidOpcode }
    try requirePrivilege()
    let value = core[register: 2] << 32 | core[register: 0] & 0xFFFF_FFFF
    if core[register: 1] & 0xFFFF_FFFF != 0 || value & ~3 != 0 || value & 1 == 0 { throw .generalProtection(0) }
    system.xcr0 = value
  }
}
