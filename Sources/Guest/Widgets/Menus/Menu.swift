/// A line of a menu.
public struct MenuItem {
  public var title: String
  /// Held with Control, it does the same as the item.
  public var shortcut: Unicode.Scalar?
  public var isEnabled: Bool
  public var isChecked: Bool
  public var action: (() -> Void)?

  public init(
    _ title: String, shortcut: Unicode.Scalar? = nil, isEnabled: Bool = true, isChecked: Bool = false,
    action: @escaping () -> Void
  ) {
    self.title = title
    self.shortcut = shortcut
    self.isEnabled = isEnabled
    self.isChecked = isChecked
    self.action = action
  }

  private init() { (title, shortcut, isEnabled, isChecked, action) = ("", nil, false, false, nil) }

  /// A line between groups.
  public static var separator: MenuItem { MenuItem() }

  var isSeparator: Bool { action == nil }
}

/// What opens from a menu bar, or at the pointer. Its items are asked for each time it opens.
public struct Menu {
  public var title: String
  public var items: () -> [MenuItem]

  public init(_ title: String = "", items: @escaping () -> [MenuItem]) {
    self.title = title
    self.items = items
  }
}

/// Over the content of a window.
class Overlay: View {
  var isModal: Bool { false }
  /// Who has the keyboard at first.
  var initialFocus: View? { nil }
  func place(in bounds: Rectangle) {}
  func closes(onPressAt place: Point) -> Bool { false }
}

/// An open menu.
final class MenuOverlay: Overlay {
  private let items: [MenuItem]
  private let wished: Point
  private var card = Rectangle(x: 0, y: 0, width: 0, height: 0)
  private var chosen: Int?
  /// Of a menu bar, to go to the menus beside.
  var onSide: ((Int) -> Void)?

  private static let itemHeight = 26
  private static let separatorHeight = 9
  private static let margin = 12

  init(_ menu: Menu, at place: Point) {
    items = menu.items()
    wished = place
  }

  override var acceptsFocus: Bool { true }

  private func height(_ item: MenuItem) -> Int { item.isSeparator ? Self.separatorHeight : Self.itemHeight }

  override func place(in bounds: Rectangle) {
    let fonts = style.fonts
    let widest = items.reduce(0) { max($0, fonts.text.width($1.title) + ($1.shortcut == nil ? 0 : 72)) }
    let size = Size(width: max(widest + 52, 140), height: items.reduce(8) { $0 + height($1) })
    card = Rectangle(
      x: max(min(wished.x, bounds.width - size.width - 4), 0),
      y: max(min(wished.y, bounds.height - size.height - 4), 0),
      width: size.width, height: size.height)
    // With room for the shadow; presses there count as outside.
    frame = card.insetBy(-Self.margin)
    card = card.offsetBy(x: -frame.x, y: -frame.y)
  }

  private func row(_ index: Int) -> Rectangle {
    let y = items.prefix(index).reduce(card.y + 4) { $0 + height($1) }
    return Rectangle(x: card.x + 4, y: y, width: card.width - 8, height: height(items[index]))
  }

  override func closes(onPressAt place: Point) -> Bool { !card.contains(place) }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let hole = card.insetBy(8)
    canvas.surface.drawShadow(
      around: card.offsetBy(x: canvas.origin.x, y: canvas.origin.y + 2),
      except: hole.offsetBy(x: canvas.origin.x, y: canvas.origin.y), blur: 9, strength: theme.shadow)
    canvas.fillRounded(card, radius: 8, theme.isDark ? theme.bar : theme.well)
    canvas.strokeRounded(card, radius: 8, theme.isDark ? theme.controlLine : theme.line)
    for index in items.indices { draw(index, on: canvas) }
  }

  private func draw(_ index: Int, on canvas: Canvas) {
    let (theme, item, row) = (canvas.theme, items[index], row(index))
    if item.isSeparator {
      canvas.fill(Rectangle(x: row.x + 6, y: row.y + 4, width: row.width - 12, height: 1), theme.line)
      return
    }
    var ink = item.isEnabled ? theme.text : theme.faint
    if index == chosen, item.isEnabled {
      canvas.fillRounded(row, radius: 5, theme.selection)
      ink = theme.onSelection
    }
    if item.isChecked { canvas.icon(.check, x: row.x + 4, y: row.y + 5, size: 16, ink) }
    let area = Rectangle(x: row.x + 24, y: row.y, width: row.width - 34, height: row.height)
    canvas.text(item.title, in: area, canvas.fonts.text, ink)
    if let shortcut = item.shortcut {
      let text = "Ctrl+" + String(Character(shortcut)).uppercased()
      canvas.text(
        text, in: area, canvas.fonts.label, index == chosen && item.isEnabled ? ink : theme.muted, alignment: .trailing)
    }
  }

  private func choose(_ index: Int?) {
    guard index != chosen else { return }
    chosen = index
    setNeedsDisplay()
  }

  private func index(at event: PointerEvent) -> Int? {
    items.indices.first { row($0).contains(Point(x: event.x, y: event.y)) && !items[$0].isSeparator }
  }

  private func perform(_ index: Int) {
    let item = items[index]
    guard item.isEnabled, let action = item.action else { return }
    window?.dismissMenus()
    action()
  }

  override func pointerMoved(_ event: PointerEvent) { choose(index(at: event)) }
  override func pointerLeft() { choose(nil) }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    choose(index(at: event))
    return true
  }

  override func pointerReleased(_ event: PointerEvent) { if let index = index(at: event) { perform(index) } }

  override func keyPressed(_ event: KeyEvent) -> Bool {
    let possible = items.indices.filter { !items[$0].isSeparator && items[$0].isEnabled }
    let now = chosen.flatMap { chosen in possible.firstIndex { $0 == chosen } }
    switch event.key {
    case .down: if !possible.isEmpty { choose(possible[now.map { ($0 + 1) % possible.count } ?? 0]) }
    case .up:
      if let last = possible.last { choose(now.map { possible[($0 + possible.count - 1) % possible.count] } ?? last) }
    case .left: onSide?(-1)
    case .right: onSide?(1)
    case .enter, .character(" "): if let chosen { perform(chosen) }
    case .escape: window?.dismissMenus()
    default: break
    }
    // While a menu is open nothing else hears of keys.
    return true
  }
}
