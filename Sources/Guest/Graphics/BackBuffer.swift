/// The picture as it is drawn, and as it is shown: drawing goes to memory, and only what changed goes to the display,
/// the pointer laid over it on the way, so that neither flickers.
public final class BackBuffer {
  public let surface: Surface
  private let front: Surface
  private let scratch: Surface
  private var damage: Damage
  private let pointer = Pointer()
  private var place: (x: Int, y: Int)?

  public init(front: Surface) {
    self.front = front
    surface = Surface(width: front.width, height: front.height)
    scratch = Surface(width: pointer.width, height: pointer.height)
    damage = Damage(bounds: front.bounds)
  }

  public func damaged(_ rectangle: Rectangle) { damage.add(rectangle) }

  public func movePointer(x: Int, y: Int) {
    if let old = place { damage.add(pointer.frame(x: old.x, y: old.y)) }
    place = (x, y)
    damage.add(pointer.frame(x: x, y: y))
  }

  /// Shows what changed since the last time.
  public func present() {
    for area in damage.take() {
      guard let place else {
        front.copy(area, from: surface)
        continue
      }
      let covered = pointer.frame(x: place.x, y: place.y).intersection(area)
      copy(area, except: covered)
      guard !covered.isEmpty else { continue }
      let local = Rectangle(x: 0, y: 0, width: covered.width, height: covered.height)
      scratch.copy(local, from: surface, at: covered)
      pointer.draw(on: scratch, x: place.x - covered.x, y: place.y - covered.y, within: local)
      front.copy(covered, from: scratch, at: local)
    }
  }

  private func copy(_ area: Rectangle, except hole: Rectangle) {
    guard !hole.isEmpty else {
      front.copy(area, from: surface)
      return
    }
    let (above, below) = (hole.y - area.y, area.bottom - hole.bottom)
    front.copy(Rectangle(x: area.x, y: area.y, width: area.width, height: above), from: surface)
    front.copy(Rectangle(x: area.x, y: hole.bottom, width: area.width, height: below), from: surface)
    front.copy(Rectangle(x: area.x, y: hole.y, width: hole.x - area.x, height: hole.height), from: surface)
    front.copy(Rectangle(x: hole.right, y: hole.y, width: area.right - hole.right, height: hole.height), from: surface)
  }
}
