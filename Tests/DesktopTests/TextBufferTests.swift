import GuestApplications
import RandomInput
import Testing

struct TextBufferTests {
  private typealias Place = TextBuffer.Place

  @Test func typingSelectingAndReplacing() {
    var buffer = TextBuffer("one two\nthree")
    buffer.move(.wordRight)
    buffer.move(.wordRight, selecting: true)
    #expect(buffer.selectedText == " two")
    buffer.insert("!")
    #expect(buffer.text == "one!\nthree")
    buffer.move(.down)
    buffer.move(.lineEnd)
    buffer.deleteBackward(byWord: true)
    #expect(buffer.text == "one!\n")
    buffer.undo()
    buffer.undo()
    #expect(buffer.text == "one two\nthree")
    buffer.redo()
    #expect(buffer.text == "one!\nthree")
  }

  @Test func caretRemembersItsColumn() {
    var buffer = TextBuffer("long line\nx\nlong again")
    buffer.place(Place(line: 0, column: 7))
    buffer.move(.down)
    #expect(buffer.caret == Place(line: 1, column: 1))
    buffer.move(.down)
    #expect(buffer.caret == Place(line: 2, column: 7))
    buffer.move(.down)
    #expect(buffer.caret == buffer.end)
  }

  @Test func newLinesKeepTheMargin() {
    var buffer = TextBuffer("  a")
    buffer.move(.end)
    buffer.insertLine()
    #expect(buffer.text == "  a\n  ")
  }

  @Test func singleLinesStayLines() {
    var buffer = TextBuffer("", isSingleLine: true)
    buffer.insert("a\nb\u{7}c")
    #expect(buffer.text == "a bc")
  }

  @Test func findsOnAndAround() {
    var buffer = TextBuffer("abc\nxabcx\nabc")
    var places: [Place] = []
    for _ in 0..<4 where buffer.find("abc") { places.append(buffer.selection.lowerBound) }
    #expect(
      places == [
        Place(line: 0, column: 0), Place(line: 1, column: 1), Place(line: 2, column: 0), Place(line: 0, column: 0),
      ])
    #expect(!buffer.find("nothing") && !buffer.find(""))
  }

  /// Random edits give what a plain string gives, and undoing all of them the start.
  @Test(arguments: [61, 62, 63, 64] as [UInt64])
  func agreesWithAString(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let start = "first\nsecond line\n\nfourth"
    var buffer = TextBuffer(start)
    var model = Array(start.unicodeScalars)
    func offset(_ place: TextBuffer.Place) -> Int {
      buffer.lines.prefix(place.line).reduce(0) { $0 + $1.count + 1 } + place.column
    }
    for step in 0..<300 {
      let line = Int.random(in: 0..<buffer.lines.count, using: &random)
      buffer.place(TextBuffer.Place(line: line, column: Int.random(in: 0...buffer.lines[line].count, using: &random)))
      let other = Int.random(in: 0..<buffer.lines.count, using: &random)
      if Bool.random(using: &random) {
        buffer.place(
          TextBuffer.Place(line: other, column: Int.random(in: 0...buffer.lines[other].count, using: &random)),
          selecting: true)
      }
      let (from, to) = (offset(buffer.selection.lowerBound), offset(buffer.selection.upperBound))
      switch Int.random(in: 0..<3, using: &random) {
      case 0:
        let text = ["x", "ab", "\n", "é\n–", ""].randomElement(using: &random)!
        buffer.insert(text)
        model.replaceSubrange(from..<to, with: text.unicodeScalars)
      case 1:
        buffer.deleteBackward()
        if from == to { if from > 0 { model.remove(at: from - 1) } } else { model.removeSubrange(from..<to) }
      default:
        buffer.deleteForward()
        if from == to { if from < model.count { model.remove(at: from) } } else { model.removeSubrange(from..<to) }
      }
      #expect(Array(buffer.text.unicodeScalars) == model, "seed \(seed), step \(step)")
    }
    while buffer.canUndo { buffer.undo() }
    #expect(buffer.text == start, "seed \(seed)")
    while buffer.canRedo { buffer.redo() }
    #expect(Array(buffer.text.unicodeScalars) == model, "seed \(seed)")
  }
}
