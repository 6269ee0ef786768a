import GuestGraphics
import RandomInput
import Testing

/// A picture that frees itself.
final class Picture {
  let surface: Surface

  init(width: Int, height: Int) { surface = Surface(width: width, height: height) }
  deinit { surface.pixels.deallocate() }

  var pixels: [UInt32] {
    (0..<surface.height).flatMap { y in (0..<surface.width).map { surface.row(y)[$0] } }
  }
}

struct PointerTests {
  /// However things are drawn and the pointer moves, the display is the picture with the pointer over it.
  @Test(arguments: [31, 32, 33] as [UInt64])
  func displayIsThePictureUnderThePointer(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let front = Picture(width: 90, height: 70)
    let expected = Picture(width: 90, height: 70)
    let buffer = BackBuffer(front: front.surface)
    buffer.surface.fill(buffer.surface.bounds, Color(0x203040))
    buffer.damaged(buffer.surface.bounds)
    let pointer = Pointer()

    for step in 0..<200 {
      let rectangle = Rectangle(
        x: Int.random(in: -5...85, using: &random), y: Int.random(in: -5...65, using: &random),
        width: Int.random(in: 1...40, using: &random), height: Int.random(in: 1...40, using: &random))
      buffer.surface.fill(rectangle, Color(UInt32.random(in: 0...0xFFFFFF, using: &random)))
      buffer.damaged(rectangle)
      let (x, y) = (Int.random(in: 0..<90, using: &random), Int.random(in: 0..<70, using: &random))
      buffer.movePointer(x: x, y: y)
      buffer.present()

      expected.surface.copy(expected.surface.bounds, from: buffer.surface)
      pointer.draw(on: expected.surface, x: x, y: y, within: expected.surface.bounds)
      #expect(front.pixels == expected.pixels, "seed \(seed), step \(step)")
    }
  }

  @Test func pointerIsAnArrowOverWhatLiesBelow() {
    let picture = Picture(width: 40, height: 40)
    picture.surface.fill(picture.surface.bounds, Color(0x3060A0))
    Pointer().draw(on: picture.surface, x: 10, y: 10, within: picture.surface.bounds)
    #expect(picture.surface.row(0)[0] == 0x3060A0, "nothing far from it")
    #expect(picture.surface.row(16)[12] == 0xFFFFFF, "white inside")
    #expect(picture.surface.row(10)[30] == 0x3060A0, "nothing beside it")
  }
}
