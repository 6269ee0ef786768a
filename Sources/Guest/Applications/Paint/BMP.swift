/// Pictures as Windows bitmaps: 24 or 32 bits a pixel, not compressed.
public enum BMP {
  private static let headerSize = 54
  static let largestSide = 4096

  public static func encode(_ surface: Surface) -> [UInt8] {
    let rowBytes = (surface.width * 3 + 3) & ~3
    let size = headerSize + rowBytes * surface.height
    var bytes = [UInt8](repeating: 0, count: size)
    func store(_ value: Int, at place: Int, count: Int = 4) {
      for index in 0..<count { bytes[place + index] = UInt8(truncatingIfNeeded: value >> (8 * index)) }
    }
    bytes[0] = UInt8(ascii: "B")
    bytes[1] = UInt8(ascii: "M")
    store(size, at: 2)
    store(headerSize, at: 10)
    store(40, at: 14)
    store(surface.width, at: 18)
    store(surface.height, at: 22)
    store(1, at: 26, count: 2)
    store(24, at: 28, count: 2)
    store(rowBytes * surface.height, at: 34)
    for y in 0..<surface.height {
      // From the bottom up.
      let (row, base) = (surface.row(surface.height - 1 - y), headerSize + y * rowBytes)
      for x in 0..<surface.width { store(Int(row[x]), at: base + 3 * x, count: 3) }
    }
    return bytes
  }

  public static func decode(_ bytes: [UInt8]) throws(FileError) -> Bitmap {
    func load(_ place: Int, _ count: Int = 4) -> Int {
      (0..<count).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    guard bytes.count >= headerSize, bytes[0] == UInt8(ascii: "B"), bytes[1] == UInt8(ascii: "M") else {
      throw FileError("It is not a bitmap.")
    }
    let (start, width, bits) = (load(10), load(18), load(28, 2))
    let rawHeight = Int(Int32(truncatingIfNeeded: load(22)))
    let height = abs(rawHeight)
    guard width > 0, height > 0, width <= largestSide, height <= largestSide else {
      throw FileError("A picture of \(width) × \(height) pixels is too large.")
    }
    guard bits == 24 || bits == 32, load(30) == 0 || load(30) == 3 else {
      throw FileError("Only bitmaps with 24 or 32 bits a pixel can be read.")
    }
    let rowBytes = (width * bits / 8 + 3) & ~3
    guard start >= headerSize, start <= bytes.count, bytes.count - start >= rowBytes * height else {
      throw FileError("The file is cut off.")
    }
    let picture = Bitmap(width: width, height: height)
    for y in 0..<height {
      let row = picture.surface.row(rawHeight > 0 ? height - 1 - y : y)
      for x in 0..<width { row[x] = UInt32(load(start + y * rowBytes + x * bits / 8, 3)) }
    }
    return picture
  }
}
