import KernelFixtures
import RandomInput
import Testing

@testable import Machine

@Suite("Record and replay")
struct RecordTests {
  private func machine(_ kernel: [UInt8] = SmallKernel.keys, _ configuration: Configuration = .slow) throws -> Machine {
    let machine = try Machine(configuration)
    try machine.load(kernel: kernel, commandLine: "say \"hi\"")
    return machine
  }

  /// Some seconds at a machine, by chance, in pieces by chance.
  private func session(_ machine: Machine, _ seed: UInt64, steps: Int = 60) {
    var dice = SeededGenerator(seed: seed)
    for _ in 0..<steps {
      switch Int.random(in: 0..<8, using: &dice) {
      case 0: machine.input.keyDown(Key.allCases.randomElement(using: &dice)!)
      case 1: machine.input.keyUp(Key.allCases.randomElement(using: &dice)!)
      case 2:
        machine.input.move(.random(in: -300...300, using: &dice), .random(in: -9...9, using: &dice), wheel: 1)
      case 3: machine.input.buttons = MouseButtons(rawValue: .random(in: 0...31, using: &dice))
      case 4: machine.input.type("aB\n\"\\")
      case 5: machine.input.press(.c, .delete, holding: [.controlLeft, .altLeft])
      case 6: machine.input.serial((0..<5).map { _ in .random(in: 0...255, using: &dice) })
      default: if Int.random(in: 0..<4, using: &dice) == 0 { machine.reset() }
      }
      machine.run(limit: .ticks(.random(in: 1...30_000, using: &dice)))
    }
  }

  @Test("A recorded session is repeated, bit for bit, in one go and in pieces", arguments: 1...6 as ClosedRange<UInt64>)
  func repeats(seed: UInt64) throws {
    let kernel = [SmallKernel.keys, SmallKernel.echo, SmallKernel.ticker][Int(seed % 3)]
    let original = try machine(kernel)
    let recorder = original.record(.init(interval: 1_000))
    session(original, seed)
    let trace = recorder.finish()
    #expect(trace.inputs.count > 20)
    let again = try trace.makeMachine(kernel: kernel)
    let replay = try again.replay(trace)
    try replay.finish()
    #expect(replay.checkedCount == trace.stateCount)
    #expect(again.stateHash == original.stateHash && again.serialBytes == original.serialBytes)
    let pieces = try trace.makeMachine(kernel: kernel)
    let second = try pieces.replay(trace)
    var dice = SeededGenerator(seed: seed)
    while pieces.now < trace.end.tick {
      pieces.run(limit: .ticks(min(trace.end.tick - pieces.now, .random(in: 1...5_000, using: &dice))))
      pieces.input.keyDown(.x)  // not heard
    }
    try second.finish()
    #expect(pieces.stateHash == original.stateHash)
    pieces.input.keyDown(.x)  // heard
    #expect(pieces.stateHash != original.stateHash)
  }

  @Test("Recording changes nothing")
  func invisible() throws {
    let plain = try machine()
    session(plain, 7)
    let recorded = try machine()
    let recorder = recorded.record(.init(interval: 100))
    session(recorded, 7)
    _ = recorder.finish()
    #expect(recorded.stateHash == plain.stateHash)
  }

  @Test("A trace read from its text is the trace, and a replay recorded again gives the same text")
  func text() throws {
    let original = try machine()
    nonisolated(unsafe) var written = ""
    let recorder = original.record(.init(interval: 1_000, kernelPath: "/a \"kernel\"", write: { written += $0 }))
    session(original, 11)
    let trace = recorder.finish()
    #expect(trace.text == written)
    let read = try Trace(parsing: written)
    #expect(read == trace)
    let again = try trace.makeMachine(kernel: SmallKernel.keys)
    let replay = try again.replay(trace)
    let second = again.record(.init(interval: 1_000, kernelPath: "/a \"kernel\""))
    try replay.finish()
    #expect(second.finish().text == written)
  }

  @Test("A recording that begins at a snapshot is replayed from it")
  func fromSnapshot() throws {
    let original = try machine(SmallKernel.ticker)
    original.run(limit: .ticks(20_000))
    let snapshot = original.snapshot()
    let recorder = original.record(.init(interval: 1_000))
    session(original, 3)
    let trace = recorder.finish()
    let copy = snapshot.fork()
    try copy.replay(trace).finish()
    #expect(copy.stateHash == original.stateHash)
    #expect(throws: TraceError.self) { try trace.makeMachine(kernel: SmallKernel.ticker).replay(trace) }
  }

  @Test("Cut, edited and foreign traces are refused, with a reason")
  func refused() throws {
    let original = try machine()
    let recorder = original.record()
    session(original, 5, steps: 5)
    let text = recorder.finish().text
    func message(_ text: String) -> String {
      do {
        _ = try Trace(parsing: text)
        return "accepted"
      } catch {
        return "\(error)"
      }
    }
    #expect(message(text) == "accepted")
    for count in [20, 100, text.count / 2, text.count - 1] {
      #expect(message(String(text.prefix(count))).contains("is cut short"), "\(count)")
    }
    #expect(
      message(text.replacing("slow", with: "fast").replacing("memory 4194304", with: "memory 8388608"))
        .contains("was edited or damaged"))
    #expect(message("hello") == "the trace is no trace: it is a text that begins 'hello'")
    #expect(message("Apus trace 2\n").contains("this emulator reads 'Apus trace 1'"))
    let trace = try Trace(parsing: text)
    #expect(throws: TraceError("the trace is of another machine: it has 4 MiB of memory, not 128 MiB")) {
      try Machine().replay(trace)
    }
    let other = try Machine(.slow)
    try other.load(kernel: SmallKernel.keys, commandLine: "other")
    #expect(throws: TraceError.self) { try other.replay(trace) }
  }

  /// Adds to a sum, writes the sum's lowest byte to port 0x80, forever.
  private func counter(_ step: UInt8) -> [UInt8] {
    var file = KernelFile.bare(
      SmallKernel.assemble(
        """
        b9 e8 03 00 00                  ; start: mov ecx,1000
        49                              ; loop: dec ecx
        75 fd                           ; jnz loop
        05 \(step < 16 ? "0" : "")\(String(step, radix: 16)) 00 00 00                  ; step: add eax,step
        e6 80                           ; out 0x80,al
        eb ef                           ; jmp start
        """))
    file.symbols = [.init(name: "start", address: 0x10_0000), .init(name: "step", address: 0x10_0008)]
    return file.bytes
  }

  @Test("A replay with another kernel says at which state it parts, and which instruction is the first that differs")
  func parting() throws {
    let original = try machine(counter(1))
    let recorder = original.record(.init(interval: 100_000))
    original.run(1_000_000)
    let trace = recorder.finish()
    let other = try trace.makeMachine(kernel: counter(2))
    let replay = try other.replay(trace)
    let divergence = #expect(throws: Divergence.self) { try replay.finish() }
    #expect(divergence?.number == 2 && divergence?.expectedMoment.instruction == 100_000)
    #expect(divergence?.lastAgreed.instruction == 0)
    #expect(divergence?.description.contains("state 2 of 11") == true)
    let found = try replay.firstDifference(from: trace.makeMachine(kernel: counter(1)))
    let difference = try #require(found)
    // mov, a thousand times dec and jnz, then the add.
    #expect(difference.instructionCount == 2001)
    #expect(difference.recordedInstruction.hasPrefix("step (0x100008): "))
    let text = "\(difference)"
    #expect(text.contains("rax      0000000000000001    0000000000000002  <--"), "\(text)")
    #expect(text.contains("rip      000000000010000d    000000000010000d\n"))
  }

  @Test("A machine that is changed by hand parts from its trace, at the very instruction")
  func tampered() throws {
    let original = try machine(counter(1))
    let recorder = original.record(.init(interval: 100_000))
    original.run(1_000_000)
    let trace = recorder.finish()
    let other = try trace.makeMachine(kernel: counter(1))
    let replay = try other.replay(trace)
    other.run(543_210)
    other.cpu.rbx = 5
    let divergence = #expect(throws: Divergence.self) { try replay.finish() }
    #expect(divergence?.lastAgreed.instruction == 500_000 && divergence?.expectedMoment.instruction == 600_000)
    #expect(other.instructionCount == 600_000, "it stops where it was noticed")
  }

  @Test("A script waits for the guest and does what it says; what it did is recorded")
  func script() throws {
    let machine = try machine()
    let recorder = machine.record()
    let script = try InputScript(
      parsing: """
        # Two keys.
        wait-idle
        press a b

        wait-idle
        key-down c
        wait 0.01
        key-up c
        wait-idle
        """)
    try script.play(on: machine)
    #expect(machine.serialBytes == [0x1E, 0x9E, 0x30, 0xB0, 0x2E, 0xAE])
    #expect(recorder.finish().inputs.map(\.event) == [.press([.a, .b], holding: []), .keyDown(.c), .keyUp(.c)])
    #expect(throws: InputScript.Failure.self) { try InputScript(parsing: "press nothing") }
    #expect(throws: InputScript.Failure(description: "line 2 of the script: 'dance' is nothing that a person does")) {
      try InputScript(parsing: "reset\ndance")
    }
    #expect(throws: InputScript.Failure.self) {
      try InputScript(parsing: "wait-for \"what never comes\"").play(on: machine, patience: 0.1)
    }
  }

  @Test(
    "SHA-256 of known texts (FIPS 180-4, and sha256sum)",
    arguments: [
      ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
      ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
      (
        "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
      ),
      (String(repeating: "a", count: 1_000_000), "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
    ])
  func sha256(text: String, digest: String) {
    #expect(SHA256.digest(of: text.utf8) == digest)
    var pieces = SHA256()
    var rest = Array(text.utf8)
    while !rest.isEmpty {
      let count = min(rest.count, 61)
      pieces.update(Array(rest[..<count]))
      rest.removeFirst(rest.count > 1000 ? rest.count : count)
    }
    if text.utf8.count <= 1000 { #expect(pieces.finish() == digest) }
  }
}
