import Testing
import X86

/// No form of the instruction table is forgotten: each runs on silicon, or is asked elsewhere, or is not claimed.
@Suite struct CoverageTests {
  /// Features of the table that CPUID does not offer: their forms raise #UD.
  private static let absent: Set<Feature> = [
    .rdrand, .rdseed, .rdpid, .xsavec, .xsaves, .clwb, .prefetchwt1, .avx, .avx2, .monitor,
  ]

  /// Where the forms are tested that user code cannot execute, or that say what the host is.
  private static func elsewhere(_ form: InstructionForm) -> String? {
    switch form.mnemonic {
    case .jmpFar, .callFar, .retFar, .iret: "SystemTests: transfers"
    case .int, .int3, .int1, .into, .ud0, .ud1, .invalid: "SystemTests: interrupts; ProcessorTests: DebugRegisterTests"
    case .mov where form.attributes.contains(.ignoresMod): "SystemTests: registers; ProcessorTests: DebugRegisterTests"
    case .mov, .pop: "SystemTests: segments; SiliconTests: SegmentTests"
    case .lar, .lsl, .verr, .verw: "SystemTests: segments; SiliconTests: SegmentTests"
    case .lds, .les, .lss, .lfs, .lgs: "SystemTests: segments (the load), real mode (LDS, LES)"
    case .sldt, .str, .lldt, .ltr, .sgdt, .sidt, .lgdt, .lidt, .smsw, .lmsw, .clts, .invd, .wbinvd, .invlpg:
      "SystemTests: registers"
    case .hlt, .cli, .sti, .in, .out, .ins, .outs: "SystemTests: registers; ProcessorTests: DebugRegisterTests"
    case .rdmsr, .wrmsr, .rdtsc, .rdtscp, .clac, .stac, .swapgs, .syscall, .sysret, .sysenter, .sysexit:
      "SystemTests: registers"
    case .rdfsbase, .wrfsbase: "the form for GS, which differs in one bit, runs on silicon"
    case .cpuid: "MachineTests and QEMU: what it says is ours alone"
    case .xgetbv, .xsetbv: "ProcessorTests: ExtensionTests"
    case .invpcid: "ProcessorTests: AddressSpaceTests"
    case .rdpmc, .rsm: "raises #GP or #UD: there are no counters, and no system management mode"
    case .prefetchw, .nop, .prefetch: "AMD's and Intel's differ on this host; it does nothing"
    default: nil
    }
  }

  @Test("Every form of the table is tried on silicon, tested elsewhere, or not claimed")
  func everyForm() throws {
    let tried = Set(
      Candidates.allCases.flatMap { $0.forms(.bits64) + $0.forms(.bits32) }.map { "\($0.map) \($0.text)" })
    try #require(!tried.isEmpty)
    var places: [String: [InstructionForm]] = [:]
    for form in InstructionTable.forms where !tried.contains("\(form.map) \(form.text)") {
      if Self.absent.contains(form.feature) {
        places["not claimed by CPUID", default: []].append(form)
      } else if let place = Self.elsewhere(form) {
        places[place, default: []].append(form)
      } else {
        Issue.record("no test knows of \(form.text)")
      }
    }
    try Coverage.append(places.sorted { $0.key < $1.key }, tried.count)
  }
}

extension Coverage {
  /// The forms that do not run on silicon, by where they are tested instead.
  static func append(_ places: [(key: String, value: [InstructionForm])], _ tried: Int) throws {
    var text =
      "## Every form\n\n\(tried) forms run on silicon. The others, \(places.reduce(0) { $0 + $1.value.count }):\n\n"
    text += "| Where | Forms | Mnemonics |\n|---|---:|---|\n"
    for (place, forms) in places {
      let names = Set(forms.map { "\($0.mnemonic)" }).sorted()
      text += "| \(place) | \(forms.count) | \(names.joined(separator: " ")) |\n"
    }
    try append(text)
  }
}
