#if hasFeature(Embedded)
  /// The processor's exceptions (Intel SDM volume 3, table 7-1).
  enum Trap: UInt64 {
    case divide = 0
    case debug = 1
    case nonmaskable = 2
    case breakpoint = 3
    case overflow = 4
    case boundRange = 5
    case invalidOpcode = 6
    case deviceNotAvailable = 7
    case doubleFault = 8
    case invalidTask = 10
    case segmentNotPresent = 11
    case stackFault = 12
    case generalProtection = 13
    case pageFault = 14
    case x87 = 16
    case alignmentCheck = 17
    case machineCheck = 18
    case simd = 19
    case virtualization = 20
    case controlProtection = 21

    var name: String {
      switch self {
      case .divide: "divide error"
      case .debug: "debug exception"
      case .nonmaskable: "non-maskable interrupt"
      case .breakpoint: "breakpoint"
      case .overflow: "overflow"
      case .boundRange: "bound range exceeded"
      case .invalidOpcode: "invalid opcode"
      case .deviceNotAvailable: "device not available"
      case .doubleFault: "double fault"
      case .invalidTask: "invalid task state segment"
      case .segmentNotPresent: "segment not present"
      case .stackFault: "stack fault"
      case .generalProtection: "general protection"
      case .pageFault: "page fault"
      case .x87: "x87 floating-point error"
      case .alignmentCheck: "alignment check"
      case .machineCheck: "machine check"
      case .simd: "SIMD floating-point exception"
      case .virtualization: "virtualization exception"
      case .controlProtection: "control protection"
      }
    }

    /// As the manuals write it.
    var mnemonic: String {
      switch self {
      case .divide: "#DE"
      case .debug: "#DB"
      case .nonmaskable: "NMI"
      case .breakpoint: "#BP"
      case .overflow: "#OF"
      case .boundRange: "#BR"
      case .invalidOpcode: "#UD"
      case .deviceNotAvailable: "#NM"
      case .doubleFault: "#DF"
      case .invalidTask: "#TS"
      case .segmentNotPresent: "#NP"
      case .stackFault: "#SS"
      case .generalProtection: "#GP"
      case .pageFault: "#PF"
      case .x87: "#MF"
      case .alignmentCheck: "#AC"
      case .machineCheck: "#MC"
      case .simd: "#XM"
      case .virtualization: "#VE"
      case .controlProtection: "#CP"
      }
    }
  }
#endif
