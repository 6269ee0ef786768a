/// The Intel 8254: three 16-bit down-counters on a 1.193182 MHz clock, at ports 0x40–0x43.
///
/// On a PC, OUT of channel 0 is IRQ 0, channel 1 once asked for memory refresh, and channel 2, whose gate is bit 0 of port 0x61,
/// drives the speaker. A channel does not tick: it is brought up to date when somebody looks, by arithmetic, and channel 0 sets
/// one alarm for the next change of its output. References are to the 8254 datasheet (231164).
public final class ProgrammableIntervalTimer: BytePortDevice {
  /// CLK pulses per second of guest time.
  public static let frequency: UInt64 = 1_193_182

  public struct State: Codable, Equatable, Sendable {
    public internal(set) var channels = [
      Channel(gate: true), Channel(gate: true), Channel(gate: false),
    ]
  }

  public let name = "8254"
  public let ports: [ClosedRange<UInt16>] = [0x40...0x43]
  /// OUT of channel 0.
  public let output = Line()
  private let clock: Clock
  private var timer: Clock.Timer!
  @exclusivity(unchecked) private var registers = State()

  public init(clock: Clock) {
    self.clock = clock
    timer = clock.makeTimer { [unowned self] in self.outputMayChange() }
    reset()
  }

  public var state: State {
    get { registers }
    set {
      registers = newValue
      if registers.channels.count != 3 { registers.channels = State().channels }
      for index in 0..<3 { registers.channels[index].confine() }
      follow()
    }
  }

  /// The three channels as they are now.
  public var channels: [Channel] {
    let pulse = pulse
    return registers.channels.map { $0.advanced(to: pulse) }
  }

  /// The level of a channel's OUT pin now.
  public func out(_ channel: Int) -> Bool { registers.channels[channel].advanced(to: pulse).out }

  /// Drives a channel's GATE pin.
  public func setGate(_ level: Bool, channel: Int) {
    registers.channels[channel].setGate(level, at: pulse)
    follow()
  }

  // MARK: Time

  /// How many CLK pulses there have been since power-on.
  private var pulse: UInt64 { clock.periods(at: clock.now, hertz: Self.frequency) }

  private func outputMayChange() {
    registers.channels[0].advance(to: pulse)
    follow()
  }

  /// Sets the line and the alarm from channel 0.
  private func follow() {
    let channel = registers.channels[0].advanced(to: pulse)
    output.set(channel.out)
    timer.deadline = channel.nextEvent.map { clock.tick(ofPeriod: $0, hertz: Self.frequency) } ?? .max
  }

  // MARK: Ports

  public func readByte(port: UInt16) -> UInt8 {
    guard case 0x40...0x42 = port else { return 0xFF }  // the control word cannot be read: the bus floats
    return registers.channels[Int(port - 0x40)].read(at: pulse)
  }

  public func writeByte(port: UInt16, value: UInt8) {
    let pulse = pulse
    switch port {
    case 0x40...0x42: registers.channels[Int(port - 0x40)].write(value, at: pulse)
    case 0x43 where value >> 6 == 3: readBack(value, at: pulse)
    case 0x43: registers.channels[Int(value >> 6)].control(value, at: pulse)
    default: return
    }
    follow()
  }

  /// "Read-Back Command": bits 5 and 4, low when they ask, latch counts and states of the channels named by bits 3–1.
  private func readBack(_ value: UInt8, at pulse: UInt64) {
    for index in 0..<3 where value.bit(index + 1) {
      if !value.bit(5) { registers.channels[index].latchCount(at: pulse) }
      if !value.bit(4) { registers.channels[index].latchStatus(at: pulse) }
    }
  }

  /// What SeaBIOS and QEMU's reset agree on: channels in mode 3 with the longest count. The datasheet leaves power-on undefined.
  public func reset() {
    let gate = registers.channels[2].gate
    registers = State()
    for index in 0..<3 {
      registers.channels[index].control(UInt8(index) << 6 | 0b11_011_0, at: pulse)
      registers.channels[index].write(0, at: pulse)
      registers.channels[index].write(0, at: pulse)
    }
    registers.channels[2].setGate(gate, at: pulse)
    follow()
  }

  public func describe() -> String {
    channels.enumerated().map { "channel \($0.offset): \($0.element.describe())" }.joined(separator: "\n")
  }
}
