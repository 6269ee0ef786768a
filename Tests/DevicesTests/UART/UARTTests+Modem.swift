import Testing

@testable import Devices

/// Modem lines, loopback, and state.
extension UARTTests {
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
