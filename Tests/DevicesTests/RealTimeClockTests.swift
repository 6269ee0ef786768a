import Testing

@testable import Devices

/// The MC146818A datasheet.
@Suite struct RealTimeClockTests {
  private func makeClock(_ time: DateAndTime = .default) -> (Clock, RealTimeClock) {
    let clock = Clock()
    return (clock, RealTimeClock(clock: clock, startTime: time))
  }

  private func read(_ rtc: RealTimeClock, _ index: UInt8) -> UInt8 {
    rtc.out(0x70, index)
    return rtc.in(0x71)
  }

  private func write(_ rtc: RealTimeClock, _ index: UInt8, _ value: UInt8) {
    rtc.out(0x70, index)
    rtc.out(0x71, value)
  }

  /// Year, month, day, hour, minute, second as the registers have them.
  private func registers(_ rtc: RealTimeClock) -> [UInt8] { [9, 8, 7, 4, 2, 0].map { read(rtc, $0) } }

  // MARK: Calendar

  @Test("it starts on Saturday, the first of January 2000, unless it is told otherwise") func start() {
    let (_, rtc) = makeClock()
    #expect(registers(rtc) == [0x00, 0x01, 0x01, 0x00, 0x00, 0x00])
    #expect(read(rtc, 6) == 7)
    #expect(read(rtc, 0x32) == 0x20)
    let (_, other) = makeClock(DateAndTime(year: 1999, month: 12, day: 31, hour: 23, minute: 59, second: 58))
    #expect(registers(other) == [0x99, 0x12, 0x31, 0x23, 0x59, 0x58])
  }

  @Test(
    "seconds since 1970 and back",
    arguments: [
      (DateAndTime(year: 1970), 0), (DateAndTime(year: 2000), 946_684_800),
      (DateAndTime(year: 2000, month: 2, day: 29, hour: 12), 951_825_600),
      (DateAndTime(year: 2100, month: 3, day: 1), 4_107_542_400),
      (DateAndTime(year: 1969, month: 12, day: 31, hour: 23, minute: 59, second: 59), -1),
      (DateAndTime(year: 2038, month: 1, day: 19, hour: 3, minute: 14, second: 7), 2_147_483_647),
    ] as [(DateAndTime, Int64)])
  func gregorian(date: DateAndTime, seconds: Int64) {
    #expect(date.secondsSince1970 == seconds)
    #expect(DateAndTime(secondsSince1970: seconds) == date)
  }

  @Test("four hundred years, day by day") func everyDay() {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var date = DateAndTime(year: 1900)
    var weekday = 2  // a Monday
    for day in Int64(0)..<146_097 {
      let got = DateAndTime(secondsSince1970: (day - 25567) * 86400)
      guard got == date, got.dayOfWeek == weekday else {
        Issue.record("\(got) instead of \(date)")
        return
      }
      let isLeap = date.year % 4 == 0 && (date.year % 100 != 0 || date.year % 400 == 0)
      date.day += 1
      if date.day > lengths[date.month - 1] + (date.month == 2 && isLeap ? 1 : 0) {
        (date.month, date.day) = (date.month + 1, 1)
      }
      if date.month > 12 { (date.year, date.month) = (date.year + 1, 1) }
      weekday = weekday % 7 + 1
    }
  }

  @Test("a second carries over into minutes, hours, days, the month, the year and the century") func carry() {
    let (clock, rtc) = makeClock(DateAndTime(year: 1999, month: 12, day: 31, hour: 23, minute: 59, second: 59))
    #expect(read(rtc, 6) == 6)
    clock.run(clock.frequency)
    #expect(registers(rtc) == [0x00, 0x01, 0x01, 0x00, 0x00, 0x00])
    #expect(read(rtc, 0x32) == 0x20)
    #expect(read(rtc, 6) == 7)
    #expect(rtc.time == .default)
  }

  @Test(
    "data modes: BCD or binary, 24 or 12 hours",
    arguments: [
      (0x02, 0x23, 0x59), (0x06, 23, 59), (0x00, 0x91, 0x59), (0x04, 0x8B, 59),
    ] as [(UInt8, UInt8, UInt8)])
  func dataModes(b: UInt8, hours: UInt8, minutes: UInt8) {
    let (clock, rtc) = makeClock(DateAndTime(year: 2026, month: 11, day: 22, hour: 23, minute: 59, second: 59))
    write(rtc, 0x0B, b)
    #expect(read(rtc, 4) == hours && read(rtc, 2) == minutes)
    clock.run(clock.frequency)
    let midnight: UInt8 = b & 2 != 0 ? 0 : b & 4 != 0 ? 12 : 0x12
    #expect(read(rtc, 4) == midnight && read(rtc, 2) == 0)
    #expect(read(rtc, 7) == (b & 4 != 0 ? 23 : 0x23))
  }

  @Test("SET stops the updates while a time is written, and clears UIE; the clock goes on from what was written")
  func set() {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0B, 0x92)
    #expect(read(rtc, 0x0B) == 0x82)
    clock.run(clock.frequency * 5)
    #expect(read(rtc, 0) == 0)
    for (index, value) in [(9, 0x26), (8, 0x11), (7, 0x22), (4, 0x15), (2, 0x09), (0, 0x04)] as [(UInt8, UInt8)] {
      write(rtc, index, value)
    }
    write(rtc, 0x0B, 0x02)
    clock.run(clock.frequency * 3)
    #expect(registers(rtc) == [0x26, 0x11, 0x22, 0x15, 0x09, 0x07])
  }

  @Test("the divider held in reset stops time; released, it makes its first update half a second later") func divider()
  {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0A, 0x66)
    clock.run(clock.frequency * 3)
    #expect(read(rtc, 0) == 0)
    write(rtc, 0x0A, 0x26)
    clock.run(clock.frequency / 2 - 1)
    #expect(read(rtc, 0) == 0)
    clock.run(1)
    #expect(read(rtc, 0) == 1)
  }

  @Test("UIP is set 244 µs before an update of 1984 µs, and the time is the old one until it ends")
  func updateInProgress() {
    let (clock, rtc) = makeClock()
    clock.run(clock.frequency - 2_300_000)
    #expect(read(rtc, 0x0A) & 0x80 == 0)
    clock.run(100_000)
    #expect(read(rtc, 0x0A) & 0x80 != 0)
    #expect(read(rtc, 0) == 0)
    clock.run(2_200_000)
    #expect(read(rtc, 0x0A) & 0x80 == 0)
    #expect(read(rtc, 0) == 1)
  }

  @Test("register D says that the RAM is valid; C and D and the index cannot be written or read") func readOnly() {
    let (_, rtc) = makeClock()
    write(rtc, 0x0D, 0x00)
    write(rtc, 0x0C, 0xFF)
    #expect(read(rtc, 0x0D) == 0x80)
    #expect(read(rtc, 0x0C) == 0)
    #expect(rtc.in(0x70) == 0xFF)
    rtc.out(0x70, 0x8F)
    #expect(rtc.state.masksNMI && rtc.state.index == 0x0F)
  }

  // MARK: Interrupts

  @Test("the update-ended interrupt comes with each second; reading register C takes it back") func updateEnded() {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0B, 0x12)
    let edges = EdgeCounter(rtc.interrupt)
    clock.run(clock.frequency)
    #expect(rtc.interrupt.level)
    #expect(read(rtc, 0x0C) == 0xD0, "IRQF, UF, and PF, which is not enabled")
    #expect(!rtc.interrupt.level)
    clock.run(clock.frequency * 3)
    #expect(edges.rising == 2, "one edge until C is read")
  }

  @Test("flags are set whether or not they are enabled") func flagsAlone() {
    let (clock, rtc) = makeClock()
    clock.run(clock.frequency * 2)
    #expect(!rtc.interrupt.level)
    #expect(read(rtc, 0x0C) == 0x50, "PF and UF; an alarm of 00:00:00 waits for midnight")
  }

  @Test(
    "the periodic interrupt, by its table",
    arguments: [
      (1, 256), (2, 128), (3, 8192), (4, 4096), (6, 1024), (10, 64), (13, 8), (15, 2),
    ] as [(UInt8, UInt64)])
  func periodic(rate: UInt8, hertz: UInt64) {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0A, 0x20 | rate)
    write(rtc, 0x0B, 0x42)
    var count: UInt64 = 0
    rtc.interrupt.connect { if $0 { count += 1 } }
    let end = clock.frequency
    while clock.now < end {
      clock.run(min(1_000_000_000 / hertz / 4, end - clock.now))
      if rtc.interrupt.level { #expect(read(rtc, 0x0C) & 0xC0 == 0xC0) }
    }
    #expect(count == hertz)
  }

  @Test("rate 0 is no periodic interrupt") func noPeriod() {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0A, 0x20)
    write(rtc, 0x0B, 0x42)
    clock.run(clock.frequency)
    #expect(!rtc.interrupt.level)
    #expect(read(rtc, 0x0C) & 0x40 == 0)
  }

  @Test(
    "alarms: a time, and bytes from C0 up that match anything",
    arguments: [
      (0x00, 0x00, 0x05, 5), (0x00, 0x02, 0x00, 120), (0x03, 0x00, 0x00, 10800), (0xFF, 0xFF, 0x10, 10),
      (0xC0, 0x01, 0xFF, 60),
      (0xFF, 0xFF, 0xFF, 1), (0x00, 0x00, 0x00, 86400),
    ] as [(UInt8, UInt8, UInt8, UInt64)])
  func alarms(hour: UInt8, minute: UInt8, second: UInt8, after: UInt64) {
    let (clock, rtc) = makeClock()
    write(rtc, 5, hour)
    write(rtc, 3, minute)
    write(rtc, 1, second)
    write(rtc, 0x0B, 0x22)
    clock.run(clock.frequency * after - 1)
    #expect(!rtc.interrupt.level)
    clock.run(1)
    #expect(rtc.interrupt.level)
    #expect(read(rtc, 0x0C) & 0xA0 == 0xA0)
  }

  @Test("an alarm that no time matches never comes") func impossibleAlarm() {
    let (clock, rtc) = makeClock()
    write(rtc, 5, 0x25)
    write(rtc, 0x0B, 0x22)
    clock.run(clock.frequency * 200_000)
    #expect(!rtc.interrupt.level)
  }

  @Test("an alarm is seen even when nobody looked for days") func lateLook() {
    let (clock, rtc) = makeClock()
    write(rtc, 1, 0x30)
    clock.advance(to: clock.frequency * 29)
    #expect(read(rtc, 0x0C) & 0x20 == 0)
    clock.advance(to: clock.frequency * 500_000)
    #expect(read(rtc, 0x0C) & 0x20 != 0)
    #expect(rtc.time == DateAndTime(secondsSince1970: 946_684_800 + 500_000))
  }

  // MARK: CMOS

  @Test(
    "the memory-size bytes are QEMU's: base, extended, above 16 MB, above 4 GB",
    arguments: [
      (16, 15 << 10, 0, 0), (64, 63 << 10, 48 << 4, 0), (128, 0xFFFF, 112 << 4, 0),
      (5120, 0xFFFF, 3056 << 4, 2048 << 4),
    ] as [(UInt64, UInt32, UInt32, UInt32)])
  func memorySize(megabytes: UInt64, extended: UInt32, above16: UInt32, above4096: UInt32) {
    let rtc = RealTimeClock(clock: Clock(), memorySize: megabytes << 20)
    func value(_ indices: UInt8...) -> UInt32 { indices.reversed().reduce(0) { $0 << 8 | UInt32(read(rtc, $1)) } }
    #expect(value(0x15, 0x16) == 640)
    #expect(value(0x17, 0x18) == extended)
    #expect(value(0x30, 0x31) == extended)
    #expect(value(0x34, 0x35) == above16)
    #expect(value(0x5B, 0x5C, 0x5D) == above4096)
  }

  @Test("128 bytes, 114 of them RAM; reset keeps them") func ram() {
    let (_, rtc) = makeClock()
    for index in UInt8(0x40)...0x7F { write(rtc, index, index ^ 0x5A) }
    rtc.reset()
    for index in UInt8(0x40)...0x7F { #expect(read(rtc, index) == index ^ 0x5A) }
    #expect(read(rtc, 0xC5) == 0x45 ^ 0x5A, "bit 7 of the index is the NMI mask")
  }

  // MARK: State

  @Test("a state that went through bytes goes on as the first would") func roundTrip() throws {
    let (clock, rtc) = makeClock()
    write(rtc, 0x0B, 0x52)
    clock.run(clock.frequency / 3)
    let copy = RealTimeClock(clock: clock)
    copy.state = try rtc.stateThroughBytes()
    #expect(copy.interrupt.level == rtc.interrupt.level)
    _ = read(rtc, 0x0C)
    _ = read(copy, 0x0C)
    clock.run(clock.frequency)
    #expect(copy.state == rtc.state)
    #expect(copy.time == rtc.time)
    #expect(rtc.describe().contains("2000-01-01T00:00:01"))
  }

  @Test("looking changes nothing") func looking() {
    let (clock, rtc) = makeClock()
    clock.run(clock.frequency * 100)
    let state = rtc.state
    _ = rtc.time
    _ = rtc.describe()
    #expect(rtc.state == state)
  }

  @Test("any sequence of writes leaves it standing") func hostileSequences() {
    var random = SplitMix64(state: 5)
    let (clock, rtc) = makeClock()
    for _ in 0..<20000 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0, 1: write(rtc, .random(in: 0...0x7F, using: &random), .random(in: 0...255, using: &random))
      case 2: _ = read(rtc, .random(in: 0...255, using: &random))
      default: clock.run(.random(in: 0...10_000_000, using: &random))
      }
    }
    #expect(!rtc.describe().isEmpty)
  }
}
