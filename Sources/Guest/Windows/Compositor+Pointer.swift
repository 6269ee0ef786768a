struct PointerButtons: OptionSet {
  let rawValue: UInt8
  static let left = PointerButtons(rawValue: 1)
  static let right = PointerButtons(rawValue: 2)
  static let middle = PointerButtons(rawValue: 4)

  static let all: [(PointerButtons, PointerEvent.Button)] = [(.left, .left), (.right, .right), (.middle, .middle)]
}

/// The sides of a window that move while it is resized.
struct Edges: OptionSet {
  let rawValue: UInt8
  static let left = Edges(rawValue: 1)
  static let right = Edges(rawValue: 2)
  static let top = Edges(rawValue: 4)
  static let bottom = Edges(rawValue: 8)

  var cursor: CursorShape {
    switch self {
    case [.left, .top], [.right, .bottom]: .resizeDownRight
    case [.right, .top], [.left, .bottom]: .resizeDownLeft
    case .left, .right: .resizeHorizontal
    default: .resizeVertical
    }
  }
}

/// What the pointer has hold of while a button is down.
enum Grab {
  case none
  case content(Window, PointerEvent.Button)
  /// A title bar: where in the frame, and whether it has moved yet.
  case move(Window, offset: Point, from: Point, hasMoved: Bool)
  case resize(Window, Edges, frame: Rectangle, from: Point)
  case barButton(Window, WindowLayer.Button)
  /// A press that the panel or a menu has taken.
  case shell

  func concerns(_ window: Window) -> Bool {
    switch self {
    case .content(let held, _), .move(let held, _, _, _), .resize(let held, _, _, _), .barButton(let held, _):
      held === window
    case .none, .shell: false
    }
  }

  var isNone: Bool { if case .none = self { true } else { false } }
}

struct Press {
  var time: Int
  var place: Point
  var button: PointerEvent.Button
  var count: Int
}

extension Compositor {
  /// Presses that come within this many milliseconds and pixels of each other belong together.
  static let doubleClickTime = 400
  static let doubleClickDistance = 4
  /// How far from a window's edge it can be taken to resize it, and how far along from a corner both sides move.
  static let edgeReach = 6
  static let cornerReach = 16
  /// How far a title bar is dragged before the window follows.
  static let dragDistance = 4

  /// What the mouse has sent. `now` is in milliseconds.
  public func handle(_ report: MouseReport, now: Int) {
    if report.dx != 0 || report.dy != 0 { move(dx: report.dx, dy: report.dy) }
    var held: PointerButtons = []
    if report.left { held.insert(.left) }
    if report.right { held.insert(.right) }
    if report.middle { held.insert(.middle) }
    let before = buttons
    buttons = held
    for (bit, button) in PointerButtons.all {
      if held.contains(bit), !before.contains(bit) {
        commandIsAlone = false
        press(button, now: now)
      } else if !held.contains(bit), before.contains(bit) {
        release(button)
      }
    }
    if report.wheel != 0 { turnWheel(report.wheel) }
  }

  /// 5 moves as far as the mouse says; each step up or down is a fifth of that.
  private func move(dx: Int, dy: Int) {
    let x = dx * settings.pointerSpeed + pointerFraction.x
    let y = dy * settings.pointerSpeed + pointerFraction.y
    pointerFraction = Point(x: x % 5, y: y % 5)
    let before = pointer
    movePointer(to: Point(x: pointer.x + x / 5, y: pointer.y + y / 5))
    if pointer != before { follow() }
  }

  // MARK: What lies under it

  private func window(at place: Point) -> (window: Window, edges: Edges)? {
    for window in windows.reversed() where window.layer.isVisible && !window.isMinimized {
      if window.frame.contains(place) { return (window, edges(of: window, at: place)) }
      let reach = window.state == .normal && window.isResizable ? Self.edgeReach : 0
      if window.frame.insetBy(-reach).contains(place) { return (window, edges(of: window, at: place)) }
    }
    return nil
  }

  private func edges(of window: Window, at place: Point) -> Edges {
    guard window.state == .normal, window.isResizable else { return [] }
    let frame = window.frame
    let inside = frame.insetBy(2)
    guard !inside.contains(place) else { return [] }
    var edges: Edges = []
    if place.x < inside.x || place.x < frame.x + Self.cornerReach { edges.insert(.left) }
    if place.x >= inside.right || place.x >= frame.right - Self.cornerReach { edges.insert(.right) }
    if place.y < inside.y || place.y < frame.y + Self.cornerReach { edges.insert(.top) }
    if place.y >= inside.bottom || place.y >= frame.bottom - Self.cornerReach { edges.insert(.bottom) }
    return edges
  }

  // MARK: Moving

  private func follow() {
    switch grab {
    case .none, .shell: updateHover()
    case .content(let window, let button): send(.moved, to: window, button: button)
    case .move(let window, let offset, let from, let hasMoved):
      let distance = max(abs(pointer.x - from.x), abs(pointer.y - from.y))
      guard hasMoved || distance >= Self.dragDistance else { return }
      drag(window, offset: offset, from: from)
    case .resize(let window, let edges, let frame, let from): resize(window, edges, frame: frame, from: from)
    case .barButton(let window, let button):
      let isOver = window.layer.button(at: pointer) == button
      window.layer.pressed = isOver ? button : nil
      damageBar(window)
    }
  }

  private func drag(_ window: Window, offset: Point, from: Point) {
    var offset = offset
    if window.state != .normal {
      // It gets its size back, with the pointer as far along the title bar as it was.
      offset.x = offset.x * window.normalFrame.width / max(window.frame.width, 1)
      let size = window.normalFrame.size
      window.normalFrame = Rectangle(
        x: pointer.x - offset.x, y: pointer.y - offset.y, width: size.width, height: size.height)
      setState(window, .normal)
    }
    grab = .move(window, offset: offset, from: from, hasMoved: true)
    let size = window.frame.size
    setFrame(
      window,
      reachable(Rectangle(x: pointer.x - offset.x, y: pointer.y - offset.y, width: size.width, height: size.height)))
    showVeil(window.isResizable ? snapState.map { frame(of: window, in: $0) } : nil)
    setCursor(.move)
  }

  /// The state that a window takes when it is let go here.
  private var snapState: Window.State? {
    if pointer.x <= 1 { return .left }
    if pointer.x >= front.width - 2 { return .right }
    return pointer.y <= 1 ? .maximized : nil
  }

  private func showVeil(_ frame: Rectangle?) {
    guard let frame else {
      guard veil.isVisible else { return }
      veil.isVisible = false
      damage(veil.frame)
      return updateScene()
    }
    guard !veil.isVisible || veil.frame != frame else { return }
    if veil.isVisible { damage(veil.frame) }
    veil.frame = frame
    veil.isVisible = true
    updateScene()
    damage(frame)
  }

  private func resize(_ window: Window, _ edges: Edges, frame: Rectangle, from: Point) {
    let (dx, dy) = (pointer.x - from.x, pointer.y - from.y)
    setFrame(window, Self.resized(frame, edges, dx: dx, dy: dy, minimum: minimumFrameSize(window)))
  }

  func minimumFrameSize(_ window: Window) -> Size {
    Size(
      width: max(window.minimumSize.width, Self.smallestWidth),
      height: window.minimumSize.height + WindowLayer.barHeight)
  }

  /// The sides that do not move stay where they are, however far the others are pushed.
  static func resized(_ frame: Rectangle, _ edges: Edges, dx: Int, dy: Int, minimum: Size) -> Rectangle {
    var new = frame
    if edges.contains(.left) {
      new.width = max(frame.width - dx, minimum.width)
      new.x = frame.right - new.width
    } else if edges.contains(.right) {
      new.width = max(frame.width + dx, minimum.width)
    }
    if edges.contains(.top) {
      // The title bar stays on the screen.
      new.height = max(min(frame.height - dy, frame.bottom), minimum.height)
      new.y = frame.bottom - new.height
    } else if edges.contains(.bottom) {
      new.height = max(frame.height + dy, minimum.height)
    }
    return new
  }

  /// What the pointer is over, when nothing is held.
  func updateHover() {
    guard grab.isNone else { return }
    let overLauncher = launcher.isVisible && launcher.frame.contains(pointer)
    if launcher.isVisible { for area in launcher.hover(overLauncher ? pointer : nil) { damage(area) } }
    let overPanel = !overLauncher && panel.frame.contains(pointer)
    for area in panel.hover(overPanel ? pointer : nil) { damage(area) }
    let hit = overLauncher || overPanel ? nil : window(at: pointer)
    let inContent = hit.map { $0.edges.isEmpty && $0.window.contentFrame.contains(pointer) } ?? false
    if let old = hoveredWindow, old !== hit?.window || !inContent {
      hoveredWindow = nil
      send(.left, to: old)
    }
    for window in windows {
      let button = window === hit?.window && hit?.edges.isEmpty == true ? window.layer.button(at: pointer) : nil
      if button != window.layer.hovered {
        window.layer.hovered = button
        damageBar(window)
      }
    }
    guard let hit else { return setCursor(.arrow) }
    if inContent {
      hoveredWindow = hit.window
      setCursor(hit.window.cursor)
      send(.moved, to: hit.window)
    } else {
      setCursor(hit.edges.isEmpty ? .arrow : hit.edges.cursor)
    }
  }

  func send(
    _ action: PointerEvent.Action, to window: Window, button: PointerEvent.Button = .none, count: Int = 0
  ) {
    let place = window.contentFrame
    deliver(
      .pointer(
        window: window.identifier,
        PointerEvent(
          action, x: pointer.x - place.x, y: pointer.y - place.y, button: button, count: count, modifiers: modifiers)),
      to: window.client)
  }

  // MARK: Pressing

  private func count(_ button: PointerEvent.Button, now: Int) -> Int {
    var count = 1
    if let last = lastPress, last.button == button, now - last.time <= Self.doubleClickTime,
      abs(pointer.x - last.place.x) <= Self.doubleClickDistance,
      abs(pointer.y - last.place.y) <= Self.doubleClickDistance
    {
      count = last.count + 1
    }
    lastPress = Press(time: now, place: pointer, button: button, count: count)
    return count
  }

  private func press(_ button: PointerEvent.Button, now: Int) {
    let count = count(button, now: now)
    // A second button changes nothing about what the first holds.
    guard grab.isNone else { return }
    if case .none = keyMode {} else { endGrab() }
    if switcher.isVisible { endSwitching(commits: false) }
    if launcher.isVisible, !panel.frame.contains(pointer) {
      grab = .shell
      if !launcher.frame.contains(pointer) {
        setLauncher(isOpen: false)
        grab = .none
      } else if let choice = launcher.choice(at: pointer) {
        return perform(choice)
      } else {
        return
      }
    }
    if panel.frame.contains(pointer) {
      grab = .shell
      return pressPanel(button)
    }
    guard let (window, edges) = window(at: pointer) else { return }
    if button != .middle || window !== active { activate(window) }
    let frame = window.frame
    let offset = Point(x: pointer.x - frame.x, y: pointer.y - frame.y)
    if modifiers.contains(.command), button == .left {
      grab = .move(window, offset: offset, from: pointer, hasMoved: false)
      setCursor(.move)
    } else if modifiers.contains(.command), button == .right, window.isResizable, window.state == .normal {
      // The corner that is nearest.
      let nearest: Edges = [
        offset.x < frame.width / 2 ? .left : .right, offset.y < frame.height / 2 ? .top : .bottom,
      ]
      grab = .resize(window, nearest, frame: frame, from: pointer)
      setCursor(nearest.cursor)
    } else if !edges.isEmpty, button == .left {
      grab = .resize(window, edges, frame: frame, from: pointer)
    } else if window.contentFrame.contains(pointer) {
      grab = .content(window, button)
      send(.pressed, to: window, button: button, count: count)
    } else if button == .left {
      pressBar(window, offset: offset, count: count)
    }
  }

  private func pressBar(_ window: Window, offset: Point, count: Int) {
    if let button = window.layer.button(at: pointer) {
      window.layer.pressed = button
      damageBar(window)
      grab = .barButton(window, button)
    } else if count == 2 {
      setState(window, window.state == .normal ? .maximized : .normal)
      grab = .shell
    } else {
      grab = .move(window, offset: offset, from: pointer, hasMoved: false)
    }
  }

  private func pressPanel(_ button: PointerEvent.Button) {
    guard let item = panel.item(at: pointer) else { return setLauncher(isOpen: false) }
    switch item {
    case .launcher: setLauncher(isOpen: !launcher.isVisible)
    case .window(let identifier):
      setLauncher(isOpen: false)
      guard let window = windows.first(where: { $0.identifier == identifier }) else { return }
      switch button {
      case .middle: requestClose(window)
      default: if window === active { minimize(window) } else { activate(window) }
      }
    }
  }

  private func release(_ button: PointerEvent.Button) {
    switch grab {
    case .content(let window, let held):
      guard held == button else { return }
      send(.released, to: window, button: button)
      grab = .none
    case .move(let window, _, _, let hasMoved):
      guard button == .left else { return }
      grab = .none
      showVeil(nil)
      if hasMoved, let state = snapState { setState(window, state) }
    case .barButton(let window, let held):
      guard button == .left else { return }
      grab = .none
      let isMeant = window.layer.pressed == held
      window.layer.pressed = nil
      damageBar(window)
      if isMeant { perform(held, on: window) }
    case .resize, .shell: grab = .none
    case .none: return
    }
    updateHover()
  }

  private func perform(_ button: WindowLayer.Button, on window: Window) {
    switch button {
    case .close: requestClose(window)
    case .maximize: setState(window, window.state == .normal ? .maximized : .normal)
    case .minimize: minimize(window)
    }
  }

  private func turnWheel(_ steps: Int) {
    guard grab.isNone, let window = hoveredWindow else { return }
    send(.wheel, to: window, count: steps)
  }

  func endGrab() {
    if case .barButton(let window, _) = grab { window.layer.pressed = nil }
    grab = .none
    keyMode = .none
    showVeil(nil)
  }
}
