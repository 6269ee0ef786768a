/// A wire with a level, from a device to whoever listens: an interrupt request, a reset, the A20 gate.
public final class Line {
  /// The level now. Listeners hear of each change, never of a repetition.
  @exclusivity(unchecked) public private(set) var level = false
  @exclusivity(unchecked) private var listener: ((Bool) -> Void)?

  public init() {}

  /// Connects the one listener and tells it the present level.
  public func connect(_ listener: @escaping (Bool) -> Void) {
    self.listener = listener
    listener(level)
  }

  public func set(_ level: Bool) {
    guard level != self.level else { return }
    self.level = level
    listener?(level)
  }

  /// Low then high: an edge for an edge-triggered input, whatever the level was.
  public func pulse() {
    set(false)
    set(true)
    set(false)
  }
}
