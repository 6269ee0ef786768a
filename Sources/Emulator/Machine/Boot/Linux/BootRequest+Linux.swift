extension BootRequest {
  /// Where QEMU puts the real-mode kernel's data and the command line; here, the zero page and the command line.
  private static let zeroPage: UInt64 = 0x1_0000
  private static let commandLineAddress: UInt64 = 0x2_0000

  /// Linux's 32-bit boot protocol, as GRUB's `linux` does it: the kernel at 1 MiB, the initrd as high as it may go, the zero page
  /// and the command line in low memory; no real-mode code is run. Linux, `Documentation/arch/x86/boot.rst`.
  func planLinux(_ header: LinuxHeader) throws(LoadError) -> BootPlan {
    guard commandLine.count <= header.commandLineLimit, commandLine.count < 0x1_0000 else {
      throw .commandLineTooLong(byteCount: commandLine.count, limit: Int(min(header.commandLineLimit, 0xFFFF)))
    }
    let initrd = concatenatedModules
    var ranges: [Range<UInt64>] = []
    if !modules.isEmpty {
      let end = min(map.initrdEnd, UInt64(header.initrdLimit))
      ranges = try placeHigh([initrd], below: end, what: "the initrd")
      if ranges[0].overlaps(header.unpacked) {
        throw .overlap("the initrd", "the unpacked kernel", at: ranges[0].lowerBound)
      }
    }
    let display = try displayMode()
    var page = ZeroPage(header)
    page.setScreen(display)
    page.setMemory(map, upper: upperMemory)
    page.store(UInt64(MemoryMap.rootPointer), at: 0x70)  // acpi_rsdp_addr
    page.store(0xFF as UInt8, at: 0x210)  // type_of_loader: none that has a number
    page.store(UInt32(Self.commandLineAddress), at: 0x228)
    if let range = ranges.first {
      page.store(UInt32(range.lowerBound), at: 0x218)
      page.store(UInt32(range.count), at: 0x21C)
    }

    var plan = BootPlan(image, commandLine: commandLine, modules: ranges, segments: .linux)
    plan.add(page.bytes, at: Self.zeroPage)
    plan.add(commandLine + [0], at: Self.commandLineAddress)
    if let range = ranges.first { plan.add(initrd, at: range.lowerBound) }
    plan.esi = UInt32(Self.zeroPage)
    plan.display = display
    return plan
  }

  /// One archive after the other, each on a word: what the kernel unpacks one after the other.
  private var concatenatedModules: [UInt8] {
    var writer = ByteWriter()
    for module in modules {
      writer.align(4)
      writer.bytes += module.bytes
    }
    return writer.bytes
  }

  /// The word `vga=` of the command line, which is the loader's to follow: a VESA mode's number plus 0x200. The last one counts.
  private func displayMode() throws(LoadError) -> DisplayMode? {
    let words = String(decoding: commandLine, as: UTF8.self).split(separator: " ")
    guard let word = words.last(where: { $0.hasPrefix("vga=") })?.dropFirst(4) else { return nil }
    if word == "normal" || word == "ask" { return nil }
    let number = word.hasPrefix("0x") ? UInt32(word.dropFirst(2), radix: 16) : UInt32(word)
    guard let number, number >= 0x200, let mode = DisplayMode(vesa: number & 0x1FF) else {
      throw .unsupported("'vga=\(word)' names no graphics mode of the display; 'vga=0x344' is 1024 by 768 with 32 bits")
    }
    return mode
  }
}

/// `struct boot_params`. Linux, `Documentation/arch/x86/zero-page.rst`.
struct ZeroPage {
  private(set) var bytes = [UInt8](repeating: 0, count: 4096)

  /// All zeros, with the kernel's own setup header in its place.
  init(_ header: LinuxHeader) {
    let start = Int(LinuxHeader.start)
    // The header ends before the memory map, whatever the file says.
    let count = min(header.bytes.count, 0x290 - start)
    bytes.replaceSubrange(start..<start + count, with: header.bytes.prefix(count))
  }

  mutating func store<Value: FixedWidthInteger>(_ value: Value, at offset: Int) {
    withUnsafeBytes(of: value.littleEndian) { bytes.replaceSubrange(offset..<offset + $0.count, with: $0) }
  }

  /// `screen_info`: text of 80 by 25 characters on a VGA, or a linear framebuffer (type 0x23).
  mutating func setScreen(_ mode: DisplayMode?) {
    store(16 as UInt16, at: 0x10)
    guard let mode else {
      for (value, offset) in [(3, 0x06), (80, 0x07), (25, 0x0E), (1, 0x0F)] as [(UInt8, Int)] {
        store(value, at: offset)
      }
      return
    }
    store(0x23 as UInt8, at: 0x0F)
    store(UInt16(mode.width), at: 0x12)
    store(UInt16(mode.height), at: 0x14)
    store(UInt16(mode.depth), at: 0x16)
    store(UInt32(DisplayMode.address), at: 0x18)
    store(UInt32((mode.pitch * mode.height + 0xFFFF) >> 16), at: 0x1C)
    store(UInt16(mode.pitch), at: 0x24)
    for (index, color) in mode.colors.enumerated() {
      store(color.size, at: 0x26 + index * 2)
      store(color.position, at: 0x27 + index * 2)
    }
    if mode.depth == 32 {
      store(8 as UInt8, at: 0x2C)
      store(24 as UInt8, at: 0x2D)
    }
    store(1 as UInt16, at: 0x32)
  }

  /// The E820 table, and the older ways to say how much memory there is.
  mutating func setMemory(_ map: MemoryMap, upper: UInt32) {
    store(UInt16(clamping: upper), at: 0x02)
    store(upper, at: 0x1E0)
    store(UInt8(map.entries.count), at: 0x1E8)
    for (index, entry) in map.entries.enumerated() {
      store(entry.range.lowerBound, at: 0x2D0 + index * 20)
      store(UInt64(entry.range.count), at: 0x2D8 + index * 20)
      store(entry.kind.rawValue, at: 0x2E0 + index * 20)
    }
  }
}
