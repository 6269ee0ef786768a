/// The setup header of a bzImage. Linux, `Documentation/arch/x86/boot.rst`, "The Real-Mode Kernel Header".
struct LinuxHeader: Equatable, Sendable {
  /// Where the part that runs in protected mode is loaded.
  static let loadAddress: UInt64 = 0x10_0000
  /// "HdrS".
  private static let magic: UInt32 = 0x5372_6448
  /// The header begins here, and ends where the jump at 0x200 says.
  static let start: UInt64 = 0x1F1

  let version: UInt16
  /// CODE32_START: the 32-bit entry point.
  let entry: UInt32
  /// INITRD_ADDR_MAX: the highest address that a byte of the initrd may have.
  let initrdLimit: UInt32
  /// CMDLINE_SIZE: the longest command line, without the zero at its end.
  let commandLineLimit: UInt32
  /// PREF_ADDRESS and INIT_SIZE: the memory that the kernel takes when it unpacks itself; empty before version 2.10.
  let unpacked: Range<UInt64>
  /// The header's own bytes, which go into the zero page.
  let bytes: [UInt8]
  private let setupSize: UInt64

  static func isPresent(in file: FileBytes) -> Bool { file.load(0x202, as: UInt32.self) == magic }

  init(_ file: FileBytes) throws(LoadError) {
    guard Self.isPresent(in: file) else { throw .noHeader(.linux) }
    guard let version = file.load(0x206, as: UInt16.self), let flags = file.load(0x211, as: UInt8.self),
      let jump = file.load(0x201, as: UInt8.self)
    else { throw .cutShort(what: "the Linux setup header", end: 0x268, fileSize: file.count) }
    self.version = version
    guard version >= 0x206 else {
      throw .unsupported(
        "it is a Linux kernel of boot protocol \(version >> 8).\(version & 0xFF), and 2.6 is the least")
    }
    guard flags & 1 != 0 else { throw .unsupported("it is a zImage, which is loaded low; build a bzImage") }
    let headerEnd = max(0x202 + UInt64(jump), version >= 0x20A ? 0x264 : 0x23C)
    guard let range = file.range(Self.start, headerEnd - Self.start) else {
      throw .cutShort(what: "the Linux setup header", end: headerEnd, fileSize: file.count)
    }
    bytes = Array(file.bytes[range])
    entry = file.load(0x214)!
    initrdLimit = file.load(0x22C)!
    commandLineLimit = file.load(0x238)!
    if version >= 0x20A {
      let preferred: UInt64 = file.load(0x258)!
      let size = UInt64(file.load(0x260, as: UInt32.self)!)
      guard let unpackedEnd = end(of: preferred, size) else {
        throw .contradiction("the kernel wants to run at \(hex(preferred))")
      }
      unpacked = preferred..<unpackedEnd
    } else {
      unpacked = Self.loadAddress..<Self.loadAddress
    }
    // "If the setup_sects field contains 0, the real value is 4"; the boot sector comes before them.
    let sectors = file.load(0x1F1, as: UInt8.self)!
    setupSize = (UInt64(sectors == 0 ? 4 : sectors) + 1) * 512
  }

  /// Everything behind the real-mode code, which is not run.
  func piece(in file: FileBytes, map: MemoryMap) throws(LoadError) -> KernelImage.Piece {
    guard setupSize < file.count else {
      throw .cutShort(what: "the Linux kernel's real-mode code", end: setupSize, fileSize: file.count)
    }
    let range = Self.loadAddress..<Self.loadAddress + (file.count - setupSize)
    try map.checkLoadable(range, "the kernel")
    if !unpacked.isEmpty { try map.checkLoadable(unpacked, "the kernel, unpacked,") }
    return KernelImage.Piece(name: "the kernel", range: range, file: Int(setupSize)..<file.bytes.count)
  }
}
