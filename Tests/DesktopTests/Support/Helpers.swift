import DesktopSimulation
import GuestApplications

extension Surface {
  var values: [UInt32] { (0..<height).flatMap { y in (0..<width).map { row(y)[$0] } } }
}

/// A window whose program is the test itself.
final class PlainClient {
  let compositor: Compositor
  let identifier: ClientIdentifier
  private(set) var window: UInt32 = 0
  private(set) var size = Size(width: 0, height: 0)
  private(set) var events: [WindowEvent] = []
  private var pictures: [Bitmap] = []

  init(
    _ compositor: Compositor, identifier: ClientIdentifier, width: Int = 200, height: Int = 120,
    color: UInt32 = 0x336699,
    isTranslucent: Bool = false
  ) {
    self.compositor = compositor
    self.identifier = identifier
    let options = WindowOptions(
      title: "Client \(identifier)", size: Size(width: width, height: height),
      minimumSize: Size(width: 170, height: 60),
      isTranslucent: isTranslucent)
    compositor.handle(.create(options), from: identifier)
    collect()
    guard case .created(let window, let size)? = events.last else { return }
    (self.window, self.size) = (window, size)
    draw(color)
  }

  /// Attaches memory of the size that was asked for last, all of one colour.
  func draw(_ color: UInt32) {
    let picture = Bitmap(width: size.width, height: size.height)
    picture.surface.fill(picture.surface.bounds, Color(color))
    pictures = [picture]
    let buffer = SharedBuffer(
      base: UnsafeMutableRawPointer(picture.surface.pixels), byteCount: size.width * size.height * 4)
    compositor.handle(
      .attach(window: window, width: size.width, height: size.height, stride: size.width), from: identifier,
      buffer: buffer)
    compositor.handle(.damage(window: window, picture.surface.bounds), from: identifier)
  }

  var surface: Surface { pictures[0].surface }

  @discardableResult
  func collect() -> [WindowEvent] {
    let new = compositor.takeDeliveries().filter { $0.client == identifier }.map { $0.event }
    events += new
    for event in new { if case .configure(_, let size) = event { self.size = size } }
    return new
  }

  var frame: Rectangle { compositor.windows.first { $0.identifier == window }!.frame }
  var state: GuestWindows.Window.State { compositor.windows.first { $0.identifier == window }!.state }
}

extension Compositor {
  static func plain(width: Int = 640, height: Int = 480, _ screen: Bitmap) -> Compositor {
    Compositor(
      front: screen.surface, settings: DesktopSettings(wallpaper: 3, mode: screen.surface.bounds.size),
      programs: [LauncherItem(name: "One", icon: 0), LauncherItem(name: "Two", icon: 1)])
  }

  func mouse(dx: Int = 0, dy: Int = 0, wheel: Int = 0, left: Bool = false, right: Bool = false, now: Int = 0) {
    handle(MouseReport(dx: dx, dy: dy, wheel: wheel, left: left, right: right, middle: false), now: now)
  }

  func move(to place: Point, left: Bool = false, right: Bool = false, now: Int = 0) {
    mouse(dx: place.x - pointer.x, dy: place.y - pointer.y, left: left, right: right, now: now)
  }

  func drag(from: Point, to: Point, now: Int) {
    move(to: from, now: now)
    mouse(left: true, now: now)
    move(to: Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2), left: true, now: now)
    move(to: to, left: true, now: now)
    mouse(now: now)
  }

  /// Whether the screen shows what it would if all of it were drawn anew.
  func isUpToDate(_ screen: Surface) -> Bool {
    present()
    let before = screen.values
    changeNothingButDrawAll()
    present()
    return before == screen.values
  }
}
