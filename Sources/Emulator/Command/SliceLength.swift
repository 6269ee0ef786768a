/// How much the guest may run between two looks at the host: about ten milliseconds' worth, found by measuring.
struct SliceLength {
  private(set) var ticks: UInt64 = 1_000_000
  private static let range: ClosedRange<UInt64> = 10_000...1_000_000_000

  /// Takes note of how many seconds the last slice took.
  mutating func adjust(seconds: Double) {
    if seconds < 0.005 { ticks *= 2 } else if seconds > 0.02 { ticks /= 2 }
    ticks = min(max(ticks, Self.range.lowerBound), Self.range.upperBound)
  }
}
