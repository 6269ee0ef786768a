import Testing

@testable import Devices

/// The 8254 datasheet: modes as its timing diagrams show them, pulse by pulse.
@Suite struct IntervalTimerTests {
  /// A channel on its own, at pulse 0: OUT and CE after each of the next pulses.
  func trace(
    mode: UInt8, count: UInt16, gate: Bool = true, isBCD: Bool = false, pulses: Int,
    events: [Int: (inout ProgrammableIntervalTimer.Channel, UInt64) -> Void] = [:]
  ) -> (out: String, counts: [UInt16]) {
    var channel = ProgrammableIntervalTimer.Channel(gate: gate)
    channel.control(0x30 | mode << 1 | (isBCD ? 1 : 0), at: 0)
    write(count, to: &channel, at: 0)
    var (out, counts) = ("", [UInt16]())
    for pulse in 1...pulses {
      channel.advance(to: UInt64(pulse))
      out += channel.out ? "‾" : "_"
      counts.append(channel.displayedCount)
      events[pulse]?(&channel, UInt64(pulse))
    }
    return (out, counts)
  }

  func write(_ count: UInt16, to channel: inout ProgrammableIntervalTimer.Channel, at pulse: UInt64) {
    channel.write(UInt8(truncatingIfNeeded: count), at: pulse)
    channel.write(UInt8(truncatingIfNeeded: count >> 8), at: pulse)
  }

  // MARK: Modes

  @Test("mode 0: OUT is low until N + 1 pulses after the count is written, and CE then wraps")
  func mode0() {
    let result = trace(mode: 0, count: 4, pulses: 8)
    #expect(result.out == "____‾‾‾‾")
    #expect(result.counts == [4, 3, 2, 1, 0, 0xFFFF, 0xFFFE, 0xFFFD])
  }

  @Test("mode 0: GATE low holds the count") func mode0Gate() {
    let result = trace(
      mode: 0, count: 3, pulses: 9, events: [2: { $0.setGate(false, at: $1) }, 5: { $0.setGate(true, at: $1) }])
    #expect(result.counts == [3, 2, 2, 2, 2, 1, 0, 0xFFFF, 0xFFFE])
    #expect(result.out == "______‾‾‾")
  }

  @Test("mode 0: the first byte of a new count stops counting and takes OUT low at once") func mode0Rewrite() {
    let result = trace(
      mode: 0, count: 2, pulses: 9,
      events: [
        4: { $0.write(2, at: $1) }, 6: { $0.write(0, at: $1) },
      ])
    #expect(result.counts == [2, 1, 0, 0xFFFF, 0xFFFF, 0xFFFF, 2, 1, 0])
    #expect(result.out == "__‾‾____‾")
  }

  @Test("mode 1: a rising gate starts a low pulse of N, and may start it again") func mode1() {
    let result = trace(
      mode: 1, count: 3, gate: false, pulses: 12,
      events: [
        2: { $0.setGate(true, at: $1) }, 3: { $0.setGate(false, at: $1) }, 4: { $0.setGate(true, at: $1) },
      ])
    #expect(result.out == "‾‾_____‾‾‾‾‾")
  }

  @Test("mode 2: OUT is low for one pulse in N, while CE is 1") func mode2() {
    let result = trace(mode: 2, count: 3, pulses: 9)
    #expect(result.out == "‾‾_‾‾_‾‾_")
    #expect(result.counts == [3, 2, 1, 3, 2, 1, 3, 2, 1])
  }

  @Test("mode 2: GATE low takes OUT high at once; its rise loads the count anew") func mode2Gate() {
    let result = trace(
      mode: 2, count: 4, pulses: 11,
      events: [
        3: { $0.setGate(false, at: $1) }, 5: { $0.setGate(true, at: $1) },
      ])
    #expect(result.counts == [4, 3, 2, 2, 2, 4, 3, 2, 1, 4, 3])
    #expect(result.out == "‾‾‾‾‾‾‾‾_‾‾")
  }

  @Test("mode 2: a new count waits for the end of the cycle") func mode2Rewrite() {
    let result = trace(
      mode: 2, count: 4, pulses: 11,
      events: [
        2: { channel, pulse in self.write(2, to: &channel, at: pulse) }
      ])
    #expect(result.counts == [4, 3, 2, 1, 2, 1, 2, 1, 2, 1, 2])
  }

  @Test("mode 3, even: OUT is high for N/2 and low for N/2, CE counts by two") func mode3Even() {
    let result = trace(mode: 3, count: 4, pulses: 10)
    #expect(result.out == "‾‾__‾‾__‾‾")
    #expect(result.counts == [4, 2, 4, 2, 4, 2, 4, 2, 4, 2])
  }

  @Test("mode 3, odd: OUT is high for (N+1)/2 and low for (N−1)/2") func mode3Odd() {
    let result = trace(mode: 3, count: 5, pulses: 12)
    #expect(result.out == "‾‾‾__‾‾‾__‾‾")
    #expect(result.counts == [4, 2, 0, 4, 2, 4, 2, 0, 4, 2, 4, 2])
  }

  @Test("mode 4: one low pulse N + 1 pulses after the count is written, once") func mode4() {
    let result = trace(mode: 4, count: 3, pulses: 8)
    #expect(result.out == "‾‾‾_‾‾‾‾")
    #expect(result.counts == [3, 2, 1, 0, 0xFFFF, 0xFFFE, 0xFFFD, 0xFFFC])
  }

  @Test("mode 4: a strobe ends even while GATE is low") func mode4Gate() {
    let result = trace(mode: 4, count: 2, pulses: 6, events: [3: { $0.setGate(false, at: $1) }])
    #expect(result.out == "‾‾_‾‾‾")
  }

  @Test("mode 5: as mode 4, from the rise of GATE") func mode5() {
    let result = trace(mode: 5, count: 3, gate: false, pulses: 8, events: [2: { $0.setGate(true, at: $1) }])
    #expect(result.out == "‾‾‾‾‾_‾‾")
  }

  @Test("modes 6 and 7 are modes 2 and 3", arguments: [(6, 2), (7, 3)] as [(UInt8, Int)])
  func aliases(field: UInt8, mode: Int) {
    var channel = ProgrammableIntervalTimer.Channel(gate: true)
    channel.control(0x30 | field << 1, at: 0)
    #expect(channel.mode == mode)
  }

  @Test("BCD counts four decimal digits; zero is 10000") func bcd() {
    let result = trace(mode: 0, count: 0x0011, isBCD: true, pulses: 14)
    #expect(result.counts == [0x11, 0x10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0x9999, 0x9998])
    #expect(trace(mode: 2, count: 0, isBCD: true, pulses: 3).counts == [0, 0x9999, 0x9998])
  }

  @Test("arithmetic over many pulses is the same as one by one", arguments: 0..<6, [2, 3, 4, 5, 1000, 0] as [UInt16])
  func skipping(mode: Int, count: UInt16) {
    var random = SplitMix64(state: UInt64(mode) << 16 | UInt64(count))
    var one = ProgrammableIntervalTimer.Channel(gate: false)
    one.control(0x30 | UInt8(mode) << 1, at: 0)
    write(count, to: &one, at: 0)
    one.setGate(true, at: 0)
    var jumping = one
    var pulse: UInt64 = 0
    for _ in 0..<60 {
      let jump = UInt64.random(in: 1...(count == 0 ? 40000 : UInt64(count) * 3), using: &random)
      for step in 1...jump { one.advance(to: pulse + step) }
      pulse += jump
      jumping.advance(to: pulse)
      #expect(jumping == one)
    }
  }

  @Test("the next event is never after a change of OUT", arguments: 0..<6)
  func events(mode: Int) {
    var channel = ProgrammableIntervalTimer.Channel(gate: false)
    channel.control(0x30 | UInt8(mode) << 1, at: 0)
    write(7, to: &channel, at: 0)
    channel.setGate(true, at: 0)
    var level = channel.out
    var due = channel.nextEvent
    for pulse in UInt64(1)...100 {
      channel.advance(to: pulse)
      if channel.out != level { #expect(due == pulse) }
      level = channel.out
      if due == pulse || due == nil { due = channel.nextEvent }
    }
  }
}
