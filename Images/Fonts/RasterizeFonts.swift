// Turns outline fonts into the glyph tables of Sources/Guest/Graphics/Fonts: run Images/Fonts/rasterize.sh.
//
// A table is text, so that it is one string literal in the program. Each character is a number from 0 to 90: "#" to
// "~", without the backslash. GlyphTable.swift says what the numbers mean, and reads them.

import CFreeType
import Foundation

struct Failure: Error { var message: String }

/// A font as the guest will know it.
struct Request {
  var name: String
  var file: String
  var pixels: UInt32
  /// Whether figures are all set as wide as the widest: a clock's must not push each other around.
  var tabularFigures = false
  var characters: [Unicode.Scalar]
}

func scalars(_ range: ClosedRange<UInt32>) -> [Unicode.Scalar] { range.compactMap { Unicode.Scalar($0) } }

let printable = scalars(32...126)
/// What the large letters need.
let everything = printable + ["°", "·", "×", "–", "—", "’", "…"].sorted()
/// The Latin languages of Europe (Latin-1 Supplement, Latin Extended-A), and signs. In order, as they are looked up; the
/// last, U+FFFD, stands for all that is missing.
let latin =
  printable + scalars(0xA0...0x17F).filter { $0 != "\u{149}" }  // deprecated, and in few fonts
  + scalars(0x2013...0x2014) + scalars(0x2018...0x201A) + scalars(0x201C...0x201E) + scalars(0x2020...0x2022) + ["…", "‹", "›", "€", "™"]
  + scalars(0x2190...0x2193) + ["−", "√", "∞", "≈", "≠", "≤", "≥", "\u{FFFD}"]
/// With what programs for terminals draw: lines, corners, blocks and shades.
let terminal =
  latin.dropLast().filter { !["\u{132}", "\u{133}"].contains($0) } + scalars(0x2500...0x259F) + ["■", "□", "●", "✓", "\u{FFFD}"]
let figures: [Unicode.Scalar] = Array("0123456789:".unicodeScalars)

let inter = "/usr/share/fonts/opentype/inter/"
let jetBrains = "/usr/share/fonts/truetype/jetbrains-mono/"
let requests = [
  Request(name: "title", file: inter + "InterDisplay-SemiBold.otf", pixels: 34, characters: everything),
  Request(name: "heading", file: inter + "InterDisplay-SemiBold.otf", pixels: 20, characters: latin),
  Request(name: "clock", file: inter + "InterDisplay-Light.otf", pixels: 48, tabularFigures: true, characters: figures),
  Request(name: "body", file: inter + "Inter-Regular.otf", pixels: 15, characters: latin),
  Request(name: "text", file: inter + "Inter-Regular.otf", pixels: 13, characters: latin),
  Request(name: "strong", file: inter + "Inter-SemiBold.otf", pixels: 13, characters: latin),
  Request(name: "label", file: inter + "Inter-Medium.otf", pixels: 12, characters: latin),
  Request(name: "fixed", file: jetBrains + "JetBrainsMono-Regular.ttf", pixels: 14, characters: Array(terminal)),
  Request(name: "fixedBold", file: jetBrains + "JetBrainsMono-Bold.ttf", pixels: 14, characters: Array(terminal)),
]

func check(_ status: FT_Error, _ what: String) throws {
  if status != 0 { throw Failure(message: "\(what): FreeType error \(status)") }
}

func digits(_ value: Int, _ count: Int) throws -> [Int] {
  var (rest, digits) = (value, [Int]())
  for _ in 0..<count { (rest, digits) = (rest / 91, [rest % 91] + digits) }
  guard value >= 0, rest == 0 else { throw Failure(message: "\(value) does not fit \(count) digits") }
  return digits
}

/// Sixteen levels of grey; runs of none and of all are the most of a glyph.
func compress(_ levels: [Int]) -> [Int] {
  var (codes, index) = ([Int](), 0)
  while index < levels.count {
    let level = levels[index]
    let longest = level == 0 ? 40 : level == 15 ? 37 : 1
    let run = levels[index...].prefix(longest).prefix { $0 == level }.count
    codes.append(run < 2 ? level : (level == 0 ? 16 : 55) + run - 2)
    index += run
  }
  return codes
}

func widestFigure(_ face: FT_Face) throws -> Int {
  // Without touching the glyph that is loaded.
  try figures.dropLast().map { figure in
    var advance: FT_Fixed = 0
    let number = FT_Get_Char_Index(face, FT_ULong(figure.value))
    try check(FT_Get_Advance(face, number, FT_Int32(FT_LOAD_NO_HINTING), &advance), "measure \(figure)")
    return (Int(advance) + 512) / 1024
  }.max() ?? 0
}

func glyph(_ scalar: Unicode.Scalar, _ face: FT_Face, _ request: Request) throws -> (index: [Int], data: [Int]) {
  let number = FT_Get_Char_Index(face, FT_ULong(scalar.value))
  if number == 0, scalar != "\u{FFFD}" { throw Failure(message: "the font lacks U+\(String(scalar.value, radix: 16))") }
  // Hinted vertically only: stems keep their shape and spacing, lines their height.
  try check(FT_Load_Glyph(face, number, FT_Int32(0x1_0000)), "load \(scalar)")
  let slot = face.pointee.glyph!
  try check(FT_Render_Glyph(slot, FT_RENDER_MODE_NORMAL), "render \(scalar)")
  let bitmap = slot.pointee.bitmap
  let (width, rows) = (Int(bitmap.width), Int(bitmap.rows))
  var levels: [Int] = []
  for y in 0..<rows {
    for x in 0..<width { levels.append((Int(bitmap.buffer[y * Int(bitmap.pitch) + x]) * 15 + 127) / 255) }
  }
  let data = compress(levels)
  // Unrounded, in 1/64 pixels: the rounding belongs to a line, not to each of its letters.
  let own = (Int(slot.pointee.linearHoriAdvance) + 512) / 1024
  let isFigure = request.tabularFigures && scalar.properties.numericType != nil
  let advance = isFigure ? try widestFigure(face) : own
  let left = Int(slot.pointee.bitmap_left) + (advance - own + 64) / 128
  let index =
    try digits(Int(scalar.value), 3) + digits(advance, 2) + digits(left + 45, 1)
    + digits(Int(slot.pointee.bitmap_top) + 45, 1) + digits(width, 1) + digits(rows, 1) + digits(data.count, 2)
  return (index, data)
}

func lines(_ codes: [Int]) -> String {
  let text = codes.map { code in Character(Unicode.Scalar(UInt8(code + 35 >= 92 ? code + 36 : code + 35))) }
  return stride(from: 0, to: text.count, by: 110).map { start in
    "    " + String(text[start..<min(start + 110, text.count)])
  }.joined(separator: "\n")
}

func rasterize(_ request: Request, into folder: String) throws {
  var library: FT_Library?
  try check(FT_Init_FreeType(&library), "start")
  defer { FT_Done_FreeType(library) }
  var opened: FT_Face?
  try check(FT_New_Face(library, request.file, 0, &opened), "open \(request.file)")
  guard let face = opened else { return }
  try check(FT_Set_Pixel_Sizes(face, 0, request.pixels), "size")
  let metrics = face.pointee.size.pointee.metrics
  let glyphs = try request.characters.map { try glyph($0, face, request) }
  let (index, data) = (glyphs.flatMap { $0.index }, glyphs.flatMap { $0.data })
  let family = String(cString: face.pointee.family_name) + " " + String(cString: face.pointee.style_name)
  let source = """
    // Made by Images/Fonts/rasterize.sh from \(family), \(request.pixels) pixels. Licence: Images/Fonts/LICENSE.md.
    extension GlyphTable {
      public static let \(request.name) = GlyphTable(
        ascent: \((Int(metrics.ascender) + 32) / 64), descent: \((32 - Int(metrics.descender)) / 64), count: \(glyphs.count),
        text: #\"""
    \(lines(index))
    \(lines(data))
        \"""#)
    }

    """
  let path = "\(folder)/\(request.name.prefix(1).uppercased() + request.name.dropFirst())Glyphs.swift"
  try source.write(toFile: path, atomically: true, encoding: .utf8)
  print("\(path): \(family), \(glyphs.count) glyphs, \(index.count + data.count) bytes")
}

do {
  for request in requests { try rasterize(request, into: CommandLine.arguments[1]) }
} catch {
  print("RasterizeFonts: \(error)")
  exit(1)
}
