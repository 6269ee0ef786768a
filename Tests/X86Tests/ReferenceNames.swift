import ReferenceDecoder
import X86

/// What the reference calls our mnemonics: it has a name for each size and each condition where we have a field.
struct ReferenceNames {
  /// By mnemonic and variant.
  private var numbers: [UInt16] = []
  /// For a number of the reference, the one of the name it is another name of; mostly itself.
  private var canonical: [UInt16] = []
  private static let variants = 16

  init() {
    var numberByName: [String: UInt16] = [:]
    var number: UInt16 = 0
    while let name = referenceMnemonicName(number) {
      numberByName[String(cString: name)] = number
      canonical.append(number)
      number += 1
    }
    for (alias, name) in Self.aliases {
      if let from = numberByName[alias], let to = numberByName[name] { canonical[Int(from)] = to }
    }
    for mnemonic in Mnemonic.allCases {
      for variant in 0..<Self.variants {
        numbers.append(numberByName[Self.name(of: mnemonic, variant: variant)] ?? 0)
      }
    }
  }

  func agrees(_ instruction: Instruction, _ reference: UInt16) -> Bool {
    let variant =
      switch instruction.mnemonic {
      case .jcc, .setcc, .cmovcc: Int(instruction.condition)
      case .jcxz: instruction.addressSize.trailingZeroBitCount
      default: instruction.operandSize.trailingZeroBitCount
      }
    return numbers[Int(instruction.mnemonic.rawValue) * Self.variants + variant] == canonical[Int(reference)]
  }

  /// Variants are a condition, or the logarithm of a size.
  private static func name(of mnemonic: Mnemonic, variant: Int) -> String {
    if let prefix = conditional[mnemonic] { return prefix + Condition.allCases[variant].suffix }
    if let names = bySize[mnemonic] { return variant < names.count ? names[variant] : "" }
    return renamed[mnemonic] ?? "\(mnemonic)"
  }

  private static let conditional: [Mnemonic: String] = [.jcc: "j", .setcc: "set", .cmovcc: "cmov"]
  private static let bySize: [Mnemonic: [String]] = [
    .movs: ["movsb", "movsw", "movsd", "movsq"], .cmps: ["cmpsb", "cmpsw", "cmpsd", "cmpsq"],
    .scas: ["scasb", "scasw", "scasd", "scasq"], .lods: ["lodsb", "lodsw", "lodsd", "lodsq"],
    .stos: ["stosb", "stosw", "stosd", "stosq"], .ins: ["insb", "insw", "insd"],
    .outs: ["outsb", "outsw", "outsd"], .cbw: ["", "cbw", "cwde", "cdqe"], .cwd: ["", "cwd", "cdq", "cqo"],
    .iret: ["", "iret", "iretd", "iretq"], .pushf: ["", "pushf", "pushfd", "pushfq"],
    .popf: ["", "popf", "popfd", "popfq"], .pusha: ["", "pusha", "pushad"], .popa: ["", "popa", "popad"],
    .jcxz: ["", "jcxz", "jecxz", "jrcxz"], .fxsave: ["", "fxsave", "fxsave", "fxsave64"],
    .fxrstor: ["", "fxrstor", "fxrstor", "fxrstor64"], .xsave: ["", "xsave", "xsave", "xsave64"],
    .xrstor: ["", "xrstor", "xrstor", "xrstor64"], .xsaveopt: ["", "xsaveopt", "xsaveopt", "xsaveopt64"],
    .xsavec: ["", "xsavec", "xsavec", "xsavec64"], .xsaves: ["", "xsaves", "xsaves", "xsaves64"],
    .xrstors: ["", "xrstors", "xrstors", "xrstors64"],
  ]

  private static let renamed: [Mnemonic: String] = [
    .callFar: "call", .jmpFar: "jmp", .retFar: "ret", .feni: "feni8087_nop", .fdisi: "fdisi8087_nop",
    .fsetpm: "fsetpm287_nop",
    // With control-flow enforcement off, which is how the reference is asked.
    .endbr32: "nop", .endbr64: "nop",
  ]

  /// The undocumented doubles of x87 instructions, which the reference tells apart.
  private static let aliases: [(String, String)] = [("fstpnce", "fstp")]
}
