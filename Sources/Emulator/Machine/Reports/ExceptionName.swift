/// An exception's name (SDM volume 3, table 6-1), and its error code in words.
struct ExceptionName: CustomStringConvertible {
  let vector: UInt8

  private static let names: [(mnemonic: String, words: String)] = [
    ("#DE", "divide error"), ("#DB", "debug exception"), ("NMI", "non-maskable interrupt"), ("#BP", "breakpoint"),
    ("#OF", "overflow"), ("#BR", "bound range exceeded"), ("#UD", "invalid opcode"), ("#NM", "no coprocessor"),
    ("#DF", "double fault"), ("", "coprocessor segment overrun"), ("#TS", "invalid TSS"),
    ("#NP", "segment not present"), ("#SS", "stack fault"), ("#GP", "general protection fault"), ("#PF", "page fault"),
    ("", "vector 15"), ("#MF", "x87 floating-point error"), ("#AC", "alignment check"), ("#MC", "machine check"),
    ("#XM", "SIMD floating-point exception"), ("#VE", "virtualization exception"), ("#CP", "control protection"),
  ]

  var description: String {
    guard Int(vector) < Self.names.count else { return "interrupt \(hex(vector))" }
    let name = Self.names[Int(vector)]
    return name.mnemonic.isEmpty ? name.words : "\(name.words) (\(name.mnemonic))"
  }

  /// For exceptions whose error code names a descriptor (SDM volume 3, section 6.13).
  func errorCodeInWords(_ code: UInt32) -> String {
    if code & 0xFFFF == 0 { return "" }
    let table = code & 2 != 0 ? "IDT" : code & 4 != 0 ? "LDT" : "GDT"
    let entry = code & 2 != 0 ? "vector \(hex(code >> 3 & 0x1FFF))" : "selector \(hex(code & 0xFFF8))"
    return " for \(entry) of the \(table)" + (code & 1 != 0 ? ", while delivering an event" : "")
  }
}
