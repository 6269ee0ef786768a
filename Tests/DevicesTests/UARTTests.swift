import Testing

@testable import Devices

/// The PC16550D datasheet, register by register.
@Suite struct UARTTests {
  private let clock = Clock()
  private let uart: UART16550A
  private static let base: UInt16 = 0x3F8
  private enum Port { static let data = base, ier = base + 1, iir = base + 2, lcr = base + 3, mcr = base + 4 }
  private enum Status { static let lsr = base + 5, msr = base + 6, scr = base + 7 }

  init() { uart = UART16550A.com1(clock: clock) }

  /// 115200 baud, 8N1: a character takes 86.8 µs.
  private func setSpeed() {
    uart.out(Port.lcr, 0x83)
    uart.out(Port.data, 0x01)
    uart.out(Port.ier, 0x00)
    uart.out(Port.lcr, 0x03)
  }
  private var character: UInt64 { 86_806 }

  // MARK: Registers

  @Test("reset: IER 0, IIR 1, LCR 0, LSR 60, no FIFO; MCR 08 and MSR B0 as in QEMU") func resetValues() {
    #expect(uart.in(Port.ier) == 0)
    #expect(uart.in(Port.iir) == 0x01)
    #expect(uart.in(Port.lcr) == 0)
    #expect(uart.in(Port.mcr) == 0x08)
    #expect(uart.in(Status.lsr) == 0x60)
    #expect(uart.in(Status.msr) == 0xB0)
  }

  @Test("DLAB puts the divisor in the place of RBR, THR and IER") func divisor() {
    uart.out(Port.ier, 0x05)
    uart.out(Port.lcr, 0x80)
    uart.out(Port.data, 0x34)
    uart.out(Port.ier, 0x12)
    #expect(uart.in(Port.data) == 0x34 && uart.in(Port.ier) == 0x12)
    #expect(uart.state.divisor == 0x1234)
    uart.out(Port.lcr, 0x03)
    #expect(uart.in(Port.ier) == 0x05)
  }

  @Test("the scratch register holds a byte; IER has four bits, MCR five") func widths() {
    uart.out(Status.scr, 0xA5)
    uart.out(Port.ier, 0xFF)
    uart.out(Port.mcr, 0xFF)
    #expect(uart.in(Status.scr) == 0xA5)
    #expect(uart.in(Port.ier) == 0x0F)
    #expect(uart.in(Port.mcr) == 0x1F)
  }

  @Test("IIR bits 7 and 6 say that the FIFOs are on") func fifoBits() {
    #expect(uart.in(Port.iir) & 0xC0 == 0)
    uart.out(Port.iir, 0x01)
    #expect(uart.in(Port.iir) & 0xC0 == 0xC0)
    uart.out(Port.iir, 0xC0)
    #expect(uart.in(Port.iir) & 0xC0 == 0, "other bits are not programmed without bit 0")
  }

  // MARK: Sending

  @Test("a byte written to THR leaves at once, and the transmitter is empty again") func transmit() {
    var sent: [UInt8] = []
    uart.onTransmit = { sent.append($0) }
    for byte in "Apus".utf8 { uart.out(Port.data, byte) }
    #expect(sent == Array("Apus".utf8))
    #expect(uart.in(Status.lsr) == 0x60)
  }

  @Test("the transmitter's interrupt: enabled it comes at once; reading IIR takes it back; each byte brings it again")
  func transmitterInterrupt() {
    let edges = EdgeCounter(uart.interrupt)
    uart.out(Port.ier, 0x02)
    #expect(uart.interrupt.level)
    #expect(uart.in(Port.iir) == 0x02)
    #expect(!uart.interrupt.level)
    #expect(uart.in(Port.iir) == 0x01)
    uart.out(Port.data, 0x41)
    uart.out(Port.data, 0x42)
    #expect(edges.rising == 3, "each byte is an edge for the interrupt controller")
  }

  // MARK: Receiving

  @Test("a byte arrives after one character time, raises DR and the interrupt, and a read takes it") func receive() {
    setSpeed()
    uart.out(Port.ier, 0x01)
    uart.receive([0x41])
    clock.run(character - 10)
    #expect(uart.in(Status.lsr) & 1 == 0)
    clock.run(20)
    #expect(uart.in(Status.lsr) & 1 == 1)
    #expect(uart.interrupt.level)
    #expect(uart.in(Port.iir) == 0x04)
    #expect(uart.in(Port.data) == 0x41)
    #expect(!uart.interrupt.level)
    #expect(uart.in(Port.data) == 0x41, "an empty buffer reads as the last byte")
  }

  @Test("the line waits for a guest that does not read, and nothing is lost") func flowControl() {
    setSpeed()
    uart.receive(0..<100)
    clock.run(character * 1000)
    #expect(uart.waitingCount == 99)
    var got: [UInt8] = []
    while got.count < 100 {
      if uart.in(Status.lsr) & 1 != 0 { got.append(uart.in(Port.data)) }
      clock.run(character / 3)
    }
    #expect(got == Array(0..<100))
    #expect(uart.in(Status.lsr) & 0x02 == 0)
  }

  @Test(
    "the FIFO interrupts at its trigger level",
    arguments: [(0x01, 1), (0x41, 4), (0x81, 8), (0xC1, 14)] as [(UInt8, UInt64)])
  func trigger(fcr: UInt8, level: UInt64) {
    setSpeed()
    uart.out(Port.iir, fcr)
    uart.out(Port.ier, 0x01)
    uart.receive(0..<16)
    clock.run(character * (level - 1) + 100)
    #expect(uart.in(Port.iir) & 0x0F == 0x01)
    clock.run(character)
    #expect(uart.in(Port.iir) & 0x0F == 0x04)
    _ = uart.in(Port.data)
    #expect(uart.in(Port.iir) & 0x0F == 0x01)
  }

  @Test("four character times without a character or a read are a time-out; a read ends it") func timeout() {
    setSpeed()
    uart.out(Port.iir, 0xC1)
    uart.out(Port.ier, 0x01)
    uart.receive([1, 2, 3])
    clock.run(character * 3 + 100)
    clock.run(character * 4 - 1000)
    #expect(!uart.interrupt.level)
    clock.run(2000)
    #expect(uart.interrupt.level)
    #expect(uart.in(Port.iir) == 0xCC)
    #expect(uart.in(Port.data) == 1)
    #expect(!uart.interrupt.level)
    clock.run(character * 4 + 1000)
    #expect(uart.in(Port.iir) == 0xCC)
    #expect([uart.in(Port.data), uart.in(Port.data)] == [2, 3])
    clock.run(character * 10)
    #expect(!uart.interrupt.level, "an empty FIFO does not time out")
  }

  @Test("FCR bit 1 empties the receiver FIFO, and so does turning the FIFOs on or off") func clear() {
    setSpeed()
    uart.out(Port.iir, 0x01)
    uart.receive([1, 2])
    clock.run(character * 3)
    uart.out(Port.iir, 0x03)
    #expect(uart.in(Status.lsr) & 1 == 0)
    uart.receive([3])
    clock.run(character * 3)
    uart.out(Port.iir, 0x00)
    #expect(uart.in(Status.lsr) & 1 == 0)
  }

  @Test("a break is a zero byte with BI, which raises the line status interrupt until LSR is read")
  func breakCondition() {
    setSpeed()
    uart.out(Port.ier, 0x04)
    uart.receiveBreak()
    clock.run(character * 2)
    #expect(uart.in(Port.iir) == 0x06)
    #expect(uart.in(Status.lsr) == 0x71)
    #expect(uart.in(Status.lsr) == 0x61)
    #expect(uart.in(Port.iir) == 0x01)
    #expect(uart.in(Port.data) == 0)
  }

  // MARK: Interrupts

  @Test("priorities: line status, received data, transmitter, modem status") func priorities() {
    setSpeed()
    uart.out(Port.ier, 0x0F)
    uart.modemInputs = []
    uart.receiveBreak()
    clock.run(character * 2)
    #expect(uart.in(Port.iir) == 0x06)
    _ = uart.in(Status.lsr)
    #expect(uart.in(Port.iir) == 0x04)
    _ = uart.in(Port.data)
    #expect(uart.in(Port.iir) == 0x02)
    #expect(uart.in(Port.iir) == 0x00)
    _ = uart.in(Status.msr)
    #expect(uart.in(Port.iir) == 0x01)
  }

  // MARK: Modem

  @Test(
    "MSR: the four lines, and which have changed; TERI only when RI ends",
    arguments: [
      (UART16550A.ModemInputs.clearToSend, 0x10, 0x01), (.dataSetReady, 0x20, 0x02), (.carrierDetect, 0x80, 0x08),
    ] as [(UART16550A.ModemInputs, UInt8, UInt8)])
  func modemStatus(line: UART16550A.ModemInputs, level: UInt8, delta: UInt8) {
    uart.modemInputs.remove(line)
    #expect(uart.in(Status.msr) == 0xB0 & ~level | delta)
    #expect(uart.in(Status.msr) == 0xB0 & ~level)
    uart.modemInputs.insert(line)
    #expect(uart.in(Status.msr) == 0xB0 | delta)
  }

  @Test("TERI is set by the trailing edge of RI only") func ring() {
    uart.modemInputs.insert(.ringIndicator)
    #expect(uart.in(Status.msr) == 0xF0)
    uart.modemInputs.remove(.ringIndicator)
    #expect(uart.in(Status.msr) == 0xB4)
  }

  // MARK: Loopback

  @Test("loopback: what is sent is received, and not sent; the modem's outputs are its inputs") func loopback() {
    var sent: [UInt8] = []
    uart.onTransmit = { sent.append($0) }
    setSpeed()
    uart.out(Port.mcr, 0x1E)
    #expect(uart.in(Status.msr) >> 4 == 0b1101)
    uart.out(Port.mcr, 0x11)
    #expect(uart.in(Status.msr) == 0x26 | 0x09, "DSR; RI has ended, CTS and DCD have changed, DSR has risen")
    uart.out(Port.data, 0xC3)
    #expect(uart.in(Status.lsr) & 1 == 1)
    #expect(uart.in(Port.data) == 0xC3)
    #expect(sent.isEmpty)
  }

  @Test(
    "loopback: characters have the length that LCR says",
    arguments: [(0, 0x1F), (1, 0x3F), (2, 0x7F), (3, 0xFF)] as [(UInt8, UInt8)])
  func wordLength(bits: UInt8, mask: UInt8) {
    uart.out(Port.lcr, bits)
    uart.out(Port.mcr, 0x10)
    uart.out(Port.data, 0xFF)
    #expect(uart.in(Port.data) == mask)
  }

  @Test("overrun: without FIFO the new byte replaces the old; with it the FIFO keeps what it has; OE either way")
  func overrun() {
    uart.out(Port.lcr, 0x03)
    uart.out(Port.mcr, 0x10)
    uart.out(Port.data, 1, 2)
    #expect(uart.in(Status.lsr) & 0x02 != 0)
    #expect(uart.in(Port.data) == 2)
    uart.out(Port.iir, 0x01)
    for byte in UInt8(0)...16 { uart.out(Port.data, byte) }
    #expect(uart.in(Status.lsr) & 0x02 != 0)
    #expect(uart.in(Status.lsr) & 0x02 == 0, "reading LSR clears OE")
    #expect((0..<16).map { _ in uart.in(Port.data) } == Array(0...15))
  }

  @Test("loopback cuts the line off, and its end lets it go on") func loopbackEnd() {
    setSpeed()
    uart.out(Port.mcr, 0x10)
    uart.receive([7])
    clock.run(character * 5)
    #expect(uart.in(Status.lsr) & 1 == 0)
    uart.out(Port.mcr, 0x00)
    clock.run(character * 2)
    #expect(uart.in(Port.data) == 7)
  }

  // MARK: State

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    setSpeed()
    uart.out(Port.iir, 0x81)
    uart.out(Port.ier, 0x01)
    uart.receive(0..<11)
    clock.run(character * 3)
    let copy = UART16550A.com1(clock: clock)
    copy.state = try uart.stateThroughBytes()
    clock.run(character * 20)
    #expect(copy.interrupt.level && uart.interrupt.level)
    #expect(copy.state == uart.state)
    #expect((0..<11).map { _ in copy.in(Port.data) } == Array(0..<11))
    #expect(uart.describe().contains("115200 baud 8N1"))
  }

  @Test("reset keeps what is on the line") func reset() {
    uart.receive([1, 2, 3])
    uart.out(Port.ier, 0x0F)
    uart.reset()
    #expect(uart.in(Port.ier) == 0)
    setSpeed()
    clock.run(clock.frequency)
    #expect(uart.in(Port.data) == 1)
  }

  @Test("any sequence of accesses leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 3)
    for _ in 0..<20000 {
      let port = Self.base + .random(in: 0...7, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1: uart.out(port, .random(in: 0...255, using: &random))
      case 2: _ = uart.in(port)
      case 3: uart.receive([.random(in: 0...255, using: &random)])
      default: clock.run(.random(in: 0...200_000, using: &random))
      }
    }
    #expect(!uart.describe().isEmpty)
  }
}
