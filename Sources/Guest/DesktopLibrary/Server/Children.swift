#if hasFeature(Embedded)
  import SystemCalls
  import SystemLibrary

  /// The programs that the desktop has started: of one that has ended the kernel keeps the status until somebody has asked for it.
  struct Children {
    /// How often it is still worth asking soon: a program hangs up shortly before it has ended.
    private var attempts = 0
    private static let attemptLimit = 20
    private static let interval: Int64 = 5_000_000

    /// A program has hung up.
    mutating func expectEnd() { attempts = Self.attemptLimit }

    mutating func forgetEnded() {
      // The kernel looks through all processes.
      guard attempts > 0 else { return }
      attempts -= 1
      while let ended = try? Process.waitForAny(.noHang) {
        _ = ended
        attempts = 0
      }
    }

    /// How long to wait for anything else, in nanoseconds; nil for ever.
    func delay(_ other: Int64?) -> Int64? { attempts == 0 ? other : min(other ?? Self.interval, Self.interval) }
  }
#endif
