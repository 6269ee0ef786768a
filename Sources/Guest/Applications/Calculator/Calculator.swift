/// A calculator that never rounds until it shows the result.
public final class Calculator: Application {
  private let sum = Label("", .text, alignment: .trailing, color: { $0.muted })
  private let result = Label("0", .title, alignment: .trailing)
  public private(set) var typed = ""
  /// Of the last sum that was finished, for going on with it.
  private var last: Rational?
  private var isFinished = false

  private static let keys = [
    "C", "(", ")", "÷", "7", "8", "9", "×", "4", "5", "6", "−", "1", "2", "3", "+", "0", ".", "%", "=",
  ]

  public override init(_ options: WindowOptions, style: Style = Style()) {
    super.init(options, style: style)
    let rows = (0..<5).map { row in
      HStack(spacing: 8) {
        (0..<4).map { column in key(Self.keys[row * 4 + column]) as View }
      }.growing(horizontally: true, vertically: true) as View
    }
    window.setContent(
      KeyView(
        VStack(spacing: 8, padding: 16) {
          VStack(spacing: 4) {
            sum
            result
          }
          Drawing(width: 1, height: 4) { _, _ in }
          rows
        }
      ) { [unowned(unsafe) self] event in self.handle(event) })
    show()
  }

  public convenience init(style: Style = Style()) {
    self.init(
      WindowOptions(
        title: "Calculator", size: Size(width: 288, height: 400), minimumSize: Size(width: 240, height: 320), icon: 6),
      style: style)
  }

  private func key(_ title: String) -> View {
    let key = CalculatorKey(title) { [unowned(unsafe) self] in self.press(title) }
    return key.growing(horizontally: true, vertically: true)
  }

  private func handle(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .enter: press("=")
    case .escape, .delete: press("C")
    case .backspace: deleteLast()
    case .character(let scalar) where event.modifiers.isSubset(of: .shift):
      switch scalar {
      case "*": press("×")
      case "/": press("÷")
      case "-": press("−")
      case "c": press("C")
      case ",": press(".")
      case "0"..."9", "+", "(", ")", ".", "%", "^", "=": press(String(Character(scalar)))
      default: return false
      }
    default: return false
    }
    return true
  }

  private func deleteLast() {
    if isFinished { typed = "" } else if !typed.isEmpty { typed.unicodeScalars.removeLast() }
    isFinished = false
    show()
  }

  /// One of the keys.
  public func press(_ key: String) {
    switch key {
    case "C":
      (typed, last, isFinished) = ("", nil, false)
    case "=":
      finish()
      return
    default:
      let isOperator = ["+", "−", "×", "÷", "^", "%"].contains(key)
      if isFinished {
        // An operator goes on with the result, a number starts afresh.
        typed = isOperator ? "Ans" : ""
        isFinished = false
      } else if typed.isEmpty, isOperator, key != "−" {
        typed = "0"
      }
      guard typed.utf8.count < 200 else { return }
      typed += key
    }
    show()
  }

  /// The result of before stands for itself in a sum.
  private func evaluated() throws(Expression.Failure) -> Rational {
    guard typed.hasPrefix("Ans"), let last else { return try Expression.evaluate(typed) }
    let rest = String(typed.unicodeScalars.dropFirst(3))
    let sign = last.numerator.isNegative ? "−" : ""
    let value = "(\(sign)\(last.numerator.magnitude.digits)÷\(last.denominator.digits))"
    return try Expression.evaluate(value + rest)
  }

  private func finish() {
    guard !typed.isEmpty, !isFinished else { return }
    do throws(Expression.Failure) {
      let value = try evaluated()
      sum.text = shown(typed) + " ="
      result.text = value.text()
      last = value
      isFinished = true
    } catch {
      result.text = Self.words(error)
    }
  }

  private func shown(_ text: String) -> String {
    guard text.hasPrefix("Ans"), let last else { return text }
    return last.text() + String(text.unicodeScalars.dropFirst(3))
  }

  private static func words(_ failure: Expression.Failure) -> String {
    switch failure {
    case .incomplete: "…"
    case .divisionByZero: "÷ 0"
    case .tooLarge: "Too large"
    case .unexpected: "?"
    }
  }

  public var shownResult: String { result.text }

  private func show() {
    sum.text = shown(typed)
    if typed.isEmpty {
      result.text = "0"
      return
    }
    // What it comes to so far, where that makes sense.
    if let value = try? evaluated() { result.text = value.text() }
  }
}

/// A view that hears all keys that nothing inside it wanted.
final class KeyView: View {
  private let content: View
  private let onKey: (KeyEvent) -> Bool

  init(_ content: View, onKey: @escaping (KeyEvent) -> Bool) {
    self.content = content
    self.onKey = onKey
    super.init()
    add(content)
  }

  override var acceptsFocus: Bool { true }
  override func layout() { content.frame = bounds }
  override func sizeThatFits(_ available: Size) -> Size { content.sizeThatFits(available) }
  override func keyPressed(_ event: KeyEvent) -> Bool { onKey(event) }
}

/// A key of the calculator: not one of the tabulator's stops, since each has a key of its own.
private final class CalculatorKey: View {
  private let title: String
  private let action: () -> Void
  private var isHovered = false
  private var isPressed = false

  init(_ title: String, action: @escaping () -> Void) {
    self.title = title
    self.action = action
  }

  override func sizeThatFits(_ available: Size) -> Size { Size(width: 48, height: 40) }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let isDigit =
      title.utf8.count == 1 && (title.utf8.first ?? 0) >= 0x30 && (title.utf8.first ?? 0) <= 0x39 || title == "."
    var (face, ink) = (isDigit ? theme.control : theme.side, isDigit ? theme.text : theme.accent)
    if title == "=" { (face, ink) = (theme.selection, theme.onSelection) }
    if isPressed {
      face = theme.isDark ? Color(0).mixed(into: face, 60) : Color(0).mixed(into: face, 24)
    } else if isHovered {
      face = theme.isDark ? Color(0xFFFFFF).mixed(into: face, 16) : Color(0x2F6BE0).mixed(into: face, 18)
    }
    canvas.fillRounded(bounds, radius: 8, face)
    if title != "=" { canvas.strokeRounded(bounds, radius: 8, theme.isDark ? theme.line : theme.controlLine) }
    canvas.text(title, in: bounds, canvas.fonts.heading, ink, alignment: .center)
  }

  override func pointerEntered() {
    isHovered = true
    setNeedsDisplay()
  }

  override func pointerLeft() {
    isHovered = false
    setNeedsDisplay()
  }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    isPressed = true
    setNeedsDisplay()
    return true
  }

  override func pointerReleased(_ event: PointerEvent) {
    guard isPressed else { return }
    isPressed = false
    setNeedsDisplay()
    if bounds.contains(Point(x: event.x, y: event.y)) { action() }
  }
}
