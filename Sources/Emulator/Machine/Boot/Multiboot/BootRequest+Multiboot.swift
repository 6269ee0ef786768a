extension BootRequest {
  /// Where QEMU's option ROM has the memory map and the information structure.
  private static let mapAddress: UInt64 = 0x9000
  private static let informationOffset: UInt64 = 0x500
  private static let lowSize: UInt64 = 0x580

  /// Multiboot 1 as QEMU's `-kernel` does it: behind the kernel a list of the modules with their strings, then the modules, each
  /// on a page; the memory map and the information structure in low memory. The framebuffer is as GRUB tells it, since QEMU
  /// does not.
  func planMultiboot(_ header: MultibootHeader) throws(LoadError) -> BootPlan {
    var memory = FreeMemory(map, beside: image.pieces)
    let text = namedCommandLine
    let strings = [text, Self.loaderName] + modules.map { Array($0.commandLine.utf8) }
    let listSize = 16 * modules.count + strings.reduce(0) { $0 + $1.count + 1 }
    let list = try memory.take(UInt64(listSize), from: image.extent.upperBound, for: "what the kernel is told", in: map)
    var end = list.upperBound
    var ranges: [Range<UInt64>] = []
    for (index, module) in modules.enumerated() {
      let range = try memory.take(UInt64(module.bytes.count), from: end, for: "module \(index)", in: map)
      ranges.append(range)
      end = max(end, range.upperBound)
    }
    let low =
      image.overlaps(Self.mapAddress..<Self.mapAddress + Self.lowSize) == nil
      ? Self.mapAddress
      : try memory.take(Self.lowSize, from: 0x10_0000, for: "the information for the kernel", in: map).lowerBound

    var table = ByteWriter()
    var texts = ByteWriter()
    func place(_ string: [UInt8]) -> UInt32 {
      defer { texts.append(text: string) }
      return UInt32(list.lowerBound) + UInt32(16 * modules.count + texts.bytes.count)
    }
    for (range, module) in zip(ranges, modules) {
      table.append(UInt32(range.lowerBound))
      table.append(UInt32(range.upperBound))
      table.append(place(Array(module.commandLine.utf8)))
      table.append(0 as UInt32)
    }
    let mapBytes = memoryMap
    var info = ByteWriter()
    // Memory, boot device, command line, modules, memory map, loader's name; and the framebuffer.
    info.append(0x24F | (header.display == nil ? 0 : 0x1000) as UInt32)
    for value in [lowerMemory, upperMemory, 0x8000_FFFF, place(text)] { info.append(value) }
    for value in [UInt32(modules.count), UInt32(list.lowerBound), 0, 0, 0, 0] { info.append(value) }
    for value in [UInt32(mapBytes.count), UInt32(low), 0, 0, 0, place(Self.loaderName)] { info.append(value) }
    info.bytes += [UInt8](repeating: 0, count: 88 - info.bytes.count)
    if let display = header.display { info.appendFramebuffer(display.mode) }

    var plan = BootPlan(image, commandLine: commandLine, modules: ranges)
    plan.add(table.bytes + texts.bytes, at: list.lowerBound)
    plan.add(mapBytes, at: low)
    plan.add(info.bytes, at: low + Self.informationOffset)
    for (range, module) in zip(ranges, modules) { plan.add(module.bytes, at: range.lowerBound) }
    plan.eax = 0x2BAD_B002
    plan.ebx = UInt32(low + Self.informationOffset)
    plan.display = header.display?.mode
    return plan
  }

  /// Each entry begins with its size, without that field.
  private var memoryMap: [UInt8] {
    var writer = ByteWriter()
    for entry in map.entries {
      writer.append(20 as UInt32)
      writer.append(entry.range.lowerBound)
      writer.append(UInt64(entry.range.count))
      writer.append(entry.kind.rawValue)
    }
    return writer.bytes
  }
}

extension ByteWriter {
  /// The framebuffer's description, which both versions have: address, pitch, size, depth, type, colours. A compiler puts the
  /// colours on a word, and so do all loaders, though the specification's offsets say otherwise. Nil for text.
  mutating func appendFramebuffer(_ mode: DisplayMode?) {
    append(mode == nil ? 0xB_8000 : DisplayMode.address)
    append(mode?.pitch ?? 160)
    append(mode?.width ?? 80)
    append(mode?.height ?? 25)
    append(UInt8(mode?.depth ?? 16))
    append((mode == nil ? 2 : 1) as UInt8)
    append(0 as UInt16)
    for color in mode?.colors ?? [] {
      append(color.position)
      append(color.size)
    }
  }
}
