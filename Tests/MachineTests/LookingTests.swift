import KernelFixtures
import Machine
import Testing

@Suite("Looking at a machine")
struct LookingTests {
  private func paging() throws -> Machine {
    let machine = try Machine(.small)
    try machine.load(kernel: SmallKernel.pager)
    machine.run(until: .halt)
    return machine
  }

  @Test("Virtual memory goes through the guest's page tables, across pages")
  func virtualMemory() throws {
    let machine = try paging()
    let memory = machine.memory
    #expect(memory.physical.load(0x11_0FFE, as: UInt32.self) == 0x1234_5678)
    #expect(memory.virtual.load(0xC011_0FFE, as: UInt32.self) == 0x1234_5678)
    #expect(memory.virtual.physicalAddress(of: 0xC011_0FFE) == 0x11_0FFE)
    #expect(memory.virtual.store(0xAABB_CCDD as UInt32, at: 0xC011_0FFE))
    #expect(memory.physical.load(0x11_0FFE, as: UInt32.self) == 0xAABB_CCDD)
  }

  @Test("What is not mapped cannot be read or written, and looking does not fault")
  func unmapped() throws {
    let machine = try paging()
    let before = machine.stateHash
    let memory = machine.memory.virtual
    #expect(memory.load(0x4000_0000, as: UInt8.self) == nil)
    #expect(memory.bytes(at: 0x3F_FFF0, count: 100).count == 16, "up to the end of the mapping")
    #expect(!memory.store(1 as UInt8, at: 0x4000_0000))
    #expect(memory.physicalAddress(of: 0x4000_0000) == nil)
    #expect(machine.stateHash == before)
  }

  @Test("Registers can be read and written by name")
  func registers() throws {
    let machine = try paging()
    machine.cpu.rcx = 0x1122_3344_5566_7788
    #expect(machine.cpu.rcx == 0x1122_3344_5566_7788)
    #expect(machine.cpu.cr3 == 0x20_0000)
    #expect(machine.cpu.cr0 & 0x8000_0001 == 0x8000_0001)
  }

  @Test("Each chip can be looked at by its name in the field")
  func chips() throws {
    let machine = try Machine(.small)
    try machine.load(kernel: SmallKernel.ticker)
    machine.run(until: .halt)
    #expect(machine.pic.primary.mask == 0xFE)
    #expect(machine.pic.primary.vectorBase == 0x20)
    #expect(machine.pit.channels.count == 3)
    #expect(machine.describe().contains("8259A"))
    #expect(machine.describe().contains("rip 0000000000100042"))
  }

  @Test("A triple fault is told: the three faults, the code, the branches")
  func tripleFault() throws {
    let machine = try paging()
    try machine.load(kernel: SmallKernel.pager)
    machine.memory.physical.store(0x90 as UInt8, at: 0x10_003A)
    let stop = machine.run()
    #expect(stop.reason == .tripleFault)
    #expect(stop.place?.description == "crash")
    for part in [
      "1. page fault (#PF): a write by the kernel at 0x40000000, which is not mapped; at crash (0x10003b)",
      "2. general protection fault (#GP) for vector 0xe of the IDT", "3. ", "[c7 05 00 00 00 40 01 00 00 00",
      "cr2 0000000040000000",
    ] { #expect(stop.report.contains(part), "\(stop.report)") }
  }

  @Test("Text that is typed reaches the guest key by key, and nothing is lost")
  func typing() throws {
    let machine = try Machine(.slow)
    try machine.load(kernel: SmallKernel.echo)
    machine.run(1000)
    machine.input.type("Hi")
    machine.run(limit: .ticks(200_000))
    // Set 1: shift, H, H up, shift up, I, I up.
    #expect(machine.serialBytes == [0x2A, 0x23, 0xA3, 0xAA, 0x17, 0x97])
    #expect(!machine.input.isTyping)
  }

  @Test("A guest that waits for input has read all that was typed before")
  func waiting() throws {
    let machine = try Machine(.slow)
    try machine.load(kernel: SmallKernel.keys)
    #expect(machine.run(until: .waitingForInput).isMet)
    let count = machine.instructionCount
    #expect(machine.run(until: .waitingForInput).isMet)
    #expect(machine.instructionCount == count, "it waits already")
    machine.input.press(.a, .b)
    #expect(machine.run(until: .waitingForInput).isMet)
    #expect(machine.serialBytes == [0x1E, 0x9E, 0x30, 0xB0])
  }

  @Test("Bytes on the serial line reach the guest, all of them, in order")
  func serial() throws {
    let machine = try Machine(.slow)
    try machine.load(kernel: SmallKernel.echo)
    let text = String(repeating: "abcdefgh", count: 20)
    machine.input.serial(text)
    machine.run(limit: .ticks(400_000))
    #expect(machine.serialBytes == text.utf8.map { $0 + 1 })
  }
}
