import Machine
import RandomInput
import X86

/// Random instructions in a random mode, driven whole and in pieces: both must end in the same state.
struct CodeCase {
  let seed: UInt64
  private static let length: UInt64 = 3000

  func run() throws -> String? {
    let whole = try outcome { _ in .max }
    let pieces = try outcome { UInt64($0.below(9)) + 1 }
    return whole == pieces ? nil : "a whole run and one in pieces part: \(whole) and \(pieces)"
  }

  private func outcome(piece: (inout SeededGenerator) -> UInt64) throws -> String {
    var random = SeededGenerator(seed: seed)
    let machine = try Guest.machine()
    let mode = ProcessorMode.allCases[random.below(ProcessorMode.allCases.count)]
    var stream = CodeStream(seed: seed)
    machine.memory.physical.write(stream.bytes(count: Guest.codeSize, codeSize: mode.codeSize), at: Guest.code)
    mode.set(machine, &random)
    var pieces = SeededGenerator(seed: seed)
    Guest.run(machine, instructions: Self.length) { piece(&pieces) }
    return "\(machine.instructionCount) instructions, \(machine.stateHash)"
  }
}
