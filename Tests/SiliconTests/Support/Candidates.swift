import Silicon
import X86

/// Which forms run on silicon: those that this host has, that user code may execute, and that leave the harness standing.
enum Candidates: String, CaseIterable {
  case integer, vector, x87

  func forms(_ mode: CodeMode) -> [InstructionForm] {
    InstructionTable.forms.filter { form in
      Self.group(form) == self && Self.isEligible(form)
        && form.validValues(of: .codeSize) >> mode.codeSize.rawValue & 1 != 0
        && (mode == .bits64 || form.validValues(of: .width) & form.validValues(of: .rexB) & 1 != 0)
        && (Trials.only.isEmpty || Trials.only.contains("\(form.mnemonic)"))
    }
  }

  private static func group(_ form: InstructionForm) -> Candidates {
    if form.map == .oneByte && ((0xD8...0xDF).contains(form.opcode) || form.opcode == 0x9B) { return .x87 }
    return integerFeatures.contains(form.feature) ? .integer : .vector
  }

  private static let integerFeatures: Set<Feature> = [
    .base, .longMode, .cmov, .cx8, .cx16, .popcnt, .lzcnt, .movbe, .bmi1, .bmi2, .adx, .prefetchw, .fsgsbase, .clflush,
    .clflushopt, .cet,
  ]

  /// What the emulated processor does not claim to have, or keeps for the system.
  private static let absent: Set<Feature> = [
    .rdrand, .rdseed, .rdpid, .xsavec, .xsaves, .invpcid, .clwb, .prefetchwt1, .avx, .avx2, .monitor, .rdtscp, .tsc,
    .msr, .syscall, .sysenter, .rdpmc, .smap,
  ]

  /// They enter the kernel, answer with what the host is, or change what the harness needs.
  private static let excluded: Set<Mnemonic> = [
    .int, .int1, .int3, .into, .iret, .retFar, .callFar, .jmpFar, .cpuid, .xgetbv, .xsetbv, .rsm, .invlpg, .invalid,
    .sgdt, .sidt, .sldt, .str, .smsw, .lar, .lsl, .verr, .verw, .lds, .les, .lss, .lfs, .lgs, .rdfsbase, .wrfsbase,
    .swapgs, .ud0, .ud1, .ins, .outs,
  ]

  private static func isEligible(_ form: InstructionForm) -> Bool {
    if absent.contains(form.feature) || excluded.contains(form.mnemonic) { return false }
    // AMD's is #UD; ours is Intel's.
    if form.map == .twoByte && form.opcode == 0x0D && form.validValues(of: .mod) == 2 { return false }
    // Segment registers may be read, not written.
    let writesSegment = form.mnemonic == .pop && form.operands[0].place == .implicitSegment
    return !writesSegment && !form.attributes.contains(.writesSegment)
  }
}
