import GuestGraphics
import Testing

struct FirstScreenTests {
  private let facts = MachineFacts(processor: "A processor", memory: "128 MiB", display: "1024 × 768")

  @Test func whatChangesLeavesNothingBehind() {
    let front = Picture(width: 1024, height: 768)
    let buffer = BackBuffer(front: front.surface)
    let screen = FirstScreen(buffer, fonts: Fonts(), theme: Theme(), facts: facts)
    screen.show(time: "11:11:11")
    screen.show(mouse: "ready")
    buffer.present()
    let before = front.pixels

    screen.show(time: "20:48:36")
    screen.show(mouse: "500, 400 · left")
    screen.typed.insert("x")
    screen.typed.insertLine()
    screen.typed.setCaret(false)
    buffer.movePointer(x: 500, y: 400)
    buffer.present()
    #expect(front.pixels != before)

    screen.show(time: "11:11:11")
    screen.show(mouse: "ready")
    screen.typed.deleteBackward()
    screen.typed.deleteBackward()
    screen.typed.setCaret(true)
    buffer.movePointer(x: 5000, y: 5000)
    buffer.present()
    #expect(front.pixels == before)
  }

  @Test func wallpaperHasNoBands() {
    let picture = Picture(width: 1024, height: 768)
    Wallpaper().draw(on: picture.surface)
    for y in [0, 63, 64, 400, 767] {
      let row = picture.surface.row(y)
      for x in 1..<1024 {
        let (left, right) = (Color(row[x - 1]), Color(row[x]))
        #expect(
          abs(left.red - right.red) <= 1 && abs(left.green - right.green) <= 1 && abs(left.blue - right.blue) <= 1,
          "at \(x), \(y)")
      }
    }
    #expect(Set(picture.pixels).count > 300, "lights shine")
  }

  @Test func panicPanelFitsWhateverItIsGiven() {
    let picture = Picture(width: 640, height: 480)
    let panel = PanicPanel(fonts: Fonts(), theme: Theme())
    let lines = (0..<100).map { "line \($0) " + String(repeating: "wide ", count: 40) }
    panel.draw(title: lines[0], explanation: [lines[1]], registers: lines, backtrace: lines, on: picture.surface)
    panel.draw(title: "", explanation: [], registers: [], backtrace: [], on: picture.surface)
  }
}
