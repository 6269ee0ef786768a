/// Port 0xCF9 of the PIIX3, the reset control register: a write with bit 2 set resets the machine; bit 1 says whether hard.
///
/// PIIX3 datasheet (290550), "RC — Reset Control Register".
public final class ResetControl: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    /// Bit 1, SRST: the kind of the next reset. The only bit that is kept.
    public internal(set) var control: UInt8 = 0
  }

  public let name = "port CF9"
  public let ports: [ClosedRange<UInt16>] = [0xCF9...0xCF9]
  public let resetRequest = Line()

  public init() {}

  public var state = State()

  public func readByte(port: UInt16) -> UInt8 { state.control }

  public func writeByte(port: UInt16, value: UInt8) {
    state.control = value & 0x02
    if value.bit(2) { resetRequest.pulse() }
  }

  public func reset() { state = State() }

  public func describe() -> String { "port CF9 \(state.control.binary)" }
}
