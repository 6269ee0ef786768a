/// A row of a list.
public struct ListItem: Equatable {
  public var title: String
  public var icon: Icon?
  public var detail: String

  public init(_ title: String, icon: Icon? = nil, detail: String = "") {
    self.title = title
    self.icon = icon
    self.detail = detail
  }

  public static func == (one: ListItem, other: ListItem) -> Bool {
    one.title == other.title && one.detail == other.detail && one.icon?.identity == other.icon?.identity
  }
}

/// Rows, of which one may be chosen. It belongs into a ``ScrollView``.
public final class ListView: View {
  public var items: [ListItem] {
    didSet {
      if let index = selection, index >= items.count { selection = nil }
      setNeedsLayout()
      setNeedsDisplay()
    }
  }
  public private(set) var selection: Int?
  public var onSelect: ((Int) -> Void)?
  /// A double click, or Enter.
  public var onOpen: ((Int) -> Void)?
  public var onMenu: ((Int?, PointerEvent) -> Void)?
  public var background: ((Theme) -> Color)?

  private static let rowHeight = 28

  public init(_ items: [ListItem] = []) {
    self.items = items
    super.init()
  }

  public override var acceptsFocus: Bool { true }

  public override func sizeThatFits(_ available: Size) -> Size {
    Size(width: 160, height: items.count * Self.rowHeight + 8)
  }

  /// Shows another choice, without telling anybody.
  public func select(_ index: Int?) {
    guard index != selection else { return }
    selection = index
    setNeedsDisplay()
    if let index { scrollToVisible(row(index)) }
  }

  private func row(_ index: Int) -> Rectangle {
    Rectangle(x: 6, y: 4 + index * Self.rowHeight, width: bounds.width - 12, height: Self.rowHeight)
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.fill(canvas.clip, background?(theme) ?? theme.well)
    for (index, item) in items.enumerated() {
      let row = row(index)
      guard !row.intersection(canvas.clip).isEmpty else { continue }
      var ink = theme.text
      if index == selection {
        let hasKeys = isFocused && window?.isActive == true
        canvas.fillRounded(row, radius: 6, hasKeys ? theme.selection : theme.selectionInactive)
        if hasKeys { ink = theme.onSelection }
      }
      var x = row.x + 10
      if let icon = item.icon {
        let color = index == selection ? ink : theme.accent
        canvas.icon(icon, x: x - 2, y: row.y + 5, size: 18, color)
        x += 24
      }
      let area = Rectangle(x: x, y: row.y, width: row.right - x - 8, height: row.height)
      canvas.text(item.title, in: area, canvas.fonts.text, ink)
      canvas.text(
        item.detail, in: area, canvas.fonts.label, index == selection ? ink : theme.muted, alignment: .trailing)
    }
  }

  private func choose(_ index: Int) {
    guard items.indices.contains(index) else { return }
    select(index)
    scrollToVisible(row(index))
    onSelect?(index)
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    let index = items.indices.first { row($0).contains(Point(x: min(max(event.x, 6), bounds.width - 7), y: event.y)) }
    if let index { choose(index) }
    if event.button == .right {
      onMenu?(index, event)
    } else if event.button == .left, event.count == 2, let index {
      onOpen?(index)
    }
    return true
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    guard event.modifiers.isEmpty, !items.isEmpty else { return false }
    let now = selection ?? -1
    let page = max((superview?.frame.height ?? 200) / Self.rowHeight - 1, 1)
    switch event.key {
    case .up: choose(max(now - 1, 0))
    case .down: choose(min(now + 1, items.count - 1))
    case .pageUp: choose(max(now - page, 0))
    case .pageDown: choose(min(now + page, items.count - 1))
    case .home: choose(0)
    case .end: choose(items.count - 1)
    case .enter: if let selection { onOpen?(selection) }
    case .character(let scalar):
      // The next one that starts with it.
      let wanted = String(Character(scalar)).lowercased()
      let order = (1...items.count).map { (now + $0 + items.count) % items.count }
      guard let found = order.first(where: { items[$0].title.lowercased().hasPrefix(wanted) }) else { return false }
      choose(found)
    default: return false
    }
    return true
  }
}
