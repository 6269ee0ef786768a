#if hasFeature(Embedded)
  import GuestGraphics
  import KernelSupport

  /// The first screen, and what moves on it: the clock, the pointer, and what is typed.
  final class Screen {
    private let front: Surface
    private let buffer: BackBuffer
    private let fonts = Fonts()
    private let theme = Theme()
    private let first: FirstScreen
    private let time: WallTime
    /// Whether nothing moves by itself, so that pictures of different machines can be compared.
    private let isStill: Bool

    private var pointer: (x: Int, y: Int)
    private var wheel = 0
    private var shownSecond = -1

    /// Nil where there is no display.
    init?(_ information: StartInformation) {
      guard let front = BochsDisplay.start(DisplaySize()) else { return nil }
      self.front = front
      isStill = information.commandLine.has("still")
      time = isStill ? .fixed : WallTime()
      buffer = BackBuffer(front: front)
      pointer = (front.width / 2 + 250, front.height / 2 - 120)
      first = FirstScreen(
        buffer, fonts: fonts, theme: theme,
        facts: MachineFacts(
          // The one fact that pictures of two machines would differ in.
          processor: isStill ? "x86-64" : Processor.brand,
          memory: "\(information.usableBytes >> 20) MiB usable, \(Memory.freeBytes >> 20) MiB free",
          display: "\(front.width) × \(front.height), 32 bits a pixel"))
      first.show(mouse: KeyboardController.hasMouse ? "ready" : "none")
      first.show(keyboard: "US layout")
      buffer.movePointer(x: pointer.x, y: pointer.y)
      update(ticks: 0)
      buffer.present()
    }

    /// What passes with time.
    func update(ticks: Int) {
      if isStill && shownSecond >= 0 { return }
      let second = ticks / IntervalTimer.ticksPerSecond
      first.typed.setCaret(ticks / (IntervalTimer.ticksPerSecond / 2) % 2 == 0)
      if second != shownSecond {
        shownSecond = second
        first.show(uptime: TimeText.duration(seconds: second))
        first.show(time: TimeText.clock(secondOfDay: time.secondOfDay(uptime: second)))
        first.show(date: TimeText.date(days: time.days(uptime: second)))
      }
    }

    func present() { buffer.present() }

    func handle(_ press: KeyPress, capsLock: Bool) {
      switch press.key {
      case .character(let scalar) where !press.hasControl && !press.hasAlternate: first.typed.insert(scalar)
      case .enter: first.typed.insertLine()
      case .backspace: first.typed.deleteBackward()
      default: break
      }
      if !isStill { first.typed.setCaret(true) }
      first.show(keyboard: "US layout · \(KeyText.describe(press, capsLock: capsLock))")
    }

    func handle(_ report: MouseReport) {
      pointer.x = min(max(pointer.x + report.dx, 0), front.width - 1)
      pointer.y = min(max(pointer.y + report.dy, 0), front.height - 1)
      wheel += report.wheel
      buffer.movePointer(x: pointer.x, y: pointer.y)
      var text = "\(pointer.x), \(pointer.y)"
      if report.left { text += " · left" }
      if report.middle { text += " · middle" }
      if report.right { text += " · right" }
      if wheel != 0 { text += " · wheel \(wheel)" }
      first.show(mouse: text)
    }

    /// Whether the display holds what the back buffer does, away from the pointer.
    var isShown: Bool {
      (0..<front.height).allSatisfy { y in
        [0, 100, 300, front.width - 1].allSatisfy { front.row(y)[$0] == buffer.surface.row(y)[$0] }
      }
    }

    /// Straight to the display, whoever had it: nothing that a panic may have broken is used but fonts and pixels.
    static func show(_ report: PanicReport) {
      guard let front = BochsDisplay.current else { return }
      PanicPanel(fonts: Fonts(), theme: Theme()).draw(
        title: report.title, explanation: report.explanation,
        registers: report.registers, backtrace: report.backtrace, on: front)
    }
  }
#endif
