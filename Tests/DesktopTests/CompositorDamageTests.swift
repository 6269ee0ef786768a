import GuestApplications
import RandomInput
import Testing

@testable import GuestWindows

extension Compositor {
  func changeNothingButDrawAll() { damage(front.bounds) }
}

/// What is drawn and copied, and that it is enough.
struct CompositorDamageTests {
  /// Whatever happens, the screen is the same as if all of it had been drawn.
  @Test(arguments: [1, 2, 3, 4, 5, 6] as [UInt64])
  func nothingIsForgotten(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let screen = Bitmap(width: 480, height: 360)
    let compositor = Compositor.plain(screen)
    var clients: [PlainClient] = []
    var next: ClientIdentifier = 1
    var now = 0
    func key(_ key: KeyPress.Key, _ modifiers: KeyModifiers) {
      compositor.handle(KeyEvent(key, modifiers: modifiers))
      compositor.handle(KeyEvent(key, modifiers: modifiers, isDown: false))
    }
    for step in 0..<250 {
      now += Int.random(in: 10...500, using: &random)
      switch Int.random(in: 0..<16, using: &random) {
      case 0 where clients.count < 6:
        clients.append(
          PlainClient(
            compositor, identifier: next, width: Int.random(in: 100...500, using: &random),
            height: Int.random(in: 40...400, using: &random), color: UInt32.random(in: 0...0xFFFFFF, using: &random),
            isTranslucent: Bool.random(using: &random)))
        next += 1
      case 1 where clients.count > 2:
        let client = clients.remove(at: Int.random(in: clients.indices, using: &random))
        if Bool.random(using: &random) {
          compositor.clientEnded(client.identifier)
        } else {
          compositor.handle(.close(window: client.window), from: client.identifier)
        }
      case 2:
        for client in clients {
          client.collect()
          client.draw(UInt32.random(in: 0...0xFFFF_FFFF, using: &random) | 0x4000_0000)
        }
      case 3: key([.left, .right, .up, .down].randomElement(using: &random)!, .command)
      case 4: key([.function(9), .function(10), .function(5)].randomElement(using: &random)!, .alternate)
      case 5: key(.character("d"), .command)
      case 6:
        compositor.handle(KeyEvent(.command))
        compositor.handle(KeyEvent(.command, isDown: false))
      case 7:
        compositor.handle(KeyEvent(.tab, modifiers: .alternate))
        if Bool.random(using: &random) { compositor.handle(KeyEvent(.alternate, isDown: false)) }
      case 8: compositor.show(load: Int.random(in: 0...100, using: &random))
      case 9: compositor.show(time: "12:\(Int.random(in: 10...59, using: &random))", date: "Sun 2 Jan")
      case 10: key([.character("o"), .backspace, .down, .escape].randomElement(using: &random)!, [])
      case 11:
        var settings = compositor.settings
        settings.isDark = Bool.random(using: &random)
        compositor.apply(settings)
      default:
        let modifiers: KeyModifiers = Int.random(in: 0..<4, using: &random) == 0 ? .command : []
        compositor.modifiers = modifiers
        compositor.drag(
          from: Point(x: Int.random(in: 0..<480, using: &random), y: Int.random(in: 0..<360, using: &random)),
          to: Point(x: Int.random(in: 0..<480, using: &random), y: Int.random(in: 0..<360, using: &random)), now: now)
        compositor.modifiers = []
      }
      _ = compositor.takeActions()
      #expect(compositor.isUpToDate(screen.surface), "seed \(seed), step \(step)")
    }
  }

  @Test func pointerComposesNothing() {
    let screen = Bitmap(width: 640, height: 480)
    let compositor = Compositor.plain(screen)
    let client = PlainClient(compositor, identifier: 1)
    compositor.present()
    compositor.statistics = Compositor.Statistics()
    // Over the content, where nothing changes below it.
    compositor.move(to: Point(x: client.frame.x + 60, y: client.frame.y + 80))
    compositor.present()
    compositor.statistics = Compositor.Statistics()
    compositor.mouse(dx: 3, dy: 2)
    compositor.present()
    #expect(compositor.statistics.composedPixels == 0)
    #expect(compositor.statistics.copiedPixels <= 35 * 34, "its picture before and after")
    compositor.present()
    #expect(compositor.statistics.frames == 1, "nothing changed since")
  }

  @Test func damageOfAWindowIsAllThatIsDrawn() {
    let screen = Bitmap(width: 640, height: 480)
    let compositor = Compositor.plain(screen)
    let client = PlainClient(compositor, identifier: 1)
    compositor.move(to: Point(x: 5, y: 5))
    compositor.present()
    compositor.statistics = Compositor.Statistics()
    client.surface.fill(Rectangle(x: 10, y: 20, width: 8, height: 16), Color(0xFF0000))
    compositor.handle(.damage(window: client.window, Rectangle(x: 10, y: 20, width: 8, height: 16)), from: 1)
    compositor.present()
    #expect(compositor.statistics == Compositor.Statistics(composedPixels: 128, copiedPixels: 128, frames: 1))
    #expect(screen.surface.row(client.frame.y + 32 + 25)[client.frame.x + 12] == 0xFF0000)
  }

  @Test func whatIsHiddenIsNotShownAndCostsNothingBelow() {
    let screen = Bitmap(width: 640, height: 480)
    let compositor = Compositor.plain(screen)
    let below = PlainClient(compositor, identifier: 1)
    let above = PlainClient(compositor, identifier: 2, width: 500, height: 400, color: 0x00FF00)
    compositor.present()
    let before = screen.surface.values
    below.surface.fill(below.surface.bounds, Color(0xFF0000))
    compositor.handle(.damage(window: below.window, below.surface.bounds), from: 1)
    compositor.present()
    #expect(above.frame.contains(below.frame))
    #expect(screen.surface.values == before)
  }

  /// What a program draws without saying so is never seen, however windows move.
  @Test func unfinishedPicturesAreNotSeen() {
    let screen = Bitmap(width: 640, height: 480)
    let compositor = Compositor.plain(screen)
    let client = PlainClient(compositor, identifier: 1, color: 0x00AA00)
    compositor.present()
    client.surface.fill(client.surface.bounds, Color(0xFF0000))
    compositor.drag(
      from: Point(x: client.frame.x + 80, y: client.frame.y + 10), to: Point(x: 320, y: 60), now: 1000)
    compositor.present()
    #expect(!screen.surface.values.contains(0xFF0000))
    #expect(screen.surface.row(client.frame.y + 60)[client.frame.x + 100] == 0x00AA00)
  }
}
