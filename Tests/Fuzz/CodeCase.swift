import Machine
import RandomInput
import X86

/// Random instructions in a random mode, driven whole and in pieces: both must end in the same state.
struct CodeCase {
  let seed: UInt64

  func run() throws -> String? {
    try TwoRuns(length: 3000, names: ("the whole run", "the run in pieces")) { isSecond, length in
      var random = SeededGenerator(seed: seed)
      let machine = try Guest.machine()
      let mode = ProcessorMode.allCases[random.below(ProcessorMode.allCases.count)]
      var stream = CodeStream(seed: seed)
      machine.memory.physical.write(stream.bytes(count: Guest.codeSize, codeSize: mode.codeSize), at: Guest.code)
      mode.set(machine, &random)
      Guest.run(machine, instructions: length) { isSecond ? UInt64(random.below(9)) + 1 : .max }
      return machine
    }.difference()
  }
}
