/// Keeps the guest's clock beside the host's: never ahead, and not more behind than a moment.
struct Pacer {
  /// What a guest that was too slow is forgiven, rather than letting it race to catch up.
  private static let patience = 0.1
  private let frequency: Double
  private var hostStart: Double
  private var guestStart: UInt64

  init(frequency: UInt64, host: Double, guest: UInt64) {
    self.frequency = Double(frequency)
    hostStart = host
    guestStart = guest
  }

  /// The guest's time that belongs to the host's time `host`.
  func target(host: Double) -> UInt64 { guestStart + UInt64(max(0, host - hostStart) * frequency) }

  /// How many seconds the guest's time `guest` lies ahead of the host's.
  func lead(host: Double, guest: UInt64) -> Double { Double(guest - guestStart) / frequency - (host - hostStart) }

  /// Starts anew when the guest has fallen behind.
  mutating func forgive(host: Double, guest: UInt64) {
    if lead(host: host, guest: guest) < -Self.patience {
      hostStart = host
      guestStart = guest
    }
  }
}
