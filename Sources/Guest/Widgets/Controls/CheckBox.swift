/// A choice between yes and no.
public final class CheckBox: View {
  public let title: String
  public var isOn: Bool { didSet { if isOn != oldValue { setNeedsDisplay() } } }
  public var action: (Bool) -> Void
  private var isPressed = false

  public init(_ title: String, isOn: Bool = false, action: @escaping (Bool) -> Void) {
    self.title = title
    self.isOn = isOn
    self.action = action
  }

  public override var acceptsFocus: Bool { true }

  public override func sizeThatFits(_ available: Size) -> Size {
    Size(width: 26 + style.fonts.text.width(title) + 4, height: Spacing.rowHeight)
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let box = Rectangle(x: 1, y: (bounds.height - 16) / 2, width: 16, height: 16)
    if isOn {
      canvas.fillRounded(box, radius: 4, isEnabled ? theme.selection : theme.faint)
      canvas.icon(.check, x: box.x, y: box.y, size: 16, theme.onSelection)
    } else {
      canvas.fillRounded(box, radius: 4, isPressed ? theme.controlPressed : theme.control)
      canvas.strokeRounded(box, radius: 4, theme.controlLine)
    }
    if isFocused, window?.isActive == true, window?.showsFocus == true {
      canvas.strokeRounded(box.insetBy(-1), radius: 5, theme.accent)
    }
    let area = Rectangle(x: 26, y: 0, width: bounds.width - 26, height: bounds.height)
    canvas.text(title, in: area, canvas.fonts.text, isEnabled ? theme.text : theme.faint)
  }

  private func toggle() {
    isOn.toggle()
    action(isOn)
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    isPressed = true
    setNeedsDisplay()
    return true
  }

  public override func pointerReleased(_ event: PointerEvent) {
    isPressed = false
    setNeedsDisplay()
    if bounds.contains(Point(x: event.x, y: event.y)) { toggle() }
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    guard event.key == .character(" ") || event.key == .enter else { return false }
    toggle()
    return true
  }
}
