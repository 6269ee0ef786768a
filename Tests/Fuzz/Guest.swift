import Machine
import RandomInput

/// Where a random guest keeps its things, and the drive through its life.
enum Guest {
  static let memorySize: UInt64 = 4 << 20
  static let code: UInt64 = 0x10_0000
  static let codeSize = 0x1000
  static let globalTable: UInt64 = 0x5000
  static let interruptTable: UInt64 = 0x6000
  static let taskState: UInt64 = 0x7000
  /// The paging structures: top tables first, then page directories; up to `pagingEnd`.
  static let paging: Range<UInt64> = 0x1_0000..<0x2_0000

  static func machine(translationEntries: Int = 1024) throws -> Machine {
    try Machine(
      Configuration(memorySize: memorySize, restartsOnReset: false), translationEntries: translationEntries)
  }

  /// Runs to the given count of instructions through whatever ends a run, in pieces of the sizes that `piece` gives, as far as the
  /// guest goes. A guest that sleeps gets a millisecond of its time in all.
  static func run(_ machine: Machine, instructions: UInt64, piece: () -> UInt64) {
    while machine.instructionCount < instructions, machine.now < lastTick {
      let before = machine.instructionCount
      let limit = Limit(instructions: min(instructions - before, piece()), ticks: lastTick - machine.now)
      let stop = machine.run(limit: limit)
      if stop.reason != .limit, machine.instructionCount == before { return }
    }
  }

  private static let lastTick: UInt64 = 1_000_000
}
