/// A rectangle of pixels.
public struct Picture: Equatable, Sendable {
  public let width: Int
  public let height: Int
  /// `0x00RRGGBB`, row by row from the top.
  public var pixels: [UInt32]

  public init(width: Int, height: Int, pixels: [UInt32]) {
    precondition(pixels.count == width * height, "a picture has width × height pixels")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  public subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }
}
