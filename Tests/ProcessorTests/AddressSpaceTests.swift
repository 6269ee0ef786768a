import Processor
import Testing

/// What MOV CR3 keeps, and what it must not: two address spaces that show different pages at one address.
@Suite("Address spaces")
struct AddressSpaceTests {
  private static let linear: UInt64 = 0x60_0000

  /// A second set of tables that shows the 2 MiB page at 0x40_0000 where the first shows the one at 0x60_0000.
  private func machine(_ code: [UInt8], entries: Int) -> TrappingProcessor {
    let machine = TrappingProcessor(code, translationEntries: entries) { $0.general[3] = Self.linear }
    let memory = machine.machine.memory
    memory.store(0x5003 as UInt64, at: 0x4000)
    memory.store(0x6003 as UInt64, at: 0x5000)
    for index in 0..<8 as Range<UInt64> { memory.store(index << 21 | 0x83, at: 0x6000 + index * 8) }
    memory.store(2 << 21 | 0x83 as UInt64, at: 0x6018)
    memory.store(0x1111 as UInt64, at: Self.linear)
    memory.store(0x2222 as UInt64, at: 0x40_0000)
    memory.store(0x3333 as UInt64, at: 0x20_0000)
    return machine
  }

  @Test("Each space shows its own pages, however often one returns to it", arguments: [1, 1024])
  func switching(_ entries: Int) {
    // mov ecx, 0x1000; mov edx, 0x4000; then three times: mov cr3, rdx; add rsi, [rbx]; mov cr3, rcx; add rdi, [rbx]; ud2
    let round: [UInt8] = [0x0F, 0x22, 0xDA, 0x48, 0x03, 0x33, 0x0F, 0x22, 0xD9, 0x48, 0x03, 0x3B]
    let machine = machine(
      [0xB9, 0, 0x10, 0, 0, 0xBA, 0, 0x40, 0, 0] + round + round + round + [0x0F, 0x0B], entries: entries)
    #expect(machine.run()?.vector == 6)
    #expect(machine.processor[general: 6] == 0x6666)
    #expect(machine.processor[general: 7] == 0x3333)
  }

  @Test("A page table that changes while another space is in force counts when one returns", arguments: [1, 1024])
  func changing(_ entries: Int) {
    // mov ecx, 0x1000; mov edx, 0x4000; mov cr3, rdx; mov rsi, [rbx]; mov cr3, rcx; mov byte [0x601A], 0x20 (the entry now names
    // the page at 0x20_0000); mov cr3, rdx; mov rdi, [rbx]; ud2
    let code: [UInt8] = [
      0xB9, 0, 0x10, 0, 0, 0xBA, 0, 0x40, 0, 0, 0x0F, 0x22, 0xDA, 0x48, 0x8B, 0x33, 0x0F, 0x22, 0xD9,
      0xC6, 0x04, 0x25, 0x1A, 0x60, 0, 0, 0x20, 0x0F, 0x22, 0xDA, 0x48, 0x8B, 0x3B, 0x0F, 0x0B,
    ]
    let machine = machine(code, entries: entries)
    #expect(machine.run()?.vector == 6)
    #expect(machine.processor[general: 6] == 0x2222)
    #expect(machine.processor[general: 7] == 0x3333)
  }

  @Test("Long mode cannot be left half: PAE, LME and PG stay as they are")
  func longModeStays() {
    // mov cr4, rax; mov cr0, rax; wrmsr to IA32_EFER
    for (code, value) in [([0x0F, 0x22, 0xE0], 0x600), ([0x0F, 0x22, 0xC0], 0x33), ([0x0F, 0x30], 0x001)]
      as [([UInt8], UInt64)]
    {
      let machine = TrappingProcessor(code) {
        $0.general[0] = value
        $0.general[1] = 0xC000_0080
      }
      #expect(machine.run()?.vector == 13)
    }
  }

  @Test("MOV CR3 with bit 63 needs CR4.PCIDE; INVPCID checks its descriptor")
  func contexts() {
    func vector(_ code: [UInt8], cr4: UInt64 = 0, _ prepare: (inout ProcessorState) -> Void = { _ in }) -> UInt8? {
      TrappingProcessor(code + [0x0F, 0x0B]) {
        $0.system.cr4 |= cr4
        $0.general[0] = 0x1000
        prepare(&$0)
      }.run()?.vector
    }
    let load: [UInt8] = [0x0F, 0x22, 0xD8]
    let pcide: UInt64 = 1 << 17
    #expect(vector(load) { $0.general[0] |= 1 << 63 } == 13)
    #expect(vector(load, cr4: pcide) { $0.general[0] |= 1 << 63 | 5 } == 6)
    #expect(vector(load, cr4: pcide) { $0.general[0] |= 1 << 62 } == 13)
    // mov cr4, rax: PCIDE with bits in CR3
    #expect(
      vector([0x0F, 0x22, 0xE0]) {
        $0.general[0] = 0x2_0620
        $0.system.cr3 = 0x1008
      } == 13)
    #expect(vector([0x0F, 0x22, 0xE0]) { $0.general[0] = 0x2_0620 } == 6)
    // invpcid rax, [rbx]; the descriptor is zero, then names a context.
    let invalidate: [UInt8] = [0x66, 0x0F, 0x38, 0x82, 0x03]
    #expect(vector(invalidate) { $0.general[0] = 0 } == 6)
    #expect(vector(invalidate) { $0.general[0] = 4 } == 13)
    #expect(vector([0xC6, 0x03, 1] + invalidate) { $0.general[0] = 1 } == 13)
    #expect(vector([0xC6, 0x03, 1] + invalidate) { $0.general[0] = 2 } == 6)
    #expect(vector([0xC6, 0x03, 1] + invalidate, cr4: pcide) { $0.general[0] = 1 } == 6)
  }
}
