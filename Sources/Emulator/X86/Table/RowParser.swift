/// Reads the rows of the tables in this folder.
///
/// A row is `opcode | mnemonic operands | attributes`, the last column optional; `[feature]` on a line of its own names what
/// the rows after it require; `#` begins a comment. The opcode column is written as in the manual's instruction pages:
/// `66 0F 3A 0F`, `83 /0`, `50+r`, `70+c` (sixteen conditions), `0F 01 F9` (a whole ModRM byte), `VEX.128.66.0F38.W0 18`.
/// A wrong row is a mistake in this program, so it stops with the row's text; a test builds the table.
struct RowParser {
  private var feature = Feature.base
  private(set) var forms: [InstructionForm] = []

  mutating func read(_ rows: String) {
    for line in rows.split(separator: "\n") {
      let row = line.prefix { $0 != "#" }
      if row.allSatisfy({ $0 == " " }) { continue }
      if row.first == "[" {
        let name = row.dropFirst().prefix { $0 != "]" }
        guard let named = Feature(rawValue: String(name)) else { fatalError("no feature in: \(line)") }
        feature = named
      } else {
        readRow(String(row))
      }
    }
  }

  private mutating func readRow(_ row: String) {
    let columns = row.split(separator: "|").map { words(in: $0) }
    guard columns.count >= 2, let name = columns[1].first, let mnemonic = mnemonicsByName[name] else {
      fatalError("unreadable row: \(row)")
    }
    var draft = FormDraft(mnemonic: mnemonic, feature: feature)
    for operand in columns[1].dropFirst() { draft.addOperand(operand) }
    let repetition = draft.readOpcode(columns[0])
    for word in columns.count > 2 ? columns[2] : [] { draft.readAttribute(word) }
    for offset in 0..<repetition {
      forms.append(draft.form(opcodeOffset: UInt8(offset), text: row))
    }
  }

  private func words(in text: Substring) -> [String] {
    text.split { $0 == " " || $0 == "," }.map(String.init)
  }
}

/// Every mnemonic by the name of its case.
private let mnemonicsByName: [String: Mnemonic] = {
  var names: [String: Mnemonic] = [:]
  for mnemonic in Mnemonic.allCases { names["\(mnemonic)"] = mnemonic }
  return names
}()
