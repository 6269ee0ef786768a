import GuestApplications
import RandomInput
import Testing

struct TerminalTests {
  private func screen(_ text: String, columns: Int = 20, rows: Int = 6) -> TerminalScreen {
    let screen = TerminalScreen(columns: columns, rows: rows)
    screen.write(Array(text.utf8))
    return screen
  }

  private func lines(_ screen: TerminalScreen) -> [String] {
    (screen.history.count..<screen.lineCount).map { screen.text(ofLine: $0) }
  }

  @Test func lettersLinesAndWrapping() {
    #expect(lines(screen("ab\r\ncd\u{8}X\tY", rows: 2)) == ["ab", "cX      Y"])
    let wrapped = screen("abcdefgh", columns: 4, rows: 3)
    #expect(lines(wrapped) == ["abcd", "efgh", ""])
    #expect(wrapped.cursor == (1, 3), "the next letter wraps, not the last")
    #expect(lines(screen("äö€😀", columns: 8, rows: 1)) == ["äö€😀"])
  }

  @Test func cursorMovesAndErases() {
    #expect(lines(screen("\u{1B}[3;5Hx\u{1B}[2Ay\u{1B}[1;1Hz", rows: 3)) == ["z    y", "", "    x"])
    #expect(lines(screen("abcdef\u{1B}[3D\u{1B}[K", rows: 1)) == ["abc"])
    #expect(lines(screen("abcdef\u{1B}[3D\u{1B}[1K", rows: 1)) == ["    ef"])
    #expect(lines(screen("a\r\nb\r\nc\u{1B}[2;1H\u{1B}[J", rows: 3)) == ["a", "", ""])
    #expect(lines(screen("abcdef\u{1B}[1G\u{1B}[2P\u{1B}[1@", rows: 1)) == [" cdef"])
    #expect(lines(screen("abcdef\u{1B}[2G\u{1B}[3X", rows: 1)) == ["a   ef"])
    #expect(lines(screen("ab\u{1B}7cd\u{1B}8X", rows: 1)) == ["abXd"])
  }

  @Test func regionsScroll() {
    let four = "1\r\n2\r\n3\r\n4"
    #expect(lines(screen(four + "\u{1B}[2;3r\u{1B}[3;1H\n", rows: 4)) == ["1", "3", "", "4"])
    #expect(lines(screen(four + "\u{1B}[2;3r\u{1B}[2;1H\u{1B}M", rows: 4)) == ["1", "", "2", "4"])
    #expect(lines(screen(four + "\u{1B}[2;1H\u{1B}[L", rows: 4)) == ["1", "", "2", "3"])
    #expect(lines(screen(four + "\u{1B}[2;1H\u{1B}[2M", rows: 4)) == ["1", "4", "", ""])
    #expect(screen(four + "\u{1B}[2;3r\u{1B}[3;1H\n", rows: 4).history.isEmpty, "what leaves a region is gone")
  }

  @Test func historyGrowsAndIsBounded() {
    let screen = TerminalScreen(columns: 8, rows: 3)
    for line in 0..<2500 { screen.write(Array("\(line)\r\n".utf8)) }
    #expect(screen.history.count == TerminalScreen.historyLimit)
    #expect(screen.text(ofLine: screen.lineCount - 2) == "2499")
  }

  @Test func coloursAndAttributes() {
    let screen = screen(
      "\u{1B}[1;31ma\u{1B}[0;97;44mb\u{1B}[38;5;208mc\u{1B}[48;2;1;2;3md\u{1B}[7;4me\u{1B}[mf", rows: 1)
    let cells = screen.line(0)
    #expect(cells[0].ink == .indexed(1) && cells[0].attributes == .bold)
    #expect(cells[1].ink == .indexed(15) && cells[1].ground == .indexed(4) && cells[1].attributes.isEmpty)
    #expect(cells[2].ink == .indexed(208))
    #expect(cells[3].ground == .direct(0x010203))
    #expect(cells[4].attributes == [.inverse, .underline])
    #expect(
      cells[5].scalar == "f" && cells[5].ink == .standard && cells[5].ground == .standard && cells[5].attributes.isEmpty
    )
  }

  @Test func alternateScreenTitleAndAnswers() {
    let screen = screen("shell\u{1B}[?1049hediting\u{1B}]2;Title\u{7}\u{1B}[6n", rows: 2)
    #expect(lines(screen)[0] != "shell" && screen.title == "Title")
    #expect(String(decoding: screen.takeAnswers(), as: UTF8.self) == "\u{1B}[1;13R")
    screen.write(Array("\u{1B}[?1049l!".utf8))
    #expect(lines(screen)[0] == "shell!")
  }

  @Test func resizingKeepsTheEnd() {
    let screen = screen("1\r\n2\r\n3\r\n4", columns: 10, rows: 4)
    screen.resize(columns: 5, rows: 2)
    #expect(lines(screen) == ["3", "4"] && screen.history.count == 2 && screen.cursor.row == 1)
    screen.resize(columns: 12, rows: 3)
    screen.write(Array("x".utf8))
    #expect(lines(screen) == ["3", "4x", ""])
  }

  /// Whatever the stream is cut into, the screen is the same; and nonsense does no harm.
  @Test(arguments: [81, 82, 83, 84, 85, 86] as [UInt64])
  func cutsDoNotMatter(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let pieces = [
      "word", "ä", "€", "\r\n", "\u{1B}[", "5", ";", "H", "m", "J", "K", "38;5;1", "\u{1B}", "]0;t\u{7}", "?25l", "L",
      "M",
      "@", "P", "r", "2;4r", "\u{1B}[3T", "\u{1B}[2S", "\t", "\u{8}", "\u{1B}c", "\u{1B}[?1049h", "\u{1B}[?1049l",
      "99999999A",
    ]
    var bytes: [UInt8] = []
    for _ in 0..<600 {
      bytes += Array(pieces.randomElement(using: &random)!.utf8)
      if Int.random(in: 0..<20, using: &random) == 0 { bytes.append(UInt8.random(in: 0...255, using: &random)) }
    }
    let (whole, parts) = (TerminalScreen(columns: 17, rows: 7), TerminalScreen(columns: 17, rows: 7))
    whole.write(bytes)
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = min(Int.random(in: 1...9, using: &random), rest.count)
      parts.write(Array(rest.prefix(count)))
      rest = rest.dropFirst(count)
    }
    #expect(lines(whole) == lines(parts) && whole.cursor == parts.cursor && whole.title == parts.title, "seed \(seed)")
    for _ in 0..<20 {
      whole.resize(columns: Int.random(in: 1...40, using: &random), rows: Int.random(in: 1...20, using: &random))
      whole.write(bytes)
    }
  }
}
