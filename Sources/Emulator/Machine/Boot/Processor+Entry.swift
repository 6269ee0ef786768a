extension Processor {
  /// Puts the processor where a PVH kernel begins (Xen, `docs/misc/pvh.pandoc`): 32-bit protected mode, no paging, flat segments,
  /// EBX pointing to the start info, a 32-bit TSS; selectors and descriptor table as QEMU's option ROM leaves them.
  func enter(at entry: UInt32, info: StartInfo) {
    var state = state
    state.general = [UInt64](repeating: 0, count: 16)
    state.general[3] = info.address
    state.general[4] = info.stack
    state.rip = UInt64(entry)
    state.rflags = 2
    // Protection and the fixed bit for the coprocessor's type.
    state.system.cr0 = 0x11
    let code = Segment(selector: 0x08, base: 0, limit: .max, attributes: .init(rawValue: 0xC09B))
    let data = Segment(selector: 0x10, base: 0, limit: .max, attributes: .init(rawValue: 0xC093))
    state.system.segments = [data, code, data, data, data, data]
    state.system.tr = Segment(selector: 0, base: 0, limit: 0x67, attributes: .init(rawValue: 0x8B))
    state.system.gdtr = DescriptorTable(
      base: StartInfo.descriptorTable, limit: UInt16(StartInfo.descriptors.count * 8 - 1))
    state.system.idtr = DescriptorTable(base: 0, limit: 0)
    self.state = state
  }
}
