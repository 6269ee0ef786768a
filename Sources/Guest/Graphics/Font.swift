/// A font of one size, ready to draw.
public final class Font {
  struct Glyph {
    var scalar: UInt32
    /// In 1/64 pixel.
    var advance: Int
    /// From the pen to the glyph's first column, and from the baseline up to its first row.
    var left: Int
    var top: Int
    var width: Int
    var height: Int
    /// Where its data starts and ends.
    var start: Int
    var end: Int
  }

  public let ascent: Int
  public let descent: Int
  private let numbers: [UInt8]
  private let glyphs: [Glyph]
  /// Where a glyph's levels are while it is drawn: as large as the largest.
  let levels: UnsafeMutablePointer<UInt8>
  /// Glyphs from the space on follow the order of ASCII, where the font has all of it.
  private let hasASCII: Bool

  public init(_ table: GlyphTable) {
    ascent = table.ascent
    descent = table.descent
    numbers = table.decoded()
    glyphs = Self.glyphs(numbers, count: table.count)
    levels = .allocate(capacity: glyphs.reduce(1) { max($0, $1.width * $1.height) })
    hasASCII = glyphs.count >= 95 && glyphs[0].scalar == 32 && glyphs[94].scalar == 126
  }

  private static func glyphs(_ numbers: [UInt8], count: Int) -> [Glyph] {
    var data = count * GlyphTable.numbersPerGlyph
    return (0..<count).map { index in
      let start = index * GlyphTable.numbersPerGlyph
      func single(_ place: Int) -> Int { Int(numbers[start + place]) }
      func pair(_ place: Int) -> Int { single(place) * 91 + single(place + 1) }
      let first = data
      data += pair(8)
      return Glyph(
        scalar: UInt32(pair(0)), advance: pair(2), left: single(4) - GlyphTable.bearingBias,
        top: single(5) - GlyphTable.bearingBias, width: single(6), height: single(7), start: first, end: data)
    }
  }

  deinit { levels.deallocate() }

  public var lineHeight: Int { ascent + descent }

  /// The glyph of a character; the last one there is stands for what the font lacks.
  func glyph(_ scalar: UInt32) -> Glyph {
    if hasASCII, scalar >= 32, scalar <= 126 { return glyphs[Int(scalar) - 32] }
    return glyphs.first { $0.scalar == scalar } ?? glyphs[glyphs.count - 1]
  }

  public func width(_ text: String) -> Int {
    (text.unicodeScalars.reduce(0) { $0 + glyph($1.value).advance } + 32) / 64
  }

  /// The text, or as much of it as fits in front of an ellipsis.
  public func fitted(_ text: String, width limit: Int) -> String {
    guard width(text) > limit else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      var longer = result
      longer.unicodeScalars.append(scalar)
      if width(longer + "…") > limit { break }
      result = longer
    }
    return result + "…"
  }

  /// The grey levels, 0 to 15, of a glyph's pixels row by row.
  func unpack(_ glyph: Glyph) {
    numbers.withUnsafeBufferPointer { numbers in
      var place = 0
      for index in glyph.start..<glyph.end {
        let number = numbers[index]
        if number < GlyphTable.emptyRuns {
          levels[place] = number
          place &+= 1
          continue
        }
        let isEmpty = number < GlyphTable.fullRuns
        let run = Int(number &- (isEmpty ? GlyphTable.emptyRuns : GlyphTable.fullRuns)) &+ 2
        (levels + place).update(repeating: isEmpty ? 0 : GlyphTable.fullGrey, count: run)
        place &+= run
      }
    }
  }
}

extension Surface {
  /// Draws a line of text with its baseline at `y`, and returns where it ends.
  @discardableResult
  public func draw(_ text: String, x: Int, y: Int, _ font: Font, _ color: Color) -> Int {
    var pen = x * 64
    for scalar in text.unicodeScalars {
      let glyph = font.glyph(scalar.value)
      font.unpack(glyph)
      draw(glyph, font.levels, x: (pen + 32) >> 6 + glyph.left, y: y - glyph.top, color)
      pen += glyph.advance
    }
    return (pen + 32) >> 6
  }

  private func draw(_ glyph: Font.Glyph, _ levels: UnsafeMutablePointer<UInt8>, x: Int, y: Int, _ color: Color) {
    let area = Rectangle(x: x, y: y, width: glyph.width, height: glyph.height).intersection(bounds)
    guard !area.isEmpty else { return }
    for line in area.y..<area.bottom {
      let source = levels + (line - y) * glyph.width - x
      let target = row(line)
      for column in area.x..<area.right {
        let level = UInt32(source[column])
        if level == 0 { continue }
        // 15 levels on 0 to 256.
        target[column] = color.over(target[column], alpha: level &* 17 &+ level >> 3)
      }
    }
  }
}
