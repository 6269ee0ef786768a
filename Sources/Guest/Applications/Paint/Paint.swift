/// Paints, and shows pictures.
public final class Paint: Application {
  enum Tool: Int, CaseIterable { case pencil, brush, line, rectangle, ellipse, bucket, eraser }

  private let files: any FileService
  public private(set) var painting = Painting(width: 480, height: 320)
  private var path: String?
  private var isChanged = false
  private let canvas: PaintView
  private var toolButtons: [Button] = []
  private let palette = Palette()
  private let state = Label("", .caption)

  private static let icons: [Icon] = [.pencil, .brush, .line, .rectangle, .ellipse, .bucket, .eraser]

  public init(_ files: any FileService, path: String? = nil, style: Style = Style()) {
    self.files = files
    canvas = PaintView(painting)
    super.init(
      WindowOptions(
        title: "Paint", size: Size(width: 640, height: 448), minimumSize: Size(width: 400, height: 300), icon: 3),
      style: style)
    build()
    choose(.brush)
    if let path { open(path) }
    show()
  }

  private func build() {
    toolButtons = Tool.allCases.map { tool in
      Button(icon: Self.icons[tool.rawValue]) { [unowned(unsafe) self] in self.choose(tool) }
    }
    palette.onChoose = { [unowned(unsafe) self] in self.canvas.color = $0 }
    canvas.onPaint = { [unowned(unsafe) self] in
      self.isChanged = true
      self.show()
    }
    let size = Slider(1...32, value: 6) { [unowned(unsafe) self] in
      self.canvas.size = $0
      self.show()
    }
    let tools = VStack(spacing: 4, padding: 6, alignment: .center) { toolButtons.map { $0 as View } }
    tools.background = { $0.side }
    let foot = HStack(spacing: 16, padding: 8) {
      palette
      Label("Size", .caption)
      size
      state
    }
    let scroll = ScrollView(canvas, scrollsHorizontally: true)
    scroll.background = { $0.isDark ? Color(0x0B0F18) : Color(0xC9CFDB) }
    window.setContent(
      VStack(spacing: 0) {
        HStack(spacing: 0, alignment: .fill) {
          tools
          Separator(isVertical: true)
          scroll
        }.growing()
        Separator()
        foot
      }, menuBar: menuBar())
  }

  private func menuBar() -> MenuBar {
    MenuBar([
      Menu("File") { [unowned(unsafe) self] in
        [
          MenuItem("New", shortcut: "n") {
            self.unlessChanged { self.start(Painting(width: 480, height: 320), path: nil) }
          },
          MenuItem("Open…", shortcut: "o") { self.unlessChanged { self.ask("Open") { self.open($0) } } },
          .separator, MenuItem("Save", shortcut: "s") { self.save {} },
          MenuItem("Save as…") { self.ask("Save") { self.write(to: $0) {} } }, .separator,
          MenuItem("Close", shortcut: "w") { self.closeRequested() },
        ]
      },
      Menu("Edit") { [unowned(unsafe) self] in
        [
          MenuItem("Undo", shortcut: "z", isEnabled: self.painting.canUndo) { self.change { $0.undo() } },
          MenuItem("Redo", shortcut: "y", isEnabled: self.painting.canRedo) { self.change { $0.redo() } },
          .separator,
          MenuItem("Clear") {
            self.change { painting in
              painting.begin()
              painting.picture.surface.fill(painting.picture.surface.bounds, Color(0xFFFFFF))
            }
          },
        ]
      },
    ])
  }

  func choose(_ tool: Tool) {
    canvas.tool = tool
    for (index, button) in toolButtons.enumerated() { button.isOn = index == tool.rawValue }
  }

  private func change(_ body: (Painting) -> Void) {
    body(painting)
    isChanged = true
    canvas.setNeedsDisplay()
    show()
  }

  private func show() {
    state.text = "\(painting.picture.width) × \(painting.picture.height)"
    setTitle((isChanged ? "• " : "") + (path.map { FilePath.name($0) } ?? "Paint"))
  }

  private func start(_ new: Painting, path: String?) {
    painting = new
    self.path = path
    isChanged = false
    canvas.painting = new
    canvas.setNeedsLayout()
    canvas.setNeedsDisplay()
    show()
  }

  public func open(_ new: String) {
    do throws(FileError) {
      start(Painting(try BMP.decode(try files.read(new))), path: new)
    } catch {
      window.show(Dialog("“\(FilePath.name(new))” cannot be opened", message: error.description))
    }
  }

  private func ask(_ verb: String, _ action: @escaping (String) -> Void) {
    window.show(
      Dialog(verb, message: "The path of a .bmp file.", buttons: ["Cancel", verb], field: path ?? "/home/picture.bmp") {
        button, text in
        if button == 1 { action(text) }
      })
  }

  private func save(then next: @escaping () -> Void) {
    if let path { write(to: path, then: next) } else { ask("Save") { self.write(to: $0, then: next) } }
  }

  private func write(to new: String, then next: () -> Void) {
    do throws(FileError) {
      try files.write(new, BMP.encode(painting.picture.surface))
      path = new
      isChanged = false
      show()
      next()
    } catch {
      window.show(Dialog("“\(FilePath.name(new))” cannot be saved", message: error.description))
    }
  }

  private func unlessChanged(_ next: @escaping () -> Void) {
    guard isChanged else { return next() }
    window.show(
      Dialog("Save the picture?", message: "It would be lost otherwise.", buttons: ["Cancel", "Don’t save", "Save"]) {
        button, _ in
        if button == 1 { next() }
        if button == 2 { self.save(then: next) }
      })
  }

  public override func closeRequested() { unlessChanged { self.end() } }
}

/// The picture itself.
final class PaintView: View {
  var painting: Painting
  var tool = Paint.Tool.brush
  var color = Color(0x2F6BE0)
  var size = 6
  var onPaint: (() -> Void)?
  private var last: Point?
  private var start = Point(x: 0, y: 0)

  private static let margin = 16

  init(_ painting: Painting) {
    self.painting = painting
    super.init()
  }

  override func sizeThatFits(_ available: Size) -> Size {
    Size(
      width: painting.picture.width + 2 * Self.margin, height: painting.picture.height + 2 * Self.margin)
  }

  override var acceptsFocus: Bool { true }

  override func draw(on canvas: Canvas) { canvas.picture(painting.picture.surface, x: Self.margin, y: Self.margin) }

  private func place(_ event: PointerEvent) -> Point { Point(x: event.x - Self.margin, y: event.y - Self.margin) }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    guard event.button == .left else { return false }
    painting.begin()
    start = place(event)
    last = start
    if tool == .bucket {
      painting.fill(at: start, color)
      last = nil
      setNeedsDisplay()
      onPaint?()
    } else {
      paint(to: start)
    }
    return true
  }

  override func pointerMoved(_ event: PointerEvent) { if last != nil { paint(to: place(event)) } }

  override func pointerReleased(_ event: PointerEvent) {
    guard last != nil else { return }
    last = nil
    onPaint?()
  }

  private func paint(to place: Point) {
    let from = last ?? place
    last = place
    switch tool {
    case .pencil: painting.stroke(from: from, to: place, size: 1, color)
    case .brush: painting.stroke(from: from, to: place, size: size, color)
    case .eraser: painting.stroke(from: from, to: place, size: max(size * 2, 8), Color(0xFFFFFF))
    case .line, .rectangle, .ellipse:
      painting.restart()
      if tool == .line { painting.stroke(from: start, to: place, size: size, color) }
      if tool == .rectangle { painting.rectangle(from: start, to: place, size: size, color) }
      if tool == .ellipse { painting.ellipse(from: start, to: place, size: size, color) }
      return setNeedsDisplay()
    case .bucket: return
    }
    let reach = max(size * 2, 8) + 2
    let area = Rectangle(
      x: min(from.x, place.x), y: min(from.y, place.y), width: abs(from.x - place.x) + 1,
      height: abs(from.y - place.y) + 1)
    setNeedsDisplay(area.offsetBy(x: Self.margin, y: Self.margin).insetBy(-reach))
  }
}

/// Colours to choose from.
private final class Palette: View {
  static let colors: [UInt32] = [
    0x1C2333, 0xFFFFFF, 0x8E98AC, 0xD8394B, 0xF2994A, 0xF2C94C, 0x4CC38A, 0x1E8E5A, 0x56CCF2, 0x2F6BE0, 0x7546D2,
    0xF07AA8,
  ]
  var onChoose: ((Color) -> Void)?
  private var chosen = 9

  private static let cell = 22

  override func sizeThatFits(_ available: Size) -> Size { Size(width: Self.colors.count * Self.cell, height: 24) }

  override func draw(on canvas: Canvas) {
    for (index, color) in Self.colors.enumerated() {
      let cell = Rectangle(x: index * Self.cell, y: 1, width: Self.cell, height: Self.cell)
      if index == chosen { canvas.fillRounded(cell, radius: 11, canvas.theme.accent) }
      let inner = cell.insetBy(index == chosen ? 2 : 3)
      canvas.fillRounded(inner, radius: inner.width / 2, Color(color))
      if index != chosen { canvas.strokeRounded(inner, radius: inner.width / 2, canvas.theme.controlLine) }
    }
  }

  override func pointerPressed(_ event: PointerEvent) -> Bool {
    let index = event.x / Self.cell
    guard Self.colors.indices.contains(index) else { return false }
    chosen = index
    onChoose?(Color(Self.colors[index]))
    setNeedsDisplay()
    return true
  }
}
