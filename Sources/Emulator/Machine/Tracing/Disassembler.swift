import CDisassembler
import X86

/// Instructions as text, by Zydis where it is installed (`apt-get install libzydis-dev`, then build).
public enum Disassembler {
  /// Whether Zydis was there when this was built, and is now.
  public static var isAvailable: Bool { disassemblerIsAvailable() }

  /// An instruction in Intel's syntax.
  public struct Line: Equatable, Sendable {
    public var text: String
    /// In bytes.
    public var length: Int
    /// The address that an operand names by itself, if one does: a branch's target, or memory relative to RIP.
    public var address: UInt64?
  }

  /// The instruction at the start of `bytes`; nil where there is none, or no Zydis.
  public static func disassemble(_ bytes: [UInt8], at address: UInt64, codeSize: CodeSize) -> Line? {
    var result = Disassembly()
    let bits: Int32 = codeSize == .bits64 ? 64 : codeSize == .bits32 ? 32 : 16
    guard CDisassembler.disassemble(bytes, bytes.count, bits, address, &result) else { return nil }
    let text = withUnsafeBytes(of: &result.text) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    return Line(text: text, length: Int(result.length), address: result.hasAddress ? result.address : nil)
  }

  /// The bytes and the text of an instruction, or what can be said of it.
  static func describe(_ bytes: [UInt8], at address: UInt64, codeSize: CodeSize) -> String {
    if bytes.isEmpty { return "not mapped" }
    func digits(_ bytes: some Sequence<UInt8>) -> String { bytes.map { hexDigits($0, 2) }.joined(separator: " ") }
    guard let line = disassemble(bytes, at: address, codeSize: codeSize) else { return digits(bytes) }
    return "\(line.text) (\(digits(bytes.prefix(line.length))))"
  }
}
