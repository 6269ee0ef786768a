#if hasFeature(Embedded)
  import KernelSupport

  /// What the boot loader says about the machine, copied out of the loader's memory, which the kernel will reuse.
  struct StartInformation {
    struct MemoryRange {
      var start: UInt64
      var size: UInt64
      var kind: Kind
      var end: UInt64 { start + size }
    }

    /// The types of the firmware's E820 map (ACPI 6.5, table 15.4).
    enum Kind: UInt32 {
      case usable = 1
      case reserved = 2
      case reclaimable = 3
      case firmware = 4
      case unusable = 5

      var name: String {
        switch self {
        case .usable: "usable"
        case .reserved: "reserved"
        case .reclaimable: "ACPI tables"
        case .firmware: "ACPI non-volatile"
        case .unusable: "unusable"
        }
      }
    }

    var commandLine = CommandLine("")
    var memory: [MemoryRange] = []
    /// What the loader brought along (`-initrd`): RAM that is not the kernel's to use.
    var modules: [Range<UInt64>] = []

    /// "xEn3" with its top bit set: the first field of `hvm_start_info`.
    private static let magic: UInt32 = 0x336E_C578

    init() {
      guard let information = start_information()?.pointee, information.magic == Self.magic else {
        panic("no PVH start information: the boot loader left EBX at something else")
      }
      if let text = UnsafePointer<CChar>(bitPattern: UInt(information.command_line)) {
        commandLine = CommandLine(String(cString: text))
      }
      if let modules = UnsafePointer<start_module>(bitPattern: UInt(information.modules)) {
        for index in 0..<Int(information.module_count) {
          self.modules.append(modules[index].address..<modules[index].address + modules[index].size)
        }
      }
      // The memory map came with version 1 of the protocol.
      guard information.version >= 1,
        let entries = UnsafePointer<memory_map_entry>(bitPattern: UInt(information.memory_map))
      else { return }
      for index in 0..<Int(information.memory_map_count) {
        let entry = entries[index]
        memory.append(
          MemoryRange(start: entry.address, size: entry.size, kind: Kind(rawValue: entry.type) ?? .reserved))
      }
    }

    var usableBytes: UInt64 { memory.reduce(0) { $1.kind == .usable ? $0 + $1.size : $0 } }
  }
#endif
