#if hasFeature(Embedded)
  import KernelSupport
  import SystemCalls

  /// Switching off and starting again.
  enum Power {
    /// The PM1a control register of QEMU's `pc`, where its ACPI tables say it is, and S5 with the sleep bit.
    private static let control: UInt16 = 0x604
    private static let softOff: UInt16 = 1 << 13
    private static let keyboardCommand: UInt16 = 0x64
    private static let pulseReset: UInt8 = 0xFE

    /// Returns where the machine has no such switch.
    static func perform(_ action: PowerAction) {
      switch action {
      case .off: outw(control, softOff)
      case .restart: outb(keyboardCommand, pulseReset)
      }
    }
  }
#endif
