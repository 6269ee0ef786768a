/// What the machine says about itself on the first screen.
public struct MachineFacts {
  public var processor: String
  public var memory: String
  public var display: String

  public init(processor: String, memory: String, display: String) {
    self.processor = processor
    self.memory = memory
    self.display = display
  }
}

/// The picture that the machine starts with: a card in the middle, with what the machine is, what time it is, and a
/// place to type. It is laid out on a grid of eight pixels, for 1024 by 768, and centred on anything else.
public final class FirstScreen {
  private let buffer: BackBuffer
  private let fonts: Fonts
  private let theme: Theme
  private let card: Rectangle

  public let typed: TextArea
  private let clock: Label
  private let date: Label
  private let uptime: Label
  private let mouse: Label
  private let keyboard: Label

  static let padding = 40
  static let columnWidth = 320

  public init(_ buffer: BackBuffer, fonts: Fonts, theme: Theme, facts: MachineFacts) {
    self.buffer = buffer
    self.fonts = fonts
    self.theme = theme
    let size = (width: 736, height: 560)
    let surface = buffer.surface
    let card = Rectangle(
      x: (surface.width - size.width) / 2, y: (surface.height - size.height) / 2 - 4, width: size.width,
      height: size.height)
    self.card = card

    Wallpaper().draw(on: surface)
    Self.drawCard(card, on: surface, theme)
    Self.drawHeader(card, on: surface, fonts, theme)

    let (left, right) = (card.x + Self.padding, card.right - Self.padding)
    clock = Label(
      buffer, x: right, baseline: card.y + 78, width: 220, font: fonts.clock, color: theme.text, alignment: .right)
    date = Label(
      buffer, x: right, baseline: card.y + 104, width: 220, font: fonts.body, color: theme.muted, alignment: .right)

    /// A cell of the grid of facts: its name above, what it says below.
    func fact(_ name: String, column: Int, row: Int) -> Label {
      let (x, y) = (left + column * (Self.columnWidth + 16), card.y + 164 + row * 56)
      surface.draw(name, x: x, y: y, fonts.label, theme.faint)
      return Label(buffer, x: x, baseline: y + 22, width: Self.columnWidth, font: fonts.body, color: theme.text)
    }
    fact("PROCESSOR", column: 0, row: 0).show(facts.processor)
    fact("MEMORY", column: 1, row: 0).show(facts.memory)
    fact("DISPLAY", column: 0, row: 1).show(facts.display)
    uptime = fact("UPTIME", column: 1, row: 1)
    mouse = fact("MOUSE", column: 0, row: 2)
    keyboard = fact("KEYBOARD", column: 1, row: 2)

    typed = TextArea(
      buffer, frame: Rectangle(x: left, y: card.y + 336, width: right - left, height: 156), font: fonts.fixed,
      theme: theme, placeholder: "Type something")
    surface.draw(
      "The log is on the serial port.", x: left, y: card.bottom - 28, fonts.label, theme.faint)
    let hint = "panic=KIND · test · exit · still"
    surface.draw(hint, x: right - fonts.label.width(hint), y: card.bottom - 28, fonts.label, theme.faint)
    buffer.damaged(surface.bounds)
  }

  private static func drawCard(_ card: Rectangle, on surface: Surface, _ theme: Theme) {
    surface.drawShadow(
      around: Rectangle(x: card.x, y: card.y + 14, width: card.width, height: card.height),
      except: card.insetBy(20), blur: 44, strength: 150)
    surface.fillRounded(card, radius: 20, from: Color(0x33405E), to: theme.line)
    surface.fillRounded(card.insetBy(1), radius: 19, from: theme.panelTop, to: theme.panelBottom)
  }

  private static func drawHeader(_ card: Rectangle, on surface: Surface, _ fonts: Fonts, _ theme: Theme) {
    let (left, top) = (card.x + padding, card.y + padding)
    let tile = Rectangle(x: left, y: top, width: 64, height: 64)
    surface.fillRounded(tile, radius: 16, from: theme.accent, to: theme.accentDeep)
    surface.draw(Emblem.bird(size: 56), x: tile.x + 4, y: tile.y + 4, Color(0xFFFFFF))
    surface.draw("Apus", x: left + 84, y: top + 30, fonts.title, theme.text)
    surface.draw("A kernel written in Swift", x: left + 85, y: top + 58, fonts.body, theme.muted)
    surface.fill(
      Rectangle(x: left, y: card.y + 132, width: card.width - 2 * padding, height: 1), theme.line)
  }

  public func show(time: String) { clock.show(time) }
  public func show(date text: String) { date.show(text) }
  public func show(uptime text: String) { uptime.show(text) }
  public func show(mouse text: String) { mouse.show(text) }
  public func show(keyboard text: String) { keyboard.show(text) }
}
