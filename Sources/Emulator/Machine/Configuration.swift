/// What a machine is made of. The default is QEMU's `pc` with 128 MiB.
public struct Configuration: Codable, Equatable, Sendable {
  /// RAM in bytes: a multiple of 4096 in ``MemoryMap/sizes``.
  public var memorySize: UInt64
  /// Clock ticks in a second of guest time. One instruction takes one tick.
  public var frequency: UInt64
  /// What the real-time clock shows at power-on, in seconds since 1970-01-01 00:00:00 UTC. Fixed, so that runs repeat.
  public var startTime: Int64
  /// Whether a reset that the guest asks for starts it again; if not, it ends the run.
  public var restartsOnReset: Bool

  public init(
    memorySize: UInt64 = 128 << 20, frequency: UInt64 = 1_000_000_000, startTime: Int64 = 1_767_225_600,
    restartsOnReset: Bool = true
  ) {
    self.memorySize = memorySize
    self.frequency = frequency
    self.startTime = startTime
    self.restartsOnReset = restartsOnReset
  }
}
