/// A whole number from a range, chosen by a knob on a line.
public final class Slider: View {
  public let range: ClosedRange<Int>
  public private(set) var value: Int
  public var action: (Int) -> Void
  private var isHeld = false

  public init(_ range: ClosedRange<Int>, value: Int, action: @escaping (Int) -> Void) {
    self.range = range
    self.value = min(max(value, range.lowerBound), range.upperBound)
    self.action = action
    super.init()
    growsHorizontally = true
  }

  public override var acceptsFocus: Bool { true }
  public override func sizeThatFits(_ available: Size) -> Size { Size(width: 120, height: Spacing.rowHeight) }

  private static let knob = 16

  private var span: Int { max(range.upperBound - range.lowerBound, 1) }
  private var knobX: Int { (value - range.lowerBound) * (bounds.width - Self.knob) / span }

  /// Shows another value, without telling anybody.
  public func show(_ new: Int) {
    let bounded = min(max(new, range.lowerBound), range.upperBound)
    guard bounded != value else { return }
    value = bounded
    setNeedsDisplay()
  }

  private func set(_ new: Int) {
    let before = value
    show(new)
    if value != before { action(value) }
  }

  public override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let middle = bounds.height / 2
    let line = Rectangle(x: Self.knob / 2, y: middle - 2, width: bounds.width - Self.knob, height: 4)
    canvas.fillRounded(line, radius: 2, theme.controlLine)
    canvas.fillRounded(Rectangle(x: line.x, y: line.y, width: knobX, height: 4), radius: 2, theme.selection)
    let knob = Rectangle(x: knobX, y: middle - Self.knob / 2, width: Self.knob, height: Self.knob)
    let isRinged = isFocused && window?.isActive == true && window?.showsFocus == true
    canvas.fillRounded(knob, radius: Self.knob / 2, isRinged ? theme.accent : theme.controlLine)
    canvas.fillRounded(
      knob.insetBy(isRinged ? 2 : 1), radius: Self.knob / 2 - (isRinged ? 2 : 1),
      isHeld ? Color(0xDDE4F0) : Color(0xFFFFFF))
  }

  private func follow(_ event: PointerEvent) {
    let room = max(bounds.width - Self.knob, 1)
    let place = min(max(event.x - Self.knob / 2, 0), room)
    set(range.lowerBound + (place * span + room / 2) / room)
  }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    isHeld = true
    setNeedsDisplay()
    follow(event)
    return true
  }

  public override func pointerMoved(_ event: PointerEvent) { if isHeld { follow(event) } }

  public override func pointerReleased(_ event: PointerEvent) {
    isHeld = false
    setNeedsDisplay()
  }

  public override func wheelTurned(_ event: PointerEvent) -> Bool {
    set(value - event.count)
    return true
  }

  public override func keyPressed(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .left, .down: set(value - 1)
    case .right, .up: set(value + 1)
    case .home: set(range.lowerBound)
    case .end: set(range.upperBound)
    default: return false
    }
    return true
  }
}
