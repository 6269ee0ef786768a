/// QEMU's `isa-debug-exit,iobase=0xf4,iosize=0x04`: a write ends the run with the status `(value << 1) | 1`.
public final class DebugExit: Device {
  public struct State: Codable, Equatable, Sendable {}

  public let name = "isa-debug-exit"
  public let ports: [ClosedRange<UInt16>] = [0xF4...0xF7]
  /// Takes the exit status.
  public var onExit: ((UInt32) -> Void)?
  public var state = State()

  public init() {}

  public func read(port: UInt16, width: Int) -> UInt32 { 0 }

  public func write(port: UInt16, width: Int, value: UInt32) {
    let value = width >= 4 ? value : value & (1 << UInt32(max(width, 1) * 8) &- 1)
    onExit?(value << 1 | 1)
  }

  public func reset() {}

  public func describe() -> String { "a write of N ends the run with status 2N + 1" }
}
