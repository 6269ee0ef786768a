/// A rectangle in a window that draws itself and takes events; views lie in views.
///
/// A view holds its subviews; up the tree references are unowned. Closures that are given to views live as long as these.
open class View {
  public private(set) unowned(unsafe) var superview: View?
  public private(set) var subviews: [View] = []
  public internal(set) unowned(unsafe) var window: Window?

  /// In the superview's places.
  public var frame = Rectangle(x: 0, y: 0, width: 0, height: 0) {
    didSet {
      guard frame != oldValue else { return }
      superview?.setNeedsDisplay(oldValue)
      superview?.setNeedsDisplay(frame)
      if frame.size != oldValue.size { layout() }
    }
  }

  public var isHidden = false {
    didSet {
      guard isHidden != oldValue else { return }
      superview?.setNeedsDisplay(frame)
      setNeedsLayout()
    }
  }

  public var isEnabled = true { didSet { if isEnabled != oldValue { setNeedsDisplay() } } }

  /// Whether the view takes what is left of a stack's length, rather than what it needs.
  public var growsHorizontally = false
  public var growsVertically = false

  public init() {}

  public var bounds: Rectangle { Rectangle(x: 0, y: 0, width: frame.width, height: frame.height) }
  public var isFocused: Bool { window?.focused === self }
  public var style: Style { window?.style ?? View.fallback }

  /// For measuring before a view is in a window.
  nonisolated(unsafe) private static let fallback = Style()

  // MARK: For subclasses

  /// How large the view would like to be where it may not be wider and higher than something.
  open func sizeThatFits(_ available: Size) -> Size { Size(width: 0, height: 0) }
  /// Puts the subviews in their places.
  open func layout() {}
  open func draw(on canvas: Canvas) {}
  open var acceptsFocus: Bool { false }
  open var cursor: CursorShape { .arrow }

  /// Whether the event was of use; otherwise the superview is asked. Who takes a press gets what follows until the release.
  open func pointerPressed(_ event: PointerEvent) -> Bool { false }
  open func pointerMoved(_ event: PointerEvent) {}
  open func pointerReleased(_ event: PointerEvent) {}
  open func pointerEntered() {}
  open func pointerLeft() {}
  open func wheelTurned(_ event: PointerEvent) -> Bool { false }
  open func keyPressed(_ event: KeyEvent) -> Bool { false }
  open func focusChanged() { setNeedsDisplay() }

  // MARK: The tree

  public func add(_ view: View) {
    subviews.append(view)
    view.superview = self
    view.setWindow(window)
    setNeedsLayout()
  }

  public func removeFromSuperview() {
    guard let parent = superview else { return }
    window?.forget(self)
    parent.subviews.removeAll { $0 === self }
    parent.setNeedsDisplay(frame)
    parent.setNeedsLayout()
    superview = nil
    setWindow(nil)
  }

  public func removeAllSubviews() {
    for view in subviews { view.removeFromSuperview() }
  }

  func setWindow(_ new: Window?) {
    window = new
    for view in subviews { view.setWindow(new) }
  }

  public func setNeedsDisplay() { setNeedsDisplay(bounds) }

  /// A part of the view is to be drawn anew.
  public func setNeedsDisplay(_ area: Rectangle) {
    guard !isHidden, let window else { return }
    var (area, view) = (area.intersection(bounds), self)
    while let parent = view.superview {
      guard !parent.isHidden, !area.isEmpty else { return }
      area = area.offsetBy(x: view.frame.x, y: view.frame.y).intersection(parent.bounds)
      view = parent
    }
    window.damage(area.offsetBy(x: view.frame.x, y: view.frame.y))
  }

  /// Sizes have changed: everything finds its place before it is drawn next.
  public func setNeedsLayout() { window?.needsLayout = true }

  func layoutTree() {
    layout()
    for view in subviews { view.layoutTree() }
  }

  func drawTree(on canvas: Canvas) {
    draw(on: canvas)
    for view in subviews where !view.isHidden {
      if let inside = canvas.inside(view.frame) { view.drawTree(on: inside) }
    }
  }

  /// The deepest view at a place.
  func view(at place: Point) -> View? {
    for view in subviews.reversed() where !view.isHidden && view.frame.contains(place) {
      if let found = view.view(at: Point(x: place.x - view.frame.x, y: place.y - view.frame.y)) { return found }
    }
    return bounds.contains(place) ? self : nil
  }

  /// Where the view's upper left corner is in the window.
  public var originInWindow: Point {
    var (place, next) = (Point(x: 0, y: 0), self as View?)
    while let view = next {
      place = Point(x: place.x + view.frame.x, y: place.y + view.frame.y)
      next = view.superview
    }
    return place
  }

  func isInside(_ other: View) -> Bool {
    var next: View? = self
    while let view = next {
      if view === other { return true }
      next = view.superview
    }
    return false
  }

  /// All that can have the keyboard, in the order of the tree.
  func focusable() -> [View] {
    guard !isHidden else { return [] }
    return (acceptsFocus && isEnabled ? [self] : []) + subviews.flatMap { $0.focusable() }
  }
}
