/// A chip or card on the machine's buses.
///
/// A device keeps everything that it must remember in one plain struct, ``State``; its timers and lines follow from that struct
/// and are set again when it is replaced. A device knows its ``Clock``, its own lines, and nothing else of the machine.
public protocol Device: AnyObject {
  associatedtype State: Codable, Equatable, Sendable
  /// A short name from the field, such as "8259A": for messages, traces and snapshots. Unique in a machine.
  var name: String { get }
  /// What the device remembers. Setting it (from a snapshot) also sets the timers and lines that follow from it.
  var state: State { get set }
  /// The I/O ports that it answers; looked up again when ``PCIHost/onMappingChange`` says so.
  var ports: [ClosedRange<UInt16>] { get }
  /// The physical addresses that it answers; looked up again as ``ports`` are, since a base register may move them.
  var memory: [Range<UInt64>] { get }
  /// A read of 1, 2 or 4 bytes. Bits above the width are ignored.
  func read(port: UInt16, width: Int) -> UInt32
  func write(port: UInt16, width: Int, value: UInt32)
  /// A read of 1, 2, 4 or 8 bytes at a physical address inside ``memory``.
  func read(address: UInt64, width: Int) -> UInt64
  func write(address: UInt64, width: Int, value: UInt64)
  /// What the RESET line does. Power-on is `init` followed by this.
  func reset()
  /// The registers, for a person to read: a few lines, field names from the datasheet.
  func describe() -> String
}

extension Device {
  public var ports: [ClosedRange<UInt16>] { [] }
  public var memory: [Range<UInt64>] { [] }
  public func read(port: UInt16, width: Int) -> UInt32 { .max }
  public func write(port: UInt16, width: Int, value: UInt32) {}
  public func read(address: UInt64, width: Int) -> UInt64 { .max }
  public func write(address: UInt64, width: Int, value: UInt64) {}
}
