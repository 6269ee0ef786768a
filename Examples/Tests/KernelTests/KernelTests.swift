import Machine
import Testing
import TinyKernel

/// What a person who writes a kernel can ask of it, through the public API alone. The guide "Testing your kernel" shows this code.
@Suite("Testing a kernel from outside")
struct KernelTests {
  private func boot(_ kernel: [UInt8]) throws -> Machine {
    let machine = try Machine()
    try machine.load(kernel: kernel)
    return machine
  }

  @Test("A loop can be stopped between any two instructions, and its registers read")
  func stepping() throws {
    let machine = try boot(TinyKernel.sum)
    #expect(machine.cpu.rip == TinyKernel.entry)
    for _ in 0..<2 { machine.step() }
    #expect(machine.cpu.rcx == 100)
    machine.step()
    #expect(machine.cpu.rax == 100)
    let stop = machine.run(until: .halt)
    #expect(stop.isMet, "\(stop)")
    #expect(machine.cpu.rax == 5050)
    #expect(machine.instructionCount == 2 + 2 * 100 + 1)
  }

  @Test("Keys reach the guest as scan codes, and it leaves with a status")
  func keyboard() throws {
    let machine = try boot(TinyKernel.keyEcho)
    machine.input.press(.a)
    machine.run(limit: .ticks(50_000_000))  // fifty milliseconds of the guest's time
    #expect(machine.serialBytes == [0x1E, 0x9E])
    machine.input.press(.escape)
    let stop = machine.run()
    #expect(stop.reason == .exited(0x21), "\(stop)")
  }

  @Test("The same run twice gives the same state")
  func repeatability() throws {
    let once = try boot(TinyKernel.keyEcho)
    let again = try boot(TinyKernel.keyEcho)
    once.run(10_000)
    for _ in 0..<100 { again.run(100) }
    #expect(once.stateHash == again.stateHash)
  }
}
