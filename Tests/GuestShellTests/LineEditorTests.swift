import Foundation
import GuestShell
import RandomInput
import Testing

@Suite struct LineEditorTests {
  private func type(_ keys: String, into editor: inout LineEditor) -> LineEditor.Event {
    var last = LineEditor.Event.none
    for byte in keys.utf8 {
      let event = editor.put(byte)
      if event != .none { last = event }
    }
    return last
  }

  private func line(_ keys: String, history: [String] = []) -> String {
    var editor = LineEditor()
    for entry in history {
      editor.start(prompt: [])
      _ = type(entry + "\r", into: &editor)
    }
    editor.start(prompt: [])
    guard case .line(let line) = type(keys + "\r", into: &editor) else { return "?" }
    return String(decoding: line, as: UTF8.self)
  }

  @Test(arguments: [
    ("abc", "abc"), ("abc\u{7F}d", "abd"), ("bc\u{1}a", "abc"), ("ac\u{1B}[Db", "abc"), ("one two\u{17}x", "one x"),
    ("one two\u{15}x", "x"), ("abc\u{1}\u{B}x", "x"), ("abc\u{1}\u{B}\u{19}d", "abcd"), ("ab\u{14}", "ba"),
    ("abc\u{1}\u{4}", "bc"),
    ("b\u{1B}[Ha\u{1B}[Fc", "abc"), ("abc\u{1}\u{1B}[3~", "bc"), ("one two\u{1B}bx", "one xtwo"),
    ("one two\u{1}\u{1B}fx", "onex two"),
    ("aé\u{7F}b", "ab"), ("aé\u{1B}[Dx", "axé"), ("one two\u{1}\u{1B}d", " two"), ("a\u{1B}[1;5Db", "ba"),
  ]) func keys(_ keys: String, _ expected: String) { #expect(line(keys) == expected) }

  @Test func history() {
    let history = ["first", "second one", "third"]
    #expect(line("\u{1B}[A", history: history) == "third")
    #expect(line("\u{10}\u{10}", history: history) == "second one")
    #expect(line("draft\u{1B}[A\u{1B}[B", history: history) == "draft")
    #expect(line("\u{12}on", history: history) == "second one")
    #expect(line("\u{12}ir\u{12}", history: history) == "first")
    #expect(line("x\u{12}first\u{7}y", history: history) == "xy")
    #expect(line("\u{12}one\u{5}!", history: history) == "second one!")
  }

  @Test func endsAndInterrupts() {
    var editor = LineEditor()
    editor.start(prompt: [])
    #expect(type("\u{4}", into: &editor) == .endOfInput)
    editor.start(prompt: [])
    #expect(type("abc\u{3}", into: &editor) == .interrupted)
    editor.start(prompt: [])
    #expect(type("ab\t", into: &editor) == .complete)
  }

  /// Whatever is typed, the terminal shows prompt and line, and the cursor stands where the editor thinks.
  @Test func theTerminalShowsTheLine() {
    let seed =
      ProcessInfo.processInfo.environment["SHELL_SEED"].flatMap { UInt64($0) } ?? UInt64.random(in: 0...UInt64.max)
    print("SHELL_SEED=\(seed)")
    var numbers = SeededGenerator(seed: seed)
    let keys = [
      "a", "b", " ", "xyz", "a long piece of text", "\u{7F}", "\u{1}", "\u{5}", "\u{B}", "\u{15}", "\u{17}", "\u{19}",
      "\u{1B}[A",
      "\u{1B}[B", "\u{1B}[C", "\u{1B}[D", "\u{1B}[D", "\u{1B}[3~", "\u{1B}b", "\u{1B}f", "\u{14}", "\u{C}", "\u{2}",
      "\u{6}",
    ]
    for _ in 0..<60 {
      let columns = Int.random(in: 10...40, using: &numbers)
      var editor = LineEditor(columns: columns)
      var terminal = TerminalModel(columns: columns)
      let prompt = Array("$ ".utf8)
      for _ in 0..<6 {
        editor.start(prompt: prompt)
        var first = terminal.row
        for _ in 0..<60 {
          let key = keys.randomElement(using: &numbers)!
          _ = type(key, into: &editor)
          terminal.put(editor.takeOutput())
          if key == "\u{C}" { first = 0 }
          var expected = prompt + editor.line
          while expected.last == 32 { expected.removeLast() }
          let place = prompt.count + editor.cursor
          // In the last column the next character will wrap: both pictures of the cursor are the same place.
          let shown = (terminal.row - first) * columns + terminal.column
          if terminal.text(from: first) != expected || shown != place {
            Issue.record(
              "seed \(seed), columns \(columns), line '\(String(decoding: editor.line, as: UTF8.self))', \(shown) for \(place)"
            )
            return
          }
        }
        _ = type("\r", into: &editor)
        terminal.put(editor.takeOutput())
      }
    }
  }
}
