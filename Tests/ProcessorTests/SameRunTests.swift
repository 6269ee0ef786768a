import Foundation
import Processor
import RandomInput
import Testing

/// Promise 2 of the architecture: the same run, however driven.
@Suite struct SameRunTests {
  static let seed = ProcessInfo.processInfo.environment["APUS_SEED"].flatMap(UInt64.init) ?? 20_261_122
  static let programs = ProcessInfo.processInfo.environment["APUS_PROGRAMS"].flatMap(Int.init) ?? 150

  @Test("Whole runs, single steps, random chunks and a one-entry translation cache end in the same state")
  func sameStateHoweverDriven() {
    print("SameRunTests: seed \(Self.seed), \(Self.programs) programs")
    for number in 0..<Self.programs {
      let seed = Self.seed &+ UInt64(number)
      let code = RandomProgram(seed: seed, length: 120).code
      var chunks = SeededGenerator(seed: seed)
      let whole = drive(code) { _ in 5000 }
      let stepped = drive(code) { _ in 1 }
      let chunked = drive(code) { _ in chunks.next() % 7 + 1 }
      let uncached = drive(code, translationEntries: 1) { _ in 5000 }
      #expect(stepped == whole, "steps part from the whole run, seed \(seed)")
      #expect(chunked == whole, "chunks part from the whole run, seed \(seed)")
      #expect(uncached == whole, "the size of the translation cache shows, seed \(seed)")
      if stepped != whole || chunked != whole || uncached != whole { break }
    }
  }

  private struct Outcome: Equatable {
    var state: ProcessorState
    var data: [UInt8]
  }

  private func drive(_ code: [UInt8], translationEntries: Int = 1024, chunk: (UInt64) -> UInt64) -> Outcome {
    let bare = BareProcessor(code: code, translationEntries: translationEntries)
    while bare.processor.retired < 5000 {
      let left = 5000 - bare.processor.retired
      if bare.processor.run(instructions: min(chunk(left), left)) != .budget { break }
    }
    return Outcome(
      state: bare.processor.state,
      data: bare.memory.bytes(at: RandomProgram.dataAddress - 0x4000, count: 0xC000)
        + bare.memory.bytes(at: BareProcessor.stackTop - 0x2000, count: 0x4000))
  }
}
