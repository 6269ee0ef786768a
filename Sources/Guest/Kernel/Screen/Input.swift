#if hasFeature(Embedded)
  import GuestGraphics

  /// From the bytes that the interrupts left to keys and movements.
  struct Input {
    private var keyboard = KeyboardDecoder()
    private var mouse = MouseDecoder(hasWheel: KeyboardController.hasWheel)

    /// A tenth of a second within a packet means that a byte was lost.
    private static let patience = IntervalTimer.ticksPerSecond / 10

    mutating func deliver(to screen: Screen?) {
      while let item = InputQueue.take() {
        Preemption.off()
        let isTaken = InputObject.deliver(item)
        Preemption.on()
        if isTaken { continue }
        if item.isMouse {
          let report = mouse.decode(item.byte, time: IntervalTimer.ticks, patience: Self.patience)
          if let report { screen?.handle(report) }
        } else if let press = keyboard.decode(item.byte) {
          screen?.handle(press, capsLock: keyboard.capsLock)
        }
      }
    }
  }
#endif
