/// A program's side of a window: a tree of views, who of them has the keyboard, and what is to be drawn anew.
public final class Window {
  public let style: Style
  public let clipboard: Clipboard
  public private(set) var size: Size
  public private(set) unowned(unsafe) var focused: View?
  /// Whether to show who has the keyboard: to people who use it to get about, by the tabulator.
  public private(set) var showsFocus = false
  /// Whether this window, of all on the screen, has the keyboard.
  public private(set) var isActive = true
  public private(set) var cursor = CursorShape.arrow

  /// Where a button went down last: for menus that open there.
  public private(set) var lastPress = Point(x: 0, y: 0)

  /// What all views of the window lie in.
  private let root = View()
  public private(set) var menuBar: MenuBar?
  public private(set) var content: View?
  /// Menus and dialogs over the content; the last one gets all events.
  private var overlays: [Overlay] = []
  private var damaged: Damage
  var needsLayout = true

  private unowned(unsafe) var captured: View?
  private unowned(unsafe) var hovered: View?
  private var focusBeforeOverlay: [View?] = []

  public init(size: Size, style: Style = Style(), clipboard: Clipboard = Clipboard()) {
    self.size = size
    self.style = style
    self.clipboard = clipboard
    damaged = Damage(bounds: Rectangle(x: 0, y: 0, width: size.width, height: size.height))
    root.setWindow(self)
    root.frame = bounds
    damage(bounds)
  }

  public var bounds: Rectangle { Rectangle(x: 0, y: 0, width: size.width, height: size.height) }

  public func setContent(_ view: View, menuBar bar: MenuBar? = nil) {
    content?.removeFromSuperview()
    menuBar?.removeFromSuperview()
    content = view
    menuBar = bar
    root.add(view)
    if let bar { root.add(bar) }
    place()
    if focused == nil { focus(view.focusable().first) }
    damage(bounds)
  }

  private func place() {
    root.frame = bounds
    let barHeight = menuBar == nil ? 0 : MenuBar.height
    menuBar?.frame = Rectangle(x: 0, y: 0, width: size.width, height: barHeight)
    content?.frame = Rectangle(x: 0, y: barHeight, width: size.width, height: max(size.height - barHeight, 0))
    for overlay in overlays { overlay.place(in: bounds) }
  }

  /// The compositor has given the window another size.
  public func resize(to new: Size) {
    guard new != size else { return }
    size = new
    damaged = Damage(bounds: bounds)
    dismissMenus()
    place()
    needsLayout = true
    damage(bounds)
  }

  public func setTheme(_ theme: Theme) {
    style.theme = theme
    damage(bounds)
  }

  func damage(_ area: Rectangle) { damaged.add(area) }

  /// Where something depends on places before they are drawn.
  func layoutNow() {
    guard needsLayout else { return }
    needsLayout = false
    root.layoutTree()
  }

  /// Whether ``draw(on:)`` would draw anything.
  public var needsDisplay: Bool { needsLayout || !damaged.rectangles.isEmpty }

  /// Draws what changed since the last time, and says where that was.
  public func draw(on surface: Surface) -> [Rectangle] {
    layoutNow()
    let areas = damaged.take()
    for area in areas {
      let part = surface.part(area)
      guard part.width == area.width, part.height == area.height else { continue }
      part.fill(part.bounds, style.theme.window)
      let canvas = Canvas(surface: part, origin: Point(x: -area.x, y: -area.y), style: style)
      root.drawTree(on: canvas)
    }
    return areas
  }

  // MARK: Focus

  /// Gives the keyboard to a view.
  public func focus(_ view: View?) {
    guard view !== focused else { return }
    let old = focused
    focused = view
    old?.focusChanged()
    view?.focusChanged()
  }

  public func setActive(_ active: Bool) {
    guard active != isActive else { return }
    isActive = active
    if !active { dismissMenus() }
    damage(bounds)
  }

  private func advanceFocus(backwards: Bool) {
    showsFocus = true
    focused?.setNeedsDisplay()
    let views = (overlays.last ?? root).focusable()
    guard !views.isEmpty else { return }
    guard let now = views.firstIndex(where: { $0 === focused }) else { return focus(views[0]) }
    let next = views[(now + (backwards ? views.count - 1 : 1)) % views.count]
    focus(next)
    ScrollView.reveal(next)
  }

  /// A view leaves the window.
  func forget(_ view: View) {
    if focused?.isInside(view) == true { focused = nil }
    if captured?.isInside(view) == true { captured = nil }
    if hovered?.isInside(view) == true { hovered = nil }
  }

  // MARK: Overlays

  func present(_ overlay: Overlay) {
    focusBeforeOverlay.append(focused)
    overlays.append(overlay)
    root.add(overlay)
    overlay.place(in: bounds)
    overlay.layoutTree()
    focus(overlay.initialFocus ?? overlay.focusable().first)
    captured = nil
    damage(bounds)
  }

  func dismiss(_ overlay: Overlay) {
    guard let index = overlays.firstIndex(where: { $0 === overlay }) else { return }
    while overlays.count > index {
      overlays.removeLast().removeFromSuperview()
      let back = focusBeforeOverlay.removeLast()
      if let back, back.window === self { focus(back) }
    }
    damage(bounds)
  }

  func dismissMenus() {
    if let first = overlays.first(where: { !$0.isModal }) { dismiss(first) }
  }

  public var hasOverlay: Bool { !overlays.isEmpty }

  /// Opens a menu with its upper left corner at a place in the window, or as near as there is room.
  public func show(_ menu: Menu, at place: Point) { present(MenuOverlay(menu, at: place)) }

  public func show(_ dialog: Dialog) { present(DialogOverlay(dialog)) }

  // MARK: Events

  public func handle(_ event: PointerEvent) {
    let place = Point(x: event.x, y: event.y)
    switch event.action {
    case .pressed:
      lastPress = place
      // A press beside a menu closes it, and means nothing else.
      if let overlay = overlays.last, overlay.closes(onPressAt: local(place, in: overlay)) { return dismissMenus() }
      press(event, at: place)
    case .released:
      let view = captured
      captured = nil
      if let view { view.pointerReleased(converted(event, to: view)) }
      track(place, event)
    case .moved:
      if let captured {
        captured.pointerMoved(converted(event, to: captured))
      } else {
        track(place, event)
      }
    case .wheel:
      var next = target(at: place)
      while let view = next {
        if view.wheelTurned(converted(event, to: view)) { break }
        next = view.superview
      }
      track(place, event)
    case .left:
      hovered?.pointerLeft()
      hovered = nil
    }
  }

  private func local(_ place: Point, in view: View) -> Point {
    let origin = view.originInWindow
    return Point(x: place.x - origin.x, y: place.y - origin.y)
  }

  private func converted(_ event: PointerEvent, to view: View) -> PointerEvent {
    var event = event
    let place = local(Point(x: event.x, y: event.y), in: view)
    (event.x, event.y) = (place.x, place.y)
    return event
  }

  private func target(at place: Point) -> View? {
    guard let overlay = overlays.last else { return root.view(at: place) }
    return overlay.view(at: local(place, in: overlay))
  }

  private func press(_ event: PointerEvent, at place: Point) {
    guard captured == nil else { return }
    if showsFocus {
      showsFocus = false
      focused?.setNeedsDisplay()
    }
    var next = target(at: place)
    while let view = next {
      if view.isEnabled, view.acceptsFocus, view.window === self { focus(view) }
      if view.isEnabled, view.pointerPressed(converted(event, to: view)) {
        // What was pressed may have gone by its own action.
        if view.window === self { captured = view }
        return
      }
      next = view.superview
    }
  }

  private func track(_ place: Point, _ event: PointerEvent) {
    let view = target(at: place)
    if view !== hovered {
      hovered?.pointerLeft()
      hovered = view
      view?.pointerEntered()
    }
    if let view { view.pointerMoved(converted(PointerEvent(.moved, x: event.x, y: event.y), to: view)) }
    var (shape, next) = (CursorShape.arrow, view)
    while let here = next {
      if here.cursor != .arrow {
        shape = here.cursor
        break
      }
      next = here.superview
    }
    cursor = shape
  }

  public func handle(_ event: KeyEvent) {
    guard event.isDown else { return }
    var next: View? = focused ?? overlays.last ?? content
    while let view = next {
      if view.isEnabled, view.keyPressed(event) { return }
      next = view.superview
    }
    if let overlay = overlays.last, focused?.isInside(overlay) != true, overlay.keyPressed(event) { return }
    if overlays.isEmpty, menuBar?.performShortcut(event) == true { return }
    if event.key == .tab { return advanceFocus(backwards: event.modifiers.contains(.shift)) }
    if event.key == .function(10), overlays.isEmpty { menuBar?.open(0) }
  }
}

/// Text on its way from one place to another. What is copied is told to whoever shares it.
public final class Clipboard {
  public private(set) var text = ""
  public var onCopy: ((String) -> Void)?

  public init() {}

  public func copy(_ new: String) {
    text = new
    onCopy?(new)
  }

  /// Another program has copied something.
  public func receive(_ new: String) { text = new }
}
