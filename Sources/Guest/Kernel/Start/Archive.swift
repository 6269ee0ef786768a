#if hasFeature(Embedded)
  import KernelSupport

  /// The archive of files that the kernel carries, as `Firmware/FinishKernel.swift` put it behind the symbols:
  ///
  ///     at the first page behind the symbol table
  ///     8 bytes   "APUSFILE"
  ///     8 bytes   how many bytes the archive has
  ///     at the next page a cpio archive of the form "newc"
  enum Archive {
    private static let mark: UInt64 = 0x454C_4946_5355_5041
    private static let headerSize = 4096

    private static var header: UnsafeRawPointer? {
      UnsafeRawPointer(bitPattern: UInt((Symbols.end + 4095) & ~4095))
    }

    /// Empty where there is none.
    static var bytes: UnsafeRawBufferPointer {
      guard let header, header.load(as: UInt64.self) == mark else {
        return UnsafeRawBufferPointer(start: nil, count: 0)
      }
      return UnsafeRawBufferPointer(
        start: header + headerSize, count: Int(header.load(fromByteOffset: 8, as: UInt64.self)))
    }

    /// Where the image ends: the archive is its last part.
    static var end: UInt64 {
      let bytes = bytes
      guard let start = bytes.baseAddress else { return Symbols.end }
      return UInt64(UInt(bitPattern: start)) + UInt64(bytes.count)
    }
  }
#endif
