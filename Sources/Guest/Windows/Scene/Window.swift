/// Who a request is from: one number a channel, given by whoever runs the compositor.
public typealias ClientIdentifier = UInt32

/// A window as the compositor knows it.
public final class Window {
  public enum State: Equatable, Sendable { case normal, maximized, left, right }

  public let identifier: UInt32
  public let client: ClientIdentifier
  public internal(set) var title: String
  public internal(set) var state = State.normal
  public internal(set) var isMinimized = false
  let icon: Int
  let minimumSize: Size
  let isResizable: Bool
  let isTranslucent: Bool
  var cursor = CursorShape.arrow
  /// Where it goes back to from being maximized or at a side.
  var normalFrame: Rectangle
  let layer: WindowLayer

  /// The program's memory, and what of it was last said to be ready.
  private var buffer: SharedBuffer?
  private var shared: Surface?
  /// What was asked for last, and whether the program has not answered that yet.
  var configured: Size
  var awaitsAttach = true
  var awaitsPresent = false

  init(
    identifier: UInt32, client: ClientIdentifier, options: WindowOptions, frame: Rectangle, theme: Theme, fonts: Fonts
  ) {
    self.identifier = identifier
    self.client = client
    title = options.title
    icon = options.icon
    minimumSize = options.minimumSize
    isResizable = options.isResizable
    isTranslucent = options.isTranslucent
    normalFrame = frame
    configured = options.size
    layer = WindowLayer(frame: frame, theme: theme, fonts: fonts)
    layer.isTranslucent = isTranslucent
    layer.isResizable = isResizable
    layer.icon = icon
    layer.title = title
  }

  public var frame: Rectangle { layer.frame }
  public var contentFrame: Rectangle { layer.contentFrame }

  /// False where the memory is too small for the picture.
  func attach(_ new: SharedBuffer, width: Int, height: Int, stride: Int) -> Bool {
    guard width > 0, height > 0, stride >= width, width <= Compositor.largestSide, height <= Compositor.largestSide,
      stride <= 4 * Compositor.largestSide, UInt(bitPattern: new.base) % 4 == 0,
      ((height - 1) * stride + width) * 4 <= new.byteCount
    else { return false }
    buffer = new
    shared = Surface(
      pixels: new.base.assumingMemoryBound(to: UInt32.self), width: width, height: height, stride: stride)
    awaitsAttach = false
    return true
  }

  /// Takes over a part of what the program has drawn: from now on the program may draw there again. Returns what that
  /// changes on the screen.
  func commit(_ area: Rectangle) -> Rectangle {
    guard let shared else { return Rectangle(x: 0, y: 0, width: 0, height: 0) }
    var area = area.intersection(shared.bounds)
    if layer.content?.width != shared.width || layer.content?.height != shared.height {
      // All of it, whatever the program says: there is nothing else to show.
      layer.content = Bitmap(width: shared.width, height: shared.height)
      area = shared.bounds
    }
    layer.content?.surface.copy(area, from: shared)
    return area.offsetBy(x: contentFrame.x, y: contentFrame.y).intersection(contentFrame)
  }
}
