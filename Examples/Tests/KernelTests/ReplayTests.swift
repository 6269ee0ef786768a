import Machine
import Testing
import TinyKernel

/// A run that is recorded, repeated, walked backwards and forked. The guide "Replaying a bug" shows this code.
@Suite("Record, replay and forks from outside")
struct ReplayTests {
  private func boot(_ kernel: [UInt8]) throws -> Machine {
    let machine = try Machine()
    try machine.load(kernel: kernel)
    return machine
  }

  /// Two keys at the kernel that echoes them.
  private func record() throws -> (machine: Machine, trace: Trace) {
    let machine = try boot(TinyKernel.keyEcho)
    let recorder = machine.record()
    machine.input.press(.a)
    machine.run(limit: .ticks(10_000_000))
    machine.input.press(.escape)
    machine.run()
    let trace = recorder.finish()
    return (machine, trace)
  }

  @Test("A session with keys is recorded, and repeated to the same state")
  func session() throws {
    let (machine, trace) = try record()

    let again = try trace.makeMachine(kernel: TinyKernel.keyEcho)
    let replay = try again.replay(trace)
    again.run(1000)
    try replay.finish()
    #expect(again.stateHash == machine.stateHash)

    #expect(try Trace(parsing: trace.text) == trace)
  }

  @Test("Another kernel parts from the trace")
  func parting() throws {
    let (_, trace) = try record()
    let other = try trace.makeMachine(kernel: TinyKernel.sum)
    #expect(throws: Divergence.self) { try other.replay(trace).finish() }
  }

  @Test("A replay stops where something happens, and goes back to before it")
  func back() throws {
    let (machine, trace) = try record()
    let again = try trace.makeMachine(kernel: TinyKernel.keyEcho)
    let replay = try again.replay(trace)

    let history = again.remember()
    let stop = again.run(until: .port(0x3F8, .write).when { $0.cpu.rax & 0xFF == 0x01 })
    #expect(stop.isMet, "\(stop)")

    history.seek(to: stop.instructionCount - 3)
    #expect(again.cpu.rip == TinyKernel.entry + 6)  // in al, 0x60
    again.step()
    #expect(again.cpu.rax & 0xFF == 0x01)

    try replay.finish()
    #expect(again.stateHash == machine.stateHash)
  }

  @Test("One booted machine is forked for each thing to try")
  func forks() throws {
    let booted = try boot(TinyKernel.keyEcho)
    booted.run(10_000)

    let snapshot = booted.snapshot()
    for (key, code) in [(Key.a, 0x1E), (.b, 0x30), (.c, 0x2E)] {
      let copy = snapshot.fork()
      copy.input.keyDown(key)
      copy.run(until: .port(0x3F8, .write))
      #expect(copy.serialBytes == [UInt8(code)])
    }
    #expect(booted.serialBytes.isEmpty)
  }
}
