/// A window onto a shell, or any program that writes to a terminal.
public final class Terminal: Application {
  private let connection: any TerminalConnection
  public let screen: TerminalScreen
  private let view: TerminalView
  private var shownTitle = "Terminal"

  public init(_ connection: any TerminalConnection, style: Style = Style()) {
    self.connection = connection
    screen = TerminalScreen(columns: 80, rows: 24)
    view = TerminalView(screen)
    super.init(
      WindowOptions(
        title: "Terminal", size: TerminalView.size(columns: 80, rows: 24, style: style),
        minimumSize: TerminalView.size(columns: 20, rows: 4, style: style), icon: 0), style: style)
    window.setContent(view)
    connection.resize(columns: 80, rows: 24)
    view.onKeys = { bytes in connection.send(bytes) }
    view.onResize = { columns, rows in connection.resize(columns: columns, rows: rows) }
  }

  public override var tickInterval: Int? { 20 }
  public override func tick(now: Int) { receive() }

  /// Shows what the other program has written. Called when there may be something.
  public func receive() {
    guard let bytes = connection.receive() else { return end() }
    guard !bytes.isEmpty else { return }
    screen.write(bytes)
    let answers = screen.takeAnswers()
    if !answers.isEmpty { connection.send(answers) }
    view.update()
    if screen.title != shownTitle, !screen.title.isEmpty {
      shownTitle = screen.title
      setTitle(shownTitle)
    }
  }
}
