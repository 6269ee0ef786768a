import Silicon
import X86

/// Which forms run on silicon: those that this host has, that user code may execute, and that leave the harness standing.
enum Candidates {
  /// Forms of the integer instructions.
  static let integer = forms.filter { integerFeatures.contains($0.feature) && !isX87($0) }
  /// Forms of MMX and SSE and what saves their registers.
  static let vector = forms.filter { !integerFeatures.contains($0.feature) && $0.feature != .x87 && !isX87($0) }
  static let x87 = forms.filter { isX87($0) }

  private static func isX87(_ form: InstructionForm) -> Bool {
    form.map == .oneByte && ((0xD8...0xDF).contains(form.opcode) || form.opcode == 0x9B)
  }

  private static let integerFeatures: Set<Feature> = [
    .base, .longMode, .cmov, .cx8, .cx16, .popcnt, .lzcnt, .movbe, .bmi1, .bmi2, .adx, .prefetchw, .fsgsbase, .clflush,
    .clflushopt, .cet,
  ]

  /// What the emulated processor does not claim to have.
  private static let absent: Set<Feature> = [
    .rdrand, .rdseed, .rdpid, .xsavec, .xsaves, .invpcid, .clwb, .prefetchwt1, .avx, .avx2, .monitor, .rdtscp, .tsc,
    .msr,
    .syscall, .sysenter, .rdpmc, .smap,
  ]

  /// They enter the kernel, answer with what the host is, or change what the harness needs.
  private static let excluded: Set<Mnemonic> = [
    .int, .int1, .int3, .into, .syscall, .sysenter, .sysexit, .sysret, .iret, .retFar, .callFar, .jmpFar, .cpuid,
    .rdtsc,
    .rdtscp, .rdpmc, .rdpid, .xgetbv, .xsetbv, .sgdt, .sidt, .sldt, .str, .smsw, .lar, .lsl, .verr, .verw, .lss, .lfs,
    .lgs,
    .rdfsbase, .wrfsbase, .swapgs, .monitor, .mwait, .rsm, .invlpg, .ud0, .ud1, .ins, .outs, .invalid,
  ]

  private static let forms = InstructionTable.forms.filter { form in
    !absent.contains(form.feature) && !excluded.contains(form.mnemonic) && form.validValues(of: .codeSize) & 4 != 0
      // AMD's is #UD; ours is Intel's.
      && !(form.map == .twoByte && form.opcode == 0x0D && form.validValues(of: .mod) == 2)
      && !form.operands.contains { $0.place == .regSegment || $0.place == .implicitSegment }
      && (Trials.only.isEmpty || Trials.only.contains("\(form.mnemonic)"))
  }
}
