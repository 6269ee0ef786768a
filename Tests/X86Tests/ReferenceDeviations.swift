import ReferenceDecoder
import X86

/// Where the two decoders may differ, and why. Whatever is not in this table has to agree.
///
/// Most of it is a matter of presentation: which operands are written down, and how large a thing is said to be of which
/// the instruction uses a part.
struct ReferenceDeviation {
  /// What is not compared.
  struct Aspects: OptionSet {
    let rawValue: UInt8
    /// Any operand.
    static let operands = Aspects(rawValue: 1 << 0)
    static let registerSize = Aspects(rawValue: 1 << 1)
    static let memorySize = Aspects(rawValue: 1 << 2)
    static let segment = Aspects(rawValue: 1 << 3)
    /// The memory operand is compared with those that the reference hides.
    static let hiddenMemory = Aspects(rawValue: 1 << 4)
    /// The last operand is a register that the reference hides.
    static let hiddenLast = Aspects(rawValue: 1 << 5)
    static let operandSize = Aspects(rawValue: 1 << 6)
  }

  var mnemonics: [Mnemonic]
  var aspects: Aspects
  var reason: String

  /// A mistake of the reference (of version 4.0): a SIB without base, with REX.B and 32-bit addresses, is R13 to it, and its
  /// displacement lost. REX.B does not make a base of "none" (volume 2, table 2-5); GNU and LLVM read it as we do.
  static func isMisreadBase(_ instruction: Instruction, _ reference: ReferenceOperand) -> Bool {
    instruction.addressSize == 4 && instruction.memory.base == MemoryReference.noRegister && reference.base == 13
  }

  /// F3 90 with REX.B is PAUSE to the reference. Silicon (Zen 5) exchanges R8 with rAX, as 90 with REX.B does without F3.
  static func isExchangeWithRepeat(_ instruction: Instruction) -> Bool {
    instruction.mnemonic == .xchg && instruction.opcode == 0x90 && instruction.operand0.number == 8
  }

  static let all: [ReferenceDeviation] = [
    ReferenceDeviation(
      mnemonics: [.movs, .cmps, .scas, .lods, .stos, .ins, .outs, .xlat, .maskmovq, .maskmovdqu, .vmaskmovdqu],
      aspects: .hiddenMemory,
      reason: "The address is implied by the opcode; we give it, because the segment prefix is part of the encoding."),
    ReferenceDeviation(
      mnemonics: [.blendvps, .blendvpd, .pblendvb, .sha256rnds2], aspects: .hiddenLast,
      reason: "XMM0 is the third operand on the instruction's page (volume 2, BLENDVPS: `<XMM0>`)."),
    ReferenceDeviation(
      mnemonics: [.nop, .endbr32, .endbr64], aspects: .operands,
      reason:
        "Operands of a no-operation mean nothing; 0F 1A and 0F 1B have them in either order (volume 2, table A-3)."),
    ReferenceDeviation(
      mnemonics: [.fucomp], aspects: .operands,
      reason: "`DD E8+i` compares with ST(0) and names only ST(i) (volume 2, FUCOM); the reference names ST(0) too."),
    ReferenceDeviation(
      mnemonics: [.lea], aspects: .segment, reason: "LEA uses no segment (volume 2, LEA)."),
    ReferenceDeviation(
      mnemonics: [.lar, .lsl], aspects: .registerSize,
      reason: "Of the source only the low 16 bits are used, whatever the operand size (volume 2, LAR)."),
    ReferenceDeviation(
      mnemonics: [.in, .out, .ins, .outs], aspects: .operandSize,
      reason: "Ports are at most 32 bits wide, REX.W or not (volume 2, IN); the reference says so of operands only."),
    ReferenceDeviation(
      mnemonics: [.rdpid], aspects: .operandSize,
      reason: "The operand size of RDPID is the mode's (volume 2, RDPID: r64 in 64-bit mode), whatever the prefixes."),
    ReferenceDeviation(
      mnemonics: [.movsxd], aspects: .memorySize,
      reason: "With 66h, MOVSXD is `r16, r/m16` (volume 2, MOVSX/MOVSXD); the reference says so of registers only."),
  ]
}

/// Code that one of the two does not take for an instruction, and the reason.
enum UnclaimedCode {
  /// The reference's extensions that the decoder covers in full, but for the sets below.
  static let claimedExtensions: Set<String> = [
    "BASE", "LONGMODE", "X87", "MMX", "SSE", "SSE2", "SSE3", "SSSE3", "SSE4", "AES", "PCLMULQDQ", "SHA", "BMI1", "BMI2",
    "ADOX_ADCX", "AMD3DNOW_PREFETCH", "CLFLUSHOPT", "CLFSH", "CLWB", "INVPCID", "LZCNT", "MONITOR", "MOVBE", "PAUSE",
    "PREFETCHWT1", "RDPID", "RDRAND", "RDSEED", "RDTSCP", "RDWRFSGS", "SMAP", "XSAVE", "XSAVEOPT", "XSAVEC", "XSAVES",
    "AVX", "AVX2", "AVX2GATHER", "AVXAES",
  ]

  /// Sets within those extensions: SYSCALL outside 64-bit mode is AMD's alone (volume 2, SYSCALL: "Invalid").
  static let unclaimedSets: Set<String> = ["AMD"]

  /// Single instructions: D6 is in no table of the manual.
  static let unclaimedMnemonics: Set<String> = ["salc"]
}
