/// Two views side by side, and a line between them that can be dragged.
public final class SplitView: View {
  public let left: View
  public let right: View
  /// How wide the left one is.
  public private(set) var position: Int
  private let minimum: Int
  private let divider = Divider()

  public init(position: Int, minimum: Int = 96, left: View, right: View) {
    (self.left, self.right, self.position, self.minimum) = (left, right, position, minimum)
    super.init()
    growsHorizontally = true
    growsVertically = true
    add(left)
    add(right)
    add(divider)
    divider.onDrag = { [unowned(unsafe) self] x in self.setPosition(x) }
  }

  public func setPosition(_ new: Int) {
    position = new
    layout()
  }

  public override func layout() {
    let x = max(minimum, min(position, bounds.width - minimum))
    position = x
    left.frame = Rectangle(x: 0, y: 0, width: x, height: bounds.height)
    right.frame = Rectangle(x: x + 1, y: 0, width: max(bounds.width - x - 1, 0), height: bounds.height)
    divider.frame = Rectangle(x: x - 3, y: 0, width: 7, height: bounds.height)
  }

  private final class Divider: View {
    var onDrag: ((Int) -> Void)?
    private var held: Int?

    override var cursor: CursorShape { .resizeHorizontal }
    override func draw(on canvas: Canvas) {
      canvas.fill(Rectangle(x: 3, y: 0, width: 1, height: frame.height), canvas.theme.line)
    }

    override func pointerPressed(_ event: PointerEvent) -> Bool {
      held = event.x - 3
      return true
    }

    override func pointerMoved(_ event: PointerEvent) { if let held { onDrag?(frame.x + event.x - held) } }
    override func pointerReleased(_ event: PointerEvent) { held = nil }
  }
}
