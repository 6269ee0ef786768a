#if hasFeature(Embedded)
  import KernelSupport

  /// What time it is, in nanoseconds: by the interval timer's ticks, and within a tick by the processor's time stamp counter, whose
  /// rate the ticks tell.
  enum KernelClock {
    private static let tickLength = UInt64(1_000_000_000 / IntervalTimer.ticksPerSecond)
    nonisolated(unsafe) private static var tickStamp: UInt64 = 0
    nonisolated(unsafe) private static var firstStamp: UInt64 = 0
    /// Nanoseconds a stamp, in 32 bits behind the binary point; 0 until it is known.
    nonisolated(unsafe) private static var rate: UInt64 = 0
    /// Nanoseconds from 1970 to the kernel's start.
    nonisolated(unsafe) private static var epoch: Int64 = 0

    static func start() {
      firstStamp = time_stamp()
      tickStamp = firstStamp
      guard let time = RealTimeClock.now() else { return }
      epoch = Int64(time.secondsSince1970) * 1_000_000_000 - Int64(now)
    }

    /// Called by the timer's interrupt.
    static func tick() {
      tickStamp = time_stamp()
      // Within the first second, and the better the later.
      let ticks = UInt64(IntervalTimer.ticks)
      if ticks <= UInt64(IntervalTimer.ticksPerSecond), tickStamp > firstStamp {
        rate = (ticks * tickLength << 32) / (tickStamp - firstStamp)
      }
    }

    /// Nanoseconds since the start of the timer; never less than before.
    static var now: UInt64 {
      let flags = interrupts_save()
      let ticks = UInt64(IntervalTimer.ticks) * tickLength
      let passed = (time_stamp() &- tickStamp).multipliedFullWidth(by: rate)
      interrupts_restore(flags)
      return ticks + min(passed.high << 32 | passed.low >> 32, tickLength - 1)
    }

    /// Of the last tick: what timers go by.
    static var tickTime: UInt64 { UInt64(IntervalTimer.ticks) * tickLength }

    static var realTime: Int64 { epoch + Int64(now) }

    static func nanoseconds(stamps: UInt64) -> UInt64 {
      let product = stamps.multipliedFullWidth(by: rate)
      return product.high << 32 | product.low >> 32
    }
  }
#endif
