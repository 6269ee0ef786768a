#if hasFeature(Embedded)
  import KernelSupport

  /// The kernel's own symbols, as `Firmware/FinishKernel.swift` wrote them into the last segment of the image:
  ///
  ///     8 bytes   "APUSSYMS"
  ///     4 bytes   how many symbols
  ///     4 bytes   the whole table's size in bytes
  ///     then, for each symbol in ascending order of address: 4 bytes address, 4 bytes place of its name in the table
  ///     then the names, each ended by a zero
  enum Symbols {
    private static let mark: UInt64 = 0x534D_5953_5355_5041
    private static let headerSize = 16
    private static let entrySize = 8

    private static var table: UnsafeRawPointer { kernel_symbol_table() }
    private static var count: Int {
      guard table.load(as: UInt64.self) == mark else { return 0 }
      return Int(table.load(fromByteOffset: 8, as: UInt32.self))
    }

    /// Where the table ends, and behind it the archive begins.
    static var end: UInt64 {
      let size = Int(table.load(fromByteOffset: 12, as: UInt32.self))
      return UInt64(UInt(bitPattern: table)) + UInt64(max(size, headerSize))
    }

    private static func address(_ index: Int) -> UInt64 {
      UInt64(table.load(fromByteOffset: headerSize + index * entrySize, as: UInt32.self))
    }

    /// The function that holds an address in the kernel's text, and how far into it.
    static func find(_ wanted: UInt64) -> (name: String, offset: UInt64)? {
      let text = kernel_text_range()
      guard wanted >= text.start, wanted < text.end else { return nil }
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if address(middle) <= wanted { low = middle + 1 } else { high = middle }
      }
      guard low > 0 else { return nil }
      let place = table.load(fromByteOffset: headerSize + (low - 1) * entrySize + 4, as: UInt32.self)
      let name = (table + Int(place)).assumingMemoryBound(to: CChar.self)
      return (String(cString: name), wanted - address(low - 1))
    }
  }
#endif
