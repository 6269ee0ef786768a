import Processor
import Testing

/// PAE paging reads its page-directory pointers when CR3 is loaded (SDM volume 3, section 4.4.1). QEMU reads them at each walk.
@Suite("Page-directory pointers")
struct PageDirectoryPointerTests {
  /// 32-bit code with PAE paging; the pointers are at 0x4000, the one page directory at 0x3000. EAX is 0x4000.
  private func run(_ code: [UInt8], pointer: UInt64 = 0x3001, second: UInt64 = 0) -> (
    vector: UInt8?, state: ProcessorState
  ) {
    let machine = BareProcessor(code: code + [0x0F, 0x0B])
    let memory = machine.memory
    memory.store(pointer, at: 0x4000)
    memory.store(second, at: 0x4008)
    for vector in 0..<32 as Range<UInt64> {
      memory.store(0x9000 + vector * 16 | 8 << 16 | 0x8E00 << 32, at: 0x8000 + vector * 8)
      memory.store(0xF4 as UInt8, at: 0x9000 + vector * 16)
    }
    memory.store(0x00CF_9B00_0000_FFFF as UInt64, at: 0x7008)
    memory.store(0x00CF_9300_0000_FFFF as UInt64, at: 0x7010)
    var state = machine.processor.state
    state.system.efer = 0
    state.system.cr4 = 0x20
    state.system.cr3 = 0x4000
    state.system.pageDirectoryPointers = [0x3001, 0, 0, 0]
    state.system.gdtr = DescriptorTable(base: 0x7000, limit: 23)
    state.system.idtr = DescriptorTable(base: 0x8000, limit: 255)
    state.system.segments[1] = Segment(selector: 8, base: 0, limit: .max, attributes: .init(rawValue: 0xC09B))
    state.general[0] = 0x4000
    machine.processor.state = state
    _ = machine.processor.run(instructions: 100)
    let rip = machine.processor.rip
    return (rip >= 0x9000 && rip < 0x9200 ? UInt8((rip - 0x9000) / 16) : nil, machine.processor.state)
  }

  @Test("A pointer that changes in memory counts from the next MOV CR3")
  func latched() {
    // and byte [0x4000], 0xFE; mov ecx, [0x20_0000]: still mapped
    let clear: [UInt8] = [0x80, 0x25, 0, 0x40, 0, 0, 0xFE]
    #expect(run(clear + [0x8B, 0x0D, 0, 0, 0x20, 0]).vector == 6)
    // or byte [0x4008], 1 with the directory's address there; mov ecx, [0x4000_0000]
    let set: [UInt8] = [0x80, 0x0D, 8, 0x40, 0, 0, 1]
    let use: [UInt8] = [0x8B, 0x0D, 0, 0, 0, 0x40]
    let before = run(set + use, second: 0x3000)
    #expect(before.vector == 14)
    #expect(before.state.system.cr2 == 0x4000_0000)
    #expect(run(set + [0x0F, 0x22, 0xD8] + use, second: 0x3000).vector == 6)
  }

  @Test(
    "Reserved bits of a present pointer are #GP at MOV CR3, and nothing has changed",
    arguments: [1, 2, 5, 6, 7, 8, 40, 63] as [UInt64])
  func reserved(_ bit: UInt64) {
    let load: [UInt8] = [0x0F, 0x22, 0xD8]
    let result = run(load, second: 1 | 1 << bit)
    #expect(result.vector == 13)
    #expect(result.state.system.pageDirectoryPointers == [0x3001, 0, 0, 0])
    #expect(run(load, second: 1 << bit).vector == 6, "not present: nothing is reserved")
  }

  @Test("MOV CR4 that changes PGE reads them again")
  func controlRegister() {
    // mov cr4, eax with PGE; the second pointer has a reserved bit.
    let code: [UInt8] = [0xB8, 0xA0, 0, 0, 0, 0x0F, 0x22, 0xE0]
    #expect(run(code, second: 3).vector == 13)
    #expect(run(code, second: 1).vector == 6)
  }
}
