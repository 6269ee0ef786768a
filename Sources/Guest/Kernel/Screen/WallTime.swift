#if hasFeature(Embedded)
  import GuestGraphics

  /// The time of day: the real-time clock's when the kernel started, and what has passed since.
  struct WallTime {
    /// Seconds since 1970 when the interval timer started.
    private var start: Int

    private static let day = 24 * 60 * 60

    /// A time that stands still: a Saturday morning.
    static let fixed = WallTime(start: TimeText.days(year: 2000, month: 1, day: 1) * day + 9 * 3600 + 41 * 60)

    private init(start: Int) { self.start = start }

    init() {
      guard let time = RealTimeClock.now() else {
        self = .fixed
        return
      }
      let days = TimeText.days(year: time.year, month: time.month, day: time.day)
      let uptime = IntervalTimer.ticks / IntervalTimer.ticksPerSecond
      start = days * Self.day + time.hour * 3600 + time.minute * 60 + time.second - uptime
    }

    /// Since 1970, when the interval timer started.
    var nanoseconds: Int64 { Int64(start) * 1_000_000_000 }

    func secondOfDay(uptime: Int) -> Int { (start + uptime) % Self.day }
    func days(uptime: Int) -> Int { (start + uptime) / Self.day }
  }
#endif
