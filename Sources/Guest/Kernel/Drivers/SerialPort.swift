#if hasFeature(Embedded)
  import GuestTasks
  import KernelSupport

  /// COM1, a 16550A: the kernel's log goes out here, a byte at a time, without interrupts, so that it works from the
  /// first line to the last words of a panic. What comes in does so by interrupt, and waits in a ring.
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
    private static let fifoOn: UInt8 = 0x01
    /// The last, OUT2, lets the interrupt out of the chip on a PC.
    private static let readyRequestToSendAndInterrupts: UInt8 = 0x0B
    private static let dataReady: UInt8 = 0x01
    private static let receivedData: UInt8 = 0x01
    private static let transmitterEmpty: UInt8 = 0x20

    /// 115 200 baud, 8N1. A byte that came in before is kept, but for one that comes between the look and the FIFO's start, which empties it.
    static func start() {
      outb(interruptEnable, 0)
      if isPresent { drain() }
      outb(lineControl, divisorLatch)
      outb(data, 1)
      outb(interruptEnable, 0)
      outb(lineControl, eightBitsNoParity)
      outb(fifoControl, fifoOn)
      outb(modemControl, readyRequestToSendAndInterrupts)
    }

    static let line: UInt8 = 4
    private static let capacity = 1024
    nonisolated(unsafe) private static var received = InlineArray<1024, UInt8>(repeating: 0)
    nonisolated(unsafe) private static var written = 0
    nonisolated(unsafe) private static var taken = 0

    private static var isPresent: Bool { inb(lineStatus) != 0xFF }

    /// From now on, what comes in is taken. Early in the start: the chip holds no more than 16 bytes.
    static func startReceiving() {
      guard isPresent else { return }
      InterruptController.enable(line: line)
      outb(interruptEnable, receivedData)
    }

    /// Called by the interrupt. What nobody takes in time is lost.
    static func interrupt() {
      drain()
      InputWaker.serial?.wake()
    }

    private static func drain() {
      while inb(lineStatus) & dataReady != 0 {
        let byte = inb(data)
        guard written - taken < capacity else { continue }
        received[written % capacity] = byte
        written += 1
      }
    }

    /// The next byte that came in.
    static func read() -> UInt8? {
      Threads.withoutInterrupts {
        guard taken < written else { return nil }
        taken += 1
        return received[(taken - 1) % capacity]
      }
    }

    static func write(_ byte: UInt8) {
      // Bounded: where nobody listens, the kernel goes on. An absent port reads all ones, which is "empty".
      var patience = 100_000
      while inb(lineStatus) & transmitterEmpty == 0, patience > 0 { patience -= 1 }
      outb(data, byte)
    }
  }
#endif
