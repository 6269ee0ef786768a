extension Processor {
  /// Puts the processor where a kernel begins, as all our boot protocols have it: 32-bit protected mode, no paging, interrupts off,
  /// flat segments; a 32-bit TSS, as Xen's `docs/misc/pvh.pandoc` asks for.
  func enter(_ plan: BootPlan) {
    var state = state
    state.general = [UInt64](repeating: 0, count: 16)
    state.general[0] = UInt64(plan.eax)
    state.general[3] = UInt64(plan.ebx)
    state.general[4] = UInt64(plan.esp)
    state.general[6] = UInt64(plan.esi)
    state.rip = plan.image.entry
    state.rflags = 2
    // Protection and the fixed bit for the coprocessor's type.
    state.system.cr0 = 0x11
    let selectors = plan.segments
    let code = Segment(selector: selectors.code, base: 0, limit: .max, attributes: .init(rawValue: 0xC09B))
    let data = Segment(selector: selectors.data, base: 0, limit: .max, attributes: .init(rawValue: 0xC093))
    state.system.segments = [data, code, data, data, data, data]
    state.system.tr = Segment(selector: 0, base: 0, limit: 0x67, attributes: .init(rawValue: 0x8B))
    state.system.gdtr = DescriptorTable(
      base: BootPlan.Segments.table, limit: UInt16(selectors.descriptors.count * 8 - 1))
    state.system.idtr = DescriptorTable(base: 0, limit: 0)
    self.state = state
  }
}
