#if hasFeature(Embedded)
  import GuestApplications
  import SystemCalls
  import SystemLibrary

  /// What the panel shows of the system: the time, and how busy the processor is, once a second.
  final class StatusReader {
    private let system = KernelSystem()
    /// Whether only the time is shown, once.
    private let isStill: Bool
    private var shownSecond = -1
    private static let second: Int64 = 1_000_000_000

    init(isStill: Bool) { self.isStill = isStill }

    /// Nanoseconds until the next second begins; nil where nothing will change.
    var delay: Int64? { isStill ? nil : Self.second - Clock.realTime.now % Self.second }

    func update(_ compositor: Compositor) {
      if isStill && shownSecond >= 0 { return }
      let now = Int(Clock.realTime.now / Self.second)
      guard now != shownSecond else { return }
      // A clock that is set goes backwards too.
      if shownSecond >= 0 { compositor.show(load: (system.load() + 5) / 10) } else { _ = system.load() }
      shownSecond = now
      let text = TimeText.clock(secondOfDay: now % 86400)
      compositor.show(time: String(text.prefix(5)), date: TimeText.shortDate(days: now / 86400))
    }
  }
#endif
