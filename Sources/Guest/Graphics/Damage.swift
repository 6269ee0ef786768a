/// The parts of a picture that changed and are to be shown: a few rectangles that do not overlap.
public struct Damage {
  public private(set) var rectangles: [Rectangle] = []
  private let bounds: Rectangle
  /// More than this, and the two that lose least become one.
  private static let limit = 8

  public init(bounds: Rectangle) { self.bounds = bounds }

  public mutating func add(_ rectangle: Rectangle) {
    var new = rectangle.intersection(bounds)
    guard !new.isEmpty else { return }
    // What overlaps becomes one, which may then overlap another.
    while let index = rectangles.firstIndex(where: { !$0.intersection(new).isEmpty }) {
      new = new.union(rectangles.remove(at: index))
    }
    if rectangles.count == Self.limit {
      let index = cheapest(to: new)
      add(new.union(rectangles.remove(at: index)))
    } else {
      rectangles.append(new)
    }
  }

  /// Hands out what there is, and starts afresh.
  public mutating func take() -> [Rectangle] {
    let all = rectangles
    rectangles.removeAll(keepingCapacity: true)
    return all
  }

  private func cheapest(to new: Rectangle) -> Int {
    var (best, least) = (0, Int.max)
    for index in rectangles.indices {
      let cost = rectangles[index].union(new).area - rectangles[index].area
      if cost < least { (best, least) = (index, cost) }
    }
    return best
  }
}
