/// "Time, Calendar, and Alarm Locations": what the ten bytes mean in each data mode.
extension RealTimeClock {
  var isBinary: Bool { registers[.b].bit(2) }
  var has24Hours: Bool { registers[.b].bit(1) }

  /// A number as a register holds it.
  func encoded(_ value: Int) -> UInt8 {
    let value = value % 100
    return UInt8(isBinary ? value : (value / 10) << 4 | value % 10)
  }

  /// The number in a register. Digits above nine count as what they are worth.
  func decoded(_ byte: UInt8) -> Int { isBinary ? Int(byte) : Int(byte >> 4) * 10 + Int(byte & 15) }

  /// An hour of 0...23. In 12-hour mode bit 7 says PM, and midnight and noon are 12.
  func encodedHour(_ hour: Int) -> UInt8 {
    if has24Hours { return encoded(hour) }
    return encoded(hour % 12 == 0 ? 12 : hour % 12) | (hour >= 12 ? 0x80 : 0)
  }

  func decodedHour(_ byte: UInt8) -> Int {
    if has24Hours { return decoded(byte) }
    return decoded(byte & 0x7F) % 12 + (byte.bit(7) ? 12 : 0)
  }

  /// The date and time that the registers show. The century byte is BCD in every mode, as QEMU's firmware keeps it.
  var calendar: DateAndTime {
    let century = registers[.century]
    return DateAndTime(
      year: (Int(century >> 4) * 10 + Int(century & 15)) * 100 + decoded(registers[.year]),
      month: decoded(registers[.month]), day: decoded(registers[.day]), hour: decodedHour(registers[.hours]),
      minute: decoded(registers[.minutes]), second: decoded(registers[.seconds]))
  }

  /// Writes a date and time into the registers, all but the day of the week.
  func setCalendar(_ time: DateAndTime) {
    registers[.seconds] = encoded(time.second)
    registers[.minutes] = encoded(time.minute)
    registers[.hours] = encodedHour(time.hour)
    registers[.day] = encoded(time.day)
    registers[.month] = encoded(time.month)
    let year = ((time.year % 10000) + 10000) % 10000
    registers[.year] = encoded(year % 100)
    registers[.century] = UInt8((year / 1000) << 4 | year / 100 % 10)
  }

  /// Sets the calendar from outside, with the day of the week.
  func setTime(_ time: DateAndTime) {
    let time = DateAndTime(secondsSince1970: time.secondsSince1970)  // in range
    setCalendar(time)
    registers[.dayOfWeek] = encoded(time.dayOfWeek)
  }

  /// Moves the calendar on by whole seconds.
  func addToCalendar(_ seconds: Int64) {
    let old = DateAndTime(secondsSince1970: calendar.secondsSince1970)
    let new = DateAndTime(secondsSince1970: old.secondsSince1970 &+ seconds)
    setCalendar(new)
    // The day of the week is a counter of its own, which may have been set to anything.
    let weekday = decoded(registers[.dayOfWeek]) + 6 + new.dayOfWeek - old.dayOfWeek
    registers[.dayOfWeek] = encoded((weekday % 7 + 7) % 7 + 1)
  }

  // MARK: Alarm

  /// How many seconds after a time of day the alarm next goes off; nil when no time matches. Bytes from 0xC0 up match
  /// everything ("don't care"). The chip compares bytes, so an alarm in the wrong data mode never matches.
  func secondsToAlarm(after time: DateAndTime) -> Int64? {
    func matches(_ alarm: UInt8, _ byte: UInt8) -> Bool { alarm >= 0xC0 || alarm == byte }
    let hours = (0..<24).filter { matches(registers[.hoursAlarm], encodedHour($0)) }
    let minutes = (0..<60).filter { matches(registers[.minutesAlarm], encoded($0)) }
    let seconds = (0..<60).filter { matches(registers[.secondsAlarm], encoded($0)) }
    guard let firstHour = hours.first, let firstMinute = minutes.first, let firstSecond = seconds.first else {
      return nil
    }
    let now = time.hour * 3600 + time.minute * 60 + time.second
    // The same minute, else a later minute of the same hour, else a later hour, else tomorrow.
    let at: Int
    if hours.contains(time.hour), minutes.contains(time.minute), let second = seconds.first(where: { $0 > time.second })
    {
      at = time.hour * 3600 + time.minute * 60 + second
    } else if hours.contains(time.hour), let minute = minutes.first(where: { $0 > time.minute }) {
      at = time.hour * 3600 + minute * 60 + firstSecond
    } else {
      let hour = hours.first { $0 > time.hour } ?? firstHour + 24
      at = hour * 3600 + firstMinute * 60 + firstSecond
    }
    return Int64(at - now)
  }
}
