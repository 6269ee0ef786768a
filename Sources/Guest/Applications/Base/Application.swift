@_exported import GuestWindows

/// A program with a window. What it needs of the system comes as objects that its initializer takes, so that it runs, and
/// is tested, anywhere.
open class Application {
  public let window: Window
  public let options: WindowOptions
  /// What is to be asked of the compositor; set by whoever runs the program.
  public var request: ((WindowRequest) -> Void)?
  /// Whether the program has ended by itself.
  public private(set) var hasEnded = false
  public private(set) var settings: DesktopSettings?

  public init(_ options: WindowOptions, style: Style = Style()) {
    self.options = options
    title = options.title
    window = Window(size: options.size, style: style)
  }

  /// How often ``tick(now:)`` is to be called, in milliseconds; nil where nothing moves by itself.
  open var tickInterval: Int? { nil }
  /// Time has passed; `now` is in milliseconds from any start.
  open func tick(now: Int) {}
  /// Somebody wants the window closed: ends the program, unless something has to be asked first.
  open func closeRequested() { end() }
  /// The desktop's settings are known, or have changed.
  open func settingsChanged(_ settings: DesktopSettings) {}

  open func end() { hasEnded = true }
  public func setTitle(_ new: String) {
    guard new != title else { return }
    title = new
    titleRequest?(new)
  }

  /// What the title bar says.
  public private(set) var title: String
  var titleRequest: ((String) -> Void)?

  func show(_ new: DesktopSettings) {
    settings = new
    if window.style.theme.isDark != new.isDark { window.setTheme(new.isDark ? .dark : .light) }
    settingsChanged(new)
  }
}
