extension Compositor {
  /// Whether ``present()`` would change anything on the screen.
  public var hasDamage: Bool { !sceneDamage.rectangles.isEmpty || !frontDamage.rectangles.isEmpty }

  /// Brings the screen up to date: composes what changed in the back buffer, and copies each changed rectangle to the
  /// screen once, the pointer over it, so that nothing half drawn is ever seen.
  public func present() {
    guard hasDamage else {
      tellPresented()
      return
    }
    for area in sceneDamage.take() {
      compose(area, below: scene.count)
      statistics.composedPixels += area.area
      frontDamage.add(area)
    }
    for area in frontDamage.take() {
      show(area)
      statistics.copiedPixels += area.area
    }
    statistics.frames += 1
    tellPresented()
  }

  private func tellPresented() {
    for window in windows where window.awaitsPresent {
      window.awaitsPresent = false
      deliver(.presented(window: window.identifier), to: window.client)
    }
  }

  /// Composes an area from the layers below one in the scene. What is solid hides all that lies deeper, so that no pixel
  /// is drawn and then covered, but for shadows and corners.
  private func compose(_ area: Rectangle, below limit: Int) {
    var index = limit - 1
    while index >= 0, scene[index].extent.intersection(area).isEmpty { index -= 1 }
    guard index >= 0 else {
      back.surface.copy(area, from: wallpaper.surface)
      return
    }
    let layer = scene[index]
    let extent = layer.extent
    var rest = [area]
    for solid in layer.solids {
      let shared = solid.intersection(area)
      if shared.isEmpty { continue }
      layer.drawSolid(shared, on: back.surface)
      rest = rest.flatMap { $0.subtracting(solid) }
    }
    for piece in rest {
      compose(piece, below: index)
      let shared = piece.intersection(extent)
      if !shared.isEmpty { layer.drawRest(shared, on: back.surface) }
    }
  }

  // MARK: The pointer

  var cursor: CursorPicture {
    let index = Int(cursorShape.rawValue)
    if let known = cursors[index] { return known }
    let picture = CursorPicture(cursorShape)
    cursors[index] = picture
    return picture
  }

  func setCursor(_ shape: CursorShape) {
    guard shape != cursorShape else { return }
    frontDamage.add(cursor.frame(at: pointer))
    cursorShape = shape
    frontDamage.add(cursor.frame(at: pointer))
  }

  func movePointer(to place: Point) {
    let bounded = Point(x: min(max(place.x, 0), front.width - 1), y: min(max(place.y, 0), front.height - 1))
    guard bounded != pointer else { return }
    frontDamage.add(cursor.frame(at: pointer))
    pointer = bounded
    frontDamage.add(cursor.frame(at: pointer))
  }

  /// Copies an area to the screen. Where the pointer is, it is laid over a copy first.
  private func show(_ area: Rectangle) {
    let cursor = cursor
    let covered = cursor.frame(at: pointer).intersection(area)
    guard !covered.isEmpty else {
      front.copy(area, from: back.surface)
      return
    }
    for piece in area.subtracting(covered) { front.copy(piece, from: back.surface) }
    let local = Rectangle(x: 0, y: 0, width: covered.width, height: covered.height)
    scratch.surface.copy(local, from: back.surface, at: covered)
    cursor.draw(
      on: scratch.surface, at: Point(x: pointer.x - covered.x, y: pointer.y - covered.y), within: local)
    front.copy(covered, from: scratch.surface, at: local)
  }
}
