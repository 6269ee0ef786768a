/// Puts windows on a screen: their order, their frames, who has the keyboard, and what of the picture changed.
///
/// It knows no hardware, no process and no clock. What people do and what programs ask comes in by calls; what programs are
/// to be told, and what the system is to do, is collected until somebody takes it. Time is passed in, in milliseconds from
/// any start.
public final class Compositor {
  /// What the system around the compositor is to do.
  public enum Action: Equatable, Sendable {
    /// Start the program with this place in the list that the launcher shows.
    case launch(Int)
    /// Set the display to a size, and call ``changeScreen(to:)``.
    case setMode(Size)
    case powerOff
  }

  /// An event, and whom it is for.
  public struct Delivery: Equatable, Sendable {
    public var client: ClientIdentifier
    public var event: WindowEvent
  }

  /// How much work the screen was.
  public struct Statistics: Equatable, Sendable {
    /// Pixels of the back buffer that were composed anew.
    public var composedPixels = 0
    /// Pixels that were copied to the screen.
    public var copiedPixels = 0
    /// How often something was copied.
    public var frames = 0
  }

  /// No window and no screen is wider or higher.
  public static let largestSide = 4096
  public static let windowsPerClient = 16
  public static let modes = [
    Size(width: 640, height: 480), Size(width: 800, height: 600), Size(width: 1024, height: 768),
    Size(width: 1280, height: 720), Size(width: 1280, height: 1024), Size(width: 1600, height: 900),
    Size(width: 1920, height: 1080),
  ]

  // MARK: The screen
  var front: Surface
  var back: Bitmap
  var wallpaper: Bitmap
  var sceneDamage: Damage
  var frontDamage: Damage
  var scene: [Layer] = []
  public var statistics = Statistics()
  let fonts: Fonts
  public internal(set) var settings: DesktopSettings
  var theme: Theme { settings.isDark ? .dark : .light }

  // MARK: Windows, from the lowest to the highest
  public internal(set) var windows: [Window] = []
  public internal(set) var active: Window?
  var nextIdentifier: UInt32 = 1
  var placed = 0
  var clipboard = ""
  public private(set) var deliveries: [Delivery] = []
  var actions: [Action] = []

  // MARK: The shell
  let panel: Panel
  let launcher: Launcher
  let switcher: Switcher
  let veil: Veil

  // MARK: Pointer and keys
  public internal(set) var pointer: Point
  var pointerFraction = Point(x: 0, y: 0)
  /// Where the pointer is laid over what is below it.
  let scratch = Bitmap(width: CursorPicture.size, height: CursorPicture.size)
  var cursors: [CursorPicture?] = CursorShape.allCases.map { _ in nil }
  public internal(set) var cursorShape = CursorShape.arrow
  var buttons: PointerButtons = []
  var grab = Grab.none
  var hoveredWindow: Window?
  var lastPress: Press?
  var modifiers: KeyModifiers = []
  var keyMode = KeyMode.none
  /// Whether Super went down and nothing else since.
  var commandIsAlone = false

  public init(front: Surface, settings: DesktopSettings, programs: [LauncherItem], fonts: Fonts = Fonts()) {
    self.front = front
    self.fonts = fonts
    self.settings = settings
    self.settings.mode = front.bounds.size
    back = Bitmap(width: front.width, height: front.height)
    wallpaper = Bitmap(width: front.width, height: front.height)
    sceneDamage = Damage(bounds: front.bounds)
    frontDamage = Damage(bounds: front.bounds)
    pointer = Point(x: front.width / 2, y: front.height / 2)
    let theme: Theme = settings.isDark ? .dark : .light
    panel = Panel(screen: front.bounds, theme: theme, fonts: fonts)
    launcher = Launcher(programs: programs, theme: theme, fonts: fonts)
    switcher = Switcher(theme: theme, fonts: fonts)
    veil = Veil(frame: front.bounds)
    veil.isVisible = false
    launcher.isVisible = false
    switcher.isVisible = false
    changeScreen(to: front)
  }

  /// What is not the panel's.
  public var workArea: Rectangle {
    Rectangle(x: 0, y: 0, width: front.width, height: front.height - Panel.height)
  }

  /// From now on the picture is shown here; another size arranges the windows anew.
  public func changeScreen(to new: Surface) {
    front = new
    settings.mode = new.bounds.size
    back = Bitmap(width: new.width, height: new.height)
    wallpaper = Bitmap(width: new.width, height: new.height)
    sceneDamage = Damage(bounds: new.bounds)
    frontDamage = Damage(bounds: new.bounds)
    drawWallpaper()
    pointer = Point(x: min(pointer.x, new.width - 1), y: min(pointer.y, new.height - 1))
    endGrab()
    closeShell()
    panel.setScreen(new.bounds)
    for window in windows { arrange(window) }
    updatePanel()
    updateScene()
    damage(new.bounds)
    tellSettings()
  }

  private func drawWallpaper() {
    switch settings.wallpaper {
    case 1: Landscape.dawn.draw(on: wallpaper.surface)
    case 2: Wallpaper(width: wallpaper.width, height: wallpaper.height).draw(on: wallpaper.surface)
    case 3: wallpaper.surface.fill(wallpaper.surface.bounds, theme.isDark ? Color(0x1A2233) : Color(0x8FA9C4))
    default: Landscape.dusk.draw(on: wallpaper.surface)
    }
  }

  func damage(_ area: Rectangle) { sceneDamage.add(area) }

  /// After windows or their order changed.
  func updateScene() {
    scene = windows.filter { $0.layer.isVisible && !$0.isMinimized }.map { $0.layer }
    if veil.isVisible { scene.insert(veil, at: max(scene.count - 1, 0)) }
    scene.append(panel)
    if launcher.isVisible { scene.append(launcher) }
    if switcher.isVisible { scene.append(switcher) }
  }

  // MARK: What others are to be told

  func deliver(_ event: WindowEvent, to client: ClientIdentifier) {
    // A program that is busy does not need to hear of every step of the pointer.
    if case .pointer(let window, let new) = event, new.action == .moved, let last = deliveries.indices.last,
      deliveries[last].client == client, case .pointer(window, let old) = deliveries[last].event, old.action == .moved
    {
      deliveries[last].event = event
    } else {
      deliveries.append(Delivery(client: client, event: event))
    }
  }

  /// Hands out what programs are to be told.
  public func takeDeliveries() -> [Delivery] {
    let all = deliveries
    deliveries.removeAll(keepingCapacity: true)
    return all
  }

  /// Hands out what the system is to do.
  public func takeActions() -> [Action] {
    let all = actions
    actions.removeAll()
    return all
  }

  // MARK: Settings

  public func apply(_ new: DesktopSettings) {
    let old = settings
    settings.isDark = new.isDark
    settings.wallpaper = min(max(new.wallpaper, 0), 3)
    settings.pointerSpeed = min(max(new.pointerSpeed, 1), 9)
    guard settings != old else { return }
    if settings.wallpaper != old.wallpaper || settings.isDark != old.isDark {
      drawWallpaper()
      for layer in windows.map({ $0.layer }) + [panel, launcher, switcher] as [FramedLayer] { layer.theme = theme }
      panel.redraw()
      damage(front.bounds)
    }
    tellSettings()
  }

  func tellSettings() {
    var told: [ClientIdentifier] = []
    for window in windows where !told.contains(window.client) {
      told.append(window.client)
      deliver(.settings(settings), to: window.client)
    }
  }

  /// A new second, or a new sample of how busy the processor is, 0 to 100.
  public func show(time: String, date: String) { damage(panel.show(time: time, date: date)) }
  public func show(load: Int) { damage(panel.show(load: load)) }
}
