import Testing

@testable import Processor

/// What the fuzz target found, made small. See Documentation/Fuzzing.md.
@Suite struct FuzzFindingsTests {
  @Test("A task gate in the IDT ends the run with a reason: there is no hardware task switch")
  func taskGate() {
    // ud2, in 32-bit protected mode
    let bare = BareProcessor(code: [0x0F, 0x0B])
    var state = bare.processor.state
    state.system.cr0 = 0x11
    state.system.cr4 = 0
    state.system.efer = 0
    state.system.idtr = DescriptorTable(base: 0x8000, limit: 0x7FF)
    state.system.segments[1].attributes = .init(rawValue: 0xC09B)
    for vector in 0..<256 as Range<UInt64> {
      bare.memory.store(0x0000_8500_0028_0000 as UInt64, at: 0x8000 + vector * 8)
    }
    bare.processor.state = state
    #expect(bare.processor.run(instructions: 10) == .unimplemented)
    #expect(bare.processor.rip == BareProcessor.codeAddress)
  }

  @Test("INT n through a task gate ends the run too, and is not delivered as something else")
  func taskGateOfInterrupt() {
    let bare = BareProcessor(code: [0xCD, 0x21])
    var state = bare.processor.state
    state.system.cr0 = 0x11
    state.system.cr4 = 0
    state.system.efer = 0
    state.system.gdtr = DescriptorTable(base: 0x9000, limit: 0xFF)
    state.system.idtr = DescriptorTable(base: 0x8000, limit: 0x7FF)
    state.system.segments[1].attributes = .init(rawValue: 0xC09B)
    // Good interrupt gates to selector 8, but for vector 0x21.
    bare.memory.store(0x00CF_9B00_0000_FFFF as UInt64, at: 0x9008)
    for vector in 0..<256 as Range<UInt64> {
      let gate: UInt64 = vector == 0x21 ? 0x0000_8500_0028_0000 : 0x0010_8E00_0008_4000
      bare.memory.store(gate, at: 0x8000 + vector * 8)
    }
    bare.processor.state = state
    #expect(bare.processor.run(instructions: 10) == .unimplemented)
    #expect(bare.processor.rip == BareProcessor.codeAddress)
    #expect(bare.processor.unimplemented?.feature == .taskSwitch)
    #expect(bare.processor.unimplemented?.mnemonic == .int)
  }

  @Test("An access that crosses a page is to two pages, however few translations are cached", arguments: [1, 2, 1024])
  func crossing(entries: Int) {
    // mov ebx,0x201000; mov al,[rbx]; mov rax,[rbx-3]
    let code: [UInt8] = [0xBB, 0, 0x10, 0x20, 0, 0x8A, 0x03, 0x48, 0x8B, 0x43, 0xFD]
    let bare = BareProcessor(code: code, translationEntries: entries)
    // Pages 0x200000 and 0x201000 lie far apart, in the other order.
    bare.memory.store(0x4003 as UInt64, at: 0x3008)
    bare.memory.store(0x60_0003 as UInt64, at: 0x4000)
    bare.memory.store(0x50_0003 as UInt64, at: 0x4008)
    bare.memory.store(0x1122_3344_5566_7788 as UInt64, at: 0x60_0FF8)
    bare.memory.store(0xAABB_CCDD_EEFF_0011 as UInt64, at: 0x50_0000)
    #expect(bare.processor.run(instructions: 3) == .budget)
    #expect(bare.processor[general: 0] == 0xDDEE_FF00_1111_2233)
  }

  @Test("A write to the entry by which it was translated counts for the next one", arguments: [1, 2, 1024])
  func selfMapping(entries: Int) {
    // mov qword [rbx], 0: the entry of the page that rbx is in; mov qword [rbx+8], 1; ud2
    let code: [UInt8] = [0x48, 0xC7, 0x03, 0, 0, 0, 0, 0x48, 0xC7, 0x43, 8, 1, 0, 0, 0, 0x0F, 0x0B]
    let machine = TrappingProcessor(code, translationEntries: entries) { $0.general[3] = 0x4000_6000 }
    // A page directory of its own, at 0x6000: its first entry shows the first 2 MiB. No other walk comes by there.
    machine.machine.memory.store(0x6003 as UInt64, at: 0x2008)
    machine.machine.memory.store(0x83 as UInt64, at: 0x6000)
    let trap = machine.run()
    #expect(trap?.vector == 14)
    #expect(machine.processor.state.system.cr2 == 0x4000_6008)
    #expect(machine.machine.memory.load(0x6008, as: UInt64.self) != 1)
  }

  @Test(
    "What is no instruction is one also at address zero of 32-bit code, a step at a time", arguments: [true, false])
  func invalidAtZero(usesFastOperations: Bool) {
    let bare = BareProcessor(code: [])
    bare.processor.usesFastOperations = usesFastOperations
    bare.memory.write([0xDB, 0x31], at: 0)
    var state = bare.processor.state
    state.system.segments[1].attributes = .init(rawValue: 0xC09B)
    state.rip = 0
    bare.processor.state = state
    #expect(bare.processor.run(instructions: 1) == .shutdown)
    // There is no IDT: the error code (6 * 8 + 3) names the vector.
    #expect(bare.processor.shutdown?.faults.first?.errorCode == 51)
  }
}
