import GuestApplications
import Testing

@testable import GuestWindows

/// Moving, resizing, and what the keyboard does.
struct CompositorWindowTests {
  private let screen = Bitmap(width: 640, height: 480)

  private func setUp() -> (Compositor, PlainClient) {
    let compositor = Compositor.plain(screen)
    return (compositor, PlainClient(compositor, identifier: 1))
  }

  @Test func everyEdgeAndCornerResizesAndTheOthersStay() {
    let cases: [(Edges, (Rectangle) -> Point)] = [
      (.left, { Point(x: $0.x - 2, y: $0.y + $0.height / 2) }),
      (.right, { Point(x: $0.right + 1, y: $0.y + $0.height / 2) }),
      (.top, { Point(x: $0.x + $0.width / 2, y: $0.y - 2) }),
      (.bottom, { Point(x: $0.x + $0.width / 2, y: $0.bottom + 1) }),
      ([.left, .top], { Point(x: $0.x - 1, y: $0.y - 1) }), ([.right, .top], { Point(x: $0.right, y: $0.y - 1) }),
      ([.left, .bottom], { Point(x: $0.x - 1, y: $0.bottom) }),
      ([.right, .bottom], { Point(x: $0.right, y: $0.bottom) }),
    ]
    for (edges, place) in cases {
      let (compositor, client) = setUp()
      let before = client.frame
      let from = place(before)
      compositor.move(to: from)
      #expect(compositor.cursorShape == edges.cursor, "\(edges)")
      compositor.drag(from: from, to: Point(x: from.x + 13, y: from.y + 9), now: 1000)
      var expected = before
      if edges.contains(.left) { (expected.x, expected.width) = (before.x + 13, before.width - 13) }
      if edges.contains(.right) { expected.width += 13 }
      if edges.contains(.top) { (expected.y, expected.height) = (before.y + 9, before.height - 9) }
      if edges.contains(.bottom) { expected.height += 9 }
      #expect(client.frame == expected, "\(edges)")
      // The program hears of one size at a time, and of the last in the end.
      client.collect()
      client.draw(0)
      client.collect()
      #expect(client.size == Size(width: expected.width, height: expected.height - 32))
      // Far beyond the smallest size, the other side stays.
      let inward = Point(
        x: edges.contains(.left) ? 639 : edges.contains(.right) ? 0 : from.x,
        y: edges.contains(.top) ? 430 : edges.contains(.bottom) ? 0 : from.y)
      client.draw(0)
      compositor.drag(from: place(client.frame), to: inward, now: 3000)
      if edges.contains(.left) { #expect(client.frame.right == expected.right && client.frame.width == 170) }
      if edges.contains(.top) { #expect(client.frame.bottom == expected.bottom && client.frame.height == 92) }
      if edges.contains(.right) { #expect(client.frame.x == expected.x && client.frame.width == 170) }
    }
  }

  @Test func titleBarMovesAndStaysReachable() {
    let (compositor, client) = setUp()
    let start = client.frame
    let grip = Point(x: start.x + 80, y: start.y + 12)
    compositor.drag(from: grip, to: Point(x: grip.x + 30, y: grip.y + 20), now: 1000)
    #expect(client.frame == start.offsetBy(x: 30, y: 20))
    compositor.drag(from: Point(x: client.frame.x + 80, y: client.frame.y + 12), to: Point(x: 320, y: 479), now: 3000)
    #expect(client.frame.y == 480 - 40 - 32, "the bar is above the panel")
    compositor.move(to: Point(x: client.frame.x + 80, y: client.frame.y + 12))
    compositor.mouse(left: true, now: 5000)
    compositor.mouse(dx: 3, left: true, now: 5000)
    compositor.mouse(now: 5000)
    #expect(client.frame.x == 320 - 80, "a shaking hand moves nothing")
  }

  @Test func sidesOfTheScreenTakeWindows() {
    let area = Rectangle(x: 0, y: 0, width: 640, height: 440)
    for (target, state, frame) in [
      (Point(x: 0, y: 200), GuestWindows.Window.State.left, Rectangle(x: 0, y: 0, width: 320, height: 440)),
      (Point(x: 639, y: 200), .right, Rectangle(x: 320, y: 0, width: 320, height: 440)),
      (Point(x: 300, y: 0), .maximized, area),
    ] {
      let (compositor, client) = setUp()
      let before = client.frame
      compositor.drag(from: Point(x: before.x + 80, y: before.y + 10), to: target, now: 1000)
      #expect(client.state == state && client.frame == frame)
      client.collect()
      client.draw(1)
      #expect(client.size == Size(width: frame.width, height: 408))
      // Dragged away it has its size back, under the pointer.
      compositor.drag(from: Point(x: frame.x + 100, y: 10), to: Point(x: 330, y: 150), now: 3000)
      #expect(client.state == .normal && client.frame.size == before.size)
      #expect(client.frame.contains(compositor.pointer))
    }
  }

  @Test func keysArrangeWindows() {
    let (compositor, client) = setUp()
    let before = client.frame
    func key(_ key: KeyPress.Key, _ modifiers: KeyModifiers) {
      compositor.handle(KeyEvent(key, modifiers: modifiers))
      compositor.handle(KeyEvent(key, modifiers: modifiers, isDown: false))
      client.collect()
      client.draw(2)
    }
    key(.left, .command)
    #expect(client.state == .left)
    key(.right, .command)
    #expect(client.state == .normal && client.frame == before)
    key(.up, .command)
    #expect(client.state == .maximized)
    key(.down, .command)
    #expect(client.frame == before)
    key(.function(7), .alternate)
    key(.right, [])
    key(.down, .shift)
    key(.enter, [])
    #expect(client.frame == before.offsetBy(x: 16, y: 1))
    key(.function(8), .alternate)
    key(.right, [])
    key(.escape, [])
    #expect(client.frame == before.offsetBy(x: 16, y: 1), "Escape takes it back")
    key(.function(9), .alternate)
    #expect(compositor.windows[0].isMinimized && compositor.active == nil)
    key(.character("1"), .command)
    #expect(!compositor.windows[0].isMinimized && compositor.active === compositor.windows[0])
    compositor.handle(KeyEvent(.function(4), modifiers: .alternate))
    #expect(client.collect().contains(.closeRequested(window: client.window)))
  }

  @Test func altTabGoesThroughWindowsAndEscapeStays() {
    let compositor = Compositor.plain(screen)
    let clients = (1...3).map { PlainClient(compositor, identifier: $0) }
    func tab(_ count: Int, shift: Bool = false) {
      for _ in 0..<count { compositor.handle(KeyEvent(.tab, modifiers: shift ? [.alternate, .shift] : .alternate)) }
    }
    #expect(compositor.active?.client == 3)
    tab(1)
    compositor.handle(KeyEvent(.alternate, isDown: false))
    #expect(compositor.active?.client == 2, "the one before")
    tab(2)
    compositor.handle(KeyEvent(.alternate, isDown: false))
    #expect(compositor.active?.client == 1)
    tab(1, shift: true)
    compositor.handle(KeyEvent(.alternate, isDown: false))
    #expect(compositor.active?.client == 3, "the last one from the other end")
    tab(1)
    compositor.handle(KeyEvent(.escape, modifiers: .alternate))
    compositor.handle(KeyEvent(.alternate, isDown: false))
    #expect(compositor.active?.client == 3)
    for client in clients { client.collect() }
    let keys = clients[0].events + clients[1].events
    #expect(!keys.contains { if case .key = $0 { true } else { false } }, "no window hears of it")
  }

  @Test func pressesThatAreNearInTimeAndPlaceCount() {
    let (compositor, client) = setUp()
    compositor.move(to: Point(x: client.frame.x + 50, y: client.frame.y + 70))
    func press(_ now: Int) -> Int {
      client.collect()
      compositor.mouse(left: true, now: now)
      compositor.mouse(now: now + 20)
      for case .pointer(_, let event) in client.collect() where event.action == .pressed { return event.count }
      return 0
    }
    #expect([press(1000), press(1300), press(1600), press(2100)] == [1, 2, 3, 1])
    compositor.mouse(dx: 20)
    #expect(press(2200) == 1, "elsewhere")
    #expect(press(2300) == 2)
  }

  @Test func doubleClickOnTheBarMaximizes() {
    let (compositor, client) = setUp()
    let before = client.frame
    compositor.move(to: Point(x: before.x + 80, y: before.y + 10))
    for now in [1000, 1100] {
      compositor.mouse(left: true, now: now)
      compositor.mouse(now: now + 10)
    }
    #expect(client.state == .maximized)
  }

  @Test func buttonsOfTheBar() {
    let (compositor, client) = setUp()
    func click(_ place: Point) {
      compositor.move(to: place)
      compositor.mouse(left: true, now: 5000)
      compositor.mouse(now: 5010)
    }
    let frame = client.frame
    // Pressed and let go elsewhere: nothing.
    compositor.move(to: Point(x: frame.right - 22, y: frame.y + 16))
    compositor.mouse(left: true)
    compositor.mouse(dy: 60, left: true)
    compositor.mouse()
    #expect(!client.collect().contains(.closeRequested(window: client.window)))
    click(Point(x: frame.right - 22, y: frame.y + 16))
    #expect(client.collect().contains(.closeRequested(window: client.window)))
    click(Point(x: frame.right - 58, y: frame.y + 16))
    #expect(client.state == .maximized)
    click(Point(x: 640 - 94, y: 16))
    #expect(compositor.windows[0].isMinimized)
  }

  @Test func superDragMovesAndResizesFromAnywhere() {
    let (compositor, client) = setUp()
    let before = client.frame
    compositor.handle(KeyEvent(.command, modifiers: .command))
    compositor.drag(
      from: Point(x: before.x + 100, y: before.y + 100), to: Point(x: before.x + 120, y: before.y + 110), now: 1000)
    #expect(client.frame == before.offsetBy(x: 20, y: 10))
    let middle = Point(x: client.frame.right - 20, y: client.frame.bottom - 20)
    compositor.move(to: middle)
    compositor.mouse(right: true)
    compositor.mouse(dx: 15, dy: 5, right: true)
    compositor.mouse()
    #expect(client.frame.width == before.width + 15 && client.frame.height == before.height + 5)
    compositor.handle(KeyEvent(.command, isDown: false))
    #expect(!compositor.launcher.isVisible, "Super was not alone")
  }

  @Test func launcherStartsPrograms() {
    let compositor = Compositor.plain(screen)
    compositor.handle(KeyEvent(.command, modifiers: .command))
    compositor.handle(KeyEvent(.command, isDown: false))
    #expect(compositor.launcher.isVisible)
    compositor.handle(KeyEvent(.character("t")))
    compositor.handle(KeyEvent(.enter))
    #expect(compositor.takeActions() == [.launch(1)])
    #expect(!compositor.launcher.isVisible)
  }

  @Test func anotherScreenKeepsWindowsWithinReach() {
    let (compositor, client) = setUp()
    let other = PlainClient(compositor, identifier: 2)
    compositor.setState(compositor.windows[1], .maximized)
    other.collect()
    other.draw(5)
    let large = Bitmap(width: 1280, height: 720)
    compositor.changeScreen(to: large.surface)
    #expect(other.frame == Rectangle(x: 0, y: 0, width: 1280, height: 680))
    compositor.drag(from: Point(x: 1100, y: 10), to: Point(x: 1200, y: 600), now: 1000)
    compositor.changeScreen(to: screen.surface)
    #expect(client.frame.x < 640 - 90 && other.frame.x <= 640 - 96 && other.frame.y <= 408)
    #expect(compositor.isUpToDate(screen.surface))
  }

  @Test func pointerSpeedIsExactOverTime() {
    let compositor = Compositor.plain(screen)
    var settings = compositor.settings
    settings.pointerSpeed = 2
    compositor.apply(settings)
    let before = compositor.pointer
    for _ in 0..<100 { compositor.mouse(dx: 1, dy: -1) }
    #expect(compositor.pointer == Point(x: before.x + 40, y: before.y - 40))
  }
}
