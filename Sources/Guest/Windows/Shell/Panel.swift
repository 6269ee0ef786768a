/// The bar at the bottom: the launcher's button, a button for each window, how busy the processor is, and the time.
final class Panel: FramedLayer {
  struct Entry: Equatable {
    var window: UInt32
    var title: String
    var icon: Int
    var isActive: Bool
    var isMinimized: Bool
  }

  enum Item: Equatable {
    case launcher
    case window(UInt32)
  }

  static let height = 40
  private static let launcherWidth = 48
  private static let widestButton = 176
  private static let samples = 48

  private let fonts: Fonts
  private var picture: Bitmap
  private var entries: [Entry] = []
  private var launcherIsOpen = false
  private var hovered: Item?
  private var time = ""
  private var date = ""
  private var loads: [Int] = []

  init(screen: Rectangle, theme: Theme, fonts: Fonts) {
    self.fonts = fonts
    picture = Bitmap(width: 1, height: 1)
    super.init(frame: screen, theme: theme)
  }

  override var isFlush: Bool { true }

  func setScreen(_ screen: Rectangle) {
    frame = Rectangle(x: 0, y: screen.height - Self.height, width: screen.width, height: Self.height)
    picture = Bitmap(width: frame.width, height: frame.height)
    redraw()
  }

  override func drawSolid(_ area: Rectangle, on surface: Surface) {
    surface.copy(area, from: picture.surface, at: area.offsetBy(x: 0, y: -frame.y))
  }

  // MARK: Where things are, in the panel

  private var statusX: Int { frame.width - 84 - 16 - Self.samples - 12 }

  private var loadFrame: Rectangle { Rectangle(x: statusX, y: 0, width: Self.samples + 8, height: Self.height) }
  private var timeFrame: Rectangle { Rectangle(x: frame.width - 100, y: 0, width: 100, height: Self.height) }

  private func place(of item: Item) -> Rectangle {
    switch item {
    case .launcher: Rectangle(x: 0, y: 0, width: Self.launcherWidth, height: Self.height)
    case .window(let identifier):
      buttonFrame(entries.firstIndex { $0.window == identifier } ?? 0)
    }
  }

  private func buttonFrame(_ index: Int) -> Rectangle {
    let room = statusX - 8 - Self.launcherWidth
    let width = min(Self.widestButton, room / max(entries.count, 1))
    return Rectangle(x: Self.launcherWidth + index * width, y: 0, width: width, height: Self.height)
  }

  func item(at place: Point) -> Item? {
    let local = Point(x: place.x - frame.x, y: place.y - frame.y)
    if self.place(of: .launcher).contains(local) { return .launcher }
    guard let index = entries.indices.first(where: { buttonFrame($0).contains(local) }) else { return nil }
    return .window(entries[index].window)
  }

  private func onScreen(_ area: Rectangle) -> Rectangle { area.offsetBy(x: frame.x, y: frame.y) }

  // MARK: What changes; each says where on the screen

  func show(_ new: [Entry], launcherIsOpen isOpen: Bool) -> [Rectangle] {
    var changed: [Rectangle] = []
    if isOpen != launcherIsOpen { changed.append(place(of: .launcher)) }
    launcherIsOpen = isOpen
    if new.count != entries.count {
      // All buttons may have another width.
      entries = new
      changed.append(
        Rectangle(x: Self.launcherWidth, y: 0, width: statusX - Self.launcherWidth, height: Self.height))
    } else {
      for index in new.indices where new[index] != entries[index] { changed.append(buttonFrame(index)) }
      entries = new
    }
    for area in changed { draw(area) }
    return changed.map(onScreen)
  }

  func hover(_ place: Point?) -> [Rectangle] {
    let item = place.flatMap { self.item(at: $0) }
    guard item != hovered else { return [] }
    var changed: [Rectangle] = []
    if let hovered { changed.append(self.place(of: hovered)) }
    if let item { changed.append(self.place(of: item)) }
    hovered = item
    for area in changed { draw(area) }
    return changed.map(onScreen)
  }

  func show(time: String, date: String) -> Rectangle {
    guard time != self.time || date != self.date else { return Rectangle(x: 0, y: 0, width: 0, height: 0) }
    (self.time, self.date) = (time, date)
    draw(timeFrame)
    return onScreen(timeFrame)
  }

  func show(load: Int) -> Rectangle {
    loads.append(min(max(load, 0), 100))
    if loads.count > Self.samples { loads.removeFirst() }
    draw(loadFrame)
    return onScreen(loadFrame)
  }

  // MARK: Drawing

  func redraw() { draw(Rectangle(x: 0, y: 0, width: frame.width, height: frame.height)) }

  private func draw(_ area: Rectangle) {
    let surface = picture.surface
    surface.fill(area, theme.panel)
    surface.fill(Rectangle(x: area.x, y: 0, width: area.width, height: 1), theme.panelLine)
    let launcherPlace = place(of: .launcher)
    if !launcherPlace.intersection(area).isEmpty { drawLauncher(launcherPlace, on: surface) }
    for index in entries.indices where !buttonFrame(index).intersection(area).isEmpty { drawButton(index, on: surface) }
    if !loadFrame.intersection(area).isEmpty { drawLoad(on: surface) }
    if !timeFrame.intersection(area).isEmpty { drawTime(on: surface) }
  }

  private func drawLauncher(_ place: Rectangle, on surface: Surface) {
    let isHot = launcherIsOpen || hovered == .launcher
    if isHot { surface.fillRounded(place.insetBy(x: 6, y: 4), radius: 8, theme.hover) }
    let tile = Rectangle(x: place.x + 12, y: place.y + 8, width: 24, height: 24)
    surface.fillRounded(tile, radius: 7, from: Color(0x5FD4E6), to: Color(0x3B74E8))
    surface.draw(Emblem.bird(size: 20), x: tile.x + 2, y: tile.y + 2, Color(0xFFFFFF))
  }

  private func drawButton(_ index: Int, on surface: Surface) {
    let (entry, place) = (entries[index], buttonFrame(index))
    let face = place.insetBy(x: 2, y: 4)
    if entry.isActive {
      surface.fillRounded(face, radius: 8, theme.control)
    } else if hovered == .window(entry.window) {
      surface.fillRounded(face, radius: 8, theme.hover)
    }
    let icons = ProgramIcon.all
    icons[min(max(entry.icon, 0), icons.count - 1)].draw(on: surface, x: face.x + 8, y: 10, size: 20)
    let color = entry.isMinimized ? theme.faint : entry.isActive ? theme.text : theme.muted
    let title = fonts.text.fitted(entry.title, width: face.width - 44)
    if face.width > 64 { surface.draw(title, x: face.x + 36, y: 24, fonts.text, color) }
    if !entry.isMinimized {
      let mark = Rectangle(x: face.x + (face.width - 16) / 2, y: Self.height - 3, width: 16, height: 3)
      surface.fillRounded(mark, radius: 1, entry.isActive ? theme.accent : theme.faint)
    }
  }

  /// A graph of bars, one pixel a sample.
  private func drawLoad(on surface: Surface) {
    let graph = Rectangle(x: statusX + 4, y: 10, width: Self.samples, height: 20)
    surface.fillRounded(graph.insetBy(x: -4, y: -2), radius: 4, theme.isDark ? theme.well : theme.side)
    for (index, load) in loads.enumerated() {
      let height = max(1, load * graph.height / 100)
      let x = graph.right - loads.count + index
      surface.fill(
        Rectangle(x: x, y: graph.bottom - height, width: 1, height: height), load > 85 ? theme.warning : theme.accent)
    }
  }

  private func drawTime(on surface: Surface) {
    let right = frame.width - 16
    surface.draw(time, x: right - fonts.strong.width(time), y: 18, fonts.strong, theme.text)
    surface.draw(date, x: right - fonts.label.width(date), y: 33, fonts.label, theme.muted)
  }
}
