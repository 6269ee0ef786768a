import Testing

@testable import Devices

/// Reading and writing counts, lines, and state.
extension IntervalTimerTests {
  // MARK: Reading

  func makeTimer() -> (Clock, ProgrammableIntervalTimer) {
    let clock = Clock()
    return (clock, ProgrammableIntervalTimer(clock: clock))
  }

  @Test("the latch holds the count until both bytes are read, and ignores a second latch") func latch() {
    let (clock, timer) = makeTimer()
    timer.out(0x43, 0x34)
    timer.out(0x40, 0x00, 0x10)
    clock.run(toPulse: 1 + 0x123)
    timer.out(0x43, 0x00)
    clock.run(toPulse: 500)
    timer.out(0x43, 0x00)
    #expect([timer.in(0x40), timer.in(0x40)] == [0xDD, 0x0E])
    timer.out(0x43, 0x00)
    #expect([timer.in(0x40), timer.in(0x40)] == [0x0D, 0x0E])
  }

  @Test(
    "access: low byte only, high byte only, both",
    arguments: [
      (0x10, [0x34], [0x34, 0x34]), (0x20, [0x12], [0x00, 0x00]), (0x30, [0x34, 0x12], [0x34, 0x12]),
    ] as [(UInt8, [UInt8], [UInt8])])
  func access(rw: UInt8, writes: [UInt8], reads: [UInt8]) {
    let (clock, timer) = makeTimer()
    timer.setGate(false, channel: 2)
    timer.out(0x43, 0x80 | rw)
    for value in writes { timer.out(0x42, value) }
    clock.run(toPulse: 1)
    let expected = rw == 0x20 ? [0x12, 0x12] : reads
    #expect([timer.in(0x42), timer.in(0x42)] == expected)
  }

  @Test("read-back latches states and counts of several channels; the state is read first") func readBack() {
    let (clock, timer) = makeTimer()
    timer.out(0x43, 0x36)
    timer.out(0x40, 0x00, 0x20)
    timer.out(0x43, 0x54)
    timer.out(0x41, 0x20)
    clock.run(toPulse: 3)
    timer.out(0x43, 0xC6)  // count and status of 0 and 1
    #expect([timer.in(0x40), timer.in(0x40), timer.in(0x40)] == [0xB6, 0xFC, 0x1F])
    #expect([timer.in(0x41), timer.in(0x41)] == [0x94, 0x1E])
  }

  @Test("NULL COUNT is set by a control word and a write, and cleared by the load") func nullCount() {
    let (clock, timer) = makeTimer()
    func status() -> UInt8 {
      timer.out(0x43, 0xE2)
      return timer.in(0x40)
    }
    timer.out(0x43, 0x34)
    #expect(status() == 0xF4)
    timer.out(0x40, 0x10, 0x00)
    #expect(status() & 0x40 != 0)
    clock.run(toPulse: 1)
    #expect(status() & 0x40 == 0)
    timer.out(0x40, 0x20, 0x00)
    #expect(status() & 0x40 != 0, "in mode 2 the new count waits for the end of the cycle")
    clock.run(toPulse: 1 + 16)
    #expect(status() & 0x40 == 0)
  }

  @Test("the control port cannot be read") func controlPort() { #expect(makeTimer().1.in(0x43) == 0xFF) }

  // MARK: Lines

  @Test("100 Hz on channel 0 is a hundred edges a second") func ticks() {
    let (clock, timer) = makeTimer()
    timer.out(0x43, 0x34)
    timer.out(0x40, UInt8(11932 & 0xFF), UInt8(11932 >> 8))
    let edges = EdgeCounter(timer.output)
    clock.run(clock.frequency * 10)
    #expect(edges.rising == 999 || edges.rising == 1000)
  }

  @Test("mode 0 on channel 0 raises its line exactly at the pulse") func oneShot() {
    let (clock, timer) = makeTimer()
    timer.out(0x43, 0x30)
    timer.out(0x40, 100, 0)
    let due = clock.tick(ofPeriod: 101, hertz: ProgrammableIntervalTimer.frequency)
    clock.run(due - 1)
    #expect(!timer.output.level)
    clock.run(1)
    #expect(timer.output.level)
  }

  @Test("port 61: the gate of channel 2, its output in bit 5, and the refresh toggle") func systemControl() {
    let (clock, timer) = makeTimer()
    let port = SystemControlPortB(clock: clock, timer: timer)
    timer.out(0x43, 0xB0)
    timer.out(0x42, 100, 0)
    clock.run(toPulse: 500)
    #expect(port.in(0x61) & 0x21 == 0)
    port.out(0x61, 0x01)
    clock.run(toPulse: 590)
    #expect(port.in(0x61) & 0x20 == 0)
    clock.run(toPulse: 700)
    #expect(port.in(0x61) & 0x21 == 0x21)
    let first = port.in(0x61) & 0x10
    clock.run(toPulse: 718)
    #expect(port.in(0x61) & 0x10 != first)
    port.out(0x61, 0xFF)
    #expect(port.in(0x61) & 0xCF == 0x0F)
    #expect(port.isSpeakerOn)
  }

  // MARK: State

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    let (clock, timer) = makeTimer()
    timer.out(0x43, 0x36)
    timer.out(0x40, 0x9C, 0x2E)
    clock.run(12_345_678)
    timer.out(0x43, 0x00)
    let copy = ProgrammableIntervalTimer(clock: clock)
    copy.state = try timer.stateThroughBytes()
    let (first, second) = (EdgeCounter(timer.output), EdgeCounter(copy.output))
    clock.run(1_000_000_000)
    #expect(first.rising == second.rising && first.rising > 90)
    #expect(copy.in(0x40) == timer.in(0x40))
    #expect(copy.state == timer.state)
    #expect(timer.describe().contains("square wave"))
  }

  @Test("looking changes nothing") func looking() {
    let (clock, timer) = makeTimer()
    clock.run(1_000_003)
    let state = timer.state
    _ = timer.channels
    _ = timer.out(2)
    _ = timer.describe()
    #expect(timer.state == state)
  }

  @Test("any sequence of writes leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 2)
    let (clock, timer) = makeTimer()
    for _ in 0..<20000 {
      let port = UInt16.random(in: 0x40...0x43, using: &random)
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1: timer.out(port, .random(in: 0...255, using: &random))
      case 2: _ = timer.in(port)
      default: clock.run(.random(in: 0...20000, using: &random))
      }
      timer.setGate(.random(using: &random), channel: .random(in: 0...2, using: &random))
    }
    #expect(!timer.describe().isEmpty)
  }
}
