/// A line of text.
public final class Label: View {
  public enum Role: Sendable { case text, strong, heading, title, caption, fixed }

  public var text: String {
    didSet {
      guard text != oldValue else { return }
      setNeedsDisplay()
      setNeedsLayout()
    }
  }
  private let role: Role
  private let alignment: TextAlignment
  private let color: ((Theme) -> Color)?

  public init(
    _ text: String, _ role: Role = .text, alignment: TextAlignment = .leading, color: ((Theme) -> Color)? = nil
  ) {
    self.text = text
    self.role = role
    self.alignment = alignment
    self.color = color
  }

  private func font(_ fonts: Fonts) -> Font {
    switch role {
    case .text: fonts.text
    case .strong: fonts.strong
    case .heading: fonts.heading
    case .title: fonts.title
    case .caption: fonts.label
    case .fixed: fonts.fixed
    }
  }

  public override func sizeThatFits(_ available: Size) -> Size {
    let font = font(style.fonts)
    return Size(width: font.width(text) + 1, height: font.lineHeight)
  }

  public override func draw(on canvas: Canvas) {
    let ink = color?(canvas.theme) ?? (role == .caption ? canvas.theme.muted : canvas.theme.text)
    canvas.text(text, in: bounds, font(canvas.fonts), ink, alignment: alignment)
  }
}
