import X86

/// MOV to and from DR0...DR7 (SDM volume 3, section 18.2).
extension Processor {
  /// DR4 and DR5 are other names of DR6 and DR7 unless CR4.DE is set.
  private func debugRegister(_ number: UInt8) throws(Fault) -> UInt8 {
    if number > 7 || ((number == 4 || number == 5) && system.cr4 & CR4.debuggingExtensions != 0) {
      throw .invalidOpcode
    }
    try requirePrivilege()
    try checkGeneralDetect()
    return number == 4 || number == 5 ? number + 2 : number
  }

  func readDebugRegister(_ number: UInt8) throws(Fault) -> UInt64 {
    switch try debugRegister(number) {
    case 6: return system.dr6
    case 7: return system.dr7
    default: return system.debugAddresses[Int(number)]
    }
  }

  func writeDebugRegister(_ number: UInt8, _ value: UInt64) throws(Fault) {
    switch try debugRegister(number) {
    case 6:
      if value >> 32 != 0 { throw .generalProtection(0) }
      system.dr6 = value & 0xE00F | DR6.fixed
    case 7:
      if value >> 32 != 0 { throw .generalProtection(0) }
      system.dr7 = value & 0xFFFF_23FF | DR7.fixed
      debugRegistersChanged()
    default:
      system.debugAddresses[Int(number)] = value
      debugRegistersChanged()
    }
  }

  /// DR7.GD: any access to a debug register raises #DB, as a fault.
  private func checkGeneralDetect() throws(Fault) {
    if system.dr7 & DR7.generalDetect == 0 { return }
    system.dr6 |= DR6.debugRegisterAccess
    throw .debug
  }

  /// To be called after any change of DR0...DR3, DR7, CR4.DE or long mode.
  func debugRegistersChanged() {
    let wasActive = breakpointRegisters.isActive
    breakpointRegisters = BreakpointRegisters(
      addresses: isLongModeActive ? system.debugAddresses : system.debugAddresses.map { $0 & 0xFFFF_FFFF },
      control: system.dr7, allowsPorts: system.cr4 & CR4.debuggingExtensions != 0)
    guard wasActive || breakpointRegisters.isActive else { return }
    // Pages with a breakpoint have no cached translations, so that every access to them comes to the general tier.
    flushTranslations()
    breakpointsChanged()
  }
}

/// Bits of DR6.
enum DR6 {
  static let conditions: UInt64 = 15
  static let debugRegisterAccess: UInt64 = 1 << 13
  static let singleStep: UInt64 = 1 << 14
  static let fixed: UInt64 = 0xFFFF_0FF0
}

/// Bits of DR7.
enum DR7 {
  static let fixed: UInt64 = 1 << 10
  static let generalDetect: UInt64 = 1 << 13
}

/// What DR0...DR3 and DR7 ask for, in the form in which it is looked for.
struct BreakpointRegisters {
  /// A range of bytes and the bit of DR6 that stands for it.
  struct Watch {
    var first: UInt64
    var last: UInt64
    var bit: UInt64
    /// Reads count too, not only writes.
    var includesReads: Bool
  }

  private(set) var instructions: [Watch] = []
  private(set) var data: [Watch] = []
  private(set) var ports: [Watch] = []
  private(set) var hasInstructions = false
  private(set) var hasData = false
  private(set) var hasPorts = false

  var isActive: Bool { hasInstructions || hasData || hasPorts }

  init() {}

  /// Fields of DR7 as in SDM volume 3, figure 18-1: Ln and Gn at bit 2n, R/Wn at 16 + 4n, LENn two bits above.
  init(addresses: [UInt64], control: UInt64, allowsPorts: Bool) {
    for number in 0..<4 where control >> UInt64(number * 2) & 3 != 0 {
      let kind = control >> UInt64(16 + number * 4) & 3
      let size = [1, 2, 8, 4][Int(control >> UInt64(18 + number * 4) & 3)] as UInt64
      let bit = UInt64(1) << UInt64(number)
      // The low bits of the address that the length covers do not count.
      let first = addresses[number] & ~(size - 1)
      let watch = Watch(first: first, last: first + (size - 1), bit: bit, includesReads: kind != 1)
      switch kind {
      case 0:
        instructions.append(Watch(first: addresses[number], last: addresses[number], bit: bit, includesReads: true))
      case 2: if allowsPorts { ports.append(watch) }
      default: data.append(watch)
      }
    }
    hasInstructions = !instructions.isEmpty
    hasData = !data.isEmpty
    hasPorts = !ports.isEmpty
  }

  /// Whether a data breakpoint lies in the page of `linear`.
  func watchesData(inPageOf linear: UInt64) -> Bool {
    hasData && data.contains { $0.first & ~0xFFF == linear & ~0xFFF }
  }
}
