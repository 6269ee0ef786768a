import CPNG

/// A piece of a PNG file: a type of four letters, and data. (PNG specification, third edition, section 5.)
struct PNGChunk {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  var type: String
  var data: [UInt8]

  /// Length, type, data and check sum.
  var bytes: [UInt8] {
    let checked = Array(type.utf8) + data
    let sum = checked.withUnsafeBufferPointer { crc32(0, $0.baseAddress, uInt($0.count)) }
    return UInt32(data.count).bigEndianBytes + checked + UInt32(truncatingIfNeeded: sum).bigEndianBytes
  }

  /// The chunks of a file that libpng has written.
  static func chunks(of file: [UInt8]) -> [PNGChunk] {
    var chunks: [PNGChunk] = []
    var offset = signature.count
    while offset + 12 <= file.count {
      let length = file[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) }
      let data = offset + 8
      guard data + length + 4 <= file.count else { break }
      chunks.append(
        PNGChunk(
          type: String(decoding: file[offset + 4..<data], as: UTF8.self), data: Array(file[data..<data + length])))
      offset = data + length + 4
    }
    return chunks
  }
}

extension FixedWidthInteger {
  /// The most significant byte first.
  var bigEndianBytes: [UInt8] { withUnsafeBytes(of: bigEndian) { Array($0) } }
}
