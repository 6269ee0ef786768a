extension Compositor {
  /// Does what a program asks, as far as it may. `buffer` is the memory that came with the request.
  public func handle(_ request: WindowRequest, from client: ClientIdentifier, buffer: SharedBuffer? = nil) {
    switch request {
    case .create(let options): create(options, for: client)
    case .attach(let identifier, let width, let height, let stride):
      guard let window = window(identifier, of: client), let buffer,
        window.attach(buffer, width: width, height: height, stride: stride)
      else { return refuse(request, client) }
      // The size may have changed again since it was asked for.
      window.configured = Size(width: width, height: height)
      configure(window)
    case .damage(let identifier, let area):
      guard let window = window(identifier, of: client), !window.awaitsAttach || window.layer.content != nil else {
        return refuse(request, client)
      }
      let changed = window.commit(area)
      window.awaitsPresent = true
      if window.layer.isVisible {
        if !window.isMinimized { damage(changed) }
      } else {
        show(window)
      }
    case .setTitle(let identifier, let title):
      guard let window = window(identifier, of: client) else { return refuse(request, client) }
      window.title = title
      window.layer.title = title
      damageBar(window)
      updatePanel()
    case .setCursor(let identifier, let shape):
      guard let window = window(identifier, of: client) else { return refuse(request, client) }
      window.cursor = shape
      updateHover()
    case .close(let identifier):
      guard let window = window(identifier, of: client) else { return refuse(request, client) }
      remove(window)
    case .resize(let identifier, let size):
      guard let window = window(identifier, of: client), Self.isSensible(size), window.state == .normal else {
        return refuse(request, client)
      }
      let frame = window.frame
      setFrame(
        window,
        Rectangle(x: frame.x, y: frame.y, width: size.width, height: size.height + WindowLayer.barHeight))
    case .setClipboard(let text, let isFirst):
      if isFirst { clipboard = "" }
      guard clipboard.utf8.count + text.utf8.count <= Self.clipboardLimit else { return refuse(request, client) }
      clipboard += text
    case .getClipboard: sendClipboard(to: client)
    case .setDark(let isDark):
      var new = settings
      new.isDark = isDark
      apply(new)
    case .setWallpaper(let number):
      var new = settings
      new.wallpaper = number
      apply(new)
    case .setPointerSpeed(let speed):
      var new = settings
      new.pointerSpeed = speed
      apply(new)
    case .setMode(let size):
      guard Self.modes.contains(size) else { return refuse(request, client) }
      if size != settings.mode { actions.append(.setMode(size)) }
    case .getSettings: deliver(.settings(settings), to: client)
    }
  }

  /// Bytes of text that can be kept for pasting.
  public static let clipboardLimit = 256 * 1024

  /// A program has ended, or its channel is closed: its windows go.
  public func clientEnded(_ client: ClientIdentifier) {
    for window in windows where window.client == client { remove(window) }
  }

  private func refuse(_ request: WindowRequest, _ client: ClientIdentifier) {
    let message = request.message
    deliver(.refused(kind: Int(message.kind), window: message.window), to: client)
  }

  /// Nil where there is none, or it is somebody else's: the two cannot be told apart.
  private func window(_ identifier: UInt32, of client: ClientIdentifier) -> Window? {
    windows.first { $0.identifier == identifier && $0.client == client }
  }

  private static func isSensible(_ size: Size) -> Bool {
    size.width >= 1 && size.height >= 1 && size.width <= largestSide
      && size.height <= largestSide - WindowLayer.barHeight
  }

  private func create(_ options: WindowOptions, for client: ClientIdentifier) {
    guard windows.count(where: { $0.client == client }) < Self.windowsPerClient, Self.isSensible(options.size),
      Self.isSensible(options.minimumSize)
    else { return refuse(.create(options), client) }
    var options = options
    let area = workArea
    options.size.width = max(min(options.size.width, area.width), options.minimumSize.width, Self.smallestWidth)
    options.size.height = max(
      min(options.size.height, area.height - WindowLayer.barHeight), options.minimumSize.height)
    let size = Size(width: options.size.width, height: options.size.height + WindowLayer.barHeight)
    let window = Window(
      identifier: nextIdentifier, client: client, options: options, frame: placement(of: size), theme: theme,
      fonts: fonts)
    nextIdentifier &+= 1
    window.layer.isVisible = false
    windows.append(window)
    deliver(.settings(settings), to: client)
    deliver(.created(window: window.identifier, options.size), to: client)
  }

  /// Room for the title bar's buttons and its icon.
  static let smallestWidth = 160

  /// Near the middle, each a step to the lower right of the one before.
  private func placement(of size: Size) -> Rectangle {
    let area = workArea
    let step = placed % 6 * 32 - 64
    placed += 1
    let x = max(0, min((area.width - size.width) / 2 + step, area.width - size.width))
    let y = max(0, min((area.height - size.height) / 2 + step, area.height - size.height))
    return Rectangle(x: x, y: y, width: size.width, height: size.height)
  }

  private func show(_ window: Window) {
    window.layer.isVisible = true
    updateScene()
    damage(window.layer.extent)
    activate(window)
  }

  func remove(_ window: Window) {
    guard let index = windows.firstIndex(where: { $0 === window }) else { return }
    if grab.concerns(window) || keyMode.concerns(window) { endGrab() }
    if window.layer.isVisible, !window.isMinimized { damage(window.layer.extent) }
    windows.remove(at: index)
    if hoveredWindow === window { hoveredWindow = nil }
    if active === window {
      active = nil
      activateHighest()
    }
    if switcher.isVisible { endSwitching(commits: false) }
    updateScene()
    updatePanel()
    updateHover()
  }

  private func sendClipboard(to client: ClientIdentifier) {
    var part: [UInt8] = []
    for scalar in clipboard.unicodeScalars {
      let utf8 = Array(String(Character(scalar)).utf8)
      if part.count + utf8.count > Message.textLimit {
        deliver(.clipboard(String(decoding: part, as: UTF8.self), isLast: false), to: client)
        part = []
      }
      part += utf8
    }
    deliver(.clipboard(String(decoding: part, as: UTF8.self), isLast: true), to: client)
  }
}
