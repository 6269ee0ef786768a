/// The panel that a panic leaves on the screen, over whatever was there.
public struct PanicPanel {
  private let fonts: Fonts
  private let theme: Theme

  public init(fonts: Fonts, theme: Theme) {
    self.fonts = fonts
    self.theme = theme
  }

  private static let lineHeight = 19
  private static let padding = 32

  /// What happened, why, and then lines in letters of one width: registers and backtrace.
  public func draw(
    title: String, explanation: [String], registers: [String], backtrace: [String], on surface: Surface
  ) {
    let width = min(800, surface.width - 32)
    let fixedHeight = 128 + explanation.count * 24 + (registers.isEmpty ? 0 : 16)
    let room = max(0, (surface.height - 32 - fixedHeight) / Self.lineHeight - registers.count)
    let calls = backtrace.prefix(room)
    let height = fixedHeight + (registers.count + calls.count) * Self.lineHeight
    let panel = Rectangle(
      x: (surface.width - width) / 2, y: (surface.height - height) / 2, width: width, height: height)
    surface.tint(surface.bounds, Color(0x05070D), alpha: 150)
    surface.fillRounded(panel, radius: 20, from: Color(0x6A2A3A), to: theme.line)
    surface.fillRounded(panel.insetBy(1), radius: 19, from: Color(0x1D1724), to: theme.panelBottom)

    let (left, limit) = (panel.x + Self.padding, width - 2 * Self.padding)
    surface.fillRounded(Rectangle(x: left, y: panel.y + 34, width: 10, height: 10), radius: 5, theme.alarm)
    surface.draw("THE KERNEL STOPPED", x: left + 20, y: panel.y + 43, fonts.label, theme.alarm)
    var y = panel.y + 72
    surface.draw(fonts.body.fitted(title, width: limit), x: left, y: y, fonts.body, theme.text)
    for line in explanation {
      y += 24
      surface.draw(fonts.body.fitted(line, width: limit), x: left, y: y, fonts.body, theme.muted)
    }
    for (lines, color) in [(registers, theme.muted), (Array(calls), theme.text)] where !lines.isEmpty {
      y += 16
      for line in lines {
        y += Self.lineHeight
        surface.draw(fonts.fixed.fitted(line, width: limit), x: left, y: y, fonts.fixed, color)
      }
    }
  }
}
