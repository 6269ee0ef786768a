/// A colour as a pixel holds it, 0x00RRGGBB, and how two of them mix.
public struct Color: Equatable, Sendable {
  public var pixel: UInt32

  public init(_ pixel: UInt32) { self.pixel = pixel }

  public var red: Int { Int(pixel >> 16 & 0xFF) }
  public var green: Int { Int(pixel >> 8 & 0xFF) }
  public var blue: Int { Int(pixel & 0xFF) }

  /// This colour over `below`; `alpha` from 0, nothing of it, to 256, all.
  @inline(__always)
  public func over(_ below: UInt32, alpha: UInt32) -> UInt32 {
    Self.mix(below, pixel, alpha)
  }

  /// Red and blue are far enough apart to be worked on at once.
  @inline(__always)
  public static func mix(_ below: UInt32, _ above: UInt32, _ alpha: UInt32) -> UInt32 {
    let rest = 256 &- alpha
    let redBlue = ((below & 0xFF00FF) &* rest &+ (above & 0xFF00FF) &* alpha) >> 8
    let green = ((below & 0x00FF00) &* rest &+ (above & 0x00FF00) &* alpha) >> 8
    return redBlue & 0xFF00FF | green & 0x00FF00
  }

  /// A share of the way to another colour: `step` of `steps`.
  public func blended(with other: Color, step: Int, of steps: Int) -> Color {
    Color(Self.mix(pixel, other.pixel, UInt32(step * 256 / max(steps, 1))))
  }
}
