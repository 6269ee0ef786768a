/// The windows to choose from while Alt is held.
final class Switcher: Card {
  struct Entry: Equatable {
    var window: UInt32
    var title: String
    var icon: Int
  }

  private static let cell = 88
  private static let padding = 16

  private let fonts: Fonts
  private var entries: [Entry] = []
  private var index = 0

  init(theme: Theme, fonts: Fonts) {
    self.fonts = fonts
    super.init(frame: Rectangle(x: 0, y: 0, width: 1, height: 1), theme: theme)
    radius = 14
  }

  var chosen: UInt32 { entries.isEmpty ? 0 : entries[index].window }

  private var columns: Int { max((frame.width - 2 * Self.padding) / Self.cell, 1) }

  func open(_ new: [Entry], in area: Rectangle) {
    entries = new
    index = 0
    let across = min(entries.count, max((area.width - 2 * Self.padding) / Self.cell, 1))
    let rows = (entries.count + across - 1) / across
    let size = Size(
      width: max(across * Self.cell, 200) + 2 * Self.padding, height: rows * Self.cell + 2 * Self.padding + 28)
    setFrame(
      Rectangle(
        x: (area.width - size.width) / 2, y: (area.height - size.height) / 2, width: size.width, height: size.height))
    draw()
  }

  func advance(by step: Int) {
    guard !entries.isEmpty else { return }
    index = (index + step + entries.count) % entries.count
    draw()
  }

  private func draw() {
    let surface = picture.surface
    surface.fill(surface.bounds, theme.bar)
    let icons = ProgramIcon.all
    let across = min(columns, entries.count)
    let left = (frame.width - across * Self.cell) / 2
    for (place, entry) in entries.enumerated() {
      let cell = Rectangle(
        x: left + place % across * Self.cell, y: Self.padding + place / across * Self.cell, width: Self.cell,
        height: Self.cell)
      if place == index {
        surface.fillRounded(cell.insetBy(2), radius: 12, theme.hover)
        surface.strokeRounded(cell.insetBy(2), radius: 12, theme.accent)
      }
      icons[min(max(entry.icon, 0), icons.count - 1)].draw(on: surface, x: cell.x + 16, y: cell.y + 16, size: 56)
    }
    guard !entries.isEmpty else { return }
    let title = fonts.strong.fitted(entries[index].title, width: frame.width - 2 * Self.padding)
    surface.draw(
      title, x: (frame.width - fonts.strong.width(title)) / 2, y: frame.height - Self.padding - 4, fonts.strong,
      theme.text)
  }
}
