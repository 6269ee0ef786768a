/// Something to press: by the pointer, or by Space or Enter while it has the keyboard.
public final class Button: View {
  public var title: String { didSet { if title != oldValue { setNeedsDisplay() } } }
  public var icon: Icon? { didSet { setNeedsDisplay() } }
  /// The one that is meant: drawn in the colour of choice.
  public var isProminent = false { didSet { setNeedsDisplay() } }
  /// Without a face while nothing is over it: in tool bars.
  public var isPlain = false
  /// Whether it stays down, as the chosen tool does.
  public var isOn = false { didSet { if isOn != oldValue { setNeedsDisplay() } } }
  /// The least width.
  public var width = 0
  public var action: () -> Void

  private var isHovered = false
  private var isPressed = false

  public init(_ title: String, icon: Icon? = nil, isProminent: Bool = false, action: @escaping () -> Void) {
    self.title = title
    self.icon = icon
    self.isProminent = isProminent
    self.action = action
  }

  /// One with a picture alone, for a tool bar.
  public init(icon: Icon, action: @escaping () -> Void) {
    title = ""
    self.icon = icon
    self.action = action
    super.init()
    isPlain = true
  }

  public override var acceptsFocus: Bool { true }

  public override func sizeThatFits(_ available: Size) -> Size {
    let text = title.isEmpty ? 0 : style.fonts.text.width(title) + (icon == nil ? 24 : 16)
    return Size(width: max(text + (icon == nil ? 0 : title.isEmpty ? 28 : 24), width), height: Spacing.controlHeight)
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    var ink = isEnabled ? theme.text : theme.faint
    if isProminent, isEnabled {
      let face = isPressed ? theme.accentDeep : theme.selection
      canvas.fillRounded(
        bounds, radius: Spacing.cornerRadius, isHovered && !isPressed ? Color(0xFFFFFF).mixed(into: face, 24) : face)
      ink = theme.onSelection
    } else if !isPlain || isOn || (isHovered && isEnabled) {
      let face = isPressed || isOn ? theme.controlPressed : isHovered && isEnabled ? theme.controlHover : theme.control
      canvas.fillRounded(bounds, radius: Spacing.cornerRadius, face)
      if !isPlain { canvas.strokeRounded(bounds, radius: Spacing.cornerRadius, theme.controlLine) }
      if isOn { ink = theme.accent }
    }
    var area = bounds.insetBy(x: title.isEmpty ? 6 : 8, y: 0)
    if let icon {
      canvas.icon(icon, x: title.isEmpty ? (bounds.width - 18) / 2 : area.x, y: (bounds.height - 18) / 2, size: 18, ink)
      area = Rectangle(x: area.x + 22, y: 0, width: area.width - 22, height: area.height)
    }
    canvas.text(title, in: area, canvas.fonts.text, ink, alignment: icon == nil ? .center : .leading)
    if isFocused, window?.isActive == true, window?.showsFocus == true {
      canvas.focusRing(bounds, radius: Spacing.cornerRadius)
    }
  }

  public override func pointerEntered() {
    isHovered = true
    setNeedsDisplay()
  }

  public override func pointerLeft() {
    isHovered = false
    setNeedsDisplay()
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    isPressed = true
    setNeedsDisplay()
    return true
  }

  public override func pointerMoved(_ event: PointerEvent) {
    guard event.button == .left else { return }
    let isOver = bounds.contains(Point(x: event.x, y: event.y))
    guard isOver != isPressed else { return }
    isPressed = isOver
    setNeedsDisplay()
  }

  public override func pointerReleased(_ event: PointerEvent) {
    guard isPressed else { return }
    isPressed = false
    setNeedsDisplay()
    action()
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    guard event.key == .enter || event.key == .character(" "), event.modifiers.isSubset(of: .shift) else {
      return false
    }
    action()
    return true
  }
}

extension Color {
  /// This colour laid thinly over another.
  public func mixed(into other: Color, _ alpha: UInt32) -> Color { Color(over(other.pixel, alpha: alpha)) }
}
