/// "Update Cycle" and "Interrupts": which flags time has set, and when it will set the next.
extension RealTimeClock {
  /// 244 µs of warning and 1984 µs of update at 32.768 kHz, in crystal periods.
  private static let updatePeriods: UInt64 = 73
  private static let crystal: UInt64 = 32768

  /// DV2–DV0 = 11x holds the divider chain in reset.
  private var dividerRuns: Bool { registers[.a] & 0x60 != 0x60 }
  /// SET keeps updates from the registers.
  private var isSet: Bool { registers[.b].bit(7) }

  /// Ticks since the divider chain began.
  private var elapsed: UInt64 { clock.now &- registers.origin }

  /// "Periodic Interrupt Rate and Square Wave Output Frequency": in hertz; nil for none.
  private var periodicRate: UInt64? {
    switch registers[.a] & 15 {
    case 0: nil
    case let rate where rate < 3: 512 >> UInt64(rate)  // 256 and 128 Hz
    case let rate: Self.crystal >> UInt64(rate - 1)
    }
  }

  /// UIP: an update begins within 244 µs or is under way. The registers show the old second until it ends.
  var isUpdating: Bool {
    guard dividerRuns, !isSet else { return false }
    return clock.periods(at: elapsed % clock.frequency, hertz: Self.crystal) >= Self.crystal - Self.updatePeriods
  }

  /// Applies the updates and periods since the last time somebody looked, and sets their flags.
  func catchUp() {
    guard dividerRuns else { return }
    let updates = elapsed / clock.frequency
    if updates > registers.updates {
      let seconds = Int64(min(updates - registers.updates, 1 << 40))
      registers.updates = updates
      if !isSet {
        registers[.c] |= 0x10
        if let alarm = secondsToAlarm(after: inRange(calendar)), alarm <= seconds { registers[.c] |= 0x20 }
        addToCalendar(seconds)
      }
    }
    if let rate = periodicRate {
      let periods = clock.periods(at: elapsed, hertz: rate)
      if periods > registers.periods { registers[.c] |= 0x40 }
      registers.periods = periods
    }
  }

  /// The tick of the next flag that is enabled and not set yet; `.max` for none.
  var nextInterrupt: UInt64 {
    guard dividerRuns else { return .max }
    let wanted = registers[.b] & ~registers[.c]
    var next = UInt64.max
    if wanted & 0x40 != 0, let rate = periodicRate {
      next = clock.tick(ofPeriod: registers.periods &+ 1, hertz: rate)
    }
    if !isSet {
      if wanted & 0x10 != 0 { next = min(next, tick(ofUpdate: 1)) }
      if wanted & 0x20 != 0, let seconds = secondsToAlarm(after: inRange(calendar)) {
        next = min(next, tick(ofUpdate: UInt64(seconds)))
      }
    }
    return next == .max ? .max : registers.origin &+ next
  }

  private func tick(ofUpdate count: UInt64) -> UInt64 {
    let (tick, overflow) = (registers.updates &+ count).multipliedReportingOverflow(by: clock.frequency)
    return overflow ? .max : tick
  }

  private func inRange(_ time: DateAndTime) -> DateAndTime { DateAndTime(secondsSince1970: time.secondsSince1970) }

  // MARK: Control registers

  /// Register A. A chain that comes out of reset makes its first update half a second later.
  func writeA(_ value: UInt8) {
    let didRun = dividerRuns
    registers[.a] = value & 0x7F
    if dividerRuns && !didRun {
      registers.origin = clock.now &- clock.frequency / 2
      registers.updates = 0
      registers.periods = 0
    }
    if let rate = periodicRate, dividerRuns { registers.periods = clock.periods(at: elapsed, hertz: rate) }
  }

  /// Register B. SET going high clears UIE. The datasheet wants the time written again after a change of the data mode;
  /// unless SET is up, it is rewritten in the new one here, as in QEMU.
  func writeB(_ value: UInt8) {
    let time = calendar
    let weekday = decoded(registers[.dayOfWeek])
    let rewrites = (value ^ registers[.b]) & 0x06 != 0 && !isSet && !value.bit(7)
    registers[.b] = value.bit(7) ? value & ~0x10 : value
    if rewrites {
      setCalendar(inRange(time))
      registers[.dayOfWeek] = encoded(weekday)
    }
  }
}
