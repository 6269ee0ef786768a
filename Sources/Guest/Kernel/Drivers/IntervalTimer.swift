#if hasFeature(Embedded)
  import KernelSupport
  import Synchronization

  /// Counter 0 of the 8254: the kernel's heartbeat on line 0.
  enum IntervalTimer {
    static let line: UInt8 = 0
    static let ticksPerSecond = 1000
    private static let inputHertz = 1_193_182

    private static let counter0: UInt16 = 0x40
    private static let control: UInt16 = 0x43
    /// Counter 0, low byte then high, mode 2 (rate generator), binary.
    private static let rateGenerator: UInt8 = 0x34

    private static let count = Atomic<Int>(0)

    /// Ticks since `start`.
    static var ticks: Int { count.load(ordering: .relaxed) }

    static func start() {
      let divisor = UInt16((inputHertz + ticksPerSecond / 2) / ticksPerSecond)
      outb(control, rateGenerator)
      outb(counter0, UInt8(truncatingIfNeeded: divisor))
      outb(counter0, UInt8(truncatingIfNeeded: divisor >> 8))
      InterruptController.enable(line: line)
    }

    /// Called by the interrupt.
    static func tick() { count.wrappingAdd(1, ordering: .relaxed) }
  }
#endif
