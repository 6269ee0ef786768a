/// What a PVH kernel is told: Xen's `hvm_start_info`, version 1, and what it points to.
///
/// Everything lies where QEMU's PVH option ROM puts it, so that a kernel sees the same on both, unless the kernel itself is loaded
/// there; then it goes to the same offsets above ``MemoryMap/scratch``.
struct StartInfo: Equatable, Sendable {
  typealias Block = BootPlan.Block

  /// Bytes of one line of the module list.
  static let moduleSize = 32

  /// The offsets of QEMU 7.2: memory map, command line, module list, start info; and where the stack ends.
  static let extent: Range<UInt64> = 0x5A8..<0x6EF4
  private static let memoryMapOffset: UInt64 = 0x5A8
  private static let commandLineOffset: UInt64 = 0x11C0
  private static let modulesOffset: UInt64 = 0x21C0
  private static let infoOffset: UInt64 = 0x21E0
  static let stackOffset: UInt64 = 0x6EDC
  /// The longest command line in bytes, without the zero at its end.
  static let commandLineLimit = 4095

  let blocks: [Block]
  /// EBX at entry.
  let address: UInt64

  /// - Parameters:
  ///   - modules: where each is, and its string, of which an empty one is left out.
  ///   - list: where the list of modules and their strings go; nil for QEMU's place, which has room for one module without a string.
  ///   - base: 0, or the start of the firmware's scratch memory.
  ///   - rsdp: the physical address of the ACPI root pointer; 0 when there are no tables.
  init(
    commandLine: [UInt8], modules: [(range: Range<UInt64>, string: String)], list place: UInt64? = nil, map: MemoryMap,
    rsdp: UInt64, base: UInt64
  ) {
    address = base + Self.infoOffset
    let listAddress = place ?? base + Self.modulesOffset
    var info = ByteWriter()
    info.append(0x336E_C578 as UInt32)
    info.append(1 as UInt32)
    info.append(0 as UInt32)
    info.append(UInt32(modules.count))
    info.append(modules.isEmpty ? 0 : listAddress)
    info.append(base + Self.commandLineOffset)
    info.append(rsdp)
    info.append(base + Self.memoryMapOffset)
    info.append(UInt32(map.entries.count))
    info.append(0 as UInt32)

    var list = ByteWriter()
    var strings = ByteWriter()
    for module in modules {
      list.append(module.range.lowerBound)
      list.append(UInt64(module.range.count))
      let string = listAddress + UInt64(modules.count * Self.moduleSize + strings.bytes.count)
      list.append(module.string.isEmpty ? 0 : string)
      list.append(0 as UInt64)
      if !module.string.isEmpty { strings.append(text: Array(module.string.utf8)) }
    }

    var memory = ByteWriter()
    for entry in map.entries {
      memory.append(entry.range.lowerBound)
      memory.append(UInt64(entry.range.count))
      memory.append(entry.kind.rawValue)
      memory.append(0 as UInt32)
    }

    blocks = [
      Block(address: base + Self.memoryMapOffset, bytes: memory.bytes),
      Block(address: base + Self.commandLineOffset, bytes: commandLine + [0]),
      Block(address: listAddress, bytes: list.bytes + strings.bytes),
      Block(address: address, bytes: info.bytes),
    ]
  }
}
