/// The line-drawing characters and blocks, 0xB0–0xDF, built so that neighbours meet.
extension VGAFont {
  /// How many lines go up, down, left and right from the middle, for 0xB3–0xDA.
  private static let arms: [[Int]] = [
    [1, 1, 0, 0], [1, 1, 1, 0], [1, 1, 2, 0], [2, 2, 1, 0], [0, 2, 1, 0], [0, 1, 2, 0], [2, 2, 2, 0], [2, 2, 0, 0],
    [0, 2, 2, 0], [2, 0, 2, 0], [2, 0, 1, 0], [1, 0, 2, 0], [0, 1, 1, 0], [1, 0, 0, 1], [1, 0, 1, 1], [0, 1, 1, 1],
    [1, 1, 0, 1], [0, 0, 1, 1], [1, 1, 1, 1], [1, 1, 0, 2], [2, 2, 0, 1], [2, 0, 0, 2], [0, 2, 0, 2], [2, 0, 2, 2],
    [0, 2, 2, 2], [2, 2, 0, 2], [0, 0, 2, 2], [2, 2, 2, 2], [1, 0, 2, 2], [2, 0, 1, 1], [0, 1, 2, 2], [0, 2, 1, 1],
    [2, 0, 0, 1], [1, 0, 0, 2], [0, 1, 0, 2], [0, 2, 0, 1], [2, 2, 1, 1], [1, 1, 2, 2], [1, 0, 1, 0], [0, 1, 0, 1],
  ]

  static func box(_ code: Int) -> [UInt8] {
    switch code {
    case 0xB0: return (0..<16).map { $0 % 2 == 0 ? 0x22 : 0x88 }
    case 0xB1: return (0..<16).map { $0 % 2 == 0 ? 0x55 : 0xAA }
    case 0xB2: return (0..<16).map { $0 % 2 == 0 ? 0xDD : 0x77 }
    case 0xDB: return Array(repeating: 0xFF, count: 16)
    case 0xDC: return (0..<16).map { $0 < 8 ? 0 : 0xFF }
    case 0xDD: return Array(repeating: 0xF0, count: 16)
    case 0xDE: return Array(repeating: 0x0F, count: 16)
    case 0xDF: return (0..<16).map { $0 < 8 ? 0xFF : 0 }
    default: return lines(arms[code - 0xB3])
    }
  }

  /// A single line is columns 3–4 or row 7; a double one is columns 2 and 5, or rows 6 and 8.
  private static func lines(_ arms: [Int]) -> [UInt8] {
    let (up, down, left, right) = (arms[0], arms[1], arms[2], arms[3])
    let (vertical, horizontal) = (max(up, down), max(left, right))
    var dots = [[Bool]](repeating: [Bool](repeating: false, count: 8), count: 16)
    func draw(_ columns: ClosedRange<Int>, _ rows: ClosedRange<Int>, _ isLit: Bool = true) {
      for row in rows { for column in columns { dots[row][column] = isLit } }
    }
    // Double arms as bars, then hollowed out as far as the crossing is hollow.
    let columns = vertical == 2 ? 2...5 : 3...4
    let rows = horizontal == 2 ? 6...8 : 7...7
    if up == 2 { draw(2...5, 0...rows.upperBound) }
    if down == 2 { draw(2...5, rows.lowerBound...15) }
    if left == 2 { draw(0...columns.upperBound, 6...8) }
    if right == 2 { draw(columns.lowerBound...7, 6...8) }
    let isHollow = up + down == 4 || left + right == 4 || vertical == 2 && horizontal == 2
    if up == 2 { draw(3...4, 0...(isHollow ? 7 : rows.lowerBound - 1), false) }
    if down == 2 { draw(3...4, (isHollow ? 7 : rows.upperBound + 1)...15, false) }
    if left == 2 { draw(0...(isHollow ? 4 : columns.lowerBound - 1), 7...7, false) }
    if right == 2 { draw((isHollow ? 3 : columns.upperBound + 1)...7, 7...7, false) }
    // Single arms go through what is across; to its near side where that goes through itself.
    let (stopsAtRow, stopsAtColumn) = (left == 2 && right == 2, up == 2 && down == 2)
    if up == 1 { draw(3...4, 0...(down == 1 ? 7 : stopsAtRow ? 6 : rows.upperBound)) }
    if down == 1 { draw(3...4, (up == 1 ? 7 : stopsAtRow ? 8 : rows.lowerBound)...15) }
    if left == 1 { draw(0...(right == 1 ? 4 : stopsAtColumn ? 2 : columns.upperBound), 7...7) }
    if right == 1 { draw((left == 1 ? 3 : stopsAtColumn ? 5 : columns.lowerBound)...7, 7...7) }
    return dots.map { $0.reduce(UInt8(0)) { $0 << 1 | ($1 ? 1 : 0) } }
  }
}
