/// Port 0xE9 of Bochs, QEMU's `isa-debugcon`: each byte written goes to the host; a read gives 0xE9, so a guest can tell that it
/// is there.
public final class DebugConsole: BytePortDevice {
  public struct State: Codable, Equatable, Sendable {}

  public let name = "port E9"
  public let ports: [ClosedRange<UInt16>] = [0xE9...0xE9]
  /// Takes what the guest writes.
  public var onWrite: ((UInt8) -> Void)?
  public var state = State()

  public init() {}

  public func readByte(port: UInt16) -> UInt8 { 0xE9 }
  public func writeByte(port: UInt16, value: UInt8) { onWrite?(value) }
  public func reset() {}
  public func describe() -> String { "a byte written goes to the host" }
}
