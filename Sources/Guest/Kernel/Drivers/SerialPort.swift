#if hasFeature(Embedded)
  import KernelSupport

  /// COM1, a 16550A: the kernel's log goes out here, a byte at a time, without interrupts, so that it works from the
  /// first line to the last words of a panic.
  enum SerialPort {
    private static let base: UInt16 = 0x3F8
    private static let data = base
    private static let interruptEnable = base + 1
    private static let fifoControl = base + 2
    private static let lineControl = base + 3
    private static let modemControl = base + 4
    private static let lineStatus = base + 5

    private static let divisorLatch: UInt8 = 0x80
    private static let eightBitsNoParity: UInt8 = 0x03
    private static let fifoOnAndCleared: UInt8 = 0x07
    private static let readyAndRequestToSend: UInt8 = 0x03
    private static let transmitterEmpty: UInt8 = 0x20

    /// 115 200 baud, 8N1.
    static func start() {
      outb(interruptEnable, 0)
      outb(lineControl, divisorLatch)
      outb(data, 1)
      outb(interruptEnable, 0)
      outb(lineControl, eightBitsNoParity)
      outb(fifoControl, fifoOnAndCleared)
      outb(modemControl, readyAndRequestToSend)
    }

    static func write(_ byte: UInt8) {
      // Bounded: where nobody listens, the kernel goes on. An absent port reads all ones, which is "empty".
      var patience = 100_000
      while inb(lineStatus) & transmitterEmpty == 0, patience > 0 { patience -= 1 }
      outb(data, byte)
    }
  }
#endif
