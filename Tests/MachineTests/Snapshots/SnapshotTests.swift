import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Snapshots in memory")
struct SnapshotTests {
  private func machine(_ name: String, _ configuration: Configuration = .small) throws -> Machine {
    let machine = try Machine(configuration)
    try machine.load(kernel: try #require(SmallKernel.endless[name]), commandLine: "fork me")
    return machine
  }

  @Test("A fork at any instruction goes on as the original does", arguments: ["ticker", "echo", "keys"])
  func forkAnywhere(name: String) throws {
    let whole = try machine(name)
    let forked = try machine(name)
    for machine in [whole, forked] {
      machine.input.keyDown(.a)  // held, so that it repeats
      machine.input.serial("some bytes on the line")
      machine.input.type("Typed")
      machine.input.move(5, -3, wheel: 1)
    }
    for _ in 0..<400 {
      let before = forked.stateHash
      let snapshot = forked.snapshot()
      #expect(forked.stateHash == before, "taking a snapshot changes nothing")
      let copy = snapshot.fork()
      #expect(copy.stateHash == before)
      for machine in [whole, forked, copy] { machine.run(limit: .ticks(9_973)) }
      guard copy.stateHash == whole.stateHash, forked.stateHash == whole.stateHash, copy.now == whole.now,
        copy.serialBytes == whole.serialBytes
      else {
        Issue.record("after \(whole.instructionCount) instructions: \(copy.describe())\n\(whole.describe())")
        return
      }
    }
  }

  @Test("Restoring goes back, exactly, as often as one likes, to any of several snapshots")
  func restore() throws {
    let machine = try machine("ticker")
    var snapshots: [(Snapshot, StateHash)] = []
    for _ in 0..<20 {
      snapshots.append((machine.snapshot(), machine.stateHash))
      machine.run(limit: .ticks(700_000))
    }
    var dice = SeededGenerator(seed: 5)
    for _ in 0..<100 {
      let index = Int.random(in: 0..<19, using: &dice)
      try machine.restore(snapshots[index].0)
      #expect(machine.stateHash == snapshots[index].1)
      machine.run(limit: .ticks(700_000))
      #expect(machine.stateHash == snapshots[index + 1].1)
    }
  }

  @Test(
    "A fork inside a REP instruction, in each shadow, and before each instruction of a boot goes on as the original does"
  )
  func forkAtEachInstruction() throws {
    // Stores over two pages, with STI, MOV SS and a port in between.
    let kernel = KernelFile.bare(
      SmallKernel.assemble(
        """
        bc 00 00 11 00                  ; start: mov esp,0x110000
        bf f0 0f 12 00                  ; mov edi,0x120ff0
        b9 40 00 00 00                  ; mov ecx,0x40
        f3 aa                           ; rep stos BYTE PTR es:[edi],al
        8c d0                           ; mov eax,ss
        8e d0                           ; mov ss,eax
        90                              ; nop
        fa                              ; cli
        fb                              ; sti
        90                              ; nop
        fe c0                           ; inc al
        fa                              ; cli
        e6 80                           ; out 0x80,al
        eb e1                           ; jmp 100005
        """)
    ).bytes
    let machine = try Machine(.small)
    try machine.load(kernel: kernel)
    let end = try Machine(.small)
    try end.load(kernel: kernel)
    end.run(600)
    for count in 0..<600 as Range<UInt64> {
      let copy = machine.snapshot().fork()
      copy.run(600 - count)
      guard copy.stateHash == end.stateHash else {
        Issue.record("the fork after \(count) instructions differs")
        return
      }
      machine.step()
    }
  }

  @Test("What one machine writes, no other sees: original, snapshot, forks, forks of forks")
  func isolation() throws {
    let original = try machine("echo")
    original.memory.physical.store(1 as UInt32, at: 0x18_0000)
    let snapshot = original.snapshot()
    let first = snapshot.fork()
    let second = snapshot.fork()
    first.memory.physical.store(2 as UInt32, at: 0x18_0000)
    let third = first.snapshot().fork()
    original.memory.physical.store(3 as UInt32, at: 0x18_0000)
    third.memory.physical.store(4 as UInt32, at: 0x18_0000)
    let values = [original, first, second, third, snapshot.fork()].map {
      $0.memory.physical.load(0x18_0000, as: UInt32.self)
    }
    #expect(values == [3, 2, 1, 4, 1])
  }

  @Test("Code that was changed since is decoded anew after going back; code that was not stays decoded")
  func code() throws {
    // Counts in a loop whose immediate we change.
    let loop: [UInt8] = [0x05, 1, 0, 0, 0, 0xEB, 0xF9]  // add eax,1; jmp
    let machine = try Machine(.small)
    try machine.load(kernel: KernelFile.bare(loop).bytes)
    machine.run(1000)
    let snapshot = machine.snapshot()
    #expect(machine.cpu.rax == 500)
    let decoded = machine.cpu.statistics.blocksDecoded
    machine.run(1000)
    try machine.restore(snapshot)
    machine.run(1000)
    #expect(machine.cpu.rax == 1000)
    #expect(machine.cpu.statistics.blocksDecoded == decoded, "nothing was decoded again")
    machine.memory.physical.store(7 as UInt8, at: 0x10_0001)
    machine.run(1000)
    #expect(machine.cpu.rax == 1000 + 7 * 500)
    try machine.restore(snapshot)
    machine.run(1000)
    #expect(machine.cpu.rax == 1000)
  }

  @Test("A snapshot of a machine that is made differently is refused, and nothing changes")
  func foreign() throws {
    let small = try machine("ticker")
    let large = try Machine(Configuration(memorySize: 64 << 20))
    let before = large.stateHash
    #expect(throws: SnapshotError.configuration("4 MiB of memory, not 64 MiB")) {
      try large.restore(small.snapshot())
    }
    #expect(large.stateHash == before)
  }

  @Test("A reset of a fork loads the kernel again")
  func reset() throws {
    let original = try machine("ticker")
    original.run(5000)
    let copy = original.snapshot().fork()
    copy.reset()
    original.reset()
    for machine in [original, copy] { machine.run(5000) }
    #expect(copy.stateHash == original.stateHash)
    #expect(copy.symbols["handler"] == original.symbols["handler"])
  }

  @Test("Forks of one snapshot run on many threads at once")
  func threads() async throws {
    let original = try machine("ticker")
    original.run(limit: .ticks(3_000_000))
    let snapshot = original.snapshot()
    original.run(limit: .ticks(3_000_000))
    let expected = original.stateHash
    await withTaskGroup(of: StateHash.self) { group in
      for _ in 0..<200 {
        group.addTask {
          let copy = snapshot.fork()
          copy.run(limit: .ticks(1_000_000))
          let second = copy.snapshot().fork()
          second.run(limit: .ticks(2_000_000))
          return second.stateHash
        }
      }
      for await hash in group { #expect(hash == expected) }
    }
  }

  @Test("Ten thousand forks from one booted machine of 128 MiB, each its own way")
  func tenThousand() throws {
    let booted = try machine("echo", Configuration(frequency: 1_000_000))
    // A machine in use: every frame of its RAM has been written.
    for frame in 0x400..<UInt64(0x8000) { booted.memory.physical.store(frame, at: frame << 12) }
    booted.run(10_000)
    let snapshot = booted.snapshot()
    let clock = ContinuousClock()
    var forks: [Duration] = []
    for number in 0..<10_000 {
      var copy: Machine?
      forks.append(clock.measure { copy = snapshot.fork() })
      let text = [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)]
      copy!.input.serial(text)
      copy!.run(limit: .ticks(2_500))
      guard copy!.serialBytes == text.map({ $0 &+ 1 }) else {
        Issue.record("fork \(number) wrote \(copy!.serialBytes)")
        return
      }
    }
    forks.sort()
    print("ten thousand forks of 128 MiB: median \(forks[5000]), worst \(forks[9999])")
    #expect(forks[5000] < .milliseconds(1))
  }
}
