/// Shows a part of a view that is higher, or wider, than there is room for.
public final class ScrollView: View {
  public let content: View
  public private(set) var offset = Point(x: 0, y: 0)
  public var scrollsHorizontally: Bool
  public var background: ((Theme) -> Color)?
  private let bar = ScrollBar()
  private let clip = View()

  private static let wheelStep = 48

  public init(_ content: View, scrollsHorizontally: Bool = false) {
    self.content = content
    self.scrollsHorizontally = scrollsHorizontally
    super.init()
    growsHorizontally = true
    growsVertically = true
    clip.add(content)
    add(clip)
    add(bar)
    bar.onScroll = { [unowned(unsafe) self] y in self.scroll(to: Point(x: self.offset.x, y: y)) }
  }

  public override func sizeThatFits(_ available: Size) -> Size {
    let size = content.sizeThatFits(available)
    return Size(width: min(size.width, available.width), height: min(size.height, available.height))
  }

  public override func layout() {
    clip.frame = bounds
    var size = content.sizeThatFits(Size(width: bounds.width, height: Int.max / 4))
    // Text may go on below the bar; rows end beside it.
    let room = scrollsHorizontally || size.height <= bounds.height ? bounds.width : bounds.width - ScrollBar.width
    size.width = scrollsHorizontally ? max(size.width, room) : room
    size.height = max(size.height, bounds.height)
    content.frame = Rectangle(x: -offset.x, y: -offset.y, width: size.width, height: size.height)
    scroll(to: offset)
    bar.isHidden = size.height <= bounds.height
    bar.frame = Rectangle(x: bounds.width - ScrollBar.width, y: 0, width: ScrollBar.width, height: bounds.height)
  }

  public func scroll(to place: Point) {
    let x = max(0, min(place.x, content.frame.width - bounds.width))
    let y = max(0, min(place.y, content.frame.height - bounds.height))
    bar.show(offset: y, page: bounds.height, length: content.frame.height)
    guard x != offset.x || y != offset.y || content.frame.x != -x || content.frame.y != -y else { return }
    offset = Point(x: x, y: y)
    content.frame = Rectangle(x: -x, y: -y, width: content.frame.width, height: content.frame.height)
    setNeedsDisplay()
  }

  /// Scrolls as far as it takes to see a part of the content.
  public func reveal(_ area: Rectangle) {
    var place = offset
    if area.bottom > place.y + bounds.height { place.y = area.bottom - bounds.height }
    if area.y < place.y { place.y = area.y }
    if area.right > place.x + bounds.width { place.x = area.right - bounds.width }
    if area.x < place.x { place.x = area.x }
    scroll(to: place)
  }

  /// Scrolls whatever a view lies in.
  static func reveal(_ view: View) {
    var (area, here) = (view.bounds, view)
    while let parent = here.superview {
      area = area.offsetBy(x: here.frame.x, y: here.frame.y)
      if let scroll = parent.superview as? ScrollView, here === scroll.content {
        scroll.reveal(area.offsetBy(x: scroll.offset.x, y: scroll.offset.y))
      }
      here = parent
    }
  }

  public override func draw(on canvas: Canvas) { canvas.fill(bounds, background?(canvas.theme) ?? canvas.theme.well) }

  public override func wheelTurned(_ event: PointerEvent) -> Bool {
    guard content.frame.height > bounds.height else { return false }
    scroll(to: Point(x: offset.x, y: offset.y + event.count * Self.wheelStep))
    return true
  }
}

extension View {
  /// Scrolls so that a part of this view can be seen, where it lies in a scroll view.
  public func scrollToVisible(_ area: Rectangle) {
    if let scroll = superview?.superview as? ScrollView, scroll.content === self { scroll.reveal(area) }
  }
}

/// The bar at the side of a scroll view.
final class ScrollBar: View {
  static let width = 12

  var onScroll: ((Int) -> Void)?
  private var (offset, page, length) = (0, 1, 1)
  private var isHovered = false
  /// Where in the handle it is held.
  private var held: Int?

  func show(offset: Int, page: Int, length: Int) {
    guard offset != self.offset || page != self.page || length != self.length else { return }
    (self.offset, self.page, self.length) = (offset, page, length)
    setNeedsDisplay()
  }

  private var handle: Rectangle {
    let track = frame.height - 4
    let size = min(max(track * page / max(length, 1), 24), track)
    let y = 2 + (track - size) * offset / max(length - page, 1)
    return Rectangle(x: 2, y: y, width: frame.width - 4, height: size)
  }

  override func draw(on canvas: Canvas) {
    let isWide = isHovered || held != nil
    let area = isWide ? handle : handle.insetBy(x: 1, y: 0)
    let theme = canvas.theme
    canvas.fillRounded(area, radius: area.width / 2, isWide ? theme.faint : theme.controlLine)
  }

  override func pointerEntered() {
    isHovered = true
    setNeedsDisplay()
  }

  override func pointerLeft() {
    isHovered = false
    setNeedsDisplay()
  }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    if handle.contains(Point(x: handle.x, y: event.y)) {
      held = event.y - handle.y
    } else {
      // A page towards the pointer.
      onScroll?(offset + (event.y < handle.y ? -page : page))
    }
    return true
  }

  override func pointerMoved(_ event: PointerEvent) {
    guard let held else { return }
    let room = max(frame.height - 4 - handle.height, 1)
    onScroll?((event.y - held - 2) * (length - page) / room)
  }

  override func pointerReleased(_ event: PointerEvent) {
    held = nil
    setNeedsDisplay()
  }
}
