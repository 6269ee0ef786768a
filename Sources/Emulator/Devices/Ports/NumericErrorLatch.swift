/// The AT's logic between the x87 and the interrupt controller (SDM volume 1, figure 8-13): FERR# makes IRQ 13; a write to port 0xF0 takes
/// the request back and, until FERR# goes, lets the processor go on with IGNNE#.
public final class NumericErrorLatch: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    /// The level of FERR#, as active.
    public internal(set) var error = false
    /// The request that FERR# made and port 0xF0 has not taken back.
    public internal(set) var request = false
    /// IGNNE#, as active.
    public internal(set) var ignore = false
  }

  public let name = "numeric error"
  public let ports: [ClosedRange<UInt16>] = [0xF0...0xF0]
  public let interrupt = Line()
  public let ignore = Line()

  public init() {}

  public var state = State() {
    didSet {
      ignore.set(state.ignore)
      interrupt.set(state.request)
    }
  }

  /// The processor's FERR# pin.
  public func setError(_ level: Bool) {
    guard level != state.error else { return }
    var next = state
    next.error = level
    if level { next.request = true } else { next.ignore = false }
    state = next
  }

  public func readByte(port: UInt16) -> UInt8 { 0xFF }

  public func writeByte(port: UInt16, value: UInt8) {
    var next = state
    next.request = false
    next.ignore = state.error
    state = next
  }

  public func reset() { state = State() }

  public func describe() -> String {
    "FERR# \(state.error ? "active" : "inactive")  IRQ 13 \(state.request ? "high" : "low")  IGNNE# \(state.ignore ? "active" : "inactive")"
  }
}
