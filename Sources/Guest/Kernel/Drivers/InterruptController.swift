#if hasFeature(Embedded)
  import KernelSupport

  /// The pair of 8259A interrupt controllers. Names of bits and words are the 8259A datasheet's.
  enum InterruptController {
    /// After reset, or a PC's firmware, the master's lines arrive on vectors 8 to 15, among the exceptions: so they
    /// move.
    static let firstVector: UInt64 = 0x20

    private static let masterCommand: UInt16 = 0x20
    private static let masterData: UInt16 = 0x21
    private static let slaveCommand: UInt16 = 0xA0
    private static let slaveData: UInt16 = 0xA1
    private static let cascadeLine: UInt8 = 2

    private static let initializeWithWord4: UInt8 = 0x11
    private static let mode8086: UInt8 = 0x01
    private static let endOfInterrupt: UInt8 = 0x20
    private static let readInService: UInt8 = 0x0B

    /// Everything masked but the cascade.
    static func start() {
      outb(masterCommand, initializeWithWord4)
      outb(slaveCommand, initializeWithWord4)
      outb(masterData, UInt8(firstVector))
      outb(slaveData, UInt8(firstVector) + 8)
      outb(masterData, 1 << cascadeLine)
      outb(slaveData, cascadeLine)
      outb(masterData, mode8086)
      outb(slaveData, mode8086)
      outb(masterData, ~(1 << cascadeLine))
      outb(slaveData, 0xFF)
    }

    static func enable(line: UInt8) {
      let port = line < 8 ? masterData : slaveData
      outb(port, inb(port) & ~(1 << (line & 7)))
    }

    /// Lines 7 and 15 are also what a controller answers when a request vanished before it was acknowledged. Such an
    /// interrupt is not in service and takes no end, except the cascade's where the slave was the one.
    static func isSpurious(line: UInt8) -> Bool {
      guard line & 7 == 7 else { return false }
      let port = line < 8 ? masterCommand : slaveCommand
      outb(port, readInService)
      guard inb(port) & 0x80 == 0 else { return false }
      if line >= 8 { outb(masterCommand, endOfInterrupt) }
      return true
    }

    static func finish(line: UInt8) {
      if line >= 8 { outb(slaveCommand, endOfInterrupt) }
      outb(masterCommand, endOfInterrupt)
    }
  }
#endif
