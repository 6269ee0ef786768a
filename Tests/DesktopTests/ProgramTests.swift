import DesktopSimulation
import GuestApplications
import RandomInput
import Testing

struct CalculatorTests {
  private func value(_ text: String) -> String {
    do throws(Expression.Failure) { return try Expression.evaluate(text).text() } catch { return "\(error)" }
  }

  @Test func sumsAreExact() {
    #expect(value("0.1+0.2") == "0.3")
    #expect(value("1/3*3") == "1")
    #expect(value("2+3×(4−1)") == "11")
    #expect(value("2^100") == "1.2676506002282e30")
    #expect(value("1/3") == "0.33333333333333")
    #expect(value("2/3") == "0.66666666666667")
    #expect(value("-2^2") == "−4" && value("(-2)^2") == "4" && value("2^-2") == "0.25")
    #expect(value("50%×80") == "40")
    #expect(value("99999999999999.6") == "1e14")
    #expect(value("0.0000001") == "1e−7" && value("0.000001") == "0.000001")
    #expect(value("(1+2") == "3")
  }

  @Test func whatMakesNoSenseSaysSo() {
    #expect(
      value("1/0") == "divisionByZero" && value("1/(2-2)") == "divisionByZero" && value("0^-1") == "divisionByZero")
    #expect(value("1+") == "incomplete" && value("") == "incomplete")
    #expect(value("1x").hasPrefix("unexpected") && value(")").hasPrefix("unexpected"))
    #expect(value("9^9^9") == "tooLarge" && value(String(repeating: "(", count: 500)) == "tooLarge")
  }

  /// Against the host's 128-bit integers.
  @Test(arguments: [91, 92, 93] as [UInt64])
  func bigIntegersAgreeWithTheHost(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    func make(_ value: Int128) -> BigInteger {
      let limit = Int128(1) << 62
      let high = BigInteger(Int(value / limit))
      return high * BigInteger(Int(limit)) + BigInteger(Int(value % limit))
    }
    for _ in 0..<2000 {
      let bits = Int128(1) << Int128(Int.random(in: 1...62, using: &random))
      let a = Int128(Int64.random(in: .min ... .max, using: &random)) % bits
      let b = Int128(Int64.random(in: .min ... .max, using: &random)) % (bits * 2)
      let wide = a * Int128(Int64.random(in: 1...1 << 40, using: &random))
      #expect(make(a) + make(b) == make(a + b) && make(a) - make(b) == make(a - b) && make(a) * make(b) == make(a * b))
      #expect(make(wide).digits == "\(wide)")
      guard b != 0 else { continue }
      let (quotient, remainder) = make(wide).dividedBy(make(b))
      #expect(quotient == make(wide / b) && remainder == make(wide % b), "seed \(seed): \(wide) / \(b)")
    }
  }

  /// (a ÷ b) × b is a, for numbers of many digits.
  @Test func longDivisionsComeBack() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      var (a, b) = (BigInteger(1), BigInteger(1))
      for _ in 0..<Int.random(in: 1...6, using: &random) {
        a = a * BigInteger(Int.random(in: 1...Int.max, using: &random))
      }
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        b = b * BigInteger(Int.random(in: 1...Int.max, using: &random))
      }
      let (quotient, remainder) = a.dividedBy(b)
      #expect(quotient * b + remainder == a && remainder < b)
    }
  }

  @Test func keysGoOnWithTheResult() {
    let calculator = Calculator()
    for key in ["1", "÷", "3", "="] { calculator.press(key) }
    for key in ["×", "3", "="] { calculator.press(key) }
    #expect(calculator.shownResult == "1")
    for key in ["4", "2"] { calculator.press(key) }
    #expect(calculator.shownResult == "42", "a number starts afresh")
    for key in ["÷", "0", "="] { calculator.press(key) }
    #expect(calculator.shownResult == "÷ 0")
    calculator.press("C")
    #expect(calculator.shownResult == "0")
  }
}

struct BlocksTests {
  @Test func rulesOfTheGame() {
    for seed in 1...30 as ClosedRange<UInt64> {
      var random = SeededGenerator(seed: seed)
      var game = BlocksGame(seed: seed)
      var moves = 0
      while !game.isOver, moves < 5000 {
        let (before, lines) = (game.cells.count { $0 > 0 }, game.lines)
        var settled = false
        switch Int.random(in: 0..<5, using: &random) {
        case 0: game.moveLeft()
        case 1: game.moveRight()
        case 2: game.rotate()
        case 3: settled = game.fall()
        default:
          game.drop()
          settled = true
        }
        let after = game.cells.count { $0 > 0 }
        #expect(after == before + (settled ? 4 : 0) - (game.lines - lines) * 10, "seed \(seed)")
        for (x, y) in BlocksGame.squares(game.piece) { #expect(x >= 0 && x < 10 && y >= 0 && y < 20) }
        moves += 1
      }
      #expect(game.isOver, "seed \(seed): a random player loses")
      let score = game.score
      game.drop()
      game.moveLeft()
      #expect(game.score == score)
    }
  }

  @Test func sevenPiecesComeInSeven() {
    var game = BlocksGame(seed: 3)
    var kinds: [Int] = []
    for _ in 0..<7 {
      kinds.append(game.piece.kind)
      game.drop()
    }
    #expect(Set(kinds).count == 7)
  }

  @Test func scoresAreSortedAndSurviveTheirFile() {
    var scores = HighScores()
    for score in [50, 900, 0, 300, 900, 20, 10, 70, 80, 90] { scores.add(score: score, name: "P \(score)") }
    #expect(scores.entries.map { $0.score } == [900, 900, 300, 90, 80, 70, 50, 20])
    #expect(HighScores(scores.bytes) == scores)
    #expect(
      HighScores(Array("junk\n-5 x\n7 ok\n99999999999999999999 z\n\u{FF}".utf8)).entries.map { $0.name } == ["ok"])
    #expect(!scores.accepts(20) && scores.accepts(21))
  }

  @Test func scoresAreKeptInAFile() throws {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let blocks = desktop.application(desktop.start("Blocks"), as: Blocks.self)
    desktop.key(.enter)
    for _ in 0..<400 where !blocks.game.isOver { desktop.key(.character(" ")) }
    #expect(blocks.game.isOver && blocks.window.hasOverlay)
    desktop.type("Ada\n")
    #expect(HighScores(try desktop.files.read(Blocks.scoresPath)).entries.first?.name == "Ada")
  }
}

struct PictureFileTests {
  @Test func bitmapsComeBack() throws {
    var random = SeededGenerator(seed: 9)
    for (width, height) in [(1, 1), (3, 5), (17, 4), (64, 64)] {
      let picture = Bitmap(width: width, height: height)
      for y in 0..<height {
        for x in 0..<width { picture.surface.row(y)[x] = UInt32.random(in: 0...0xFFFFFF, using: &random) }
      }
      let bytes = BMP.encode(picture.surface)
      let back = try BMP.decode(bytes)
      #expect(withExtendedLifetime((back, picture)) { back.surface.values == picture.surface.values })
      for count in stride(from: 0, to: bytes.count, by: 7) {
        #expect(throws: FileError.self) { try BMP.decode(Array(bytes.prefix(count))) }
      }
    }
  }

  @Test func damagedBitmapsAreRefused() {
    var random = SeededGenerator(seed: 10)
    let picture = Bitmap(width: 9, height: 9)
    let good = withExtendedLifetime(picture) { BMP.encode(picture.surface) }
    for _ in 0..<3000 {
      var bytes = good
      for _ in 0..<3 { bytes[Int.random(in: 0..<54, using: &random)] = UInt8.random(in: 0...255, using: &random) }
      _ = try? BMP.decode(bytes)
    }
  }

  @Test func fillStaysWithinItsBorder() {
    let painting = Painting(width: 60, height: 40)
    painting.begin()
    painting.rectangle(from: Point(x: 10, y: 10), to: Point(x: 40, y: 30), size: 1, Color(0))
    painting.fill(at: Point(x: 20, y: 20), Color(0xFF0000))
    let values = painting.picture.surface.values
    #expect(values.count { $0 == 0xFF0000 } == 29 * 19 && values.count { $0 == 0 } == 2 * 31 + 2 * 19)
    painting.ellipse(from: Point(x: 0, y: 0), to: Point(x: 59, y: 39), size: 1, Color(0x00FF00))
    painting.undo()
    #expect(painting.picture.surface.values.allSatisfy { $0 == 0xFFFFFF })
    painting.redo()
    #expect(painting.picture.surface.values.contains(0xFF0000))
  }
}

/// Programs as a person uses them, through the whole desktop.
struct DesktopUseTests {
  @Test func editorSavesAndAsks() throws {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let client = desktop.start("Editor")
    #expect(desktop.window(of: client)?.title == "swifts.txt")
    desktop.type("Hello ")
    #expect(desktop.window(of: client)?.title == "• swifts.txt")
    desktop.key(.character("s"), .control)
    #expect(String(decoding: try desktop.files.read("/home/swifts.txt"), as: UTF8.self).hasPrefix("Hello Common"))
    desktop.type("x")
    desktop.key(.function(4), .alternate)
    #expect(desktop.window(of: client) != nil, "it asks first")
    desktop.key(.escape)
    #expect(!desktop.application(client, as: Editor.self).window.hasOverlay)
    desktop.key(.function(4), .alternate)
    // From “Save” to “Don’t save”.
    desktop.key(.tab, .shift)
    desktop.key(.enter)
    #expect(desktop.window(of: client) == nil)
  }

  @Test func filesAreMadeRenamedCopiedAndDeleted() throws {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let files = desktop.application(desktop.start("Files"), as: Files.self)
    #expect(files.entries.map { $0.name } == ["notes", "pictures", "dusk.bmp", "readme.md", "swifts.txt"])
    desktop.key(.character("n"), .control)
    desktop.type("new\n")
    #expect(desktop.files.exists("/home/new"))
    // The new one is chosen; what is below it is "notes".
    desktop.key(.down)
    desktop.key(.function(2))
    desktop.type("Renamed\n")
    #expect(!desktop.files.exists("/home/notes") && desktop.files.exists("/home/Renamed/todo.md"))
    desktop.key(.character("c"), .control)
    desktop.key(.character("v"), .control)
    #expect(desktop.files.exists("/home/Renamed 2/todo.md"))
    desktop.key(.home)
    desktop.key(.enter)
    #expect(files.path != "/home")
    desktop.key(.backspace)
    #expect(files.path == "/home")
    desktop.key(.home)
    let victim = files.entries[0].name
    desktop.key(.delete)
    desktop.key(.enter)
    #expect(!desktop.files.exists("/home/" + victim))
    desktop.key(.end)
    desktop.key(.enter)
    #expect(desktop.system.launched == ["/bin/editor /home/swifts.txt"])
  }

  @Test func terminalRunsTheShellAndEndsWithIt() {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let client = desktop.start("Terminal")
    desktop.wait(milliseconds: 40)
    let screen = desktop.application(client, as: Terminal.self).screen
    desktop.type("ls\n")
    desktop.wait(milliseconds: 40)
    #expect((0..<screen.rows).contains { screen.text(ofLine: $0).hasPrefix("notes  pictures") })
    desktop.type("exit\n")
    desktop.wait(milliseconds: 40)
    #expect(desktop.window(of: client) == nil)
  }

  @Test func monitorEndsProcesses() {
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let client = desktop.start("Monitor")
    desktop.wait(milliseconds: 2000)
    let content = desktop.window(of: client)!.contentFrame
    desktop.click(content.x + 60, content.y + 196)
    desktop.click(content.right - 60, content.bottom - 22)
    desktop.key(.enter)
    #expect(desktop.system.killed == [11], "the first row is the busiest")
  }

  @Test func settingsChangeTheDesktop() {
    let desktop = SimulatedDesktop(width: 1024, height: 768)
    let client = desktop.start("Settings")
    let content = desktop.window(of: client)!.contentFrame
    desktop.click(content.right - 45, content.y + 70)
    #expect(!desktop.compositor.settings.isDark)
    desktop.click(content.right - 60, content.y + 130)
    #expect(desktop.compositor.settings.wallpaper == 3)
    desktop.click(content.x + 60, content.y + 308)
    desktop.click(content.right - 80, content.y + 264)
    #expect(desktop.screen.width == 640 && desktop.compositor.settings.mode == Size(width: 640, height: 480))
  }

  @Test("Currents with a limit draws so many pictures, each once the last is shown, without the clock; then it ends")
  func currentsWithALimit() {
    let desktop = SimulatedDesktop()
    let empty = desktop.screen.surface.values
    var shown: Int?
    let currents = Currents(limit: 5)
    currents.ended = { shown = $0 }
    desktop.start(currents)
    for _ in 0..<20 {
      desktop.settle()
    }
    #expect(shown == 5)
    #expect(desktop.sessions.isEmpty)
    #expect(desktop.now == 0)
    desktop.wait(milliseconds: 100)
    #expect(desktop.screen.surface.values == empty)
  }

  @Test func programsThatGoLeaveNothing() {
    let desktop = SimulatedDesktop(width: 640, height: 480)
    desktop.settle()
    desktop.compositor.present()
    let empty = desktop.screen.surface.values
    let clients = SimulatedDesktop.programs.map { desktop.start($0) }
    #expect(desktop.compositor.windows.count == clients.count)
    for client in clients { desktop.kill(client) }
    desktop.settle()
    #expect(desktop.compositor.windows.isEmpty && desktop.screen.surface.values == empty)
  }

  /// Random clicks, drags and keys over all programs.
  @Test(arguments: [101, 102] as [UInt64])
  func survivesPeople(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let desktop = SimulatedDesktop(width: 800, height: 600)
    let keys: [KeyPress.Key] = [
      .enter, .tab, .escape, .up, .down, .left, .right, .delete, .backspace, .home, .end, .function(10), .function(4),
      .pageDown,
      .character("a"), .character("z"), .character("v"), .character("n"), .character("1"), .character(" "), .command,
    ]
    for _ in 0..<400 {
      func x() -> Int { Int.random(in: 0..<desktop.screen.width, using: &random) }
      func y() -> Int { Int.random(in: 0..<desktop.screen.height, using: &random) }
      switch Int.random(in: 0..<10, using: &random) {
      case 0 where desktop.sessions.count < 8: desktop.start(SimulatedDesktop.programs.randomElement(using: &random)!)
      case 1: if let client = desktop.sessions.keys.sorted().randomElement(using: &random) { desktop.kill(client) }
      case 2, 3:
        desktop.click(
          x(), y(), count: Int.random(in: 1...3, using: &random), right: Int.random(in: 0..<5, using: &random) == 0)
      case 4: desktop.drag(from: (x(), y()), to: (x(), y()), steps: 3)
      case 5: desktop.mouse(wheel: Int.random(in: -3...3, using: &random))
      case 6: desktop.wait(milliseconds: 100)
      default:
        let held = KeyModifiers(rawValue: [0, 0, 0, 1, 2, 3, 4, 8].randomElement(using: &random)!)
        desktop.key(keys.randomElement(using: &random)!, held)
      }
    }
    #expect(desktop.compositor.isUpToDate(desktop.screen.surface), "seed \(seed)")
  }
}
