import Pictures
import Testing

/// The chunks are taken apart here by another hand than the one that wrote them, and each frame's pixels are read by libpng.
@Suite("Animated PNG files")
struct AnimatedPNGTests {
  private struct Chunk {
    var type: String
    var data: [UInt8]
  }

  private func number(_ bytes: ArraySlice<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  /// The check sum of the PNG specification's annex D, bit by bit.
  private func checkSum(_ bytes: some Sequence<UInt8>) -> UInt32 {
    ~bytes.reduce(UInt32.max) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in value & 1 != 0 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
    }
  }

  private func chunks(_ file: [UInt8]) -> [Chunk] {
    var chunks: [Chunk] = []
    var offset = 8
    while offset < file.count {
      let length = number(file[offset..<offset + 4])
      let end = offset + 8 + length
      #expect(number(file[end..<end + 4]) == Int(checkSum(file[offset + 4..<end])))
      chunks.append(
        Chunk(
          type: String(decoding: file[offset + 4..<offset + 8], as: UTF8.self), data: Array(file[offset + 8..<end])))
      offset = end + 4
    }
    return chunks
  }

  private func bytes(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (24 - 8 * $0)) } }

  private func write(_ chunks: [Chunk]) -> [UInt8] {
    [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
      + chunks.flatMap { chunk in
        let checked = Array(chunk.type.utf8) + chunk.data
        return bytes(chunk.data.count) + checked + bytes(Int(checkSum(checked)))
      }
  }

  /// What a browser would show: each picture and for how many milliseconds.
  private func play(_ file: [UInt8]) throws -> [(picture: Picture, milliseconds: Int)] {
    let chunks = chunks(file)
    let header = try #require(chunks.first { $0.type == "IHDR" })
    var canvas = Picture(width: number(header.data[0..<4]), height: number(header.data[4..<8]))
    var shown: [(Picture, Int)] = []
    var sequence = 0
    var control: [UInt8] = []
    for chunk in chunks {
      if ["fcTL", "fdAT"].contains(chunk.type) {
        #expect(number(chunk.data[0..<4]) == sequence)
        sequence += 1
      }
      if chunk.type == "fcTL" { control = chunk.data }
      guard chunk.type == "fdAT" || chunk.type == "IDAT" else { continue }
      let (width, height) = (number(control[4..<8]), number(control[8..<12]))
      let (x, y) = (number(control[12..<16]), number(control[16..<20]))
      let data = chunk.type == "IDAT" ? chunk.data : Array(chunk.data.dropFirst(4))
      let part = try PNG.decode(
        write([
          Chunk(type: "IHDR", data: bytes(width) + bytes(height) + header.data[8...]), Chunk(type: "IDAT", data: data),
          Chunk(type: "IEND", data: []),
        ]))
      for row in 0..<height {
        for column in 0..<width { canvas.pixels[(y + row) * canvas.width + x + column] = part[column, row] }
      }
      #expect(number(control[22..<24]) == 1000 && control[24] == 0 && control[25] == 0)
      shown.append((canvas, number(control[20..<22])))
    }
    let animation = try #require(chunks.first { $0.type == "acTL" })
    #expect(number(animation.data[0..<4]) == shown.count)
    #expect(chunks.last?.type == "IEND")
    return shown
  }

  private func picture(_ width: Int, _ height: Int, _ seed: UInt32) -> Picture {
    Picture(width: width, height: height, pixels: (0..<UInt32(width * height)).map { $0 &* seed &* 77_777 & 0xFF_FFFF })
  }

  @Test("Every picture is shown as it was, for its time; the same one again lasts longer")
  func playing() throws {
    let first = picture(40, 30, 1)
    var second = first
    for index in [5, 47, 300] { second.pixels[index] ^= 0xFFFFFF }
    let third = picture(40, 30, 3)
    var animation = AnimatedPNG()
    for (picture, time) in [(first, 100), (first, 50), (second, 20), (third, 0), (first, 7)] {
      try animation.append(picture, milliseconds: time)
    }
    #expect(animation.frameCount == 4)
    let file = try animation.encode()
    let shown = try play(file)
    #expect(shown.map(\.milliseconds) == [150, 20, 0, 7])
    let expected = [first, second, third, first]
    for (index, frame) in shown.enumerated() where index < expected.count {
      #expect(frame.picture == expected[index], "frame \(index)")
    }
    // A program that knows no animations shows the first.
    #expect(try PNG.decode(file) == first)
  }

  @Test("Pictures of several sizes share a canvas as large as the largest; the rest of it is black")
  func sizes() throws {
    let pictures = [picture(20, 10, 1), picture(10, 30, 2), picture(8, 8, 5)]
    var animation = AnimatedPNG()
    for picture in pictures { try animation.append(picture, milliseconds: 10) }
    let shown = try play(animation.encode())
    #expect(shown.count == 3)
    for (frame, picture) in zip(shown, pictures) {
      #expect(frame.picture == picture.padded(width: 20, height: 30))
      #expect(frame.picture.width == 20 && frame.picture.height == 30)
    }
  }

  @Test("A picture may stay longer than one frame can say")
  func longTime() throws {
    var animation = AnimatedPNG()
    try animation.append(picture(4, 4, 1), milliseconds: 200_000)
    try animation.append(picture(4, 4, 2), milliseconds: 1)
    let shown = try play(animation.encode())
    #expect(shown.map(\.milliseconds).reduce(0, +) == 200_001)
    #expect(shown.dropLast().allSatisfy { $0.picture == picture(4, 4, 1) })
  }

  @Test("Without a picture there is no file")
  func empty() {
    #expect(throws: PNGError.self) { try AnimatedPNG().encode() }
  }
}
