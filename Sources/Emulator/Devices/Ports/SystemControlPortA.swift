/// Port 0x92 of the PS/2, "System Control Port A": bit 0 resets the processor when it rises, bit 1 opens the A20 gate.
///
/// The keyboard controller has an A20 line of its own; the machine lets bit 20 pass when either is high.
public final class SystemControlPortA: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    /// The port as it was written.
    public internal(set) var control: UInt8 = 0
  }

  public let name = "port 92"
  public let ports: [ClosedRange<UInt16>] = [0x92...0x92]
  public let a20 = Line()
  public let resetRequest = Line()

  public init() {}

  public var state = State() { didSet { a20.set(state.control.bit(1)) } }

  public func readByte(port: UInt16) -> UInt8 { state.control }

  public func writeByte(port: UInt16, value: UInt8) {
    let resets = value.bit(0) && !state.control.bit(0)
    state.control = value
    if resets { resetRequest.pulse() }
  }

  /// Bit 1 keeps its value over a reset of the processor, as in QEMU.
  public func reset() { state.control &= ~0x01 }

  public func describe() -> String { "port 92 \(state.control.binary)  A20 \(a20.level ? "open" : "closed")" }
}
