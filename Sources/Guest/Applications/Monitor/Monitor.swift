/// Shows how busy the machine is, and with what.
public final class Monitor: Application {
  private let system: any SystemService
  private let loadGraph = Graph(title: "Processor") { $0.accent }
  private let memoryGraph = Graph(title: "Memory") { $0.success }
  private let table: Table
  private let endButton: Button
  private let summary = Label("", .caption)
  private var entries: [ProcessEntry] = []
  private var sort = (column: 2, down: true)

  /// Whether what is shown is looked up again, every second.
  private let samples: Bool

  /// - Parameters:
  ///   - system: what there is to know.
  ///   - samples: whether to look again and again, or once.
  public init(_ system: any SystemService, samples: Bool = true, style: Style = Style()) {
    self.system = system
    self.samples = samples
    table = Table([
      TableColumn("Process", width: 160, grows: true), TableColumn("Number", width: 80, alignment: .trailing),
      TableColumn("Processor", width: 96, alignment: .trailing), TableColumn("Memory", width: 96, alignment: .trailing),
      TableColumn("State", width: 96),
    ])
    endButton = Button("End process") {}
    super.init(
      WindowOptions(
        title: "Monitor", size: Size(width: 600, height: 440), minimumSize: Size(width: 480, height: 320), icon: 4),
      style: style)
    endButton.action = { [unowned(unsafe) self] in self.askToEnd() }
    table.onSort = { [unowned(unsafe) self] column, down in
      self.sort = (column, down)
      self.showRows()
    }
    table.onSelect = { [unowned(unsafe) self] _ in self.endButton.isEnabled = true }
    table.showSort(column: 2, down: true)
    endButton.isEnabled = false
    window.setContent(
      VStack(spacing: 0) {
        HStack(spacing: 16, padding: 16, alignment: .fill) {
          loadGraph.growing(horizontally: true, vertically: false)
          memoryGraph.growing(horizontally: true, vertically: false)
        }
        Separator()
        table
        Separator()
        HStack(spacing: 8, padding: 8) {
          summary.growing(horizontally: true, vertically: false)
          endButton
        }
      })
    if !samples { sample() }
  }

  public override var tickInterval: Int? { samples ? 1000 : nil }

  public override func tick(now: Int) { sample() }

  private func sample() {
    let load = system.load()
    loadGraph.append(load, text: "\(load / 10)%")
    let memory = system.memory()
    let share = memory.total == 0 ? 0 : memory.used * 1000 / memory.total
    memoryGraph.append(share, text: "\(FilePath.sizeText(memory.used)) of \(FilePath.sizeText(memory.total))")
    entries = system.processes()
    showRows()
  }

  private func showRows() {
    let keep = table.selection.flatMap { entries.indices.contains($0) && $0 < shown.count ? shown[$0] : nil }
    entries.sort { one, other in
      let order: Int
      switch sort.column {
      case 1: order = one.identifier - other.identifier
      case 2: order = one.load - other.load
      case 3: order = one.memory - other.memory
      case 4: order = one.state == other.state ? 0 : one.state < other.state ? -1 : 1
      default: order = one.name == other.name ? 0 : one.name < other.name ? -1 : 1
      }
      if order == 0 { return one.identifier < other.identifier }
      return (order < 0) != sort.down
    }
    shown = entries.map { $0.identifier }
    table.rows = entries.map {
      TableRow([
        $0.name, "\($0.identifier)", "\($0.load / 10).\($0.load % 10)%", FilePath.sizeText($0.memory), $0.state,
      ])
    }
    table.select(keep.flatMap { shown.firstIndex(of: $0) })
    endButton.isEnabled = table.selection != nil
    summary.text = entries.count == 1 ? "1 process" : "\(entries.count) processes"
  }

  /// The identifiers, row by row.
  private var shown: [Int] = []

  private func askToEnd() {
    guard let index = table.selection, index < entries.count else { return }
    let entry = entries[index]
    window.show(
      Dialog(
        "End “\(entry.name)”?", message: "What it has not saved will be lost.", buttons: ["Cancel", "End"]
      ) { button, _ in
        guard button == 1 else { return }
        if let failure = self.system.kill(entry.identifier) {
          self.window.show(Dialog("“\(entry.name)” could not be ended", message: failure))
        }
      })
  }
}

/// How something went lately: a line with what is below it filled.
final class Graph: View {
  private let title: String
  private let color: (Theme) -> Color
  private var values: [Int] = []
  private var text = ""

  private static let step = 4
  private static let limit = 200

  init(title: String, color: @escaping (Theme) -> Color) {
    self.title = title
    self.color = color
  }

  /// In thousandths.
  func append(_ value: Int, text: String) {
    values.append(min(max(value, 0), 1000))
    if values.count > Self.limit { values.removeFirst() }
    self.text = text
    setNeedsDisplay()
  }

  override func sizeThatFits(_ available: Size) -> Size { Size(width: 200, height: 120) }

  override func draw(on canvas: Canvas) {
    let theme = canvas.theme
    canvas.text(title, x: 0, y: 12, canvas.fonts.strong, theme.text)
    canvas.text(
      text, in: Rectangle(x: 80, y: 0, width: bounds.width - 80, height: 16), canvas.fonts.label, theme.muted,
      alignment: .trailing)
    let area = Rectangle(x: 0, y: 22, width: bounds.width, height: bounds.height - 22)
    canvas.fillRounded(area, radius: 6, theme.well)
    let plot = area.insetBy(1)
    for quarter in 1...3 {
      canvas.fill(
        Rectangle(x: plot.x, y: plot.y + plot.height * quarter / 4, width: plot.width, height: 1),
        theme.line.mixed(into: theme.well, 140))
    }
    drawCurve(in: plot, on: canvas)
    canvas.strokeRounded(area, radius: 6, theme.line)
  }

  private func drawCurve(in plot: Rectangle, on canvas: Canvas) {
    guard values.count > 1 else { return }
    let ink = color(canvas.theme)
    let count = min(values.count, plot.width / Self.step + 1)
    let shown = values.suffix(count)
    let start = plot.right - (count - 1) * Self.step
    func height(_ value: Int) -> Int { value * (plot.height - 4) / 1000 + 2 }
    var index = 0
    var before = shown.first ?? 0
    for value in shown.dropFirst() {
      for column in 0..<Self.step {
        let here = height(before) + (height(value) - height(before)) * column / Self.step
        let next = height(before) + (height(value) - height(before)) * (column + 1) / Self.step
        let x = start + index * Self.step + column
        let top = plot.bottom - max(here, next)
        canvas.tint(Rectangle(x: x, y: top, width: 1, height: plot.bottom - top), ink, alpha: 56)
        canvas.fill(Rectangle(x: x, y: top, width: 1, height: max(abs(next - here), 1) + 1), ink)
      }
      before = value
      index += 1
    }
  }
}
