/// Port 0x61 of the PC/AT, "System Control Port B": the gate of timer channel 2, the speaker, and what they do now.
///
///     7  SERR#             reads 0
///     6  IOCHK#            reads 0
///     5  timer 2 output    read only
///     4  refresh toggle    read only: changes every 15.086 µs, with each request of timer channel 1 as IBM programmed it
///     3  IOCHK# disable
///     2  SERR# disable
///     1  speaker data      the speaker sounds timer 2's output while this is set
///     0  timer 2 gate
///
/// PIIX3 datasheet (290550), "NMI Status and Control Register".
public final class SystemControlPortB: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    /// Bits 3–0 as they were written.
    public internal(set) var control: UInt8 = 0
  }

  public let name = "port 61"
  public let ports: [ClosedRange<UInt16>] = [0x61...0x61]
  private let clock: Clock
  private let timer: ProgrammableIntervalTimer

  /// CLK pulses of the 8254 between two refresh requests.
  private static let refreshInterval: UInt64 = 18

  public init(clock: Clock, timer: ProgrammableIntervalTimer) {
    self.clock = clock
    self.timer = timer
  }

  /// Setting this leaves the timer's gate alone: the timer remembers it too.
  public var state = State()

  /// Whether the speaker is connected to timer channel 2.
  public var isSpeakerOn: Bool { state.control & 0b11 == 0b11 }

  public func readByte(port: UInt16) -> UInt8 {
    let pulses = clock.periods(at: clock.now, hertz: ProgrammableIntervalTimer.frequency)
    let refresh = pulses / Self.refreshInterval & 1 != 0
    return state.control | (refresh ? 0x10 : 0) | (timer.out(2) ? 0x20 : 0)
  }

  public func writeByte(port: UInt16, value: UInt8) {
    state.control = value & 0x0F
    timer.setGate(value.bit(0), channel: 2)
  }

  public func reset() { writeByte(port: 0x61, value: 0) }

  public func describe() -> String { "port 61 \(readByte(port: 0x61).binary)  speaker \(isSpeakerOn ? "on" : "off")" }
}
