/// How the desktop looks and behaves.
public final class Settings: Application {
  private let theme: Segments
  private let wallpapers = WallpaperChooser()
  private let speed: Slider
  private let modes = ListView()

  public init(style: Style = Style()) {
    var ask: ((WindowRequest) -> Void)?
    theme = Segments(["Dark", "Light"]) { ask?(.setDark($0 == 0)) }
    speed = Slider(1...9, value: 5) { ask?(.setPointerSpeed($0)) }
    super.init(
      WindowOptions(
        title: "Settings", size: Size(width: 520, height: 448), minimumSize: Size(width: 440, height: 320), icon: 5),
      style: style)
    ask = { [unowned(unsafe) self] in self.request?($0) }
    wallpapers.onChoose = { ask?(.setWallpaper($0)) }
    modes.items = Compositor.modes.map { ListItem("\($0.width) × \($0.height)") }
    modes.onOpen = { ask?(.setMode(Compositor.modes[$0])) }
    build()
  }

  private func build() {
    let useMode = Button("Use this resolution") { [unowned(unsafe) self] in
      if let index = self.modes.selection { self.request?(.setMode(Compositor.modes[index])) }
    }
    let framed = Framed(ScrollView(modes))
    framed.growsVertically = true
    window.setContent(
      VStack(spacing: 12, padding: 20) {
        Label("Appearance", .heading)
        HStack(spacing: 16) {
          Label("Theme").growing(horizontally: true, vertically: false)
          theme
        }
        wallpapers
        HStack(spacing: 16) {
          Label("Pointer speed")
          speed
        }
        Separator()
        HStack(spacing: 16) {
          Label("Display", .heading).growing(horizontally: true, vertically: false)
          useMode
        }
        framed
      })
  }

  public override func settingsChanged(_ settings: DesktopSettings) {
    theme.show(settings.isDark ? 0 : 1)
    speed.show(settings.pointerSpeed)
    wallpapers.chosen = settings.wallpaper
    for index in modes.items.indices {
      modes.items[index].detail = Compositor.modes[index] == settings.mode ? "In use" : ""
    }
    if modes.selection == nil { modes.select(Compositor.modes.firstIndex(of: settings.mode)) }
  }
}

/// A view with a line around it.
final class Framed: View {
  private let content: View
  init(_ content: View) {
    self.content = content
    super.init()
    add(content)
  }

  override func layout() { content.frame = bounds.insetBy(1) }
  override func sizeThatFits(_ available: Size) -> Size { Size(width: available.width, height: 120) }
  override func draw(on canvas: Canvas) { canvas.strokeRounded(bounds, radius: 2, canvas.theme.line) }
}

/// Small pictures of the wallpapers.
private final class WallpaperChooser: View {
  var onChoose: ((Int) -> Void)?
  var chosen = 0 { didSet { if chosen != oldValue { setNeedsDisplay() } } }
  private var pictures: [Bitmap] = []

  private static let names = ["Dusk", "Dawn", "Lights", "Plain"]
  private static let size = Size(width: 108, height: 68)

  override var acceptsFocus: Bool { true }
  override func sizeThatFits(_ available: Size) -> Size {
    Size(width: Self.names.count * (Self.size.width + 12) - 12, height: Self.size.height + 24)
  }

  private func place(_ index: Int) -> Rectangle {
    let gap = (bounds.width - Self.names.count * Self.size.width) / (Self.names.count - 1)
    return Rectangle(
      x: index * (Self.size.width + gap), y: 0, width: Self.size.width, height: Self.size.height)
  }

  private func prepare() {
    guard pictures.isEmpty else { return }
    for index in Self.names.indices {
      let picture = Bitmap(width: Self.size.width, height: Self.size.height)
      let surface = picture.surface
      switch index {
      case 0: Landscape.dusk.draw(on: surface)
      case 1: Landscape.dawn.draw(on: surface)
      case 2: Wallpaper(width: surface.width, height: surface.height).draw(on: surface)
      default: surface.fill(surface.bounds, Color(0x1A2233))
      }
      pictures.append(picture)
    }
  }

  override func draw(on canvas: Canvas) {
    prepare()
    let theme = canvas.theme
    for (index, picture) in pictures.enumerated() {
      let place = place(index)
      canvas.picture(picture.surface, x: place.x, y: place.y)
      canvas.strokeRounded(place, radius: 2, theme.line)
      if index == chosen {
        canvas.strokeRounded(place, radius: 2, theme.selection)
        canvas.strokeRounded(place.insetBy(1), radius: 2, theme.selection)
      }
      let label = Rectangle(x: place.x, y: place.bottom + 4, width: place.width, height: 18)
      canvas.text(
        Self.names[index], in: label, canvas.fonts.label, index == chosen ? theme.text : theme.muted, alignment: .center
      )
    }
  }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard let index = Self.names.indices.first(where: { place($0).contains(Point(x: event.x, y: event.y)) }) else {
      return false
    }
    onChoose?(index)
    return true
  }

  override func keyPressed(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .left: if chosen > 0 { onChoose?(chosen - 1) }
    case .right: if chosen < Self.names.count - 1 { onChoose?(chosen + 1) }
    default: return false
    }
    return true
  }
}
