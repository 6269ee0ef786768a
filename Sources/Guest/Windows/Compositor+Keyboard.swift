/// What the keyboard is used for other than typing.
enum KeyMode {
  case none
  /// Moving or resizing by the arrows; the frame to go back to.
  case moving(Window, Rectangle)
  case resizing(Window, Rectangle)

  func concerns(_ window: Window) -> Bool {
    switch self {
    case .none: false
    case .moving(let held, _), .resizing(let held, _): held === window
    }
  }
}

extension Compositor {
  private static let keyStep = 16

  /// A key went down, repeats, or came up.
  public func handle(_ event: KeyEvent) {
    modifiers = event.modifiers
    if event.key == .command { return handleCommand(event) }
    if event.isDown { commandIsAlone = false }
    if switcher.isVisible { return handleSwitching(event) }
    switch keyMode {
    case .none: break
    case .moving(let window, let frame): return handleMoving(event, window, back: frame)
    case .resizing(let window, let frame): return handleResizing(event, window, back: frame)
    }
    if event.isDown, perform(event) { return }
    if launcher.isVisible {
      if event.isDown { handleLauncher(event) }
      return
    }
    if let active { deliver(.key(window: active.identifier, event), to: active.client) }
  }

  /// Super alone opens the launcher when it comes up.
  private func handleCommand(_ event: KeyEvent) {
    if event.isDown {
      commandIsAlone = true
    } else if commandIsAlone {
      commandIsAlone = false
      if switcher.isVisible { endSwitching(commits: false) }
      endGrab()
      setLauncher(isOpen: !launcher.isVisible)
    }
  }

  /// Whether the key was one of the desktop's own.
  private func perform(_ event: KeyEvent) -> Bool {
    let held = event.modifiers
    if held.contains(.alternate), !held.contains(.control) {
      switch event.key {
      case .tab:
        startSwitching(backwards: held.contains(.shift))
        return true
      case .function(4): active.map(requestClose)
      case .function(5): active.map { setState($0, .normal) }
      case .function(7): active.map { keyMode = .moving($0, $0.frame) }
      case .function(8):
        if let active, active.isResizable { keyMode = .resizing(active, active.frame) }
      case .function(9): active.map(minimize)
      case .function(10): active.map { setState($0, $0.state == .maximized ? .normal : .maximized) }
      default: return false
      }
      return true
    }
    guard held.contains(.command) else { return false }
    switch event.key {
    case .left: active.map { setState($0, $0.state == .right ? .normal : .left) }
    case .right: active.map { setState($0, $0.state == .left ? .normal : .right) }
    case .up: active.map { setState($0, .maximized) }
    case .down: active.map { if $0.state == .normal { minimize($0) } else { setState($0, .normal) } }
    case .character("d"), .character("D"): toggleDesktop()
    case .character("q"), .character("Q"): active.map(requestClose)
    case .character(let digit) where digit.value >= 0x31 && digit.value <= 0x39:
      // The windows in the order of the panel.
      let shown = windows.filter { $0.layer.isVisible }.sorted { $0.identifier < $1.identifier }
      let index = Int(digit.value) - 0x31
      if index < shown.count { activate(shown[index]) }
    default: return false
    }
    return true
  }

  // MARK: Moving and resizing

  private func handleMoving(_ event: KeyEvent, _ window: Window, back: Rectangle) {
    guard event.isDown, let (dx, dy) = arrow(event) else { return finish(event, window, back: back) }
    if window.state != .normal { setState(window, .normal) }
    setFrame(window, reachable(window.frame.offsetBy(x: dx, y: dy)))
  }

  private func handleResizing(_ event: KeyEvent, _ window: Window, back: Rectangle) {
    guard event.isDown, let (dx, dy) = arrow(event) else { return finish(event, window, back: back) }
    if window.state != .normal { setState(window, .normal) }
    setFrame(
      window, Self.resized(window.frame, [.right, .bottom], dx: dx, dy: dy, minimum: minimumFrameSize(window)))
  }

  /// A step of the arrows; a pixel with Shift.
  private func arrow(_ event: KeyEvent) -> (Int, Int)? {
    let step = event.modifiers.contains(.shift) ? 1 : Self.keyStep
    switch event.key {
    case .left: return (-step, 0)
    case .right: return (step, 0)
    case .up: return (0, -step)
    case .down: return (0, step)
    default: return nil
    }
  }

  private func finish(_ event: KeyEvent, _ window: Window, back: Rectangle) {
    guard event.isDown else { return }
    switch event.key {
    case .enter: keyMode = .none
    case .escape:
      keyMode = .none
      setFrame(window, back)
    default: break
    }
  }

  // MARK: Switching

  private func startSwitching(backwards: Bool) {
    // The one that was used last comes first.
    let list = windows.reversed().filter { $0.layer.isVisible }
    guard !list.isEmpty else { return }
    setLauncher(isOpen: false)
    endGrab()
    let entries = list.map { Switcher.Entry(window: $0.identifier, title: $0.title, icon: $0.icon) }
    switcher.open(entries, in: workArea)
    switcher.isVisible = true
    switcher.advance(by: backwards ? -1 : 1)
    updateScene()
    damage(switcher.extent)
  }

  private func handleSwitching(_ event: KeyEvent) {
    switch (event.key, event.isDown) {
    case (.tab, true), (.right, true):
      switcher.advance(by: event.modifiers.contains(.shift) ? -1 : 1)
      damage(switcher.frame)
    case (.left, true):
      switcher.advance(by: -1)
      damage(switcher.frame)
    case (.escape, true): endSwitching(commits: false)
    case (.alternate, false), (.enter, true): endSwitching(commits: true)
    default: break
    }
  }

  func endSwitching(commits: Bool) {
    damage(switcher.extent)
    switcher.isVisible = false
    updateScene()
    if commits, let window = windows.first(where: { $0.identifier == switcher.chosen }) { activate(window) }
  }

  // MARK: The launcher

  private func handleLauncher(_ event: KeyEvent) {
    if event.key == .escape { return setLauncher(isOpen: false) }
    if event.key == .enter {
      if let choice = launcher.chosen { perform(choice) }
      return
    }
    for area in launcher.handle(event) { damage(area) }
  }
}
