/// The menus of a window, side by side at its top. F10 opens the first.
public final class MenuBar: View {
  public static let height = 28

  public let menus: [Menu]
  private var hovered: Int?
  private var opened: Int?

  public init(_ menus: [Menu]) { self.menus = menus }

  public override func sizeThatFits(_ available: Size) -> Size { Size(width: available.width, height: Self.height) }

  private func place(of index: Int) -> Rectangle {
    let font = style.fonts.text
    let x = menus.prefix(index).reduce(4) { $0 + font.width($1.title) + 20 }
    return Rectangle(x: x, y: 2, width: font.width(menus[index].title) + 20, height: Self.height - 4)
  }

  private var openOverlay: MenuOverlay?

  public func open(_ index: Int) {
    guard let window, menus.indices.contains(index) else { return }
    window.dismissMenus()
    let place = place(of: index)
    let origin = originInWindow
    let overlay = MenuOverlay(menus[index], at: Point(x: origin.x + place.x, y: origin.y + Self.height))
    let count = menus.count
    overlay.onSide = { [unowned(unsafe) self] step in self.open((index + step + count) % count) }
    opened = index
    openOverlay = overlay
    window.present(overlay)
    setNeedsDisplay()
  }

  private var isOpen: Bool { openOverlay?.window != nil }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.fill(bounds, theme.window)
    canvas.fill(Rectangle(x: 0, y: bounds.height - 1, width: bounds.width, height: 1), theme.line)
    for (index, menu) in menus.enumerated() {
      let place = place(of: index)
      if index == opened && isOpen || index == hovered {
        canvas.fillRounded(place.insetBy(x: 1, y: 1), radius: 5, theme.hover)
      }
      canvas.text(menu.title, in: place, canvas.fonts.text, theme.text, alignment: .center)
    }
  }

  private func index(at event: PointerEvent) -> Int? {
    menus.indices.first { place(of: $0).contains(Point(x: event.x, y: event.y)) }
  }

  public override func pointerMoved(_ event: PointerEvent) {
    let index = index(at: event)
    guard index != hovered else { return }
    hovered = index
    setNeedsDisplay()
  }

  public override func pointerLeft() {
    hovered = nil
    setNeedsDisplay()
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard let index = index(at: event) else { return false }
    open(index)
    return true
  }

  /// Does what an item says whose shortcut this is.
  func performShortcut(_ event: KeyEvent) -> Bool {
    guard event.modifiers.contains(.control), case .character(let scalar) = event.key else { return false }
    let wanted = String(Character(scalar)).lowercased()
    for menu in menus {
      for item in menu.items() where item.isEnabled {
        guard let shortcut = item.shortcut, String(Character(shortcut)).lowercased() == wanted else { continue }
        item.action?()
        return true
      }
    }
    return false
  }
}
