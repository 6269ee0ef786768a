#if hasFeature(Embedded)
  import KernelSupport

  /// The interrupt descriptor table: 256 gates, each of which turns interrupts off and moves to a stack of its own, so
  /// that nothing is pushed below the interrupted code's stack pointer, where Swift's runtime keeps its red zone.
  enum InterruptTable {
    nonisolated(unsafe) private static var gates: UnsafeMutablePointer<Gate>?

    private struct Gate {
      var low: UInt64
      var high: UInt64
    }

    static func start() {
      let gates = UnsafeMutablePointer<Gate>.allocate(capacity: 256)
      self.gates = gates
      for vector in 0..<256 { setStack(stack(for: vector), vector: vector) }
      load_interrupt_table(gates, UInt16(256 * MemoryLayout<Gate>.stride - 1))
    }

    private static func stack(for vector: Int) -> Segments.InterruptStack {
      switch Trap(rawValue: UInt64(vector)) {
      case .nonmaskable: .nonmaskable
      case .doubleFault: .doubleFault
      case .machineCheck: .machineCheck
      case .some: .exception
      case nil: .interrupt
      }
    }

    static func setStack(_ stack: Segments.InterruptStack, vector: Int) {
      let address = trap_entry(Int32(vector))
      // Programs may call two of the vectors themselves, by INT3 and, were it an instruction, INTO.
      let isForPrograms = vector == Int(Trap.breakpoint.rawValue) || vector == Int(Trap.overflow.rawValue)
      let presentInterruptGate: UInt64 = (isForPrograms ? 0xEE : 0x8E) << 40
      gates?[vector] = Gate(
        low: address & 0xFFFF | UInt64(Segments.kernelCode) << 16 | stack.rawValue << 32 | presentInterruptGate
          | (address >> 16 & 0xFFFF) << 48,
        high: address >> 32)
    }
  }
#endif
