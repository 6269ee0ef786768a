import Machine

/// A thermometer on the bus: it measures once a second, tells the result at port 0x300 and at address 0xFE000000, and asks for
/// interrupt 5 while the result is at or above the alarm that was written to port 0x300.
public final class Thermometer: Device {
  public struct State: Codable, Equatable, Sendable {
    public var temperature: UInt32 = 20
    public var measured: UInt32 = 0
    public var alarm: UInt32 = .max
    var nextMeasurement: UInt64
  }
  public let name = "thermometer"
  public let ports: [ClosedRange<UInt16>] = [0x300...0x303]
  public let memory: [Range<UInt64>] = [0xFE00_0000..<0xFE00_1000]
  public var state: State { didSet { follow() } }
  private let clock: Clock
  private let interrupt: Line
  private var timer: Clock.Timer!

  public init(_ slot: ExpansionSlot) {
    (clock, interrupt) = (slot.clock, slot.interrupt(5))
    state = State(nextMeasurement: clock.now + clock.frequency)
    timer = clock.makeTimer { [unowned self] in measure() }
    follow()
  }

  public func read(port: UInt16, width: Int) -> UInt32 { state.measured }
  public func write(port: UInt16, width: Int, value: UInt32) { state.alarm = value }
  public func read(address: UInt64, width: Int) -> UInt64 { UInt64(state.measured) }
  public func reset() { state.alarm = .max }
  public func describe() -> String { "\(state.measured) degrees, alarm at \(state.alarm)" }

  private func measure() {
    state.measured = state.temperature
    state.nextMeasurement += clock.frequency
  }

  /// The alarm clock and the interrupt line follow from the state, also when a snapshot sets it.
  private func follow() {
    timer.deadline = state.nextMeasurement
    interrupt.set(state.measured >= state.alarm)
  }
}
