import Foundation
import RandomInput
import Testing

@testable import Processor

/// Fast operations and the general tier are two implementations of the same instructions: random programs must not tell them apart.
@Suite struct TierTests {
  static let seed = ProcessInfo.processInfo.environment["APUS_SEED"].flatMap(UInt64.init) ?? 20_261_122
  /// About three seconds; `APUS_TRIALS=1000000` takes five minutes.
  static let trials = ProcessInfo.processInfo.environment["APUS_TRIALS"].flatMap(Int.init) ?? 8000

  /// The same program and state in both tiers.
  private final class Pair {
    let fast: BareProcessor
    let general: BareProcessor

    init() {
      fast = BareProcessor(code: [0xF4])
      general = BareProcessor(code: [0xF4])
      general.processor.usesFastOperations = false
    }

    /// Runs `code` from `state` in both; says where they part, if they do.
    func run(
      _ code: [UInt8], at address: UInt64 = BareProcessor.codeAddress, _ state: ProcessorState, data: [UInt8],
      instructions: UInt64
    ) -> String? {
      for bare in [fast, general] {
        bare.writePageTables()
        bare.memory.write(code, at: address)
        bare.memory.write(data, at: RandomProgram.dataAddress)
        bare.processor.state = state
        _ = bare.processor.run(instructions: instructions)
      }
      if fast.processor.state != general.processor.state {
        return "states differ: \(Self.difference(fast.processor.state, general.processor.state))"
      }
      let bytes = [fast, general].map {
        $0.memory.bytes(at: RandomProgram.dataAddress - 0x1000, count: data.count + 0x2000)
      }
      return bytes[0] == bytes[1] ? nil : "memory differs"
    }

    /// The stored properties in which two values differ.
    private static func differences<Value>(_ a: Value, _ b: Value) -> [String] {
      zip(Mirror(reflecting: a).children, Mirror(reflecting: b).children).compactMap { first, second in
        let (one, other) = ("\(first.value)", "\(second.value)")
        return one == other ? nil : "\(first.label ?? "?"): \(one), \(other)"
      }
    }

    private static func difference(_ a: ProcessorState, _ b: ProcessorState) -> String {
      var words: [String] = []
      for number in 0..<16 where a.general[number] != b.general[number] { words.append("register \(number)") }
      for number in 0..<32 where a.xmm[number] != b.xmm[number] {
        words.append("XMM\(number / 2) \(String(a.xmm[number], radix: 16)) \(String(b.xmm[number], radix: 16))")
      }
      if a.rip != b.rip { words.append("RIP \(String(a.rip, radix: 16)) \(String(b.rip, radix: 16))") }
      if a.rflags != b.rflags { words.append("RFLAGS \(String(a.rflags, radix: 16)) \(String(b.rflags, radix: 16))") }
      if a.mxcsr != b.mxcsr { words.append("MXCSR \(String(a.mxcsr, radix: 16)) \(String(b.mxcsr, radix: 16))") }
      if a.retired != b.retired { words.append("retired \(a.retired) \(b.retired)") }
      words += differences(a.system, b.system)
      if words.isEmpty { words = differences(a, b) }
      return words.joined(separator: ", ")
    }
  }

  /// A state whose pointers (RSI, RDI) lead to aligned data.
  private func start(_ bare: BareProcessor) -> ProcessorState {
    var state = bare.processor.state
    state.rip = BareProcessor.codeAddress
    state.general[4] = BareProcessor.stackTop
    state.general[6] = RandomProgram.dataAddress + 0x800
    state.general[7] = RandomProgram.dataAddress + 0x1000
    state.general[1] = 0x40
    return state
  }

  @Test("Random SSE instructions give the same in the fast and in the general tier")
  func vectorInstructions() {
    print("TierTests: seed \(Self.seed), \(Self.trials) trials")
    let pair = Pair()
    let initial = start(pair.fast)
    var dice = SeededGenerator(seed: Self.seed)
    var executed: UInt64 = 0
    for trial in 0..<Self.trials {
      let seed = Self.seed &+ UInt64(trial)
      var program = VectorProgram(seed: seed, length: 4)
      var state = initial
      for number in 0..<32 { state.xmm[number] = program.value() }
      for number in [0, 2, 3, 5] + Array(8..<16) { state.general[number] = program.value() }
      state.mxcsr = program.control()
      state.rflags = 0x2 | dice.next() & 0x8D5
      var data: [UInt8] = []
      for _ in 0..<0x200 { withUnsafeBytes(of: program.value().littleEndian) { data += $0 } }
      if let difference = pair.run(program.code, state, data: data, instructions: 48) {
        let bytes = program.code.map { String($0, radix: 16) }.joined(separator: " ")
        Issue.record("seed \(seed): \(difference); code \(bytes); MXCSR \(String(state.mxcsr, radix: 16))")
        return
      }
      executed += pair.fast.processor.retired
    }
    // A fault ends a program; most must come to their end.
    #expect(executed > UInt64(Self.trials) * 3, "only \(executed) instructions were executed")
  }

  @Test("Random integer programs give the same in the fast and in the general tier", arguments: [true, false])
  func integerPrograms(isLong: Bool) {
    let pair = Pair()
    let initial = start(pair.fast)
    var dice = SeededGenerator(seed: Self.seed)
    var executed: UInt64 = 0
    for number in 0..<(Self.trials / 8) {
      let seed = Self.seed &+ UInt64(number)
      let program = RandomProgram(seed: seed, length: 120)
      var state = initial
      // Half of the programs lie across the end of a page.
      let displacement = number % 2 == 0 ? 0 : 0xFF0 - dice.next() % UInt64(program.code.count)
      state.rip += displacement
      for number in [0, 1, 2, 5] + Array(8..<16) { state.general[number] = dice.next() }
      // The upper halves mean nothing to 32-bit code.
      for number in [3, 6, 7] {
        state.general[number] = RandomProgram.dataAddress + dice.next() % 0x3000 | (isLong ? 0 : dice.next() << 32)
      }
      if !isLong {
        // Compatibility mode, without the prologue, which is 64-bit code.
        state.system.segments[1].attributes = .init(rawValue: 0xC09B)
        state.rip += UInt64(program.prologueLength)
      }
      if let difference = pair.run(
        program.code, at: BareProcessor.codeAddress + displacement, state,
        data: [UInt8](repeating: 0x5A, count: 0x4000), instructions: 2000)
      {
        Issue.record("seed \(seed), \(isLong ? 64 : 32)-bit code: \(difference)")
        return
      }
      executed += pair.fast.processor.retired
    }
    #expect(executed > UInt64(Self.trials / 8) * 10, "only \(executed) instructions were executed")
  }
}
