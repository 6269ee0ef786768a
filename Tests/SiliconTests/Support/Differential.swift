import Foundation
import Processor
import Silicon
import Testing
import X86

/// Runs forms on silicon and on the emulated processor, and notes where they part.
struct Differential: ~Copyable {
  private let host = HostProcessor()
  private let guest = GuestProcessor()
  private(set) var results: [FormResult] = []

  init() {
    var dice = Dice(seed: Trials.seed, name: "scratch")
    for index in 0..<Int(Layout.scratchSize / 8) {
      Layout.hostScratch.storeBytes(of: dice.next(), toByteOffset: index * 8, as: UInt64.self)
    }
    copyScratch()
  }

  private func copyScratch() {
    guest.scratchBytes.copyMemory(from: Layout.hostScratch, byteCount: Int(Layout.scratchSize))
  }

  mutating func run(_ form: InstructionForm, _ mode: CodeMode, count: Int) {
    var dice = Dice(seed: Trials.seed, name: form.text + "\(form.opcode) \(mode.rawValue)")
    let maker = EncodingMaker(form, mode)
    var result = FormResult(form: form.text)
    draw: for _ in 0..<count * 2 where result.states < count {
      guard let encoding = maker.make(&dice) else { continue }
      for _ in 0..<4 {
        guard let trial = TrialMaker.make(encoding, mode, &dice) else { break }
        if Deviations.excludes(trial) { continue }
        result.states += 1
        guard let difference = run(trial, &result) else { continue }
        result.mismatches += 1
        if result.mismatches <= 2 { Issue.record("\(form.text) in \(mode.rawValue)\n\(difference)") }
        if result.mismatches >= 25 { break draw }
      }
    }
    results.append(result)
  }

  /// What differs, or nil.
  private func run(_ trial: Trial, _ result: inout FormResult) -> String? {
    for (offset, bytes) in trial.memory {
      bytes.withUnsafeBytes {
        (Layout.hostScratch + offset).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
        (guest.scratchBytes + offset).copyMemory(from: $0.baseAddress!, byteCount: $0.count)
      }
    }
    let code = trial.encoding.bytes
    let expected = host.run(code, trial.state, trial.mode, isBranch: trial.encoding.instruction.isBranch)
    let actual = guest.run(code, trial.state, trial.mode)
    if expected.vector != nil { result.faults += 1 }
    maskMemory(trial)
    let differences = compare(trial, expected, actual)
    if differences.isEmpty {
      if !Undefined.hasResult(trial, expected) { copyScratch() }
      return nil
    }
    copyScratch()
    return Report.describe(trial, expected, actual, differences)
  }

  /// MXCSR_MASK in an FXSAVE image: AMD has a bit of its own there.
  private func maskMemory(_ trial: Trial) {
    switch trial.encoding.instruction.mnemonic {
    case .fxsave, .xsave, .xsaveopt:
      for (offset, bytes) in trial.memory where bytes.count >= 512 {
        for scratch in [Layout.hostScratch, guest.scratchBytes] {
          let at = scratch + offset + 30
          at.storeBytes(of: at.load(as: UInt8.self) & ~2, as: UInt8.self)
        }
      }
    default: break
    }
  }

  private func compare(_ trial: Trial, _ expected: Outcome, _ actual: Outcome) -> [String] {
    var differences: [String] = []
    func check<Value: Equatable>(_ name: String, _ first: Value, _ second: Value) {
      if first != second { differences.append("\(name): silicon \(Report.hex(first)) here \(Report.hex(second))") }
    }
    check("vector", expected.vector ?? 0x80, actual.vector ?? 0x80)
    if expected.vector == 14 && actual.vector == 14 {
      // The kernel says of its own half that all of it is present.
      let present: UInt32 = expected.address >> 63 != 0 ? 1 : 0
      check("error code", expected.errorCode | present, actual.errorCode | present)
      if Deviations.hasFaultAddress(trial) { check("CR2", expected.address, actual.address) }
    }
    let (silicon, here) = (expected.state, actual.state)
    let mask = trial.mode.addressMask
    check("RIP", silicon.rip & mask, here.rip & mask)
    let hasResult = Undefined.hasResult(trial, expected)
    for number in 0..<trial.mode.registerCount {
      let isDestination = trial.encoding.instruction.operand0.number == number
      if !hasResult && (isDestination || trial.encoding.instruction.mnemonic == .popa) { continue }
      check("register \(number)", silicon.general[number] & mask, here.general[number] & mask)
    }
    let hasComparison = Deviations.hasComparison(trial, expected)
    var defined = hasComparison ? ~Undefined.flags(trial) : ~0x8D5
    // A signal handler's return does not bring back NT and ID.
    if expected.vector != nil || silicon.rflags & 0x100 != 0 { defined &= ~0x20_4000 }
    check("RFLAGS", silicon.rflags & defined, here.rflags & defined)
    check("GS base", silicon.gsBase, here.gsBase)
    check("MXCSR", silicon.mxcsr, here.mxcsr)
    for index in 0..<trial.mode.registerCount * 2 {
      let (first, second) = (silicon.xmm[index], here.xmm[index])
      if first == second { continue }
      if Approximation.agrees(trial, first, second) { continue }
      check("XMM\(index / 2)[\(index & 1)]", first, second)
    }
    if Deviations.hasX87State(trial, expected) {
      compareX87(trial, silicon.x87, here.x87, hasComparison: hasComparison, check)
    }
    if hasResult, memcmp(Layout.hostScratch, guest.scratchBytes, Int(Layout.scratchSize)) != 0 {
      differences.append(Report.memoryDifference(Layout.hostScratch, guest.scratchBytes))
    }
    return differences
  }

  private func compareX87(
    _ trial: Trial, _ silicon: X87Registers, _ here: X87Registers, hasComparison: Bool,
    _ check: (String, UInt64, UInt64) -> Void
  ) {
    check("FCW", UInt64(silicon.control), UInt64(here.control))
    var mask = Deviations.statusMask(trial)
    if !hasComparison { mask &= ~0x4700 }
    check("FSW", UInt64(silicon.status & mask), UInt64(here.status & mask))
    check("FTW", UInt64(silicon.valid), UInt64(here.valid))
    // AMD's processors keep the pointers of an instruction only when it leaves an exception pending.
    if silicon.status & 0x80 != 0 && trial.state.x87.status & 0x80 == 0 && trial.encoding.instruction.notesPointers {
      check("FIP", silicon.instructionPointer, here.instructionPointer)
      check("FOP", UInt64(silicon.opcode), UInt64(here.opcode))
      if trial.address != nil { check("FDP", silicon.dataPointer, here.dataPointer) }
    }
    for index in 0..<8 {
      let first = (significand: silicon.significands[index], signExponent: silicon.signExponents[index])
      let second = (significand: here.significands[index], signExponent: here.signExponents[index])
      if Approximation.agrees(trial, first, second) { continue }
      check("ST\(index) significand", first.significand, second.significand)
      check("ST\(index) exponent", UInt64(first.signExponent), UInt64(second.signExponent))
    }
  }
}

extension Instruction {
  var isBranch: Bool {
    [.jmp, .jcc, .call, .ret, .loop, .loope, .loopne, .jcxz].contains(mnemonic)
  }
}
