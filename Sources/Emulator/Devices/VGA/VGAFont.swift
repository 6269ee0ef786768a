/// The font that the firmware puts into plane 2: code page 437, 8 by 16 dots, drawn for this project.
///
/// ASCII comes from the sheet, accented letters are put together, the lines and blocks of 0xB0–0xDF are built from their arms, and
/// symbols come from a sheet of their own, or from here.
enum VGAFont {
  /// 256 glyphs of 16 lines; bit 7 is the leftmost dot.
  static let glyphs: [[UInt8]] = {
    var glyphs = [[UInt8]](repeating: blank, count: 256)
    for (code, glyph) in ascii { glyphs[code] = glyph }
    for (code, glyph) in accented(from: glyphs) { glyphs[code] = glyph }
    for code in 0xB0...0xDF { glyphs[code] = box(code) }
    for (code, glyph) in symbols + drawnSymbols { glyphs[code] = glyph }
    return glyphs
  }()

  private static let blank = [UInt8](repeating: 0, count: 16)

  /// The sheet, cut into glyphs by code.
  private static var ascii: [(Int, [UInt8])] {
    let rows = sheet.split(separator: "\n", omittingEmptySubsequences: true).map { $0.split(separator: " ") }
    return (0x20...0x7E).map { code in
      let (block, column) = ((code - 0x20) / 8, (code - 0x20) % 8)
      let lines = rows[block * 14..<block * 14 + 14].map { row in
        row[column].reduce(UInt8(0)) { $0 << 1 | ($1 == "#" ? 1 : 0) }
      }
      return (code, [0] + lines + [0])
    }
  }

  /// Symbols that consoles use.
  private static let symbols: [(Int, [UInt8])] = [
    (0x00, blank), (0xFF, blank),
    (0x07, [0, 0, 0, 0, 0, 0x18, 0x3C, 0x7E, 0x7E, 0x3C, 0x18, 0, 0, 0, 0, 0]),  // bullet
    (0x10, [0, 0, 0x40, 0x60, 0x70, 0x78, 0x7C, 0x7E, 0x7C, 0x78, 0x70, 0x60, 0x40, 0, 0, 0]),  // triangle right
    (0x11, [0, 0, 0x02, 0x06, 0x0E, 0x1E, 0x3E, 0x7E, 0x3E, 0x1E, 0x0E, 0x06, 0x02, 0, 0, 0]),  // triangle left
    (0x18, [0, 0, 0x18, 0x3C, 0x7E, 0x5A, 0x18, 0x18, 0x18, 0x18, 0x18, 0x18, 0, 0, 0, 0]),  // arrow up
    (0x19, [0, 0, 0x18, 0x18, 0x18, 0x18, 0x18, 0x18, 0x5A, 0x7E, 0x3C, 0x18, 0, 0, 0, 0]),  // arrow down
    (0x1A, [0, 0, 0, 0, 0x08, 0x0C, 0x06, 0x7F, 0x7F, 0x06, 0x0C, 0x08, 0, 0, 0, 0]),  // arrow right
    (0x1B, [0, 0, 0, 0, 0x10, 0x30, 0x60, 0xFE, 0xFE, 0x60, 0x30, 0x10, 0, 0, 0, 0]),  // arrow left
    (0x1E, [0, 0, 0, 0, 0x10, 0x10, 0x38, 0x38, 0x7C, 0x7C, 0xFE, 0xFE, 0, 0, 0, 0]),  // triangle up
    (0x1F, [0, 0, 0, 0, 0xFE, 0xFE, 0x7C, 0x7C, 0x38, 0x38, 0x10, 0x10, 0, 0, 0, 0]),  // triangle down
    (0xF1, [0, 0, 0, 0, 0x18, 0x18, 0x7E, 0x7E, 0x18, 0x18, 0, 0x7E, 0, 0, 0, 0]),  // plus-minus
    (0xF8, [0, 0x38, 0x6C, 0x6C, 0x38, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]),  // degree
    (0xFA, [0, 0, 0, 0, 0, 0, 0, 0x18, 0x18, 0, 0, 0, 0, 0, 0, 0]),  // middle dot
    (0xFE, [0, 0, 0, 0, 0, 0x7C, 0x7C, 0x7C, 0x7C, 0x7C, 0x7C, 0x7C, 0, 0, 0, 0]),  // square
  ]
}
