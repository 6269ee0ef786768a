/// What a screen shows, pixel by pixel.
public struct Picture: Equatable, Sendable {
  public var width: Int
  public var height: Int
  /// 0x00RRGGBB, row after row from the top.
  public var pixels: [UInt32]

  public init(width: Int, height: Int, pixels: [UInt32]) {
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// A picture of one colour.
  public init(width: Int, height: Int, filledWith color: UInt32 = 0) {
    self.init(width: width, height: height, pixels: Array(repeating: color, count: width * height))
  }

  /// The pixel at a point; black outside.
  public subscript(x: Int, y: Int) -> UInt32 {
    guard 0..<width ~= x, 0..<height ~= y else { return 0 }
    return pixels[y * width + x]
  }
}
