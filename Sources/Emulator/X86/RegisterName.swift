/// Names of registers, as assembly and messages show them.
public enum RegisterName {
  /// A general register by number (0...15) and size in bytes: `rax`, `r8d`, `spl`. Numbers past the end have no name.
  public static func general(_ number: UInt8, size: UInt8) -> String {
    guard number < 16 else { return "?" }
    if number >= 8 {
      let suffix = size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "d" : ""
      return "r\(number)\(suffix)"
    }
    let word = words[Int(number)]
    switch size {
    case 1: return lowBytes[Int(number)]
    case 2: return word
    case 4: return "e" + word
    default: return "r" + word
    }
  }

  /// AH, CH, DH or BH by number 0...3.
  public static func highByte(_ number: UInt8) -> String {
    number < 4 ? highBytes[Int(number)] : "?"
  }

  /// A segment register by number 0...5 (Intel SDM volume 2, table 3-1).
  public static func segment(_ number: UInt8) -> String {
    number < 6 ? segments[Int(number)] : "?"
  }

  /// The register an operand names; nil when it names none.
  public static func of(_ operand: Operand) -> String? {
    guard operand.kind == .register else { return nil }
    switch operand.registerClass {
    case .general: return general(operand.number, size: operand.size)
    case .highByte: return highByte(operand.number)
    case .segment: return segment(operand.number)
    case .control: return "cr\(operand.number)"
    case .debug: return "dr\(operand.number)"
    case .x87: return "st\(operand.number)"
    case .mmx: return "mm\(operand.number)"
    case .xmm: return "xmm\(operand.number)"
    case .ymm: return "ymm\(operand.number)"
    }
  }

  private static let words = ["ax", "cx", "dx", "bx", "sp", "bp", "si", "di"]
  private static let lowBytes = ["al", "cl", "dl", "bl", "spl", "bpl", "sil", "dil"]
  private static let highBytes = ["ah", "ch", "dh", "bh"]
  private static let segments = ["es", "cs", "ss", "ds", "fs", "gs"]
}
