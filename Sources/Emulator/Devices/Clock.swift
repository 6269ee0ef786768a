/// The one clock of a machine: time is the number of instructions retired, plus what HLT skipped.
///
/// Devices read ``now`` and keep one ``Timer`` each; the machine moves ``now`` and calls the timers that are due. The host's
/// clock never reaches it.
public final class Clock {
  /// Ticks since power-on. One tick is one instruction, and 1 / ``frequency`` of a second of guest time.
  @exclusivity(unchecked) public private(set) var now: UInt64 = 0
  /// Ticks per second of guest time.
  public let frequency: UInt64
  @exclusivity(unchecked) private var timers: [Timer] = []
  /// The earliest deadline of all timers; `.max` when there is none.
  @exclusivity(unchecked) public private(set) var nextDeadline: UInt64 = .max
  /// Called when ``nextDeadline`` may have become earlier, so that the machine can shorten the slice that is running.
  public var deadlineChanged: (() -> Void)?

  /// The default makes one instruction one nanosecond.
  public init(frequency: UInt64 = 1_000_000_000) { self.frequency = frequency }

  /// Makes a timer. `action` runs when ``now`` reaches the timer's deadline, which is cleared first. Timers that are due at the
  /// same tick run in the order in which they were made.
  public func makeTimer(_ action: @escaping () -> Void) -> Timer {
    let timer = Timer(clock: self, action: action)
    timers.append(timer)
    return timer
  }

  /// Moves time forward without calling any timer: for the machine, which calls ``fireDueTimers()`` at an instruction boundary.
  public func advance(to tick: UInt64) {
    precondition(tick >= now, "time runs forward")
    now = tick
  }

  /// Sets the time as it was in a snapshot. The devices set their timers again from their own state.
  public func restore(to tick: UInt64) { now = tick }

  /// Calls every timer whose deadline is not after ``now``, earliest first.
  public func fireDueTimers() {
    while nextDeadline <= now {
      var due: Timer?
      for timer in timers where timer.deadline <= now && timer.deadline < (due?.deadline ?? .max) { due = timer }
      guard let due else { return }
      due.deadline = .max
      due.action()
    }
  }

  /// The first tick at which `count` periods of a `hertz` oscillator, counted from power-on, have passed.
  public func tick(ofPeriod count: UInt64, hertz: UInt64) -> UInt64 {
    let (high, low) = count.multipliedFullWidth(by: frequency)
    guard high < hertz else { return .max }
    let (quotient, remainder) = hertz.dividingFullWidth((high, low))
    return remainder == 0 ? quotient : quotient + 1
  }

  /// How many whole periods of a `hertz` oscillator have passed at `tick`.
  public func periods(at tick: UInt64, hertz: UInt64) -> UInt64 {
    let (high, low) = tick.multipliedFullWidth(by: hertz)
    guard high < frequency else { return .max }
    return frequency.dividingFullWidth((high, low)).quotient
  }

  fileprivate func timerChanged() {
    let earliest = timers.reduce(UInt64.max) { min($0, $1.deadline) }
    let isEarlier = earliest < nextDeadline
    nextDeadline = earliest
    if isEarlier { deadlineChanged?() }
  }

  /// A device's own alarm.
  public final class Timer {
    private unowned let clock: Clock
    fileprivate let action: () -> Void
    /// The tick at which to call the action; `.max` for never. Derived from the device's state, so it is not part of it.
    public var deadline: UInt64 = .max {
      didSet { if deadline != oldValue { clock.timerChanged() } }
    }
    fileprivate init(clock: Clock, action: @escaping () -> Void) {
      self.clock = clock
      self.action = action
    }
  }
}
