/// Files with the headers of boot protocols other than PVH, right or wrong.
package enum BootHeaders {
  private static func words(_ values: [UInt32]) -> [UInt8] { values.flatMap { KernelFile.little($0) } }

  /// A Multiboot header with a good checksum; `fields` follow it.
  package static func multiboot(flags: UInt32, _ fields: [UInt32] = []) -> [UInt8] {
    words([0x1BAD_B002, flags, 0 &- 0x1BAD_B002 &- flags] + fields)
  }

  /// A file of no format that a Multiboot header loads: the header, then `code`, at 1 MiB.
  package static func flatMultiboot(_ code: [UInt8], loadEnd: UInt32 = 0, bssEnd: UInt32 = 0, entry: UInt32? = nil)
    -> [UInt8]
  {
    multiboot(flags: 0x10000, [0x10_0000, 0x10_0000, loadEnd, bssEnd, entry ?? 0x10_0020]) + code
  }

  /// A Multiboot 2 header with a good checksum, of tags and the end tag.
  package static func multiboot2(_ tags: [[UInt8]], architecture: UInt32 = 0) -> [UInt8] {
    var body: [UInt8] = []
    for tag in tags + [tag(0, [])] {
      body += tag
      body += [UInt8](repeating: 0, count: (8 - body.count % 8) % 8)
    }
    let length = UInt32(16 + body.count)
    return words([0xE852_50D6, architecture, length, 0 &- 0xE852_50D6 &- architecture &- length]) + body
  }

  /// One tag of a Multiboot 2 header.
  package static func tag(_ type: UInt16, _ fields: [UInt32], isOptional: Bool = false, size: UInt32? = nil) -> [UInt8]
  {
    KernelFile.little(type) + KernelFile.little(isOptional ? 1 as UInt16 : 0)
      + KernelFile.little(size ?? UInt32(8 + fields.count * 4)) + words(fields)
  }

  /// A 32-bit or 64-bit ELF file with a header in front of its code, entered behind the header, without a PVH note.
  package static func elf(_ header: [UInt8], _ code: [UInt8] = [0xF4], is64Bit: Bool = false) -> KernelFile {
    var file = KernelFile(segments: [.init(bytes: header + code)])
    file.is64Bit = is64Bit
    file.machine = is64Bit ? 62 : 3
    file.entry = 0x10_0000 + UInt64(header.count)
    return file
  }

  /// What passes for a bzImage: a boot sector, one sector of setup code with the header, then `code`.
  package static func bzImage(
    _ code: [UInt8] = [0xF4], version: UInt16 = 0x20C, loadFlags: UInt8 = 1, sectors: UInt8 = 1,
    entry: UInt32 = 0x10_0000,
    preferred: UInt64 = 0x10_0000, unpackedSize: UInt32 = 0x1_0000, commandLineLimit: UInt32 = 255,
    initrdLimit: UInt32 = 0x7FFF_FFFF
  ) -> [UInt8] {
    var file = [UInt8](repeating: 0, count: 1024)
    func store(_ value: some FixedWidthInteger, at offset: Int) {
      let bytes = KernelFile.little(value)
      file.replaceSubrange(offset..<offset + bytes.count, with: bytes)
    }
    store(sectors, at: 0x1F1)
    store(0xAA55 as UInt16, at: 0x1FE)
    store(0x66EB as UInt16, at: 0x200)
    store(0x5372_6448 as UInt32, at: 0x202)
    store(version, at: 0x206)
    store(loadFlags, at: 0x211)
    store(entry, at: 0x214)
    store(initrdLimit, at: 0x22C)
    store(0x1000 as UInt32, at: 0x230)
    store(commandLineLimit, at: 0x238)
    store(preferred, at: 0x258)
    store(unpackedSize, at: 0x260)
    store(UInt32(code.count + 15) / 16, at: 0x1F4)
    return file + code
  }
}
