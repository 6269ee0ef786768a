/// As much of a terminal as the line editor uses, written from ECMA-48: characters with a delayed wrap at the last column, carriage
/// return, line feed, cursor up and right, erase below, home, clear.
struct TerminalModel {
  let columns: Int
  private(set) var rows: [[UInt8]] = [[]]
  private(set) var row = 0
  private(set) var column = 0
  private var escape: [UInt8]?

  init(columns: Int) { self.columns = columns }

  mutating func put(_ bytes: [UInt8]) { for byte in bytes { put(byte) } }

  private mutating func put(_ byte: UInt8) {
    if var sequence = escape {
      sequence.append(byte)
      escape = sequence
      guard sequence.count > 1, byte >= 0x40, byte < 0x7F else { return }
      escape = nil
      perform(byte, Int(String(decoding: sequence[1..<sequence.count - 1], as: UTF8.self)) ?? 0)
      return
    }
    switch byte {
    case 0x1B: escape = []
    case 7: break
    case 10: moveDown()
    case 13: column = 0
    default:
      if column == columns {
        column = 0
        moveDown()
      }
      while rows[row].count <= column { rows[row].append(32) }
      rows[row][column] = byte
      column += 1
    }
  }

  private mutating func moveDown() {
    row += 1
    if row == rows.count { rows.append([]) }
  }

  private mutating func perform(_ letter: UInt8, _ number: Int) {
    switch letter {
    case UInt8(ascii: "A"): row = max(0, row - max(1, number))
    case UInt8(ascii: "C"): column = min(columns - 1, column + max(1, number))
    case UInt8(ascii: "H"): (row, column) = (0, 0)
    case UInt8(ascii: "J"):
      if number == 2 {
        rows = Array(repeating: [], count: rows.count)
      } else {
        rows[row] = Array(rows[row].prefix(column))
        for below in row + 1..<max(row + 1, rows.count) { rows[below] = [] }
      }
    default: preconditionFailure("the model has no escape sequence with \(letter)")
    }
  }

  /// Everything from a row on, as one text without the borders of rows.
  func text(from first: Int) -> [UInt8] {
    var text: [UInt8] = []
    for index in first..<rows.count {
      text += rows[index] + Array(repeating: 32, count: columns - min(columns, rows[index].count))
    }
    while text.last == 32 { text.removeLast() }
    return text
  }
}
