import Testing

@testable import Devices

/// The PC16550D datasheet, register by register.
@Suite struct UARTTests {
  let clock = Clock()
  let uart: UART16550A
  static let base: UInt16 = 0x3F8
  enum Port { static let data = base, ier = base + 1, iir = base + 2, lcr = base + 3, mcr = base + 4 }
  enum Status { static let lsr = base + 5, msr = base + 6, scr = base + 7 }

  init() { uart = UART16550A.com1(clock: clock) }

  /// 115200 baud, 8N1: a character takes 86.8 µs.
  func setSpeed() {
    uart.out(Port.lcr, 0x83)
    uart.out(Port.data, 0x01)
    uart.out(Port.ier, 0x00)
    uart.out(Port.lcr, 0x03)
  }
  var character: UInt64 { 86_806 }

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

  @Test("PE and FE belong to the character that is read next; LSR bit 7 says that one in the FIFO has an error")
  func damagedCharacters() {
    setSpeed()
    uart.out(Port.iir, 0x01)  // FCR
    uart.out(Port.ier, 0x04)
    uart.receive([0x41])
    uart.receive(0x42, with: .parity)
    uart.receive(0x43, with: [.framing, .parity])
    clock.run(character * 4)
    #expect(uart.in(Status.lsr) == 0xE1, "the first is whole")
    #expect(uart.in(Port.iir) == 0xC1)
    #expect(uart.in(Port.data) == 0x41)
    #expect(uart.in(Port.iir) == 0xC6)
    #expect(uart.in(Status.lsr) == 0xE5)
    #expect(uart.in(Status.lsr) == 0xE1, "told once")
    #expect(uart.in(Port.data) == 0x42)
    #expect(uart.in(Status.lsr) == 0xED)
    #expect(uart.in(Status.lsr) == 0x61)
    #expect(uart.in(Port.data) == 0x43)
    #expect(uart.in(Status.lsr) == 0x60)
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
}
