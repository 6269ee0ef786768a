import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Going back")
struct HistoryTests {
  @Test(
    "Any moment of a run can be had again, exactly, and the run goes on from it as it did",
    arguments: ["keys", "echo", "ticker"])
  func seek(name: String) throws {
    let machine = try Machine(.slow)
    try machine.load(kernel: try #require(SmallKernel.endless[name]))
    // What the state was at each of these counts, from a run that nobody looks at.
    let plain = try Machine(.slow)
    try plain.load(kernel: try #require(SmallKernel.endless[name]))
    let history = machine.remember(every: 50, capacity: 12)
    var states: [UInt64: StateHash] = [:]
    for step in 0..<60 {
      for machine in [machine, plain] {
        if step % 3 == 0 { machine.input.press(.a, .b) }
        if step % 7 == 0 { machine.input.serial("xyz") }
        if step % 5 == 0 { machine.input.move(3, 4) }
      }
      let target = plain.instructionCount + 11
      for machine in [machine, plain] { machine.run(until: .instructions(11), limit: .ticks(400_000)) }
      if plain.instructionCount == target { states[target] = plain.stateHash }
      #expect(machine.stateHash == plain.stateHash)
    }
    #expect(history.snapshotCount <= 12)
    let end = plain.stateHash
    var dice = SeededGenerator(seed: 1)
    for _ in 0..<60 {
      let (target, hash) = try #require(states.randomElement(using: &dice))
      #expect(history.seek(to: target))
      #expect(machine.instructionCount == target && machine.stateHash == hash, "at \(target)")
    }
    _ = history.seek(to: 1)
    machine.run(limit: .ticks(plain.now - machine.now))
    #expect(machine.stateHash == end, "the same input again brings the same end")
    #expect(!history.seek(to: machine.instructionCount + 1_000_000), "the future is not known")
  }

  @Test("Input in the past begins another future, and the old one is forgotten")
  func otherFuture() throws {
    let machine = try Machine(.slow)
    try machine.load(kernel: SmallKernel.keys)
    let history = machine.remember(every: 10)
    machine.run(until: .waitingForInput)
    let waiting = machine.instructionCount
    machine.input.press(.a)
    machine.run(until: .waitingForInput)
    #expect(machine.serialBytes == [0x1E, 0x9E])
    #expect(history.seek(to: waiting))
    machine.input.press(.b)
    machine.run(until: .waitingForInput)
    #expect(machine.serialBytes == [0x30, 0xB0])
    let end = machine.stateHash
    let (count, now) = (machine.instructionCount, machine.now)
    #expect(history.seek(to: waiting) && history.seek(to: count))
    machine.run(limit: .ticks(now - machine.now))
    #expect(machine.serialBytes == [0x30, 0xB0] && machine.stateHash == end)
  }

  @Test("However long the run, there are only so many snapshots, and most of them are recent")
  func thinning() throws {
    let machine = try Machine(.small)
    try machine.load(kernel: SmallKernel.echo)
    let history = machine.remember(every: 100, capacity: 16)
    machine.run(200_000)
    #expect(history.snapshotCount == 16)
    #expect(history.start.instruction == 0)
    for target in [0, 1, 50_001, 150_000, 199_999, 200_000] as [UInt64] {
      #expect(history.seek(to: target) && machine.instructionCount == target)
    }
  }
}
