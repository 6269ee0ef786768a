/// Port 0x80: a latch that shows how far the power-on self-test has come, and that much software writes to wait a microsecond.
public final class PostCode: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {
    public internal(set) var code: UInt8 = 0
  }

  public let name = "port 80"
  public let ports: [ClosedRange<UInt16>] = [0x80...0x80]
  @exclusivity(unchecked) public var state = State()

  public init() {}

  /// The last byte written.
  public var code: UInt8 { state.code }

  public func readByte(port: UInt16) -> UInt8 { state.code }
  public func writeByte(port: UInt16, value: UInt8) { state.code = value }
  public func reset() { state = State() }
  public func describe() -> String { "POST code \(state.code.hexadecimal)" }
}
