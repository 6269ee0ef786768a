import Machine

/// The simplest of picture files, which every QEMU writes: "P6", width, height, 255, then red, green and blue.
enum PortablePixmap {
  static func decode(_ bytes: [UInt8]) throws -> Picture {
    var at = 0
    func word() -> String {
      while at < bytes.count, bytes[at] <= 32 { at += 1 }
      let start = at
      while at < bytes.count, bytes[at] > 32 { at += 1 }
      return String(decoding: bytes[start..<at], as: UTF8.self)
    }
    guard word() == "P6", let width = Int(word()), let height = Int(word()), word() == "255",
      bytes.count - at - 1 == 3 * width * height
    else { throw QEMU.Failure("QEMU's screen dump is no pixmap") }
    at += 1
    var picture = Picture(width: width, height: height)
    for index in 0..<width * height {
      let (red, green, blue) = (bytes[at], bytes[at + 1], bytes[at + 2])
      picture.pixels[index] = UInt32(red) << 16 | UInt32(green) << 8 | UInt32(blue)
      at += 3
    }
    return picture
  }
}
