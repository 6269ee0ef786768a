/// The rules of a game of falling blocks: seven pieces of four squares, a well of ten by twenty.
public struct BlocksGame: Sendable {
  public static let width = 10
  public static let height = 20

  /// A piece: which, how turned, and where its box is.
  public struct Piece: Equatable, Sendable {
    public var kind: Int
    public var turn = 0
    public var x = 3
    public var y = 0
  }

  /// Each piece's squares in a box of four, for each turn; bit 15 is the upper left.
  private static let shapes: [[UInt16]] = [
    [0x0F00, 0x2222, 0x00F0, 0x4444], [0x8E00, 0x6440, 0x0E20, 0x44C0], [0x2E00, 0x4460, 0x0E80, 0xC440],
    [0x6600, 0x6600, 0x6600, 0x6600], [0x6C00, 0x4620, 0x06C0, 0x8C40], [0x4E00, 0x4640, 0x0E40, 0x4C40],
    [0xC600, 0x2640, 0x0C60, 0x4C80],
  ]
  public static let kinds = 7

  /// 0 where nothing lies, or one more than the kind of piece.
  public private(set) var cells = [UInt8](repeating: 0, count: width * height)
  public private(set) var piece = Piece(kind: 0)
  public private(set) var next = 0
  public private(set) var score = 0
  public private(set) var lines = 0
  public private(set) var isOver = false
  private var bag: [Int] = []
  private var random: UInt64

  public init(seed: UInt64) {
    random = seed
    next = draw()
    start()
  }

  public var level: Int { lines / 10 + 1 }
  /// Milliseconds that a piece takes to fall by a square.
  public var interval: Int { max(800 - (level - 1) * 70, 80) }

  // MARK: Pieces

  /// xorshift64* (Vigna, 2014).
  private mutating func number(below limit: Int) -> Int {
    random ^= random >> 12
    random ^= random << 25
    random ^= random >> 27
    return Int((random &* 0x2545_F491_4F6C_DD1D) >> 33) % limit
  }

  /// From a bag with one of each, so that none is long in coming.
  private mutating func draw() -> Int {
    if bag.isEmpty { bag = Array(0..<Self.kinds) }
    return bag.remove(at: number(below: bag.count))
  }

  private mutating func start() {
    piece = Piece(kind: next)
    next = draw()
    isOver = !fits(piece)
  }

  public static func squares(_ piece: Piece) -> [(x: Int, y: Int)] {
    let shape = shapes[piece.kind][piece.turn & 3]
    return (0..<16).filter { shape >> UInt16(15 - $0) & 1 == 1 }.map { (piece.x + $0 % 4, piece.y + $0 / 4) }
  }

  private func fits(_ piece: Piece) -> Bool {
    Self.squares(piece).allSatisfy { x, y in
      x >= 0 && x < Self.width && y >= 0 && y < Self.height && cells[y * Self.width + x] == 0
    }
  }

  /// Where the piece would come to lie.
  public var landing: Piece {
    var piece = piece
    while true {
      var lower = piece
      lower.y += 1
      if !fits(lower) { return piece }
      piece = lower
    }
  }

  // MARK: Moves

  private mutating func attempt(_ change: (inout Piece) -> Void) -> Bool {
    var new = piece
    change(&new)
    guard !isOver, fits(new) else { return false }
    piece = new
    return true
  }

  public mutating func moveLeft() { _ = attempt { $0.x -= 1 } }
  public mutating func moveRight() { _ = attempt { $0.x += 1 } }

  /// Turns clockwise; at a wall, or beside others, a step or two aside.
  public mutating func rotate() {
    for aside in [0, -1, 1, -2, 2] {
      if attempt({ piece in
        piece.turn = (piece.turn + 1) & 3
        piece.x += aside
      }) {
        return
      }
    }
  }

  /// A square down; where that cannot be, the piece stays and the next one comes. Returns whether it stayed.
  @discardableResult
  public mutating func fall() -> Bool {
    guard !isOver, !attempt({ $0.y += 1 }) else { return false }
    for (x, y) in Self.squares(piece) { cells[y * Self.width + x] = UInt8(piece.kind + 1) }
    clear()
    start()
    return true
  }

  /// Faster, for a point a square.
  public mutating func push() { if !fall(), !isOver { score += 1 } }

  /// All the way, for two points a square.
  public mutating func drop() {
    guard !isOver else { return }
    let target = landing
    score += 2 * (target.y - piece.y)
    piece = target
    fall()
  }

  private mutating func clear() {
    let rows = (0..<Self.height).map { Array(cells[$0 * Self.width..<($0 + 1) * Self.width]) }
    let kept = rows.filter { $0.contains(0) }
    let full = rows.count - kept.count
    guard full > 0 else { return }
    score += [0, 100, 300, 500, 800][full] * level
    lines += full
    cells = [UInt8](repeating: 0, count: full * Self.width) + kept.flatMap { $0 }
  }
}
