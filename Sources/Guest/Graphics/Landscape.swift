/// A wallpaper: hills in the haze under a wide sky, with a few swifts in it. The same at any size; only integers.
public struct Landscape: Sendable {
  /// One row of hills, the farthest first.
  struct Ridge: Sendable {
    /// Where the hills stand on average, and how high they rise, in thousandths of the picture's height.
    var level: Int
    var relief: Int
    /// How wide a hill is, in thousandths of the picture's height.
    var breadth: Int
    var seed: UInt32
    /// At the ridge, and where the haze lies below.
    var top: Color
    var haze: Color
  }

  /// The sky's colours from the top to the horizon, evenly spaced.
  var sky: [Color]
  /// Where the horizon is, in thousandths of the height.
  var horizon = 690
  var ridges: [Ridge]
  /// The sun: where, in thousandths of width and height; its glow.
  var sun: (x: Int, y: Int)
  var glow: Color
  var disc: Color?
  var birds: Color

  public static let dusk = Landscape(
    sky: [0x0B1128, 0x141D40, 0x272D5E, 0x493E74, 0x77527E, 0xA66A7C, 0xCB8A78].map { Color($0) },
    ridges: [
      Ridge(level: 640, relief: 70, breadth: 420, seed: 11, top: Color(0x8A6590), haze: Color(0xB97F8E)),
      Ridge(level: 705, relief: 100, breadth: 520, seed: 23, top: Color(0x5D4C82), haze: Color(0x8D6690)),
      Ridge(level: 780, relief: 110, breadth: 430, seed: 5, top: Color(0x3B3768), haze: Color(0x5E4E82)),
      Ridge(level: 850, relief: 100, breadth: 560, seed: 42, top: Color(0x23264F), haze: Color(0x38366A)),
      Ridge(level: 930, relief: 90, breadth: 480, seed: 77, top: Color(0x121835), haze: Color(0x1A2148)),
    ], sun: (690, 640), glow: Color(0x4A2C18), disc: Color(0xF9DDB4), birds: Color(0x191D3C))

  public static let dawn = Landscape(
    sky: [0x7FB2E2, 0x9CC6EA, 0xBBD9F0, 0xD8E6F0, 0xF0EAE2, 0xFBE6D2, 0xFDD9BC].map { Color($0) },
    ridges: [
      Ridge(level: 640, relief: 70, breadth: 420, seed: 11, top: Color(0xB7C9DE), haze: Color(0xE4DCD8)),
      Ridge(level: 705, relief: 100, breadth: 520, seed: 23, top: Color(0x93B1CC), haze: Color(0xC6D3DE)),
      Ridge(level: 780, relief: 110, breadth: 430, seed: 5, top: Color(0x6C95B4), haze: Color(0xA3BDD0)),
      Ridge(level: 850, relief: 100, breadth: 560, seed: 42, top: Color(0x49779A), haze: Color(0x7DA2BC)),
      Ridge(level: 930, relief: 90, breadth: 480, seed: 77, top: Color(0x2F5C7F), haze: Color(0x4F7E9E)),
    ], sun: (690, 640), glow: Color(0x302418), disc: Color(0xFFF6E2), birds: Color(0x2B4A68))

  public func draw(on surface: Surface) {
    drawSky(on: surface)
    drawSun(on: surface)
    drawBirds(on: surface)
    for ridge in ridges { draw(ridge, on: surface) }
  }

  /// Bayer's ordered pattern, four by four: what is added to eight bits of fraction before they are cut off, so that no
  /// bands show.
  @inline(__always)
  private static func threshold(_ x: Int, _ y: Int) -> Int32 {
    let rows: (UInt64, UInt64, UInt64, UInt64) = (0x0A02_0800, 0x060E_040C, 0x0901_0B03, 0x050D_070F)
    let row: UInt64
    switch y & 3 {
    case 0: row = rows.0
    case 1: row = rows.1
    case 2: row = rows.2
    default: row = rows.3
    }
    return Int32((row &>> (UInt64(x & 3) &* 8)) & 0xFF) &* 16 &+ 8
  }

  /// Red, green and blue with eight bits of fraction.
  private typealias Fine = SIMD4<Int32>

  private static func fine(_ color: Color) -> Fine {
    Fine(Int32(color.red), Int32(color.green), Int32(color.blue), 0) &* 256
  }

  private static func between(_ one: Color, _ other: Color, _ step: Int, of steps: Int) -> Fine {
    let (from, to) = (fine(one), fine(other))
    let share = Int32(min(max(step * 256 / max(steps, 1), 0), 256))
    return from &+ ((to &- from) &* share) &>> 8
  }

  @inline(__always)
  private static func pixel(_ color: Fine, _ threshold: Int32) -> UInt32 {
    let whole = (color &+ Fine(repeating: threshold)) &>> 8
    return UInt32(truncatingIfNeeded: min(whole[0], 255)) &<< 16 | UInt32(truncatingIfNeeded: min(whole[1], 255)) &<< 8
      | UInt32(truncatingIfNeeded: min(whole[2], 255))
  }

  private func skyColor(_ y: Int, height: Int) -> Fine {
    let steps = max(height * horizon / 1000, 1)
    let place = min(y, steps) * (sky.count - 1) * 256 / steps
    let index = min(place / 256, sky.count - 2)
    return Self.between(sky[index], sky[index + 1], place - index * 256, of: 256)
  }

  private func drawSky(on surface: Surface) {
    for y in 0..<surface.height {
      let color = skyColor(y, height: surface.height)
      let target = surface.row(y)
      for x in 0..<min(4, surface.width) { target[x] = Self.pixel(color, Self.threshold(x, y)) }
      for x in 4..<max(4, surface.width) { target[x] = target[x &- 4] }
    }
  }

  /// A disc, and a glow that fades with the square of what remains of its reach.
  private func drawSun(on surface: Surface) {
    let (cx, cy) = (surface.width * sun.x / 1000, surface.height * sun.y / 1000)
    let reach = surface.height * 62 / 100
    for y in max(0, cy - reach)..<min(surface.height, cy + reach) {
      let target = surface.row(y)
      let base = skyColor(y, height: surface.height)
      for x in max(0, cx - reach)..<max(0, min(surface.width, cx + reach)) {
        let distance = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) * 1024 / (reach * reach)
        guard distance < 1024 else { continue }
        let share = Int32(((1024 - distance) * (1024 - distance)) >> 12)
        target[x] = Self.pixel(base &+ (Self.fine(glow) &* share) &>> 8, Self.threshold(x, y))
      }
    }
    guard let disc else { return }
    let radius = max(surface.height * 38 / 1000, 4)
    surface.fillRounded(
      Rectangle(x: cx - radius, y: cy - radius * 5 / 2, width: 2 * radius, height: 2 * radius), radius: radius, disc)
  }

  private func drawBirds(on surface: Surface) {
    // In thousandths of the height from the middle and the top, and how large.
    let flock = [(120, 190, 46), (205, 150, 30), (60, 262, 26), (258, 236, 22), (10, 140, 18), (176, 306, 16)]
    for (x, y, size) in flock {
      let pixels = max(surface.height * size / 1000, 6)
      surface.draw(
        Emblem.bird(size: pixels), x: surface.width / 2 + surface.height * x / 1000, y: surface.height * y / 1000, birds
      )
    }
  }

  // MARK: Hills

  /// Noise on a line, 0 to 1023: random at whole places, smooth between.
  private static func noise(_ place: Int, breadth: Int, seed: UInt32) -> Int {
    let cell = place / breadth
    let within = (place - cell * breadth) * 1024 / breadth
    func value(_ cell: Int) -> Int {
      var mixed = (UInt32(truncatingIfNeeded: cell) &+ seed &* 0x9E37_79B9) &* 0x85EB_CA6B
      mixed = (mixed ^ mixed >> 13) &* 0xC2B2_AE35
      return Int((mixed ^ mixed >> 16) & 1023)
    }
    let smooth = (within * within * (3 * 1024 - 2 * within)) >> 20
    return value(cell) + ((value(cell + 1) - value(cell)) * smooth) >> 10
  }

  /// How far from the top the ridge is in a column, in 1/256 pixel.
  private static func height(_ ridge: Ridge, x: Int, surface: Surface) -> Int {
    let unit = surface.height
    // Of the middle, so that a wider picture shows more hills on both sides.
    let place = (x - surface.width / 2) * 1000 / unit * 16 + 200_000
    var sum = noise(place, breadth: ridge.breadth * 16, seed: ridge.seed) * 64
    sum += noise(place, breadth: ridge.breadth * 6, seed: ridge.seed &+ 1) * 26
    sum += noise(place, breadth: ridge.breadth * 2, seed: ridge.seed &+ 2) * 7
    sum += noise(place, breadth: ridge.breadth * 2 / 3, seed: ridge.seed &+ 3) * 2
    return unit * ridge.level * 256 / 1000 - (sum - 50_000) * unit / 1000 * ridge.relief / 230
  }

  private func draw(_ ridge: Ridge, on surface: Surface) {
    let heights = (0..<surface.width).map { Self.height(ridge, x: $0, surface: surface) }
    let top = max(0, (heights.min() ?? 0) / 256)
    let depth = max(surface.height * 150 / 1000, 1)
    heights.withUnsafeBufferPointer { heights in
      for y in min(top, surface.height)..<surface.height {
        let color = Self.between(
          ridge.top, ridge.haze, y - surface.height * (ridge.level - ridge.relief) / 1000, of: depth * 2)
        let target = surface.row(y)
        for x in 0..<surface.width {
          let covered = (y &+ 1) &* 256 &- heights[x]
          if covered <= 0 { continue }
          let pixel = Self.pixel(color, Self.threshold(x, y))
          target[x] = covered >= 256 ? pixel : Color.mix(target[x], pixel, UInt32(truncatingIfNeeded: covered))
        }
      }
    }
  }
}
