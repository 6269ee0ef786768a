/// A game of falling blocks.
public final class Blocks: Application {
  public static let scoresPath = "/home/.blocks-scores"

  private let files: any FileService
  public private(set) var game: BlocksGame
  public private(set) var scores = HighScores()
  private let view: BlocksView
  private var seed: UInt64
  private var lastFall: Int?
  private var isPaused = false
  private var hasRun = false

  /// Whether blocks fall by themselves.
  private let falls: Bool

  /// - Parameters:
  ///   - seed: which blocks come; the same for the same number.
  ///   - falls: whether blocks fall by themselves, or only when they are pushed and dropped.
  public init(_ files: any FileService, seed: UInt64, falls: Bool = true, style: Style = Style()) {
    self.falls = falls
    self.files = files
    self.seed = seed | 1
    game = BlocksGame(seed: seed | 1)
    view = BlocksView()
    super.init(
      WindowOptions(
        title: "Blocks", size: BlocksView.size, minimumSize: BlocksView.size, isResizable: false, icon: 8), style: style
    )
    if let bytes = try? files.read(Self.scoresPath) { scores = HighScores(bytes) }
    view.onKey = { [unowned(unsafe) self] in self.handle($0) }
    window.setContent(view)
    show()
  }

  public override var tickInterval: Int? { falls ? 20 : nil }

  public override func tick(now: Int) {
    guard hasRun, !isPaused, !game.isOver, window.isActive, !window.hasOverlay else {
      lastFall = nil
      return
    }
    guard let last = lastFall else {
      lastFall = now
      return
    }
    guard now - last >= game.interval else { return }
    lastFall = now
    game.fall()
    changed()
  }

  private func changed() {
    show()
    if game.isOver, scores.accepts(game.score) { askForName() }
  }

  private func show() {
    let message =
      game.isOver
      ? ("Game over", "Enter starts anew")
      : !hasRun ? ("Blocks", "Enter starts") : isPaused ? ("Paused", "P goes on") : nil
    view.show(game, scores: scores, message: message)
  }

  private func handle(_ event: KeyEvent) -> Bool {
    if event.key == .enter, !hasRun || game.isOver {
      if game.isOver {
        seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        game = BlocksGame(seed: seed | 1)
      }
      hasRun = true
      isPaused = false
      lastFall = nil
      show()
      return true
    }
    if event.key == .character("p") || event.key == .escape, hasRun {
      isPaused.toggle()
      show()
      return true
    }
    guard hasRun, !isPaused, !game.isOver else { return false }
    switch event.key {
    case .left: game.moveLeft()
    case .right: game.moveRight()
    case .up, .character("x"): game.rotate()
    case .down: game.push()
    case .character(" "): game.drop()
    default: return false
    }
    changed()
    return true
  }

  private func askForName() {
    let score = game.score
    window.show(
      Dialog("\(score) points", message: "One of the best games. Whose was it?", buttons: ["OK"], field: "Player") {
        _, name in
        self.scores.add(score: score, name: name.isEmpty ? "Player" : name)
        self.save()
        self.show()
      })
  }

  private func save() {
    do throws(FileError) {
      try files.write(Self.scoresPath, scores.bytes)
    } catch {
      window.show(Dialog("The scores could not be saved", message: error.description))
    }
  }
}

private final class BlocksView: View {
  private static let cell = 22
  private static let well = Rectangle(x: 16, y: 16, width: BlocksGame.width * cell, height: BlocksGame.height * cell)
  static let size = Size(width: well.right + 16 + 144 + 16, height: well.bottom + 16)

  var onKey: ((KeyEvent) -> Bool)?
  private var game = BlocksGame(seed: 1)
  private var scores = HighScores()
  private var message: (String, String)?

  private static let colors: [(UInt32, UInt32)] = [
    (0x5CD6EA, 0x2DA8C6), (0x6C8CF8, 0x4560D8), (0xF7AE5A, 0xE0822E), (0xF6D863, 0xDCB233), (0x6CDA94, 0x37AE66),
    (0xC08BF5, 0x9457DA), (0xF47A8A, 0xD64A60),
  ]

  func show(_ game: BlocksGame, scores: HighScores, message: (String, String)?) {
    self.game = game
    self.scores = scores
    self.message = message
    setNeedsDisplay()
  }

  override var acceptsFocus: Bool { true }
  override func keyPressed(_ event: KeyEvent) -> Bool { onKey?(event) ?? false }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let well = Self.well
    canvas.fillRounded(well.insetBy(-5), radius: 8, theme.line)
    canvas.fillRounded(well.insetBy(-4), radius: 7, Color(0x0C1019))
    for column in 1..<BlocksGame.width {
      canvas.fill(Rectangle(x: well.x + column * Self.cell, y: well.y, width: 1, height: well.height), Color(0x131926))
    }
    for (index, cell) in game.cells.enumerated() where cell > 0 {
      drawSquare(index % BlocksGame.width, index / BlocksGame.width, Int(cell) - 1, on: canvas)
    }
    if !game.isOver {
      for (x, y) in BlocksGame.squares(game.landing) {
        let place = Rectangle(
          x: well.x + x * Self.cell + 1, y: well.y + y * Self.cell + 1, width: Self.cell - 2, height: Self.cell - 2)
        canvas.strokeRounded(place, radius: 4, Color(Self.colors[game.piece.kind].1).mixed(into: Color(0x0C1019), 130))
      }
      for (x, y) in BlocksGame.squares(game.piece) { drawSquare(x, y, game.piece.kind, on: canvas) }
    }
    drawSide(on: canvas)
    if let message { draw(message, on: canvas) }
  }

  private func drawSquare(_ x: Int, _ y: Int, _ kind: Int, on canvas: Canvas) {
    drawSquare(at: Point(x: Self.well.x + x * Self.cell, y: Self.well.y + y * Self.cell), kind, on: canvas)
  }

  private func drawSquare(at place: Point, _ kind: Int, on canvas: Canvas) {
    let (top, bottom) = Self.colors[kind]
    let square = Rectangle(x: place.x + 1, y: place.y + 1, width: Self.cell - 2, height: Self.cell - 2)
    canvas.fillRounded(square, radius: 4, from: Color(top), to: Color(bottom))
    canvas.tint(
      Rectangle(x: square.x + 4, y: square.y + 1, width: square.width - 8, height: 1), Color(0xFFFFFF), alpha: 90)
  }

  private func drawSide(on canvas: Canvas) {
    let theme = canvas.theme
    let x = Self.well.right + 20
    func fact(_ name: String, _ value: String, _ y: Int) {
      canvas.text(name, x: x, y: y, canvas.fonts.label, theme.muted)
      canvas.text(value, x: x, y: y + 24, canvas.fonts.heading, theme.text)
    }
    fact("Points", "\(game.score)", 28)
    fact("Lines", "\(game.lines)", 80)
    fact("Level", "\(game.level)", 132)
    canvas.text("Next", x: x, y: 184, canvas.fonts.label, theme.muted)
    let box = Rectangle(x: x, y: 194, width: 112, height: 66)
    canvas.fillRounded(box, radius: 8, Color(0x0C1019))
    let squares = BlocksGame.squares(BlocksGame.Piece(kind: game.next, turn: 0, x: 0, y: 0))
    let (widest, highest) = (squares.reduce(0) { max($0, $1.x) } + 1, squares.reduce(0) { max($0, $1.y) })
    let lowest = squares.reduce(3) { min($0, $1.y) }
    for square in squares {
      drawSquare(
        at: Point(
          x: box.x + (box.width - (game.next == 3 ? widest + 1 : widest) * Self.cell) / 2 + square.x * Self.cell,
          y: box.y + (box.height - (highest - lowest + 1) * Self.cell) / 2 + (square.y - lowest) * Self.cell),
        game.next, on: canvas)
    }
    canvas.text("Best", x: x, y: 288, canvas.fonts.label, theme.muted)
    for (index, entry) in scores.entries.prefix(7).enumerated() {
      let line = Rectangle(x: x, y: 296 + index * 21, width: 132, height: 20)
      canvas.text(entry.name, in: Rectangle(x: x, y: line.y, width: 76, height: 20), canvas.fonts.text, theme.text)
      canvas.text("\(entry.score)", in: line, canvas.fonts.text, theme.muted, alignment: .trailing)
    }
  }

  private func draw(_ message: (String, String), on canvas: Canvas) {
    let well = Self.well
    canvas.tint(well, Color(0x060A12), alpha: 150)
    let area = Rectangle(x: well.x, y: well.y + well.height / 2 - 40, width: well.width, height: 32)
    canvas.text(message.0, in: area, canvas.fonts.heading, Color(0xFFFFFF), alignment: .center)
    canvas.text(message.1, in: area.offsetBy(x: 0, y: 30), canvas.fonts.text, Color(0xB8C2D6), alignment: .center)
  }
}
