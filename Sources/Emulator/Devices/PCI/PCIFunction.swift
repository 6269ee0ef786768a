/// One function on the PCI bus: 256 bytes of configuration space, and which of their bits can be written.
///
/// The device that a function belongs to keeps it, reads its base registers, and hears of writes through ``onWrite``.
/// References are to the PCI Local Bus Specification 2.1, chapter 6.
public final class PCIFunction {
  /// The configuration space: all that a function remembers.
  public internal(set) var configuration: [UInt8]
  /// Called after a write that changed something, with the offsets that it touched.
  public var onWrite: ((Range<Int>) -> Void)?
  private let powerOn: [UInt8]
  private let writable: [UInt8]
  private var regions: [(register: Int, byteCount: UInt64)] = []

  /// Offsets of the header's fields.
  public enum Field {
    public static let command = 0x04, revision = 0x08, headerType = 0x0E, subsystem = 0x2C, rom = 0x30
    public static let interruptLine = 0x3C, interruptPin = 0x3D
    /// The n-th base address register.
    public static func base(_ index: Int) -> Int { 0x10 + index * 4 }
  }

  /// Bits of the command register.
  public enum Command {
    public static let inputOutput: UInt16 = 1, memory: UInt16 = 2, busMaster: UInt16 = 4
  }

  /// What a function is made of. Built up, then given to ``PCIFunction/init(_:)``.
  public struct Description {
    var configuration = [UInt8](repeating: 0, count: 256)
    var writable = [UInt8](repeating: 0, count: 256)
    var regions: [(register: Int, byteCount: UInt64)] = []

    /// - Parameter classCode: base class, sub-class and programming interface, as in 0x030000.
    public init(vendor: UInt16, device: UInt16, classCode: UInt32, revision: UInt8) {
      set(UInt32(device) << 16 | UInt32(vendor), at: 0, width: 4)
      set(classCode << 8 | UInt32(revision), at: Field.revision, width: 4)
      set(0x1100_1AF4, at: Field.subsystem, width: 4)  // QEMU's own
      setWritable(0x0507, at: Field.command, width: 2)  // I/O, memory, master, SERR#, interrupt disable
      setWritable(0xFF, at: 0x0C, width: 1)  // cache line size
      setWritable(0xFF, at: Field.interruptLine, width: 1)
    }

    public mutating func set(_ value: UInt32, at offset: Int, width: Int) {
      for index in 0..<width {
        configuration[(offset + index) & 0xFF] = UInt8(truncatingIfNeeded: value >> UInt32(index * 8))
      }
    }

    public mutating func setWritable(_ mask: UInt32, at offset: Int, width: Int) {
      for index in 0..<width {
        writable[(offset + index) & 0xFF] = UInt8(truncatingIfNeeded: mask >> UInt32(index * 8))
      }
    }

    /// A memory base register: its low four bits are fixed, and as many of the others as the size has zeros.
    public mutating func addMemory(_ index: Int, byteCount: UInt32, isPrefetchable: Bool = false) {
      let register = Field.base(index)
      set(isPrefetchable ? 0x8 : 0, at: register, width: 4)
      setWritable(~(byteCount &- 1) & ~0xF, at: register, width: 4)
      regions.append((register, UInt64(byteCount)))
    }

    /// The expansion ROM base register, with its enable bit.
    public mutating func addROM(byteCount: UInt32) { setWritable(~(byteCount &- 1) | 1, at: Field.rom, width: 4) }
  }

  public init(_ description: Description) {
    powerOn = description.configuration
    configuration = description.configuration
    writable = description.writable
    regions = description.regions
  }

  // MARK: Access

  /// A little-endian field. Offsets wrap at the end of the space.
  public func load(_ offset: Int, width: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<min(width, 4) {
      value |= UInt32(configuration[(offset + index) & 0xFF]) << UInt32(index * 8)
    }
    return value
  }

  /// A write by the guest: only writable bits change.
  func write(_ offset: Int, width: Int, value: UInt32) {
    var hasChanged = false
    for index in 0..<min(width, 4) {
      let at = (offset + index) & 0xFF
      let byte = UInt8(truncatingIfNeeded: value >> UInt32(index * 8))
      let new = configuration[at] & ~writable[at] | byte & writable[at]
      if new != configuration[at] { hasChanged = true }
      configuration[at] = new
    }
    if hasChanged { onWrite?(offset..<offset + width) }
  }

  /// A write by the firmware, of any bits.
  func store(_ value: UInt32, at offset: Int, width: Int) {
    for index in 0..<min(width, 4) {
      configuration[(offset + index) & 0xFF] = UInt8(truncatingIfNeeded: value >> UInt32(index * 8))
    }
    onWrite?(offset..<offset + width)
  }

  func reset() {
    configuration = powerOn
    onWrite?(0..<256)
  }

  // MARK: Decoding

  public var command: UInt16 { UInt16(truncatingIfNeeded: load(Field.command, width: 2)) }

  /// Where the n-th base register makes its memory answer; nil while decoding is off, or the register holds no address at all
  /// (zero, or up to the very end, which is what sizing leaves there for a moment).
  public func memoryRange(_ index: Int) -> Range<UInt64>? {
    guard command & Command.memory != 0, let region = regions.first(where: { $0.register == Field.base(index) }) else {
      return nil
    }
    let base = UInt64(load(region.register, width: 4) & ~0xF)
    guard base != 0, base + region.byteCount <= 0xFFFF_FFFF else { return nil }
    return base..<base + region.byteCount
  }

  /// The vendor and the device, as in "8086:1237".
  public var identity: String {
    let words = [UInt16(truncatingIfNeeded: load(0, width: 2)), UInt16(truncatingIfNeeded: load(2, width: 2))]
    return words.map(\.hexadecimal).joined(separator: ":")
  }
}
