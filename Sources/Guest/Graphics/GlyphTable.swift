/// A font's glyphs as generated: one text, each character a number from 0 to 90, see Images/Fonts/RasterizeFonts.swift.
///
/// First eleven numbers a glyph: three of the character, two of the advance in 1/64 pixel, the left and top bearings plus
/// 45, width, height, and two of the length of its data. Then the data of all glyphs. Of that, up to 15 is the grey of
/// one pixel; from 16, a run of two or more empty ones; from 55, a run of two or more full ones.
public struct GlyphTable: Sendable {
  let ascent: Int
  let descent: Int
  let count: Int
  let text: StaticString

  static let numbersPerGlyph = 11
  static let bearingBias = 45
  static let emptyRuns: UInt8 = 16
  static let fullRuns: UInt8 = 55
  static let fullGrey: UInt8 = 15

  /// The numbers, without the line ends.
  func decoded() -> [UInt8] {
    let count = text.utf8CodeUnitCount
    let source = text.utf8Start
    return [UInt8](unsafeUninitializedCapacity: count) { numbers, filled in
      for index in 0..<count {
        let byte = source[index]
        guard byte >= 35 else { continue }
        numbers[filled] = byte &- (byte > 92 ? 36 : 35)
        filled &+= 1
      }
    }
  }
}
