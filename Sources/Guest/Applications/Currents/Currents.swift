/// Draws currents: two thousand lights that drift in a field of eddies and leave trails, which fade. Space stops and goes on; while it
/// stands still, the right arrow shows the next picture.
public final class Currents: Application {
  private let view = CurrentsView()
  private var moves: Bool
  /// How many pictures are drawn, each as soon as the last one is shown, before the program ends.
  private let limit: Int?

  /// - Parameters:
  ///   - moves: whether it does from the start.
  ///   - limit: so many pictures, as fast as they are shown, and the end: to measure with.
  public init(moves: Bool = true, limit: Int? = nil, style: Style = Style()) {
    self.moves = moves
    self.limit = limit
    super.init(
      WindowOptions(
        title: "Currents", size: Size(width: 480, height: 320), minimumSize: Size(width: 200, height: 120), icon: 9),
      style: style)
    view.onKey = { [unowned(unsafe) self] in self.handle($0) }
    window.setContent(view)
  }

  private func handle(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .character(" "): moves.toggle()
    case .right where !moves: view.advance()
    default: return false
    }
    return true
  }

  public override var tickInterval: Int? { limit != nil ? 0 : moves ? 33 : nil }

  public override func tick(now: Int) {
    guard let limit else {
      if window.isActive || view.frames < 2 { view.advance() }
      return
    }
    if window.needsDisplay { return }
    if view.shown == limit { end() } else { view.advance() }
  }

  public override func end() {
    super.end()
    ended?(view.shown)
  }

  /// Told when it ends: how many pictures were asked for one by one.
  public var ended: ((Int) -> Void)?

  /// How many pictures were drawn.
  public var frames: Int { view.frames }
  /// The next picture.
  public func advance() { view.advance() }
}

private final class CurrentsView: View {
  private struct Light {
    /// In 1/256 pixel.
    var x: Int32
    var y: Int32
    var age: Int32
  }

  var onKey: ((KeyEvent) -> Bool)?
  override var acceptsFocus: Bool { true }
  override func keyPressed(_ event: KeyEvent) -> Bool { onKey?(event) ?? false }

  private(set) var frames = 0
  /// Those that were asked for one by one.
  private(set) var shown = 0
  private var picture = Bitmap(width: 2, height: 2)
  private var lights: [Light] = []
  private var random: UInt32 = 0x9E37_79B9
  private var phase: Int32 = 0

  private static let count = 2000
  /// A full turn of ``sines``.
  private static let turn = 256

  override func layout() {
    guard bounds.width != picture.width || bounds.height != picture.height, !bounds.isEmpty else { return }
    picture = Bitmap(width: bounds.width, height: bounds.height)
    lights = (0..<Self.count).map { _ in fresh() }
    // Something to see from the first picture on.
    for _ in 0..<24 { step() }
    setNeedsDisplay()
  }

  private func next() -> UInt32 {
    random ^= random << 13
    random ^= random >> 17
    random ^= random << 5
    return random
  }

  private func fresh() -> Light {
    Light(
      x: Int32(next() % UInt32(picture.width)) << 8, y: Int32(next() % UInt32(picture.height)) << 8,
      age: Int32(next() % 200))
  }

  /// Sines of 256ths of a turn, of 256, by a parabola and a correction: smooth, and near enough for water.
  private static let sines: [Int32] = (0..<turn).map { place in
    let half = place % 128
    let parabola = half * (128 - half) * 256 / 4096
    return Int32(place < 128 ? parabola : -parabola)
  }

  /// From deep blue by turquoise to a warm white, by speed.
  private static let colors: [Color] = (0..<64).map { step in
    let stops: [UInt32] = [0x1B3A8C, 0x2280B8, 0x38C6C8, 0xA6F0D0, 0xFFF2C8]
    let place = step * 4
    let index = min(place / 64, 3)
    return Color(stops[index]).blended(with: Color(stops[index + 1]), step: place - index * 64, of: 64)
  }

  func advance() {
    guard picture.width > 2 else { return }
    step()
    shown += 1
    setNeedsDisplay()
  }

  private func step() {
    frames += 1
    phase &+= 1
    fade()
    let (width, height) = (Int32(picture.width) << 8, Int32(picture.height) << 8)
    Self.sines.withUnsafeBufferPointer { sines in
      for index in lights.indices {
        var light = lights[index]
        // The field is the curl of a sum of waves: it neither gathers nor thins.
        let (u, v) = (light.x >> 8, light.y >> 8)
        let a = sines[Int(truncatingIfNeeded: (u &* 3 &+ v &+ phase) >> 1) & 255]
        let b = sines[Int(truncatingIfNeeded: (v &* 3 &- u &- phase &* 2) >> 1) & 255]
        let c = sines[Int(truncatingIfNeeded: u &+ v &* 2 &+ phase) & 255]
        let dx = (a &+ b &* 3 &+ c &* 4) &>> 1
        let dy = (b &- a &* 3 &- c &* 2) &>> 1
        light.x &+= dx
        light.y &+= dy
        light.age &+= 1
        if light.age > 220 || light.x < 0 || light.y < 0 || light.x >= width || light.y >= height {
          light = fresh()
          light.age = 0
        } else {
          let speed = abs(dx) &+ abs(dy)
          plot(light, speed: speed)
          // Fast ones would leave dots.
          let middle = Light(x: light.x &- dx / 2, y: light.y &- dy / 2, age: light.age)
          if speed > 300 { plot(middle, speed: speed) }
        }
        lights[index] = light
      }
    }
  }

  private func plot(_ light: Light, speed: Int32) {
    let (x, y) = (Int(light.x >> 8), Int(light.y >> 8))
    guard x >= 0, y >= 0, x < picture.width, y < picture.height else { return }
    let color = Self.colors[min(Int(speed >> 4), 63)]
    let row = picture.surface.row(y)
    // Young and old ones are faint.
    row[x] = color.over(row[x], alpha: UInt32(min(min(light.age, 220 - light.age) * 8, 200)))
  }

  /// A sixteenth of the light goes, of four pixels at once.
  private func fade() {
    let (low, high) = (SIMD4<UInt32>(repeating: 0x007F_7F7F), SIMD4<UInt32>(repeating: 0x0080_8080))
    let surface = picture.surface
    for y in 0..<surface.height {
      let bytes = UnsafeMutableRawPointer(surface.row(y))
      var offset = 0
      let end = surface.width * 4 - 16
      while offset <= end {
        let pixels = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt32>.self)
        // A channel that is not dark yet loses one more, so that it gets there.
        let isLit = (((pixels & low) &+ low) | pixels) & high
        let faded = pixels &- ((pixels &>> 4) & SIMD4(repeating: 0x000F_0F0F)) &- (isLit &>> 7)
        bytes.storeBytes(of: faded, toByteOffset: offset, as: SIMD4<UInt32>.self)
        offset &+= 16
      }
    }
  }

  override func draw(on canvas: Canvas) { canvas.picture(picture.surface, x: 0, y: 0) }
}
