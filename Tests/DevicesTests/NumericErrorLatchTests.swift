import Testing

@testable import Devices

/// The coprocessor's error, port 0xF0 and IRQ 13, by the PIIX3's "Coprocessor Error Register".
@Suite struct NumericErrorLatchTests {
  private let latch = NumericErrorLatch()

  @Test("FERR# raises IRQ 13; a write of port F0 lowers it and raises IGNNE#, which stays until FERR# goes")
  func sequence() {
    let interrupts = EdgeCounter(latch.interrupt)
    latch.setError(true)
    #expect(latch.interrupt.level && !latch.ignore.level)
    latch.out(0xF0, 0)
    #expect(!latch.interrupt.level && latch.ignore.level)
    latch.setError(false)
    #expect(!latch.ignore.level)
    latch.setError(true)
    #expect(interrupts.rising == 2)
  }

  @Test("Without an error, a write does nothing; the request outlives the error")
  func noError() {
    latch.out(0xF0, 0)
    #expect(!latch.interrupt.level && !latch.ignore.level)
    latch.setError(true)
    latch.setError(false)
    #expect(latch.interrupt.level, "only a write of the port takes the request back")
    latch.out(0xF0, 0)
    #expect(!latch.interrupt.level && !latch.ignore.level)
  }

  @Test("Its lines follow from its state")
  func state() throws {
    latch.setError(true)
    let twin = NumericErrorLatch()
    twin.state = try latch.stateThroughBytes()
    #expect(twin.interrupt.level && !twin.ignore.level)
    twin.reset()
    #expect(!twin.interrupt.level)
  }
}
