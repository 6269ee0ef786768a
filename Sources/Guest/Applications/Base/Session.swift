/// A program's talk with the compositor: turns events into calls of the program, and what it does into requests.
///
/// It draws into memory that `allocate` gives, and only when the last picture has been shown: what the compositor reads is
/// never half drawn.
public final class Session {
  public let application: Application
  private let send: (WindowRequest, SharedBuffer?) -> Void
  private let allocate: (Int) -> SharedBuffer?
  private var identifier: UInt32?
  private var surface: Surface?
  private var buffer: SharedBuffer?
  private var awaitsPresented = false
  private var sentCursor = CursorShape.arrow
  private var lastTick: Int?
  private var pasted = ""
  private var isClosed = false

  public init(
    _ application: Application, allocate: @escaping (Int) -> SharedBuffer?,
    send: @escaping (WindowRequest, SharedBuffer?) -> Void
  ) {
    self.application = application
    self.allocate = allocate
    self.send = send
    application.request = { send($0, nil) }
    application.titleRequest = { [unowned(unsafe) self] title in
      if let identifier = self.identifier { send(.setTitle(window: identifier, title), nil) }
    }
    application.window.clipboard.onCopy = { text in Self.share(text, send) }
    send(.create(application.options), nil)
  }

  /// Whether the program wants no more.
  public var hasEnded: Bool { application.hasEnded }

  private static func share(_ text: String, _ send: (WindowRequest, SharedBuffer?) -> Void) {
    var (part, isFirst) = ("", true)
    for scalar in text.unicodeScalars {
      part.unicodeScalars.append(scalar)
      guard part.utf8.count > Message.textLimit - 4 else { continue }
      send(.setClipboard(part, isFirst: isFirst), nil)
      (part, isFirst) = ("", false)
    }
    if isFirst || !part.isEmpty { send(.setClipboard(part, isFirst: isFirst), nil) }
  }

  public func handle(_ event: WindowEvent) {
    let window = application.window
    switch event {
    case .created(let new, let size):
      identifier = new
      // It may have changed before there was a window.
      if application.title != application.options.title { send(.setTitle(window: new, application.title), nil) }
      attach(size)
    case .configure(_, let size): attach(size)
    case .closeRequested: application.closeRequested()
    case .key(_, let event): window.handle(event)
    case .pointer(_, let event):
      window.handle(event)
      showCursor()
    case .focus(_, let hasFocus):
      window.setActive(hasFocus)
      if hasFocus { send(.getClipboard, nil) }
    case .presented: awaitsPresented = false
    case .clipboard(let text, let isLast):
      pasted += text
      if isLast {
        window.clipboard.receive(pasted)
        pasted = ""
      }
    case .settings(let settings): application.show(settings)
    case .refused: awaitsPresented = false
    }
  }

  private func attach(_ size: Size) {
    guard let identifier, let new = allocate(size.width * size.height * 4) else { return application.end() }
    let surface = Surface(
      pixels: new.base.assumingMemoryBound(to: UInt32.self), width: size.width, height: size.height, stride: size.width)
    application.window.resize(to: size)
    send(.attach(window: identifier, width: size.width, height: size.height, stride: size.width), new)
    // All of it is drawn into the new memory.
    application.window.setTheme(application.window.style.theme)
    (self.surface, buffer) = (surface, new)
    awaitsPresented = false
  }

  private func showCursor() {
    let shape = application.window.cursor
    guard let identifier, shape != sentCursor else { return }
    sentCursor = shape
    send(.setCursor(window: identifier, shape), nil)
  }

  /// When ``update(now:)`` has something to do by itself: in so many milliseconds.
  public func delay(now: Int) -> Int? {
    guard let interval = application.tickInterval else { return nil }
    if interval == 0, awaitsPresented { return nil }
    return lastTick.map { max($0 + interval - now, 0) } ?? 0
  }

  /// Lets the program do what is due, and draws what changed.
  public func update(now: Int) {
    if let interval = application.tickInterval, lastTick.map({ now - $0 >= interval }) ?? true,
      interval > 0 || !awaitsPresented
    {
      lastTick = now
      application.tick(now: now)
    }
    guard let identifier, !application.hasEnded else {
      if application.hasEnded, let identifier, !isClosed {
        isClosed = true
        send(.close(window: identifier), nil)
      }
      return
    }
    guard let surface, !awaitsPresented, application.window.needsDisplay else { return }
    let areas = application.window.draw(on: surface)
    for area in areas { send(.damage(window: identifier, area), nil) }
    awaitsPresented = !areas.isEmpty
  }
}
