/// Which window is where, and which has the keyboard.
extension Compositor {
  // MARK: Order

  /// Brings a window to the top and gives it the keyboard.
  public func activate(_ window: Window) {
    if window.isMinimized {
      window.isMinimized = false
      damage(window.layer.extent)
    }
    if windows.last !== window, let index = windows.firstIndex(where: { $0 === window }) {
      windows.remove(at: index)
      windows.append(window)
      damage(window.layer.extent)
    }
    updateScene()
    if active !== window {
      if let old = active {
        old.layer.isActive = false
        damage(old.layer.extent)
        deliver(.focus(window: old.identifier, false), to: old.client)
      }
      active = window
      window.layer.isActive = true
      damage(window.layer.extent)
      deliver(.focus(window: window.identifier, true), to: window.client)
    }
    updatePanel()
  }

  func activateHighest() {
    if let next = windows.last(where: { $0.layer.isVisible && !$0.isMinimized }) { activate(next) }
  }

  public func minimize(_ window: Window) {
    guard !window.isMinimized else { return }
    if grab.concerns(window) || keyMode.concerns(window) { endGrab() }
    damage(window.layer.extent)
    window.isMinimized = true
    if active === window {
      active = nil
      window.layer.isActive = false
      deliver(.focus(window: window.identifier, false), to: window.client)
      activateHighest()
    }
    updateScene()
    updatePanel()
    updateHover()
  }

  /// All windows out of the way, or back where none is in the way.
  func toggleDesktop() {
    let shown = windows.filter { $0.layer.isVisible && !$0.isMinimized }
    if shown.isEmpty {
      for window in windows where window.layer.isVisible { activate(window) }
    } else {
      for window in shown.reversed() { minimize(window) }
    }
  }

  public func requestClose(_ window: Window) {
    deliver(.closeRequested(window: window.identifier), to: window.client)
  }

  // MARK: Frames

  /// A frame that a person can get hold of: the title bar is on the screen.
  func reachable(_ frame: Rectangle) -> Rectangle {
    let area = workArea
    var frame = frame
    let handle = min(96, frame.width)
    frame.x = min(max(frame.x, handle - frame.width), area.width - handle)
    frame.y = min(max(frame.y, 0), area.height - WindowLayer.barHeight)
    return frame
  }

  func setFrame(_ window: Window, _ new: Rectangle) {
    var frame = new
    frame.width = min(max(frame.width, window.minimumSize.width, Self.smallestWidth), Self.largestSide)
    frame.height = min(max(frame.height, window.minimumSize.height + WindowLayer.barHeight), Self.largestSide)
    guard frame != window.frame else { return }
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.extent) }
    window.layer.frame = frame
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.extent) }
    configure(window)
  }

  /// Tells the program the size of its content, once it has followed the last one.
  func configure(_ window: Window) {
    let size = window.contentFrame.size
    guard size != window.configured, !window.awaitsAttach else { return }
    window.configured = size
    window.awaitsAttach = true
    deliver(.configure(window: window.identifier, size), to: window.client)
  }

  /// Where a state puts a window.
  func frame(of window: Window, in state: Window.State) -> Rectangle {
    let area = workArea
    switch state {
    case .normal: return reachable(window.normalFrame)
    case .maximized: return area
    case .left: return Rectangle(x: 0, y: 0, width: area.width / 2, height: area.height)
    case .right: return Rectangle(x: area.width / 2, y: 0, width: area.width - area.width / 2, height: area.height)
    }
  }

  public func setState(_ window: Window, _ state: Window.State) {
    guard state != window.state, window.isResizable else { return }
    if window.state == .normal { window.normalFrame = window.frame }
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.extent) }
    window.state = state
    window.layer.isFlushNow = state != .normal
    setFrame(window, frame(of: window, in: state))
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.extent) }
  }

  /// After the screen's size changed.
  func arrange(_ window: Window) {
    if window.state == .normal {
      setFrame(window, reachable(window.frame))
    } else {
      setFrame(window, frame(of: window, in: window.state))
    }
  }

  func damageBar(_ window: Window) {
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.barFrame) }
  }

  // MARK: The shell

  func updatePanel() {
    let shown = windows.filter { $0.layer.isVisible }.sorted { $0.identifier < $1.identifier }
    let entries = shown.map {
      Panel.Entry(
        window: $0.identifier, title: $0.title, icon: $0.icon, isActive: $0 === active, isMinimized: $0.isMinimized)
    }
    for area in panel.show(entries, launcherIsOpen: launcher.isVisible) { damage(area) }
  }

  func setLauncher(isOpen: Bool) {
    guard launcher.isVisible != isOpen else { return }
    if isOpen {
      launcher.open(above: panel.frame)
      launcher.isVisible = true
      damage(launcher.extent)
    } else {
      damage(launcher.extent)
      launcher.isVisible = false
    }
    updateScene()
    updatePanel()
  }

  func closeShell() {
    setLauncher(isOpen: false)
    if switcher.isVisible { endSwitching(commits: false) }
  }

  func perform(_ choice: Launcher.Choice) {
    setLauncher(isOpen: false)
    switch choice {
    case .program(let index): actions.append(.launch(index))
    case .theme:
      var new = settings
      new.isDark.toggle()
      // The wallpapers that belong to the themes go with them.
      if new.wallpaper < 2 { new.wallpaper = new.isDark ? 0 : 1 }
      apply(new)
    case .power: actions.append(.powerOff)
    }
  }
}
