extension BootRequest {
  /// Multiboot 2 as GRUB's `multiboot2` does it: the modules behind the kernel, each on a page, then the information.
  ///
  /// Told are the command line, the loader's name, the modules, the memory both ways, the framebuffer, the sections of an ELF
  /// file, the ACPI root pointer, and where the kernel was loaded. There is no APM, VBE, network or EFI to tell of, nor a disk that was booted from.
  func planMultiboot2(_ header: Multiboot2Header) throws(LoadError) -> BootPlan {
    var image = image
    if let relocation = header.relocation { try move(&image, relocation) }
    var memory = FreeMemory(map, beside: image.pieces)
    var end = image.extent.upperBound
    var ranges: [Range<UInt64>] = []
    for (index, module) in modules.enumerated() {
      let range = try memory.take(UInt64(module.bytes.count), from: end, for: "module \(index)", in: map)
      ranges.append(range)
      end = max(end, range.upperBound)
    }
    let sections = try placeSections(&memory, from: &end)

    var info = ByteWriter()
    func tag(_ type: UInt32, _ body: (inout ByteWriter) -> Void) {
      var writer = ByteWriter()
      body(&writer)
      info.append(type)
      info.append(UInt32(8 + writer.bytes.count))
      info.bytes += writer.bytes
      info.align(8)
    }
    tag(21) { $0.append(UInt32(truncatingIfNeeded: image.extent.lowerBound)) }
    tag(1) { $0.append(text: commandLine) }
    tag(2) { $0.append(text: Self.loaderName) }
    for (range, module) in zip(ranges, modules) {
      tag(3) {
        $0.append(UInt32(range.lowerBound))
        $0.append(UInt32(range.upperBound))
        $0.append(text: Array(module.commandLine.utf8))
      }
    }
    tag(6) {
      $0.append(24 as UInt32)
      $0.append(0 as UInt32)
      for entry in map.entries {
        $0.append(entry.range.lowerBound)
        $0.append(UInt64(entry.range.count))
        $0.append(entry.kind.rawValue)
        $0.append(0 as UInt32)
      }
    }
    if let sections { tag(9) { $0.bytes += sections.tag } }
    tag(4) {
      $0.append(lowerMemory)
      $0.append(upperMemory)
    }
    tag(8) { $0.appendFramebuffer(header.display?.mode) }
    // The first version's root pointer is the first 20 bytes of the second's.
    tag(14) { $0.bytes += ACPITables.bytes(at: UInt32(MemoryMap.rootPointer))[..<20] }
    tag(15) { $0.bytes += ACPITables.bytes(at: UInt32(MemoryMap.rootPointer))[..<36] }
    tag(0) { _ in }
    let size = info.bytes.count + 8
    let place = try memory.take(UInt64(size), from: end, for: "the information for the kernel", in: map)
    var bytes = ByteWriter()
    bytes.append(UInt32(size))
    bytes.append(0 as UInt32)

    var plan = BootPlan(image, commandLine: commandLine, modules: ranges)
    plan.add(bytes.bytes + info.bytes, at: place.lowerBound)
    for (range, module) in zip(ranges, modules) { plan.add(module.bytes, at: range.lowerBound) }
    for block in sections?.blocks ?? [] { plan.add(block.bytes, at: block.address) }
    plan.eax = 0x36D7_6289
    plan.ebx = UInt32(place.lowerBound)
    plan.display = header.display?.mode
    return plan
  }

  /// A kernel that can run anywhere goes where its header prefers, inside the range that it gives.
  private func move(
    _ image: inout KernelImage, _ relocation: Multiboot2Header.Relocation
  ) throws(LoadError) {
    var memory = FreeMemory(map, beside: [])
    let size = UInt64(image.extent.count)
    let range = relocation.range
    let (end, overflow) = range.upperBound.addingReportingOverflow(1)
    let place: Range<UInt64>
    switch relocation.preference {
    case .highest:
      place = try memory.takeHigh(
        size, below: overflow ? .max : end, alignment: relocation.alignment, for: "the kernel", in: map)
    case .none, .lowest:
      place = try memory.take(
        size, from: range.lowerBound, alignment: relocation.alignment, for: "the kernel", in: map)
    }
    guard range.lowerBound <= place.lowerBound, place.upperBound - 1 <= range.upperBound else {
      throw .doesNotFit(what: "the kernel", range: range, memorySize: map.memorySize)
    }
    image.move(to: place.lowerBound)
  }

  /// The section headers of an ELF file, with an address for each section that has bytes: those that no segment loads, such as the
  /// symbols, are put into memory for it. Nil where there are none, or the header says itself what to load.
  private func placeSections(
    _ memory: inout FreeMemory, from end: inout UInt64
  ) throws(LoadError) -> (tag: [UInt8], blocks: [BootPlan.Block])? {
    guard let elf = try? ELFFile(image.file), let (headers, entrySize) = elf.sectionHeaders,
      case .multiboot2(let header) = image.header, header.addresses == nil
    else { return nil }
    var writer = ByteWriter()
    for value in [headers.count / entrySize, entrySize, Int(elf.sectionNames)] { writer.append(UInt32(value)) }
    var table = Array(image.file.bytes[headers])
    var blocks: [BootPlan.Block] = []
    for (index, section) in elf.sections().enumerated()
    where section.address == 0 && section.size > 0 && section.type != ELFFile.Section.noBits {
      guard let bytes = image.file.range(section.offset, section.size) else { continue }
      let place = try memory.take(section.size, from: end, for: "section \(index)", in: map)
      end = max(end, place.upperBound)
      blocks.append(.init(address: place.lowerBound, bytes: Array(image.file.bytes[bytes])))
      var address = ByteWriter()
      if elf.is64Bit { address.append(place.lowerBound) } else { address.append(UInt32(place.lowerBound)) }
      let field = index * entrySize + (elf.is64Bit ? 16 : 12)
      table.replaceSubrange(field..<field + address.bytes.count, with: address.bytes)
    }
    return (writer.bytes + table, blocks)
  }
}
