/// The time, by hands and in figures, and the date.
public final class ClockWindow: Application {
  private let system: any SystemService
  private let face = ClockFace()
  private let time = Label("", .title, alignment: .center)
  private let date = Label("", .text, alignment: .center, color: { $0.muted })

  public init(_ system: any SystemService, style: Style = Style()) {
    self.system = system
    super.init(
      WindowOptions(
        title: "Clock", size: Size(width: 280, height: 360), minimumSize: Size(width: 200, height: 260), icon: 7),
      style: style)
    window.setContent(
      VStack(spacing: 4, padding: 20) {
        face.growing()
        Drawing(width: 1, height: 8) { _, _ in }
        time
        date
      })
  }

  public override var tickInterval: Int? { 200 }

  public override func tick(now: Int) {
    let seconds = system.time()
    let (day, second) = (seconds / 86400, seconds % 86400)
    face.second = second
    time.text = TimeText.clock(secondOfDay: second)
    date.text = TimeText.date(days: day)
  }
}

private final class ClockFace: View {
  var second = 0 { didSet { if second != oldValue { setNeedsDisplay() } } }

  override func sizeThatFits(_ available: Size) -> Size { Size(width: 200, height: 200) }

  /// Sines of multiples of 6°, of 1024.
  private static let sines = [
    0, 107, 213, 316, 416, 512, 602, 685, 761, 828, 887, 935, 974, 1002, 1018, 1024,
  ]

  /// Of sixtieths of a turn; clockwise from the top.
  private static func direction(_ place: Int) -> (x: Int, y: Int) {
    func sine(_ place: Int) -> Int {
      let place = (place % 60 + 60) % 60
      switch place {
      case 0...15: return sines[place]
      case 16...30: return sines[30 - place]
      case 31...45: return -sines[place - 30]
      default: return -sines[60 - place]
      }
    }
    return (sine(place), -sine(place + 15))
  }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    let size = min(bounds.width, bounds.height) & ~1
    let frame = Rectangle(x: (bounds.width - size) / 2, y: (bounds.height - size) / 2, width: size, height: size)
    canvas.fillRounded(frame, radius: size / 2, from: theme.controlLine, to: theme.line)
    canvas.fillRounded(
      frame.insetBy(2), radius: size / 2 - 2, from: theme.isDark ? theme.bar : theme.well,
      to: theme.isDark ? theme.well : theme.side)
    // All marks and hands of one colour are one mask.
    let radius = size * 32
    func place(_ sixtieth: Int, _ permille: Int) -> Outline.Point {
      let (x, y) = Self.direction(sixtieth)
      return Outline.Point(
        x: size * 32 + x * radius / 1024 * permille / 1000, y: size * 32 + y * radius / 1024 * permille / 1000)
    }
    func line(_ sixtieth: Int, from: Int, to: Int, width: Int, _ color: Color) {
      var outline = Outline()
      outline.line(to: place(sixtieth, from))
      outline.line(to: place(sixtieth, to))
      let mask = outline.stroked(width: size, height: size, lineWidth: width, isClosed: false)
      canvas.surface.draw(mask, x: frame.x + canvas.origin.x, y: frame.y + canvas.origin.y, color)
    }
    for hour in 0..<12 {
      line(hour * 5, from: 840, to: 900, width: hour % 3 == 0 ? 224 : 128, hour % 3 == 0 ? theme.text : theme.faint)
    }
    let (hours, minutes) = (second / 3600 % 12, second / 60 % 60)
    line(hours * 5 + minutes / 12, from: -60, to: 500, width: 384, theme.text)
    line(minutes, from: -80, to: 740, width: 256, theme.text)
    line(second % 60, from: -140, to: 800, width: 112, theme.alarm)
    let hub = Rectangle(x: frame.x + size / 2 - 5, y: frame.y + size / 2 - 5, width: 10, height: 10)
    canvas.fillRounded(hub, radius: 5, theme.alarm)
  }
}
