import KernelFixtures
import Machine
import RandomInput
import Testing

@Suite("Same run, however driven")
struct DeterminismTests {
  private func machine(_ kernel: [UInt8]) throws -> Machine {
    let machine = try Machine(.small)
    try machine.load(kernel: kernel, commandLine: "same")
    return machine
  }

  @Test("One run, single steps and random pieces end in the same state", arguments: ["ticker", "echo"])
  func pieces(name: String) throws {
    let kernel = try #require(SmallKernel.endless[name])
    let whole = try machine(kernel)
    whole.run(3000)
    let stepped = try machine(kernel)
    for _ in 0..<3000 { stepped.step() }
    #expect(stepped.stateHash == whole.stateHash)
    var dice = SeededGenerator(seed: 7)
    for _ in 0..<5 {
      let pieces = try machine(kernel)
      while pieces.instructionCount < 3000 {
        pieces.run(min(3000 - pieces.instructionCount, .random(in: 1...700, using: &dice)))
      }
      #expect(pieces.stateHash == whole.stateHash)
      #expect(pieces.now == whole.now)
    }
  }

  @Test("Pieces of time, even through a sleep, end in the same state")
  func timeSlices() throws {
    let whole = try machine(SmallKernel.ticker)
    whole.run(limit: .ticks(5_000_000))
    var dice = SeededGenerator(seed: 9)
    let pieces = try machine(SmallKernel.ticker)
    while pieces.now < 5_000_000 {
      pieces.run(limit: .ticks(min(5_000_000 - pieces.now, .random(in: 1...300_000, using: &dice))))
    }
    #expect(pieces.stateHash == whole.stateHash)
  }

  @Test("Observers change nothing: conditions, closures, breakpoints, a look at everything")
  func observers() throws {
    let plain = try machine(SmallKernel.ticker)
    plain.run(2000)
    let watched = try machine(SmallKernel.ticker)
    watched.onSerialOutput = { _ in }
    while watched.instructionCount < 2000 {
      watched.run(
        until: .symbol("handler"), .halt, .serial("x"), .condition { machine in machine.cpu.rip == 0 },
        limit: .instructions(2000 - watched.instructionCount))
      _ = watched.describe()
      _ = watched.memory.virtual.bytes(at: 0, count: 100)
      _ = watched.screen
      _ = watched.stateHash
    }
    #expect(watched.stateHash == plain.stateHash)
  }

  @Test("Input at the same instruction gives the same state, and other input another")
  func input() throws {
    func hash(_ text: String) throws -> StateHash {
      let machine = try Machine(.slow)
      try machine.load(kernel: SmallKernel.echo)
      machine.run(1000)
      machine.input.serial(text)
      machine.run(limit: .ticks(20_000))
      return machine.stateHash
    }
    #expect(try hash("abc") == hash("abc"))
    #expect(try hash("abc") != hash("abd"))
  }

  @Test("A hundred machines, on as many threads as there are, do not know of each other")
  func threads() async throws {
    let alone = try machine(SmallKernel.ticker)
    alone.run(5000)
    let expected = alone.stateHash
    await withTaskGroup(of: StateHash?.self) { group in
      for _ in 0..<100 {
        group.addTask {
          guard let machine = try? Machine(.small) else { return nil }
          try? machine.load(kernel: SmallKernel.ticker, commandLine: "same")
          for _ in 0..<50 { machine.run(100) }
          return machine.stateHash
        }
      }
      for await hash in group { #expect(hash == expected) }
    }
  }
}
