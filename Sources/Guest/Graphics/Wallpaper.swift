/// A dark background in which a few soft lights shine.
///
/// The lights are worked out at the corners of a coarse grid; between them colours run linearly, two pixels a step,
/// with eight bits of fraction, which an ordered pattern spreads over neighbouring pixels so that no bands show.
public struct Wallpaper {
  public struct Light {
    var x: Int
    var y: Int
    var reach: Int
    var color: Color
  }

  public var base = Color(0x0A0E1A)
  public var lights = [
    Light(x: 150, y: -60, reach: 760, color: Color(0x18325A)),
    Light(x: 1000, y: 830, reach: 820, color: Color(0x382054)),
    Light(x: 1010, y: 40, reach: 480, color: Color(0x123043)),
    Light(x: 60, y: 780, reach: 520, color: Color(0x11293A)),
  ]

  /// A power of two: colours between corners are found by shifts.
  private static let cell = 64
  private static let cellBits: Int32 = 6

  public init() {}

  /// The same lights over a picture of another size than 1024 by 768.
  public init(width: Int, height: Int) {
    lights = lights.map {
      Light(
        x: $0.x * width / 1024, y: $0.y * height / 768,
        reach: $0.reach * max(width * 768, height * 1024) / (1024 * 768),
        color: $0.color)
    }
  }

  /// Blue, green, red and nothing, with eight bits of fraction.
  typealias Fixed = SIMD4<Int32>

  /// The colour at a corner of the grid: lights fade with the square of what remains of their reach.
  private func color(x: Int, y: Int) -> Fixed {
    var sum = Fixed(Int32(base.blue), Int32(base.green), Int32(base.red), 0) &* 256
    for light in lights {
      let (dx, dy) = (x - light.x, y - light.y)
      let distance = (dx * dx + dy * dy) * 1024 / (light.reach * light.reach)
      guard distance < 1024 else { continue }
      let share = Int32(((1024 - distance) * (1024 - distance)) >> 12)
      sum &+= Fixed(Int32(light.color.blue), Int32(light.color.green), Int32(light.color.red), 0) &* share
    }
    return sum.clamped(lowerBound: Fixed(repeating: 0), upperBound: Fixed(repeating: 0xFE00))
  }

  /// Bayer's pattern, one row of four pixels: what is added to the fraction before it is cut off.
  private static func pattern(_ y: Int) -> (SIMD8<UInt16>, SIMD8<UInt16>) {
    let thresholds: [[UInt16]] = [[0, 8, 2, 10], [12, 4, 14, 6], [3, 11, 1, 9], [15, 7, 13, 5]]
    let row = thresholds[y & 3]
    func pair(_ left: Int) -> SIMD8<UInt16> {
      let (a, b) = (row[left] * 16 + 8, row[left + 1] * 16 + 8)
      return SIMD8(a, a, a, 0, b, b, b, 0)
    }
    return (pair(0), pair(2))
  }

  public func draw(on surface: Surface) {
    let cell = Self.cell
    let columns = (surface.width + cell - 1) / cell
    var upper = (0...columns).map { color(x: $0 * cell, y: 0) }
    for top in stride(from: 0, to: surface.height, by: cell) {
      let lower = (0...columns).map { color(x: $0 * cell, y: top + cell) }
      for line in 0..<min(cell, surface.height - top) {
        let (even, odd) = Self.pattern(top + line)
        let target = surface.row(top + line)
        var left = Self.between(upper[0], lower[0], line)
        for column in 0..<columns {
          let right = Self.between(upper[column + 1], lower[column + 1], line)
          let count = min(cell, surface.width - column * cell)
          Self.run(target + column * cell, count: count, from: left, to: right, even, odd)
          left = right
        }
      }
      upper = lower
    }
  }

  /// A colour some rows below the upper one of a cell.
  @inline(__always)
  private static func between(_ upper: Fixed, _ lower: Fixed, _ row: Int) -> Fixed {
    upper &+ (((lower &- upper) &* Int32(row)) &>> cellBits)
  }

  /// One row of one cell. Widths are multiples of four.
  @inline(__always)
  private static func run(
    _ target: UnsafeMutablePointer<UInt32>, count: Int, from left: Fixed, to right: Fixed, _ even: SIMD8<UInt16>,
    _ odd: SIMD8<UInt16>
  ) {
    let step = (right &- left) &>> cellBits
    let second = left &+ step
    var colors = SIMD8<UInt16>(
      lowHalf: SIMD4<UInt16>(truncatingIfNeeded: left), highHalf: SIMD4<UInt16>(truncatingIfNeeded: second))
    let pairStep = SIMD4<UInt16>(truncatingIfNeeded: step &+ step)
    let steps = SIMD8<UInt16>(lowHalf: pairStep, highHalf: pairStep)
    let words = UnsafeMutableRawPointer(target)
    var offset = 0
    let end = count * 4 - 16
    while offset <= end {
      words.storeBytes(of: pixels(colors &+ even), toByteOffset: offset, as: SIMD8<UInt8>.self)
      colors &+= steps
      words.storeBytes(of: pixels(colors &+ odd), toByteOffset: offset + 8, as: SIMD8<UInt8>.self)
      colors &+= steps
      offset &+= 16
    }
  }

  @inline(__always)
  private static func pixels(_ colors: SIMD8<UInt16>) -> SIMD8<UInt8> { SIMD8<UInt8>(truncatingIfNeeded: colors &>> 8) }
}
