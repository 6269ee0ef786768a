/// A program that can be started.
public struct LauncherItem: Equatable, Sendable {
  public var name: String
  /// Which of ``ProgramIcon/all``.
  public var icon: Int

  public init(name: String, icon: Int) {
    self.name = name
    self.icon = icon
  }
}

/// The menu of programs: a grid of tiles, narrowed down by typing.
final class Launcher: Card {
  enum Choice: Equatable {
    case program(Int)
    case theme
    case power
  }

  private static let columns = 4
  private static let cell = Size(width: 96, height: 96)
  private static let padding = 16
  private static let fieldHeight = 32
  private static let footHeight = 48

  private let programs: [LauncherItem]
  private let fonts: Fonts
  private var typed = ""
  private var selected: Choice?

  init(programs: [LauncherItem], theme: Theme, fonts: Fonts) {
    self.programs = programs
    self.fonts = fonts
    super.init(frame: Rectangle(x: 0, y: 0, width: 1, height: 1), theme: theme)
    radius = 12
  }

  func open(above panel: Rectangle) {
    typed = ""
    selected = programs.isEmpty ? nil : .program(0)
    let rows = max((programs.count + Self.columns - 1) / Self.columns, 1)
    let width = Self.columns * Self.cell.width + 2 * Self.padding
    let height = Self.padding + Self.fieldHeight + 12 + rows * Self.cell.height + Self.footHeight
    setFrame(Rectangle(x: panel.x + 8, y: panel.y - 8 - height, width: width, height: height))
    draw()
  }

  // MARK: Where things are, in the card

  /// The programs whose names have what was typed in them.
  private var matches: [Int] {
    programs.indices.filter { Self.contains(programs[$0].name, typed) }
  }

  /// Whether a name has a text in it, in small letters or large.
  private static func contains(_ name: String, _ text: String) -> Bool {
    let (name, text) = (Array(name.lowercased().unicodeScalars), Array(text.lowercased().unicodeScalars))
    guard name.count >= text.count else { return false }
    return (0...name.count - text.count).contains { start in
      text.indices.allSatisfy { name[start + $0] == text[$0] }
    }
  }

  private func place(of choice: Choice) -> Rectangle? {
    switch choice {
    case .program(let program):
      guard let index = matches.firstIndex(of: program) else { return nil }
      return Rectangle(
        x: Self.padding + index % Self.columns * Self.cell.width,
        y: Self.padding + Self.fieldHeight + 12 + index / Self.columns * Self.cell.height, width: Self.cell.width,
        height: Self.cell.height)
    case .theme: return Rectangle(x: frame.width - 88, y: frame.height - 40, width: 32, height: 32)
    case .power: return Rectangle(x: frame.width - 48, y: frame.height - 40, width: 32, height: 32)
    }
  }

  func choice(at place: Point) -> Choice? {
    let local = Point(x: place.x - frame.x, y: place.y - frame.y)
    let choices: [Choice] = matches.map { .program($0) } + [.theme, .power]
    return choices.first { self.place(of: $0)?.contains(local) == true }
  }

  var chosen: Choice? { selected }

  // MARK: What changes

  func hover(_ place: Point?) -> [Rectangle] {
    guard let place, let choice = choice(at: place), choice != selected else { return [] }
    selected = choice
    draw()
    return [frame]
  }

  func handle(_ event: KeyEvent) -> [Rectangle] {
    let found = matches
    var index = -1
    if case .program(let program) = selected { index = found.firstIndex(of: program) ?? -1 }
    switch event.key {
    case .left: index -= 1
    case .right, .tab: index += 1
    case .up: index -= Self.columns
    case .down: index += Self.columns
    case .backspace:
      if !typed.isEmpty { typed.unicodeScalars.removeLast() }
      index = 0
    case .character(let scalar) where typed.unicodeScalars.count < 24:
      typed.unicodeScalars.append(scalar)
      index = 0
    default: return []
    }
    let now = matches
    selected = now.isEmpty ? nil : .program(now[min(max(index, 0), now.count - 1)])
    draw()
    return [frame]
  }

  // MARK: Drawing

  private func draw() {
    let surface = picture.surface
    surface.fill(surface.bounds, theme.window)
    let field = Rectangle(
      x: Self.padding, y: Self.padding, width: frame.width - 2 * Self.padding, height: Self.fieldHeight)
    surface.fillRounded(field, radius: 8, theme.well)
    surface.strokeRounded(field, radius: 8, theme.controlLine)
    surface.draw(Icon.search.mask(size: 16), x: field.x + 9, y: field.y + 8, theme.muted)
    let text = typed.isEmpty ? "Type to search" : typed
    let end = surface.draw(
      text, x: field.x + 34, y: field.y + 21, fonts.text, typed.isEmpty ? theme.faint : theme.text)
    if !typed.isEmpty { surface.fill(Rectangle(x: end + 1, y: field.y + 9, width: 1, height: 15), theme.accent) }
    for program in matches { draw(program, on: surface) }
    if matches.isEmpty {
      let text = "No program has that name."
      surface.draw(
        text, x: (frame.width - fonts.text.width(text)) / 2, y: field.bottom + 60, fonts.text, theme.muted)
    }
    let line = frame.height - Self.footHeight
    surface.fill(Rectangle(x: 0, y: line, width: frame.width, height: Self.footHeight), theme.side)
    surface.fill(Rectangle(x: 0, y: line, width: frame.width, height: 1), theme.line)
    surface.draw("Apus", x: Self.padding + 8, y: line + 29, fonts.strong, theme.muted)
    drawFoot(.theme, theme.isDark ? .sun : .moon, on: surface)
    drawFoot(.power, .power, on: surface)
  }

  private func draw(_ program: Int, on surface: Surface) {
    guard let place = place(of: .program(program)) else { return }
    if selected == .program(program) { surface.fillRounded(place.insetBy(2), radius: 10, theme.hover) }
    let icons = ProgramIcon.all
    let item = programs[program]
    icons[min(max(item.icon, 0), icons.count - 1)].draw(on: surface, x: place.x + 24, y: place.y + 12, size: 48)
    let name = fonts.text.fitted(item.name, width: place.width - 8)
    surface.draw(
      name, x: place.x + (place.width - fonts.text.width(name)) / 2, y: place.y + 81, fonts.text, theme.text)
  }

  private func drawFoot(_ choice: Choice, _ icon: Icon, on surface: Surface) {
    guard let place = place(of: choice) else { return }
    if selected == choice { surface.fillRounded(place, radius: 8, theme.hover) }
    surface.draw(icon.mask(size: 20), x: place.x + 6, y: place.y + 6, theme.text)
  }
}
