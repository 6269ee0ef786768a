import Pictures
import Testing

@Suite("PNG files")
struct PNGTests {
  private let picture = Picture(
    width: 3, height: 2, pixels: [0xFF0000, 0x00FF00, 0x0000FF, 0x000000, 0xFFFFFF, 0x123456])

  @Test("A picture that is written and read again is the same, pixel for pixel")
  func roundTrip() throws {
    #expect(try PNG.decode(PNG.encode(picture)) == picture)
  }

  @Test("The file starts with the signature of PNG")
  func signature() throws {
    #expect(try Array(PNG.encode(picture).prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A])
  }

  @Test("A file that is no PNG, cut short or damaged is refused with a sentence")
  func damaged() throws {
    let file = try PNG.encode(picture)
    #expect(throws: PNGError.self) { try PNG.decode([]) }
    #expect(throws: PNGError.self) { try PNG.decode(Array("no picture at all".utf8)) }
    for count in stride(from: 0, to: file.count - 12, by: 3) {
      #expect(throws: PNGError.self) { try PNG.decode(Array(file.prefix(count))) }
    }
  }

  @Test("A file that claims a picture too large for any screen is refused before memory is taken for it")
  func tooLarge() throws {
    var file = try PNG.encode(picture)
    // IHDR's width, and a check sum to match is not needed: libpng refuses one or the other.
    file[16] = 0x7F
    #expect(throws: PNGError.self) { try PNG.decode(file) }
  }

  @Test("Pictures differ where their pixels do")
  func differences() {
    #expect(picture.difference(from: picture) == nil)
    var other = picture
    other.pixels[4] = 0
    let difference = picture.difference(from: other)
    #expect(difference?.count == 1)
    #expect(difference?.columns == 1..<2)
    #expect(difference?.rows == 1..<2)
    #expect(difference?.description.contains("(1, 1), is ffffff here and 000000 there") == true)
    #expect(picture.marked(against: other)[1, 1] == 0xFF0000)
  }

  @Test("Pictures of different sizes differ wholly, and the sizes are said")
  func sizes() {
    let small = Picture(width: 1, height: 1, pixels: [0])
    #expect(picture.difference(from: small)?.description == "one is 3 × 2, the other 1 × 1")
  }
}
