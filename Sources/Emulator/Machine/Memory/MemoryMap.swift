import Devices

/// Where RAM is in a PC's physical address space, and what a kernel is told about it: QEMU's `pc`.
public struct MemoryMap: Equatable, Sendable {
  /// The RAM of the machine in bytes.
  public let memorySize: UInt64
  /// RAM below 4 GiB ends here.
  public let lowEnd: UInt64
  /// RAM at and above 4 GiB ends here; 4 GiB when there is none.
  public let highEnd: UInt64

  /// The window through which old software sees VGA memory.
  public static let videoHole: Range<UInt64> = 0xA_0000..<0xC_0000
  /// Option ROMs and the firmware, as shadowed in RAM.
  public static let firmware: Range<UInt64> = 0xC_0000..<0x10_0000
  /// The part of ``firmware`` that can be written, and that QEMU's firmware uses for itself.
  static let scratch: Range<UInt64> = 0xE_8000..<0xF_0000
  /// The ACPI root pointer and what follows it.
  static let rootPointer: UInt64 = 0xF_59C0
  static let fourGiB: UInt64 = 1 << 32
  /// What QEMU's firmware keeps for ACPI tables at the top of low RAM.
  static let tableSize: UInt64 = 0x2_0000

  /// How much RAM a machine can have, in bytes.
  public static let sizes: ClosedRange<UInt64> = 2 << 20...64 << 30

  /// Below 3.5 GiB all RAM is low; from there on low RAM ends at 3 GiB and the rest follows 4 GiB.
  public init(memorySize: UInt64) {
    self.memorySize = memorySize
    if memorySize < 0xE000_0000 {
      lowEnd = memorySize
      highEnd = Self.fourGiB
    } else {
      lowEnd = 0xC000_0000
      highEnd = Self.fourGiB + memorySize - lowEnd
    }
  }

  /// What the guest may use as RAM for a program that is loaded before it runs.
  var loadable: [Range<UInt64>] {
    [0..<Self.videoHole.lowerBound, 0x10_0000..<lowEnd] + (highEnd > Self.fourGiB ? [Self.fourGiB..<highEnd] : [])
  }

  /// What QEMU's firmware has for ACPI tables. Ours are at ``rootPointer``.
  var tables: Range<UInt64> { lowEnd - Self.tableSize..<lowEnd }

  /// One line of the table that the firmware's INT 15h, E820h gives, and PVH passes on.
  public struct Entry: Equatable, Sendable {
    public enum Kind: UInt32, Sendable {
      case usable = 1
      case reserved = 2
    }
    public var range: Range<UInt64>
    public var kind: Kind
  }

  /// The lines in the order in which QEMU's firmware gives them.
  public var entries: [Entry] {
    var entries = [
      Entry(range: 0..<BIOSData.extendedArea.lowerBound, kind: .usable),
      Entry(range: BIOSData.extendedArea, kind: .reserved),
      Entry(range: 0xF_0000..<0x10_0000, kind: .reserved),
      Entry(range: 0x10_0000..<tables.lowerBound, kind: .usable),
      Entry(range: tables, kind: .reserved),
      Entry(range: 0xFFFC_0000..<Self.fourGiB, kind: .reserved),
    ]
    if highEnd > Self.fourGiB { entries.append(Entry(range: Self.fourGiB..<highEnd, kind: .usable)) }
    // The HyperTransport window of AMD processors, which QEMU keeps free.
    entries.append(Entry(range: 0xFD_0000_0000..<0x100_0000_0000, kind: .reserved))
    return entries
  }
}
