/// Puts views into a list: `VStack { Label("Name"); TextField() }`.
@resultBuilder
public enum ViewBuilder {
  public static func buildExpression(_ view: View) -> [View] { [view] }
  public static func buildExpression(_ views: [View]) -> [View] { views }
  public static func buildBlock(_ parts: [View]...) -> [View] { parts.flatMap { $0 } }
  public static func buildOptional(_ part: [View]?) -> [View] { part ?? [] }
  public static func buildEither(first: [View]) -> [View] { first }
  public static func buildEither(second: [View]) -> [View] { second }
  public static func buildArray(_ parts: [[View]]) -> [View] { parts.flatMap { $0 } }
}

/// Views in a row or a column.
open class Stack: View {
  public enum Axis: Sendable { case horizontal, vertical }
  /// Across the axis.
  public enum Alignment: Sendable { case leading, center, trailing, fill }

  public let axis: Axis
  public var spacing: Int
  public var padding: Int
  public var alignment: Alignment
  public var background: ((Theme) -> Color)?

  init(axis: Axis, spacing: Int, padding: Int, alignment: Alignment, _ views: [View]) {
    self.axis = axis
    self.spacing = spacing
    self.padding = padding
    self.alignment = alignment
    super.init()
    for view in views { add(view) }
  }

  private var shown: [View] { subviews.filter { !$0.isHidden } }

  private func length(_ size: Size) -> Int { axis == .horizontal ? size.width : size.height }
  private func breadth(_ size: Size) -> Int { axis == .horizontal ? size.height : size.width }
  private func grows(_ view: View) -> Bool { axis == .horizontal ? view.growsHorizontally : view.growsVertically }

  open override func sizeThatFits(_ available: Size) -> Size {
    let inner = Size(width: available.width - 2 * padding, height: available.height - 2 * padding)
    let sizes = shown.map { $0.sizeThatFits(inner) }
    let along = sizes.reduce(0) { $0 + length($1) } + spacing * max(sizes.count - 1, 0) + 2 * padding
    let across = sizes.reduce(0) { max($0, breadth($1)) } + 2 * padding
    return axis == .horizontal ? Size(width: along, height: across) : Size(width: across, height: along)
  }

  open override func layout() {
    let views = shown
    let inner = bounds.insetBy(padding)
    let sizes = views.map { $0.sizeThatFits(inner.size) }
    let needed = views.indices.reduce(0) { $0 + (grows(views[$1]) ? 0 : length(sizes[$1])) }
    let growing = views.filter { grows($0) }.count
    let rest = max(length(inner.size) - needed - spacing * max(views.count - 1, 0), 0)
    var (place, given) = (axis == .horizontal ? inner.x : inner.y, 0)
    for (index, view) in views.enumerated() {
      var along = length(sizes[index])
      if grows(view) {
        // The first ones get the pixels that do not go round.
        along = rest / growing + (given < rest % growing ? 1 : 0)
        given += 1
      }
      let room = breadth(inner.size)
      let across =
        alignment == .fill || (axis == .horizontal ? view.growsVertically : view.growsHorizontally)
        ? room : min(breadth(sizes[index]), room)
      let offset =
        switch alignment {
        case .leading, .fill: 0
        case .center: (room - across) / 2
        case .trailing: room - across
        }
      view.frame =
        axis == .horizontal
        ? Rectangle(x: place, y: inner.y + offset, width: along, height: across)
        : Rectangle(x: inner.x + offset, y: place, width: across, height: along)
      place += along + spacing
    }
  }

  open override func draw(on canvas: Canvas) {
    if let background { canvas.fill(bounds, background(canvas.theme)) }
  }
}

/// Views from left to right.
public final class HStack: Stack {
  public init(
    spacing: Int = Spacing.normal, padding: Int = 0, alignment: Alignment = .center, @ViewBuilder _ views: () -> [View]
  ) {
    super.init(axis: .horizontal, spacing: spacing, padding: padding, alignment: alignment, views())
  }
}

/// Views from top to bottom.
public final class VStack: Stack {
  public init(
    spacing: Int = Spacing.normal, padding: Int = 0, alignment: Alignment = .fill, @ViewBuilder _ views: () -> [View]
  ) {
    super.init(axis: .vertical, spacing: spacing, padding: padding, alignment: alignment, views())
  }
}

/// Takes the room that is left.
public final class Spacer: View {
  public override init() {
    super.init()
    growsHorizontally = true
    growsVertically = true
  }
}

/// A thin line between groups.
public final class Separator: View {
  private let isVertical: Bool

  public init(isVertical: Bool = false) { self.isVertical = isVertical }

  public override func sizeThatFits(_ available: Size) -> Size {
    isVertical ? Size(width: 1, height: 16) : Size(width: 16, height: 1)
  }

  public override func draw(on canvas: Canvas) { canvas.fill(bounds, canvas.theme.line) }
}

/// A view of which a closure says how it looks and how large it would be.
public final class Drawing: View {
  private let size: Size
  private let body: (Canvas, Rectangle) -> Void
  public var onPress: ((PointerEvent) -> Void)?

  public init(width: Int, height: Int, _ body: @escaping (Canvas, Rectangle) -> Void) {
    size = Size(width: width, height: height)
    self.body = body
  }

  public override func sizeThatFits(_ available: Size) -> Size { size }
  public override func draw(on canvas: Canvas) { body(canvas, bounds) }

  public override func pointerPressed(_ event: PointerEvent) -> Bool {
    onPress?(event)
    return onPress != nil
  }
}

extension View {
  /// The same view, made to take what room there is.
  public func growing(horizontally: Bool = true, vertically: Bool = true) -> Self {
    growsHorizontally = horizontally
    growsVertically = vertically
    return self
  }
}
