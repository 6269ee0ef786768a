import Devices

extension Picture {
  /// The pixel in column `x` of row `y`.
  public subscript(x: Int, y: Int) -> UInt32 { pixels[y * width + x] }

  /// Red, green and blue of each pixel, row by row.
  var samples: [UInt8] {
    [UInt8](unsafeUninitializedCapacity: 3 * pixels.count) { buffer, count in
      for (index, pixel) in pixels.enumerated() {
        buffer[3 &* index] = UInt8(truncatingIfNeeded: pixel &>> 16)
        buffer[3 &* index &+ 1] = UInt8(truncatingIfNeeded: pixel &>> 8)
        buffer[3 &* index &+ 2] = UInt8(truncatingIfNeeded: pixel)
      }
      count = 3 * pixels.count
    }
  }

  init(width: Int, height: Int, samples: [UInt8]) {
    let pixels = (0..<width * height).map { index -> UInt32 in
      let red = UInt32(samples[3 * index])
      let green = UInt32(samples[3 * index + 1])
      let blue = UInt32(samples[3 * index + 2])
      return red << 16 | green << 8 | blue
    }
    self.init(width: width, height: height, pixels: pixels)
  }
}
