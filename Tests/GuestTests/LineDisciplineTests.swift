import GuestTerminal
import RandomInput
import SystemCalls
import Testing

private struct Session: ~Copyable {
  var discipline = LineDiscipline()
  var shown: [UInt8] = []
  var signals: [Signal] = []

  mutating func type(_ text: String) {
    for byte in text.utf8 {
      var new: [UInt8] = []
      if let signal = discipline.type(byte, show: { new.append($0) }) { signals.append(signal) }
      shown += new
    }
  }

  mutating func read(_ count: Int = 100) -> String? {
    var bytes = [UInt8](repeating: 0, count: count)
    let length = bytes.withUnsafeMutableBytes { discipline.read(into: $0) }
    return length.map { String(decoding: bytes[..<$0], as: UTF8.self) }
  }

  var screen: String { String(decoding: shown, as: UTF8.self) }
}

struct LineDisciplineTests {
  @Test func linesComeWhole() {
    var session = Session()
    session.type("one")
    let early = session.read()
    session.type(" two\rthree\n")
    let (first, second, third) = (session.read(), session.read(3), session.read())
    #expect(early == nil && first == "one two\n" && second == "thr" && third == "ee\n")
    let screen = session.screen
    #expect(screen == "one two\r\nthree\r\n")
  }

  @Test func linesCanBeCorrected() {
    var session = Session()
    session.type("abx\u{7F}c\n")
    let first = session.read()
    session.type("some words here\u{17}\u{17}now\n")
    let second = session.read()
    session.type("all of it\u{15}new\n\u{8}")
    let third = session.read()
    session.type("grü\u{7F}ün\n")
    let fourth = session.read()
    #expect(first == "abc\n" && second == "some now\n" && third == "new\n" && fourth == "grün\n")
  }

  @Test func whatIsErasedDisappears() {
    var session = Session()
    session.type("ä\u{1}\u{7F}\u{7F}\u{7F}")
    let screen = session.screen
    #expect(screen == "ä^A\u{8} \u{8}\u{8} \u{8}\u{8} \u{8}")
  }

  @Test func controlDEndsTheInput() {
    var session = Session()
    session.type("part\u{4}")
    let part = session.read()
    session.type("\u{4}more\n")
    let (end, more) = (session.read(), session.read())
    #expect(part == "part" && end == "" && more == "more\n")
  }

  @Test func signalsDropTheLine() {
    var session = Session()
    session.type("typed\n ahead \u{3}next\n\u{1C}")
    let signals = session.signals
    #expect(signals == [.interrupt, .quit])
    let next = session.read()
    #expect(next == nil)
    let screen = session.screen
    #expect(screen.contains("^C\r\n") && screen.hasSuffix("^\\\r\n"))
  }

  @Test func rawBytesComeAtOnce() {
    var session = Session()
    session.type("abc")
    session.discipline.setMode([])
    let first = session.read()
    session.type("\u{3}\u{7F}\u{4}\r")
    let second = session.read()
    let signals = session.signals
    #expect(first == "abc" && second == "\u{3}\u{7F}\u{4}\r" && signals.isEmpty)
    let screen = session.screen
    #expect(screen == "abc")
  }

  @Test func aLineThatIsTooLongStillEnds() {
    var session = Session()
    session.type(String(repeating: "x", count: 10_000) + "\n")
    let line = session.read(10_000) ?? ""
    #expect(line.hasSuffix("x\n") && line.utf8.count == 4095)
    session.type("y\n")
    let next = session.read()
    #expect(next == "y\n")
  }

  @Test func programsWriteWhatTheyMean() {
    let discipline = LineDiscipline()
    var shown: [UInt8] = []
    for byte in "a\nb".utf8 { discipline.write(byte) { shown.append($0) } }
    #expect(shown == Array("a\r\nb".utf8))
  }

  /// Anything may be typed in any mode: no byte is lost or made up but by the rules, and reading comes to an end.
  @Test func randomTypingIsSafe() {
    var random = SeededGenerator(seed: 9)
    var session = Session()
    for _ in 0..<200_000 {
      switch Int.random(in: 0..<40, using: &random) {
      case 0: session.discipline.setMode(TerminalMode(rawValue: UInt32.random(in: 0..<16, using: &random)))
      case 1..<6: _ = session.read(Int.random(in: 1...50, using: &random))
      default:
        let byte = UInt8.random(in: 0...255, using: &random)
        if let signal = session.discipline.type(byte, show: { _ in }) { session.signals.append(signal) }
      }
    }
    var reads = 0
    session.discipline.setMode([])
    while session.read() != nil, reads < 1000 { reads += 1 }
    #expect(reads < 1000)
  }
}
