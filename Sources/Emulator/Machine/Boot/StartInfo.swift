/// What a PVH kernel is told: Xen's `hvm_start_info`, version 1, and what it points to.
///
/// Everything lies where QEMU's PVH option ROM puts it, so that a kernel sees the same on both, unless the kernel itself is loaded
/// there; then it goes to the same offsets above ``MemoryMap/scratch``.
struct StartInfo: Equatable, Sendable {
  /// Bytes for an address of RAM.
  struct Block: Equatable, Sendable {
    var address: UInt64
    var bytes: [UInt8]
  }

  /// The offsets of QEMU 7.2: memory map, command line, module list, start info; and where the stack ends.
  static let extent: Range<UInt64> = 0x5A8..<0x6EF4
  private static let memoryMapOffset: UInt64 = 0x5A8
  private static let commandLineOffset: UInt64 = 0x11C0
  private static let modulesOffset: UInt64 = 0x21C0
  private static let infoOffset: UInt64 = 0x21E0
  private static let stackOffset: UInt64 = 0x6EDC
  /// The longest command line in bytes, without the zero at its end.
  static let commandLineLimit = 4095
  /// The descriptor table in the firmware area: null, 32-bit code, 32-bit data, 16-bit code and data.
  static let descriptorTable: UInt64 = 0xC_B118
  static let descriptors: [UInt64] = [
    0, 0x00CF_9A00_0000_FFFF, 0x00CF_9300_0000_FFFF, 0x0000_9E00_0000_FFFF, 0x0000_9200_0000_FFFF,
  ]

  let blocks: [Block]
  /// EBX at entry.
  let address: UInt64
  /// ESP at entry. The protocol promises no stack; QEMU happens to leave one.
  let stack: UInt64

  /// - Parameters:
  ///   - base: 0, or the start of the firmware's scratch memory.
  ///   - rsdp: the physical address of the ACPI root pointer; 0 when there are no tables.
  init(commandLine: [UInt8], modules: [Range<UInt64>], map: MemoryMap, rsdp: UInt64, base: UInt64) {
    address = base + Self.infoOffset
    stack = base + Self.stackOffset
    var info = ByteWriter()
    info.append(0x336E_C578 as UInt32)
    info.append(1 as UInt32)
    info.append(0 as UInt32)
    info.append(UInt32(modules.count))
    info.append(modules.isEmpty ? 0 : base + Self.modulesOffset)
    info.append(base + Self.commandLineOffset)
    info.append(rsdp)
    info.append(base + Self.memoryMapOffset)
    info.append(UInt32(map.entries.count))
    info.append(0 as UInt32)

    var list = ByteWriter()
    for module in modules {
      list.append(module.lowerBound)
      list.append(UInt64(module.count))
      list.append(0 as UInt64)
      list.append(0 as UInt64)
    }

    var memory = ByteWriter()
    for entry in map.entries {
      memory.append(entry.range.lowerBound)
      memory.append(UInt64(entry.range.count))
      memory.append(entry.kind.rawValue)
      memory.append(0 as UInt32)
    }

    var gates = ByteWriter()
    for descriptor in Self.descriptors { gates.append(descriptor) }

    blocks = [
      Block(address: base + Self.memoryMapOffset, bytes: memory.bytes),
      Block(address: base + Self.commandLineOffset, bytes: commandLine + [0]),
      Block(address: base + Self.modulesOffset, bytes: list.bytes),
      Block(address: address, bytes: info.bytes),
      Block(address: Self.descriptorTable, bytes: gates.bytes),
    ]
  }
}

/// Appends little-endian integers to a list of bytes.
struct ByteWriter {
  var bytes: [UInt8] = []

  mutating func append<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
