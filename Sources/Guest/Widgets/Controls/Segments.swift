/// One of a few choices, side by side.
public final class Segments: View {
  public let titles: [String]
  public private(set) var selection: Int
  public var action: (Int) -> Void

  public init(_ titles: [String], selection: Int = 0, action: @escaping (Int) -> Void) {
    self.titles = titles
    self.selection = selection
    self.action = action
  }

  public override var acceptsFocus: Bool { true }

  private var cellWidth: Int { titles.map { style.fonts.text.width($0) }.reduce(0, max) + 24 }

  public override func sizeThatFits(_ available: Size) -> Size {
    Size(width: cellWidth * titles.count + 4, height: Spacing.controlHeight)
  }

  private func cell(_ index: Int) -> Rectangle {
    let width = (bounds.width - 4) / max(titles.count, 1)
    return Rectangle(x: 2 + index * width, y: 2, width: width, height: bounds.height - 4)
  }

  /// Shows another choice, without telling anybody.
  public func show(_ index: Int) {
    guard index != selection, titles.indices.contains(index) else { return }
    selection = index
    setNeedsDisplay()
  }

  private func select(_ index: Int) {
    guard titles.indices.contains(index), index != selection else { return }
    show(index)
    action(index)
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.fillRounded(bounds, radius: Spacing.cornerRadius, theme.isDark ? theme.well : theme.line)
    for (index, title) in titles.enumerated() {
      let cell = cell(index)
      if index == selection { canvas.fillRounded(cell, radius: Spacing.cornerRadius - 2, theme.control) }
      canvas.text(
        title, in: cell, index == selection ? canvas.fonts.strong : canvas.fonts.text,
        index == selection ? theme.text : theme.muted, alignment: .center)
    }
    if isFocused, window?.isActive == true, window?.showsFocus == true {
      canvas.focusRing(bounds, radius: Spacing.cornerRadius)
    }
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left,
      let index = titles.indices.first(where: { cell($0).contains(Point(x: event.x, y: event.y)) })
    else { return false }
    select(index)
    return true
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .left: select(selection - 1)
    case .right: select(selection + 1)
    default: return false
    }
    return true
  }
}
