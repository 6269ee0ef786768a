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
  /// The grey levels of the glyphs that were drawn before.
  private var unpacked: [UnsafeMutablePointer<UInt8>?]
  /// Glyphs from the space on follow the order of ASCII, where the font has all of it.
  private let hasASCII: Bool

  public init(_ table: GlyphTable) {
    ascent = table.ascent
    descent = table.descent
    numbers = table.decoded()
    glyphs = Self.glyphs(numbers, count: table.count)
    unpacked = [UnsafeMutablePointer<UInt8>?](repeating: nil, count: glyphs.count)
    hasASCII = glyphs.count >= 95 && glyphs[0].scalar == 32 && glyphs[94].scalar == 126
  }

  private static func glyphs(_ numbers: [UInt8], count: Int) -> [Glyph] {
    var data = count * GlyphTable.numbersPerGlyph
    return (0..<count).map { index in
      let start = index * GlyphTable.numbersPerGlyph
      func single(_ place: Int) -> Int { Int(numbers[start + place]) }
      func pair(_ place: Int) -> Int { single(place) * 91 + single(place + 1) }
      let first = data
      data += pair(9)
      return Glyph(
        scalar: UInt32(pair(0) * 91 + single(2)), advance: pair(3), left: single(5) - GlyphTable.bearingBias,
        top: single(6) - GlyphTable.bearingBias, width: single(7), height: single(8), start: first, end: data)
    }
  }

  deinit { for glyph in unpacked { glyph?.deallocate() } }

  public var lineHeight: Int { ascent + descent }

  /// Which glyph is a character's; the last one there is stands for what the font lacks.
  @inline(__always)
  func index(_ scalar: UInt32) -> Int {
    if hasASCII, scalar >= 32, scalar <= 126 { return Int(scalar) - 32 }
    return search(scalar)
  }

  private func search(_ scalar: UInt32) -> Int {
    var (low, high) = (0, glyphs.count)
    while low < high {
      let middle = (low + high) / 2
      if glyphs[middle].scalar < scalar { low = middle + 1 } else { high = middle }
    }
    return low < glyphs.count && glyphs[low].scalar == scalar ? low : glyphs.count - 1
  }

  func glyph(_ scalar: UInt32) -> Glyph { glyphs[index(scalar)] }
  func glyph(at index: Int) -> Glyph { glyphs[index] }

  /// In 1/64 pixel, unrounded.
  public func advance(_ scalar: Unicode.Scalar) -> Int { glyph(scalar.value).advance }

  /// In whole pixels, the width of a letter of a font whose letters are all as wide.
  public var columnWidth: Int { (glyph(0x30).advance + 32) / 64 }

  public func width(_ text: String) -> Int {
    (text.unicodeScalars.reduce(0) { $0 + glyph($1.value).advance } + 32) / 64
  }

  /// The text, or as much of it as fits in front of an ellipsis.
  public func fitted(_ text: String, width limit: Int) -> String {
    guard width(text) > limit else { return text }
    let room = limit * 64 - glyph(0x2026).advance
    var (result, pen) = ("", 0)
    for scalar in text.unicodeScalars {
      pen += glyph(scalar.value).advance
      if pen > room { break }
      result.unicodeScalars.append(scalar)
    }
    return result + "…"
  }

  /// The grey levels, 0 to 15, of a glyph's pixels row by row. They stay where they are as long as the font does.
  func levels(_ index: Int) -> UnsafeMutablePointer<UInt8> {
    if let known = unpacked[index] { return known }
    let glyph = glyphs[index]
    let levels = UnsafeMutablePointer<UInt8>.allocate(capacity: max(glyph.width * glyph.height, 1))
    unpack(glyph, into: levels)
    unpacked[index] = levels
    return levels
  }

  private func unpack(_ glyph: Glyph, into levels: UnsafeMutablePointer<UInt8>) {
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
      let index = font.index(scalar.value)
      let glyph = font.glyph(at: index)
      draw(glyph, font.levels(index), x: (pen + 32) >> 6 + glyph.left, y: y - glyph.top, color)
      pen += glyph.advance
    }
    return (pen + 32) >> 6
  }

  /// Draws one character with its pen at `x` and its baseline at `y`.
  public func draw(_ scalar: Unicode.Scalar, x: Int, y: Int, _ font: Font, _ color: Color) {
    let index = font.index(scalar.value)
    let glyph = font.glyph(at: index)
    draw(glyph, font.levels(index), x: x + glyph.left, y: y - glyph.top, color)
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
