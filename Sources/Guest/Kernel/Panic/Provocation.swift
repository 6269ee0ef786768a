#if hasFeature(Embedded)
  import GuestMemory
  import KernelSupport

  /// What `panic=KIND` on the command line can ask for.
  enum Provocation: String, CaseIterable {
    case divide
    case breakpoint
    case overflow
    case invalidOpcode = "invalid-opcode"
    case deviceNotAvailable = "device-not-available"
    case doubleFault = "double-fault"
    case stackOverflow = "stack-overflow"
    case invalidTask = "invalid-tss"
    case segmentNotPresent = "segment-not-present"
    case stackFault = "stack-fault"
    case generalProtection = "general-protection"
    case pageFault = "page-fault"
    case pageFaultWrite = "page-fault-write"
    case pageFaultExecute = "page-fault-execute"
    case x87
    case alignmentCheck = "alignment-check"
    case simd
    case tripleFault = "triple-fault"
    case assertion

    /// The first address of the second entry of the top page table: ring 3's.
    private static let userAddress: UInt64 = 512 << 30
    private static let alignmentMask: UInt64 = 1 << 18

    static func provoke(kind: String) -> Never {
      guard let provocation = Provocation(rawValue: kind) else {
        panic("panic=\(kind): there is \(allCases.map { $0.rawValue }.joined(separator: ", "))")
      }
      print("provoking: \(kind)")
      provocation.perform()
      panic("nothing happened")
    }

    private func perform() {
      switch self {
      case .divide: provoke_divide()
      case .breakpoint:
        Breakpoints.areFatal = true
        provoke_breakpoint()
      case .overflow: provoke_overflow()
      case .invalidOpcode: provoke_invalid_opcode()
      case .deviceNotAvailable: provoke_device_not_available()
      case .doubleFault:
        // The page fault's own stack is good, so a stack overflow is but a page fault. With a bad one it is two.
        InterruptTable.setStack(.broken, vector: Int(Trap.pageFault.rawValue))
        provoke_stack_overflow()
      case .stackOverflow: provoke_stack_overflow()
      case .invalidTask:
        InterruptTable.setStack(.broken, vector: 0xFF)
        Segments.cutTaskShort()
        provoke_last_interrupt_stack()
      case .segmentNotPresent: provoke_segment_not_present(UInt32(Segments.notPresent))
      case .stackFault: provoke_stack_fault(UInt32(Segments.notPresent))
      case .generalProtection: provoke_general_protection()
      case .pageFault: provoke_read(0)
      case .pageFaultWrite: provoke_write(kernel_text_range().start)
      case .pageFaultExecute: provoke_execute(kernel_data_range().start)
      case .x87: provoke_x87()
      case .alignmentCheck: misalignInRingThree()
      case .simd: provoke_simd()
      case .tripleFault: provoke_triple_fault()
      case .assertion: panic("assertion failed: this one was meant to")
      }
    }

    /// Ring 3 alone checks alignment.
    private func misalignInRingThree() {
      guard let frame = Memory.takeFrame(), let code = UnsafeMutableRawPointer(bitPattern: UInt(frame)) else { return }
      code.copyMemory(from: user_code(), byteCount: user_code_size())
      Memory.mapUser(Self.userAddress, frame: frame, .execute)
      write_cr0(read_cr0() | Self.alignmentMask)
      provoke_enter_user(Self.userAddress, UInt64(Segments.userCode), UInt64(Segments.userData))
    }
  }
#endif
