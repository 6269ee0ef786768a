#if hasFeature(Embedded)
  import KernelSupport

  /// What the processor says about itself, and switches of its that are set once.
  enum Processor {
    private static let extendedFeatures: UInt32 = 0x8000_0001
    private static let brandLeaves: ClosedRange<UInt32> = 0x8000_0002...0x8000_0004
    private static let noExecuteFeature: UInt32 = 1 << 20
    private static let extendedFeatureRegister: UInt32 = 0xC000_0080
    private static let noExecuteEnable: UInt64 = 1 << 11

    private static func has(extendedLeaf leaf: UInt32) -> Bool { processor_identification(0x8000_0000).eax >= leaf }

    /// Lets page-table entries forbid execution; false where the processor cannot.
    static func enableNoExecute() -> Bool {
      guard has(extendedLeaf: extendedFeatures),
        processor_identification(extendedFeatures).edx & noExecuteFeature != 0
      else { return false }
      write_msr(extendedFeatureRegister, read_msr(extendedFeatureRegister) | noExecuteEnable)
      return true
    }

    /// Forbids the kernel to execute a program's memory, and to touch it unless it says so (Intel SDM volume 3, 5.6), where the
    /// processor can.
    static func protectFromPrograms() {
      guard processor_identification(0).eax >= 7 else { return }
      let features = processor_identification(7).ebx
      if features & 1 << 7 != 0 { write_cr4(read_cr4() | 1 << 20) }
      if features & 1 << 20 != 0 {
        write_cr4(read_cr4() | 1 << 21)
        set_access_prevention(1)
      }
    }

    private static let star: UInt32 = 0xC000_0081
    private static let longStar: UInt32 = 0xC000_0082
    private static let flagMask: UInt32 = 0xC000_0084
    private static let systemCallEnable: UInt64 = 1 << 0

    /// SYSCALL and SYSRET (SDM volume 3, 6.8.8): where they go, and the flags that SYSCALL clears, which are trap, interrupt,
    /// direction, nested task and alignment check.
    static func enableSystemCalls() {
      write_msr(extendedFeatureRegister, read_msr(extendedFeatureRegister) | systemCallEnable)
      // SYSRET loads SS with the base and 8, CS with the base and 16.
      let base = UInt64(Segments.userData) - 8
      write_msr(star, base << 48 | UInt64(Segments.kernelCode) << 32)
      write_msr(longStar, system_call_entry_address())
      write_msr(flagMask, 1 << 8 | 1 << 9 | 1 << 10 | 1 << 14 | 1 << 18)
    }

    /// The name that the maker gave it, as CPUID tells, or the maker's own.
    static var brand: String {
      var bytes: [UInt8] = []
      func append(_ register: UInt32) {
        for shift in stride(from: 0, to: 32, by: 8) {
          let byte = UInt8(truncatingIfNeeded: register >> UInt32(shift))
          // Some pad the name with spaces in front, and between its words.
          let isSpare = byte == 0 || byte == 0x20 && (bytes.isEmpty || bytes.last == 0x20)
          if !isSpare { bytes.append(byte) }
        }
      }
      if has(extendedLeaf: brandLeaves.upperBound) {
        for leaf in brandLeaves {
          let part = processor_identification(leaf)
          for register in [part.eax, part.ebx, part.ecx, part.edx] { append(register) }
        }
      } else {
        let maker = processor_identification(0)
        for register in [maker.ebx, maker.edx, maker.ecx] { append(register) }
      }
      if bytes.last == 0x20 { bytes.removeLast() }
      return String(decoding: bytes, as: UTF8.self)
    }
  }
#endif
