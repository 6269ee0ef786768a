extension BootRequest {
  /// PVH as QEMU's `-kernel` does it: modules as high as they go, the start info in low memory.
  func planPVH() throws(LoadError) -> BootPlan {
    guard commandLine.count <= StartInfo.commandLineLimit else {
      throw .commandLineTooLong(byteCount: commandLine.count, limit: StartInfo.commandLineLimit)
    }
    let ranges = try placeHigh(modules.map(\.bytes), below: map.initrdEnd, what: "the initrd")
    let strings = modules.map(\.commandLine)
    var list: UInt64?
    if modules.count > 1 || strings != [""] && !modules.isEmpty {
      var memory = FreeMemory(map, beside: image.pieces)
      for range in ranges { memory.occupy(range) }
      let size = strings.reduce(0) { $0 + StartInfo.moduleSize + $1.utf8.count + 1 }
      list = try memory.take(UInt64(size), from: 0x10_0000, for: "the list of modules", in: map).lowerBound
    }
    let info = StartInfo(
      commandLine: commandLine, modules: zip(ranges, strings).map { ($0, $1) }, list: list, map: map,
      rsdp: MemoryMap.rootPointer, base: BootPlan.lowBase(for: image))
    var plan = BootPlan(image, commandLine: commandLine, modules: ranges)
    for (range, module) in zip(ranges, modules) { plan.add(module.bytes, at: range.lowerBound) }
    for block in info.blocks { plan.add(block.bytes, at: block.address) }
    plan.ebx = UInt32(info.address)
    return plan
  }

  /// As high as they go below `end`, each on a page, the later below the earlier.
  func placeHigh(_ contents: [[UInt8]], below end: UInt64, what: String) throws(LoadError) -> [Range<UInt64>] {
    var end = end
    var ranges: [Range<UInt64>] = []
    for bytes in contents {
      let size = UInt64(bytes.count)
      guard size < end, (end - size) & ~0xFFF >= 0x10_0000 else {
        throw .doesNotFit(what: what, range: 0x10_0000...0x10_0000 + size, memorySize: map.memorySize)
      }
      let start = (end - size) & ~0xFFF
      if let piece = image.overlaps(start..<start + max(size, 1)) {
        throw .overlap(what, piece.name, at: max(start, piece.range.lowerBound))
      }
      ranges.append(start..<start + size)
      end = start
    }
    return ranges
  }
}

extension MemoryMap {
  /// Where the initrd ends at the latest: QEMU keeps 0x28000 bytes of low RAM for tables, and one more.
  var initrdEnd: UInt64 { lowEnd - 0x2_8000 - 1 }
}
