import GuestGraphics
import RandomInput
import Testing

struct DamageTests {
  /// Random rectangles: everything damaged is handed out, once, and nothing outside the picture.
  @Test(arguments: [21, 22, 23, 24, 25] as [UInt64])
  func coversWhatWasAddedWithoutOverlap(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let bounds = Rectangle(x: 0, y: 0, width: 60, height: 40)
    var damage = Damage(bounds: bounds)
    for round in 0..<40 {
      var wanted = Set<Int>()
      for _ in 0..<Int.random(in: 0...20, using: &random) {
        let rectangle = Rectangle(
          x: Int.random(in: -10...65, using: &random), y: Int.random(in: -10...45, using: &random),
          width: Int.random(in: -2...12, using: &random), height: Int.random(in: -2...12, using: &random))
        damage.add(rectangle)
        wanted.formUnion(pixels(rectangle.intersection(bounds)))
      }
      var seen = Set<Int>()
      for rectangle in damage.take() {
        #expect(rectangle.intersection(bounds) == rectangle)
        let part = pixels(rectangle)
        #expect(seen.isDisjoint(with: part), "seed \(seed), round \(round): shown twice")
        seen.formUnion(part)
      }
      #expect(seen.isSuperset(of: wanted), "seed \(seed), round \(round): not shown")
    }
  }

  private func pixels(_ rectangle: Rectangle) -> [Int] {
    guard !rectangle.isEmpty else { return [] }
    return (rectangle.y..<rectangle.bottom).flatMap { y in (rectangle.x..<rectangle.right).map { y * 1000 + $0 } }
  }
}
