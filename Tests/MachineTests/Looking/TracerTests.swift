import KernelFixtures
import Testing

@testable import Machine

@Suite("Traces of instructions, and counters")
struct TracerTests {
  private func lines(_ options: Tracer.Options, kernel: [UInt8] = SmallKernel.ticker, run: UInt64 = 60) throws
    -> [String]
  {
    let machine = try Machine(.small)
    let plain = try Machine(.small)
    for machine in [machine, plain] { try machine.load(kernel: kernel) }
    var text = ""
    machine.trace(options) { text += $0 }
    machine.run(run)
    machine.trace(nil)
    plain.run(run)
    #expect(machine.stateHash == plain.stateHash, "the guest does not notice")
    return text.split(separator: "\n").map(String.init)
  }

  @Test(
    "Each instruction is written, with its count, address, place and text; interrupts come between",
    .enabled(if: Disassembler.isAvailable))
  func instructions() throws {
    let lines = try lines(Tracer.Options())
    #expect(lines[0].contains("0  0000000000100000  start ") && lines[0].hasSuffix("mov esp, 0x110000"))
    #expect(lines[1].contains("1  0000000000100005  start+0x5") && lines[1].contains("lidt"))
    let index = try #require(lines.firstIndex { $0.contains("***") })
    #expect(lines[index].contains("interrupt 0x20, at sleep+0x1 (0x100042)"))
    #expect(lines[index + 1].contains("handler ") && lines[index + 1].hasSuffix("push eax"))
    #expect(lines.contains { $0.hasSuffix("jmp 0x00100041  ; sleep") || $0.contains("; sleep") }, "\(lines)")
    #expect(lines.count { !$0.contains("***") } == 60)
  }

  @Test("A range leaves out the rest")
  func range() throws {
    var options = Tracer.Options()
    options.ranges = [0x10_004B...0x10_004C]
    options.interrupts = false
    let lines = try lines(options)
    #expect(!lines.isEmpty && lines.allSatisfy { $0.contains("  handler ") || $0.contains("handler+0x1") })
  }

  @Test("Accesses of ports and devices, without instructions")
  func events() throws {
    var options = Tracer.Options()
    options.instructions = false
    options.ports = true
    let lines = try lines(options)
    #expect(lines[0].contains("write port 0x20, 8 bits: 0x11  (8259A)"))
    #expect(lines.contains { $0.contains("write port 0x43, 8 bits: 0x34  (8254)") })
    #expect(lines.contains { $0.contains("interrupt 0x20") })
    options.devices = true
    let text: [UInt8] = [0xC6, 0x05, 0x02, 0x80, 0x0B, 0x00, 0x41, 0xF4]  // mov byte [0xb8002],'A'; hlt
    #expect(
      try self.lines(options, kernel: KernelFile.bare(text).bytes, run: 2)[0].contains(
        "write address 0xb8002, 8 bits: 0x41  (VGA)"))
  }

  @Test("The iterations of a REP are one line and a count", .enabled(if: Disassembler.isAvailable))
  func repeated() throws {
    // mov edi,0x130000; mov ecx,0x40; rep stosb; hlt
    let code: [UInt8] = [0xBF, 0, 0, 0x13, 0, 0xB9, 0x40, 0, 0, 0, 0xF3, 0xAA, 0xF4]
    let lines = try lines(Tracer.Options(), kernel: KernelFile.bare(code).bytes, run: 67)
    #expect(lines.count == 5)
    #expect(lines[2].contains("rep stos") && lines[3].contains("... 63 more times"))
  }

  @Test("Counters tell what happened")
  func counters() throws {
    let machine = try Machine(.small)
    try machine.load(kernel: SmallKernel.ticker)
    machine.countsBlocks = true
    let plain = try Machine(.small)
    try plain.load(kernel: SmallKernel.ticker)
    for machine in [machine, plain] { machine.run(3_000) }
    #expect(machine.stateHash == plain.stateHash)
    let counters = machine.counters
    let address = try #require(machine.symbols["ticks"])
    let ticks = try #require(machine.memory.virtual.load(address, as: UInt32.self))
    #expect(counters.interrupts == UInt64(ticks))
    #expect(counters.ports[0x43] == 1 && counters.ports[0x40] == 2)
    #expect(counters.devices["8254"] == 3)
    #expect(counters.blocksEntered > 100 && plain.counters.blocksEntered == 0)
    #expect(counters.exceptions.allSatisfy { $0 == 0 })
    #expect("\(counters)".contains("accesses of 8254"))
  }
}
