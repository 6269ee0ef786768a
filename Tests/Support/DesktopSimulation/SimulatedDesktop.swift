import GuestApplications

/// The whole desktop in one process: the compositor, and programs that talk to it by the bytes of real messages.
public final class SimulatedDesktop {
  public private(set) var screen: Bitmap
  public let compositor: Compositor
  public let files = MemoryFiles()
  public let system = SimulatedSystem()
  public private(set) var sessions: [ClientIdentifier: Session] = [:]
  public private(set) var now = 0
  /// Messages on their way, in order.
  private var toCompositor: [(client: ClientIdentifier, bytes: [UInt8], buffer: SharedBuffer?)] = []
  private var nextClient: ClientIdentifier = 1
  private let fonts = Fonts()
  public private(set) var isOff = false
  public private(set) var buttons = (left: false, right: false, middle: false)

  public static let programs = [
    "Terminal", "Files", "Editor", "Paint", "Monitor", "Settings", "Calculator", "Clock", "Blocks", "Currents",
  ]

  public init(width: Int = 1024, height: Int = 768, isDark: Bool = true) {
    screen = Bitmap(width: width, height: height)
    compositor = Compositor(
      front: screen.surface,
      settings: DesktopSettings(isDark: isDark, wallpaper: isDark ? 0 : 1, mode: screen.surface.bounds.size),
      programs: Self.programs.enumerated().map { LauncherItem(name: $0.element, icon: $0.offset) }, fonts: fonts)
    compositor.show(time: "09:41", date: "Sat 1 Jan")
    settle()
  }

  // MARK: Programs

  /// Starts a program; returns who it is to the compositor.
  @discardableResult
  public func start(_ name: String) -> ClientIdentifier {
    let style = Style(theme: compositor.settings.isDark ? .dark : .light, fonts: fonts)
    let application: Application =
      switch name {
      case "Terminal": Terminal(ScriptedShell(), style: style)
      case "Files": Files(files, system: system, style: style)
      case "Editor": Editor(files, path: "/home/swifts.txt", style: style)
      case "Paint": Paint(files, style: style)
      case "Monitor": Monitor(system, style: style)
      case "Settings": Settings(style: style)
      case "Calculator": Calculator(style: style)
      case "Clock": ClockWindow(system, style: style)
      case "Blocks": Blocks(files, seed: 7, style: style)
      case "Currents": Currents(style: style)
      default: preconditionFailure("no program is called \(name)")
      }
    return start(application)
  }

  @discardableResult
  public func start(_ application: Application) -> ClientIdentifier {
    let client = nextClient
    nextClient += 1
    sessions[client] = Session(
      application, allocate: { HeapBuffer(byteCount: $0) },
      send: { [unowned self] request, buffer in self.toCompositor.append((client, request.message.bytes, buffer)) })
    settle()
    return client
  }

  public func application<Program: Application>(_ client: ClientIdentifier, as type: Program.Type) -> Program {
    sessions[client]!.application as! Program
  }

  /// The program goes without a word, as when it is killed.
  public func kill(_ client: ClientIdentifier) {
    sessions[client] = nil
    compositor.clientEnded(client)
    settle()
  }

  public func window(of client: ClientIdentifier) -> GuestWindows.Window? {
    compositor.windows.first { $0.client == client }
  }

  // MARK: Time

  /// Lets messages go to and fro until nothing more happens, then shows the picture.
  public func settle() {
    for _ in 0..<50 {
      for session in sessions.values.sorted(by: { $0.order < $1.order }) { session.update(now: now) }
      let requests = toCompositor
      toCompositor = []
      for (client, bytes, buffer) in requests {
        let message = bytes.withUnsafeBytes { Message(bytes: $0) }
        compositor.handle(WindowRequest(message!)!, from: client, buffer: buffer)
      }
      for (client, session) in sessions where session.hasEnded && requests.isEmpty {
        sessions[client] = nil
        compositor.clientEnded(client)
      }
      perform(compositor.takeActions())
      compositor.present()
      let deliveries = compositor.takeDeliveries()
      for delivery in deliveries {
        let message = delivery.event.message.bytes.withUnsafeBytes { Message(bytes: $0) }
        sessions[delivery.client]?.handle(WindowEvent(message!)!)
      }
      if requests.isEmpty, deliveries.isEmpty { return }
    }
  }

  private func perform(_ actions: [Compositor.Action]) {
    for action in actions {
      switch action {
      case .launch(let index): start(Self.programs[index])
      case .setMode(let size):
        screen = Bitmap(width: size.width, height: size.height)
        compositor.changeScreen(to: screen.surface)
      case .powerOff: isOff = true
      }
    }
  }

  /// Lets time pass, in steps of a fiftieth of a second.
  public func wait(milliseconds: Int) {
    for _ in 0..<max(milliseconds / 20, 1) {
      now += 20
      settle()
    }
  }

  // MARK: People

  public func move(dx: Int, dy: Int) { mouse(dx: dx, dy: dy) }

  public func move(to x: Int, _ y: Int) {
    mouse(dx: x - compositor.pointer.x, dy: y - compositor.pointer.y)
  }

  public func mouse(dx: Int = 0, dy: Int = 0, wheel: Int = 0) {
    compositor.handle(
      MouseReport(
        dx: dx, dy: dy, wheel: wheel, left: buttons.left, right: buttons.right, middle: buttons.middle), now: now)
    settle()
  }

  public func press(left: Bool = true, right: Bool = false) {
    buttons = (left, right, false)
    mouse()
  }

  public func release() {
    buttons = (false, false, false)
    mouse()
  }

  public func click(_ x: Int, _ y: Int, count: Int = 1, right: Bool = false) {
    move(to: x, y)
    now += 600
    for _ in 0..<count {
      press(left: !right, right: right)
      now += 50
      release()
      now += 50
    }
  }

  public func drag(from: (Int, Int), to: (Int, Int), steps: Int = 8) {
    move(to: from.0, from.1)
    now += 600
    press()
    for step in 1...steps {
      move(to: from.0 + (to.0 - from.0) * step / steps, from.1 + (to.1 - from.1) * step / steps)
    }
    release()
  }

  /// A key, and the modifiers that are held with it.
  public func key(_ key: KeyPress.Key, _ modifiers: KeyModifiers = []) {
    compositor.handle(KeyEvent(key, modifiers: modifiers))
    compositor.handle(KeyEvent(key, modifiers: modifiers, isDown: false))
    settle()
  }

  public func type(_ text: String) {
    for scalar in text.unicodeScalars { key(scalar == "\n" ? .enter : .character(scalar)) }
  }
}

extension Session {
  /// So that programs are served in the same order every time.
  fileprivate var order: Int { application.options.icon }
}

/// Shared memory, as far as one process needs it.
final class HeapBuffer: SharedBuffer {
  init(byteCount: Int) {
    let base = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 16)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    super.init(base: base, byteCount: byteCount)
  }

  deinit { base.deallocate() }
}
