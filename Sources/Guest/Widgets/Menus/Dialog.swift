/// A question that must be answered before the window is of use again.
public struct Dialog {
  public var title: String
  public var message: String
  /// The last one is what Enter means; Escape means the first.
  public var buttons: [String]
  /// Where a text is asked for: what is there at first.
  public var field: String?
  /// Which button, and the text.
  public var action: (Int, String) -> Void

  public init(
    _ title: String, message: String, buttons: [String] = ["OK"], field: String? = nil,
    action: @escaping (Int, String) -> Void = { _, _ in }
  ) {
    self.title = title
    self.message = message
    self.buttons = buttons
    self.field = field
    self.action = action
  }
}

final class DialogOverlay: Overlay {
  private let dialog: Dialog
  private let stack: VStack
  private var field: TextField?
  private let meant: View?

  override var isModal: Bool { true }
  override var initialFocus: View? { field ?? meant }

  init(_ dialog: Dialog) {
    self.dialog = dialog
    let field = dialog.field.map { TextField($0, width: 300) }
    self.field = field
    var choose: ((Int) -> Void)?
    let buttons = dialog.buttons.enumerated().map { index, title in
      let button = Button(title, isProminent: index == dialog.buttons.count - 1) { choose?(index) }
      button.width = 80
      return button as View
    }
    meant = buttons.last
    stack = VStack(spacing: 8, padding: 20) {
      Label(dialog.title, .strong)
      Self.lines(dialog.message).map { Label($0, color: { $0.muted }) as View }
      if let field { field as View }
      HStack(spacing: 8) {
        Spacer()
        buttons
      }
    }
    super.init()
    add(stack)
    choose = { [unowned(unsafe) self] index in self.choose(index) }
    field?.onSubmit = { [unowned(unsafe) self] _ in self.choose(dialog.buttons.count - 1) }
    field?.selectAll()
  }

  /// Broken between words.
  private static func lines(_ text: String) -> [String] {
    var lines: [String] = [""]
    for word in text.split(separator: " ") {
      let last = lines.count - 1
      if !lines[last].isEmpty, lines[last].utf8.count + word.utf8.count + 1 > 48 {
        lines.append(String(word))
      } else {
        lines[last] += (lines[last].isEmpty ? "" : " ") + word
      }
    }
    return text.isEmpty ? [] : lines
  }

  private func choose(_ index: Int) {
    let text = field?.text ?? ""
    let action = dialog.action
    window?.dismiss(self)
    action(index, text)
  }

  override func place(in bounds: Rectangle) {
    frame = bounds
    let size = stack.sizeThatFits(bounds.size)
    let width = min(max(size.width, 300), bounds.width)
    stack.frame = Rectangle(
      x: (bounds.width - width) / 2, y: max((bounds.height - size.height) * 2 / 5, 0), width: width,
      height: size.height)
  }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.tint(bounds, Color(0), alpha: theme.isDark ? 110 : 70)
    let card = stack.frame
    canvas.surface.drawShadow(
      around: card.offsetBy(x: canvas.origin.x, y: canvas.origin.y + 6),
      except: card.insetBy(12).offsetBy(x: canvas.origin.x, y: canvas.origin.y), blur: 20, strength: theme.shadow)
    canvas.fillRounded(card, radius: 10, theme.isDark ? theme.bar : theme.well)
    canvas.strokeRounded(card, radius: 10, theme.isDark ? theme.controlLine : theme.line)
  }

  override func keyPressed(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .enter: choose(dialog.buttons.count - 1)
    case .escape: choose(0)
    case .tab: return false
    default: break
    }
    return event.key != .tab
  }
}
