/// A window's picture: title bar, content, corners, shadow.
final class WindowLayer: FramedLayer {
  enum Button: Int, CaseIterable { case close, maximize, minimize }

  static let barHeight = 32
  static let buttonWidth = 36

  var title = "" { didSet { barIsStale = true } }
  var icon = 0
  var isActive = false { didSet { if isActive != oldValue { barIsStale = true } } }
  var isTranslucent = false
  var isResizable = true
  var isFlushNow = false { didSet { if isFlushNow != oldValue { barIsStale = true } } }
  var hovered: Button? { didSet { if hovered != oldValue { barIsStale = true } } }
  var pressed: Button? { didSet { if pressed != oldValue { barIsStale = true } } }
  /// What the program has shown so far.
  var content: Bitmap?

  private let fonts: Fonts
  private var bar: Bitmap?
  private var barIsStale = true

  init(frame: Rectangle, theme: Theme, fonts: Fonts) {
    self.fonts = fonts
    super.init(frame: frame, theme: theme)
  }

  override var theme: Theme { didSet { barIsStale = true } }
  override var isFlush: Bool { isFlushNow }
  override var shadowStrength: UInt32 { isActive ? theme.shadow : theme.shadow * 5 / 8 }

  var barFrame: Rectangle { Rectangle(x: frame.x, y: frame.y, width: frame.width, height: Self.barHeight) }
  var contentFrame: Rectangle {
    Rectangle(x: frame.x, y: frame.y + Self.barHeight, width: frame.width, height: frame.height - Self.barHeight)
  }

  func buttonFrame(_ button: Button) -> Rectangle {
    var place = button.rawValue
    if !isResizable, button == .minimize { place -= 1 }
    return Rectangle(
      x: frame.right - 4 - (place + 1) * Self.buttonWidth, y: frame.y, width: Self.buttonWidth, height: Self.barHeight)
  }

  func button(at place: Point) -> Button? {
    buttons.first { buttonFrame($0).contains(place) }
  }

  private var buttons: [Button] { isResizable ? Button.allCases : [.close, .minimize] }

  override var solids: [Rectangle] {
    guard isTranslucent else { return super.solids }
    return super.solids.map { $0.intersection(barFrame) }.filter { !$0.isEmpty }
  }

  override func pixel(x: Int, y: Int) -> UInt32 {
    let (column, row) = (x - frame.x, y - frame.y)
    if row < Self.barHeight { return currentBar().surface.row(row)[column] }
    guard let content, column < content.width, row - Self.barHeight < content.height else { return theme.window.pixel }
    let pixel = content.surface.row(row - Self.barHeight)[column]
    return pixel & 0xFFFFFF
  }

  override func drawSolid(_ area: Rectangle, on surface: Surface) {
    let bar = area.intersection(barFrame)
    if !bar.isEmpty { surface.copy(bar, from: currentBar().surface, at: bar.offsetBy(x: -frame.x, y: -frame.y)) }
    drawContent(area.intersection(contentFrame), on: surface)
  }

  private func drawContent(_ area: Rectangle, on surface: Surface) {
    guard !area.isEmpty else { return }
    let place = contentFrame
    let filled = Rectangle(x: place.x, y: place.y, width: content?.width ?? 0, height: content?.height ?? 0)
    // Until the program has followed a new size.
    for empty in area.subtracting(filled) { surface.fill(empty, theme.window) }
    let shared = area.intersection(filled)
    if let content, !shared.isEmpty {
      surface.copy(shared, from: content.surface, at: shared.offsetBy(x: -place.x, y: -place.y))
    }
  }

  override func drawRest(_ area: Rectangle, on surface: Surface) {
    guard isTranslucent else { return super.drawRest(area, on: surface) }
    // The shadow would show through: what shines through has none.
    let bar = area.intersection(barFrame)
    for y in bar.y..<max(bar.y, bar.bottom) {
      for x in bar.x..<bar.right {
        let (row, across) = (y - frame.y, min(x - frame.x, frame.right - 1 - x))
        let fill = !isFlush && row < radius && across < radius ? UInt32(CornerMasks.mask(radius)[across, row]) : 256
        surface.row(y)[x] = Color.mix(surface.row(y)[x], pixel(x: x, y: y), fill)
      }
    }
    let place = contentFrame
    let shared = area.intersection(place)
    if let content, !shared.isEmpty {
      surface.blend(shared, from: content.surface, at: Point(x: shared.x - place.x, y: shared.y - place.y))
    }
  }

  // MARK: The title bar

  private func currentBar() -> Bitmap {
    if let bar, !barIsStale, bar.width == frame.width { return bar }
    let new = bar?.width == frame.width ? bar! : Bitmap(width: frame.width, height: Self.barHeight)
    drawBar(on: new.surface)
    bar = new
    barIsStale = false
    return new
  }

  private func drawBar(on surface: Surface) {
    let color = isActive ? theme.bar : theme.barInactive
    surface.fill(surface.bounds, color)
    if theme.isDark {
      // A little light from above.
      let shine = Color(0xFFFFFF).over(color.pixel, alpha: 18)
      surface.fill(Rectangle(x: 0, y: 0, width: frame.width, height: 1), Color(shine))
    }
    surface.fill(Rectangle(x: 0, y: Self.barHeight - 1, width: frame.width, height: 1), theme.line)
    let icons = ProgramIcon.all
    icons[min(max(icon, 0), icons.count - 1)].draw(on: surface, x: 10, y: 8, size: 16)
    let room = frame.width - 34 - buttons.count * Self.buttonWidth - 12
    surface.draw(
      fonts.strong.fitted(title, width: max(room, 0)), x: 34, y: 21, fonts.strong, isActive ? theme.text : theme.faint)
    for button in buttons { draw(button, on: surface) }
  }

  private func draw(_ button: Button, on surface: Surface) {
    let frame = buttonFrame(button).offsetBy(x: -self.frame.x, y: -self.frame.y)
    let isHot = hovered == button || pressed == button
    let circle = Rectangle(x: frame.x + 6, y: frame.y + 4, width: 24, height: 24)
    var ink = isActive ? theme.muted : theme.faint
    if isHot {
      let face = button == .close ? theme.alarm : pressed == button ? theme.controlPressed : theme.controlHover
      surface.fillRounded(circle, radius: 12, face)
      ink = button == .close ? Color(0xFFFFFF) : theme.text
    }
    let picture: Icon =
      switch button {
      case .close: .close
      case .maximize: isFlush ? .restore : .maximize
      case .minimize: .minimize
      }
    surface.draw(picture.mask(size: 20), x: circle.x + 2, y: circle.y + 2, ink)
  }
}
