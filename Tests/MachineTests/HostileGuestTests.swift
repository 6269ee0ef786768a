import KernelFixtures
import Machine
import RandomInput
import Testing

/// Whatever the guest does, the process stays whole, and the run repeats. What a test here proves is that it ends.
@Suite("Hostile guests")
struct HostileGuestTests {
  /// Runs on through whatever ends a run, and returns a hash of where that led.
  private func run(_ machine: Machine, instructions: UInt64) -> StateHash {
    while machine.instructionCount < instructions {
      let before = machine.instructionCount
      let stop = machine.run(limit: Limit(instructions: instructions - before, ticks: 1_000_000_000))
      switch stop.reason {
      case .exited, .poweredOff: break
      default: if machine.instructionCount == before { return machine.stateHash }
      }
    }
    return machine.stateHash
  }

  @Test("A storm of random port and display accesses", arguments: 1...8 as ClosedRange<UInt32>)
  func storm(seed: UInt32) throws {
    func outcome() throws -> StateHash {
      let machine = try Machine(Configuration(memorySize: 4 << 20, restartsOnReset: false))
      try machine.load(kernel: SmallKernel.storm)
      machine.memory.physical.store(seed &* 0x9E37_79B9, at: 0x10_0006)
      let hash = run(machine, instructions: 300_000)
      _ = machine.screen
      _ = machine.describe()
      return hash
    }
    #expect(try outcome() == outcome())
  }

  @Test("Random bytes as code, in 32-bit and in 64-bit mode", arguments: 1...60 as ClosedRange<UInt64>)
  func randomCode(seed: UInt64) throws {
    var dice = SeededGenerator(seed: seed)
    let code = (0..<4096).map { _ in UInt8.random(in: 0...255, using: &dice) }
    let machine = try Machine(Configuration(memorySize: 4 << 20, restartsOnReset: false))
    try machine.load(kernel: KernelFile.bare(code).bytes)
    for round in 0..<20 {
      // Start somewhere else each time, so that more than the first crash is seen.
      machine.reset()
      if round % 2 == 1 { enterLongMode(machine) }
      machine.cpu.rip = 0x10_0000 + .random(in: 0..<4096, using: &dice)
      for number in 0..<16 {
        machine.cpu[general: number] = dice.next() >> UInt64.random(in: 0..<64, using: &dice)
      }
      let stop = machine.run(limit: Limit(instructions: 5000, ticks: 100_000_000))
      #expect(!stop.description.isEmpty)
    }
  }

  /// 64-bit mode with the first gigabyte mapped to itself, for all.
  private func enterLongMode(_ machine: Machine) {
    let memory = machine.memory.physical
    memory.store(0x20_1007 as UInt64, at: 0x20_0000)
    memory.store(0x20_2007 as UInt64, at: 0x20_1000)
    for index in 0..<512 as Range<UInt64> { memory.store(index << 21 | 0x87, at: 0x20_2000 + index * 8) }
    var state = machine.cpu.state
    state.system.cr3 = 0x20_0000
    state.system.cr4 = 0x620
    state.system.cr0 = 0x8005_0033
    state.system.efer = 0xD01
    state.system.segments[1].attributes = .init(rawValue: 0xA09B)
    machine.cpu.state = state
  }

  @Test("A damaged kernel that the loader accepts runs, or stops with a reason")
  func damagedKernels() throws {
    var dice = SeededGenerator(seed: 5)
    for _ in 0..<300 {
      var bytes = SmallKernel.ticker
      for _ in 0..<Int.random(in: 1...6, using: &dice) {
        bytes[Int.random(in: 0..<bytes.count, using: &dice)] = .random(in: 0...255, using: &dice)
      }
      let machine = try Machine(.small)
      guard (try? machine.load(kernel: bytes)) != nil else { continue }
      #expect(!machine.run(limit: Limit(instructions: 5000, ticks: 100_000_000)).description.isEmpty)
    }
  }
}
