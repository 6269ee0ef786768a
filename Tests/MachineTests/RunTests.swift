import KernelFixtures
import Machine
import Testing

@Suite("Running a machine")
struct RunTests {
  private func machine(_ kernel: [UInt8], _ configuration: Configuration = .small) throws -> Machine {
    let machine = try Machine(configuration)
    try machine.load(kernel: kernel)
    return machine
  }

  @Test("A kernel prints, and leaves through the debug-exit port")
  func hello() throws {
    let machine = try machine(SmallKernel.hello)
    let stop = machine.run()
    #expect(stop.reason == .exited(0x21))
    #expect(machine.serialOutput == "Hello, machine!\n")
    #expect(stop.place?.description == "halt")
    #expect(stop.instructionCount == machine.instructionCount)
  }

  @Test("A run ends at an address or a symbol, before the instruction there")
  func breakpoints() throws {
    let machine = try machine(SmallKernel.hello)
    #expect(machine.run(until: .address(0x10_0009)).isMet)
    #expect(machine.cpu.rip == 0x10_0009)
    #expect(machine.instructionCount == 2)
    #expect(machine.run(until: .symbol("done"), .symbol("next")).reason == .condition(1, "the guest reaches next"))
    #expect(machine.instructionCount == 7, "the second time round")
    #expect(machine.run(until: .symbol("done")).place?.description == "done")
    #expect(machine.cpu.breakpoints.isEmpty)
  }

  @Test("A symbol that the kernel does not have is said, and nothing runs")
  func unknownSymbol() throws {
    let machine = try machine(SmallKernel.hello)
    let stop = machine.run(until: .symbol("main"))
    #expect(stop.reason == .unknownSymbol("main"))
    #expect(machine.instructionCount == 0)
    #expect(
      stop.description == "not run, since the kernel has no symbol 'main', after 0 instructions, at start (0x100000)")
  }

  @Test("A run ends when the serial port has said something, text that came before the run included")
  func serial() throws {
    let machine = try machine(SmallKernel.hello)
    #expect(machine.run(until: .serial("Hello")).isMet)
    #expect(machine.serialOutput == "Hello")
    #expect(!machine.run(until: .serial("Hello"), limit: 5).isMet, "each occurrence meets one condition")
    #expect(
      machine.run(until: .serial("nowhere"), .serial("mach")).reason == .condition(1, "the serial port says \"mach\""))
    #expect(machine.run(until: .serial("nowhere")).reason == .exited(0x21))
  }

  @Test("Text that was printed in passing is matched at once, in order")
  func serialBacklog() throws {
    let machine = try machine(SmallKernel.hello)
    machine.run()
    let count = machine.instructionCount
    #expect(machine.run(until: .serial("lo, ")).isMet)
    #expect(machine.run(until: .serial("ine")).isMet)
    #expect(machine.instructionCount == count)
  }

  @Test("A run ends after so many instructions, at HLT, or when a closure says so")
  func otherConditions() throws {
    let machine = try machine(SmallKernel.ticker)
    #expect(machine.run(until: .instructions(3)).isMet)
    #expect(machine.instructionCount == 3)
    #expect(machine.cpu.rax == 0x10_004B)
    let stop = machine.run(until: .condition("AL is 0x34") { $0.cpu.rax & 0xFF == 0x34 })
    #expect(stop.reason == .condition(0, "AL is 0x34"))
    #expect(machine.run(until: .halt).place?.description == "sleep+0x1")
    #expect(machine.cpu.isHalted)
  }

  @Test("step() executes one instruction, and wakes a sleeping guest first")
  func step() throws {
    let machine = try machine(SmallKernel.ticker)
    machine.run(until: .halt)
    let now = machine.now
    #expect(machine.step().place?.description == "handler+0x1")
    #expect(machine.now > now + 1_000, "the guest slept until the timer's interrupt")
  }

  @Test("HLT costs no instruction: a second of sleep passes at once")
  func sleep() throws {
    let machine = try machine(SmallKernel.ticker)
    machine.run(limit: .ticks(1_000_000_000))
    let ticks = try #require(machine.memory.physical.load(0x10_0068, as: UInt32.self))
    #expect((999...1001).contains(ticks), "the timer ran at a thousand hertz, within its resolution: \(ticks)")
    #expect(machine.instructionCount < 20_000)
    #expect(machine.now == 1_000_000_000)
  }

  @Test("HLT with interrupts disabled ends the run: nothing can wake the guest")
  func haltForGood() throws {
    let machine = try machine(SmallKernel.pager)
    #expect(machine.run().reason == .halted)
    #expect(machine.run().reason == .halted)
  }

  @Test("The limit ends a run that nothing else ends")
  func limit() throws {
    let machine = try machine(SmallKernel.echo)
    #expect(machine.run(until: .serial("x"), limit: 1000).reason == .limit)
    #expect(machine.instructionCount == 1000)
    #expect(machine.run(until: .serial("x"), limit: .ticks(1000)).reason == .limit)
    #expect(machine.now == 2000)
  }

  @Test("A reset starts the same kernel again, with its data as in the file; the clock goes on")
  func reset() throws {
    let machine = try machine(SmallKernel.ticker)
    machine.run(limit: .ticks(10_000_000))
    let count = machine.instructionCount
    machine.reset()
    #expect(machine.cpu.rip == 0x10_0000)
    #expect(machine.memory.physical.load(0x10_0068, as: UInt32.self) == 0)
    #expect(machine.instructionCount == count)
    #expect(!machine.cpu.isHalted)
  }

  @Test("A guest that asks for a reset starts again, or ends the run, as configured")
  func guestReset() throws {
    let machine = try machine(SmallKernel.restart)
    #expect(machine.run(until: .serial("RRR")).isMet)
    let once = try self.machine(SmallKernel.restart, Configuration(memorySize: 4 << 20, restartsOnReset: false))
    #expect(once.run().reason == .reset)
    #expect(once.serialOutput == "R")
  }

  @Test("A guest that switches off through ACPI ends the run")
  func powerOff() throws {
    #expect(try machine(SmallKernel.poweroff).run().reason == .poweredOff)
  }

  @Test("An instruction that the processor does not have ends the run, and is named")
  func unimplemented() throws {
    let stop = try machine(SmallKernel.missing).run()
    #expect(stop.reason == .unimplemented)
    #expect(stop.place?.description == "nested")
    #expect(stop.report.contains("cf at nested (0x10000e)"), "\(stop.report)")
  }

  @Test("Ports and addresses where nothing is read all ones, at each width")
  func unmapped() throws {
    // in al, 0x1B; in ax, 0x1B; in eax, 0x1B; mov ebx, [0xE0000000]; hlt
    let code: [UInt8] = [0xE4, 0x1B, 0x66, 0xE5, 0x1B, 0xE5, 0x1B, 0x8B, 0x1D, 0, 0, 0, 0xE0, 0xF4]
    let machine = try machine(KernelFile.bare(code).bytes)
    machine.step()
    #expect(machine.cpu.rax == 0xFF)
    machine.step()
    #expect(machine.cpu.rax == 0xFFFF)
    machine.step()
    #expect(machine.cpu.rax == 0xFFFF_FFFF)
    machine.step()
    #expect(machine.cpu.rbx == 0xFFFF_FFFF)
  }

  @Test("A closure may ask for a stop")
  func requestStop() throws {
    let machine = try machine(SmallKernel.hello)
    machine.onSerialOutput = { [unowned machine] byte in if byte == UInt8(ascii: ",") { machine.requestStop() } }
    #expect(machine.run().reason == .requested)
    #expect(machine.serialOutput == "Hello,")
    #expect(machine.run().reason == .exited(0x21))
  }
}

extension Configuration {
  /// Little memory, so that its hash is quick.
  static let small = Configuration(memorySize: 4 << 20)
  /// Few instructions to a second, so that what takes a second takes few instructions.
  static let slow = Configuration(memorySize: 4 << 20, frequency: 1_000_000)
}
