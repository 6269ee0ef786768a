/// Edits plain text.
public final class Editor: Application {
  private let files: any FileService
  public private(set) var path: String?
  public let view = TextView()
  private var savedRevision = 0
  private var shownRevision = -1
  private let place = Label("", .caption)
  private let state = Label("", .caption)
  private let findField = TextField(placeholder: "Find", width: 220)
  private let findBar: HStack

  public init(_ files: any FileService, path: String? = nil, style: Style = Style()) {
    self.files = files
    findBar = HStack(spacing: 8, padding: 6) {}
    super.init(
      WindowOptions(
        title: "Editor", size: Size(width: 600, height: 420), minimumSize: Size(width: 320, height: 200), icon: 2),
      style: style)
    view.showsLineNumbers = true
    savedRevision = view.buffer.revision
    build()
    if let path { open(path) } else { show() }
    window.focus(view)
  }

  private func build() {
    let foot = HStack(spacing: 16, padding: 6) {
      state.growing(horizontally: true, vertically: false)
      place
    }
    findBar.isHidden = true
    findBar.add(findField)
    findBar.add(Button("Next") { [unowned(unsafe) self] in self.findNext() })
    findBar.add(Button(icon: .close) { [unowned(unsafe) self] in self.closeFind() })
    findField.onSubmit = { [unowned(unsafe) self] _ in self.findNext() }
    let scroll = ScrollView(view, scrollsHorizontally: true)
    view.onMove = { [unowned(unsafe) self] in self.show() }
    window.setContent(
      KeyView(
        VStack(spacing: 0) {
          findBar
          scroll
          Separator()
          foot
        }
      ) { [unowned(unsafe) self] event in
        if event.key == .escape, !self.findBar.isHidden {
          self.closeFind()
          return true
        }
        if event.key == .function(3) {
          self.findNext()
          return true
        }
        return false
      }, menuBar: menuBar())
  }

  private func menuBar() -> MenuBar {
    MenuBar([
      Menu("File") { [unowned(unsafe) self] in
        [
          MenuItem("New", shortcut: "n") { self.unlessChanged { self.start() } },
          MenuItem("Open…", shortcut: "o") { self.unlessChanged { self.askForFile() } },
          .separator,
          MenuItem("Save", shortcut: "s") { self.save() },
          MenuItem("Save as…") { self.askForName {} },
          .separator,
          MenuItem("Close", shortcut: "w") { self.closeRequested() },
        ]
      },
      Menu("Edit") { [unowned(unsafe) self] in
        let buffer = self.view.buffer
        return [
          MenuItem("Undo", shortcut: "z", isEnabled: buffer.canUndo) { self.view.edit { $0.undo() } },
          MenuItem("Redo", shortcut: "y", isEnabled: buffer.canRedo) { self.view.edit { $0.redo() } },
          .separator,
          MenuItem("Cut", shortcut: "x", isEnabled: buffer.hasSelection) { self.command("x") },
          MenuItem("Copy", shortcut: "c", isEnabled: buffer.hasSelection) { self.command("c") },
          MenuItem("Paste", shortcut: "v") { self.command("v") },
          MenuItem("Select all", shortcut: "a") { self.command("a") },
          .separator,
          MenuItem("Find…", shortcut: "f") { self.openFind() },
        ]
      },
      Menu("View") { [unowned(unsafe) self] in
        [
          MenuItem("Line numbers", isChecked: self.view.showsLineNumbers) { self.view.showsLineNumbers.toggle() }
        ]
      },
    ])
  }

  private func command(_ scalar: Unicode.Scalar) {
    window.focus(view)
    _ = view.keyPressed(KeyEvent(.character(scalar), modifiers: .control))
  }

  // MARK: State

  public var hasChanges: Bool { view.buffer.revision != savedRevision }
  private var name: String { path.map { FilePath.name($0) } ?? "Untitled" }

  private func show() {
    let caret = view.buffer.caret
    place.text = "Line \(caret.line + 1), column \(caret.column + 1)"
    let count = view.buffer.lines.count
    state.text = (hasChanges ? "Changed · " : "") + (count == 1 ? "1 line" : "\(count) lines")
    let title = (hasChanges ? "• " : "") + name
    guard title != shownTitle else { return }
    shownTitle = title
    setTitle(title)
  }

  private var shownTitle = ""

  // MARK: Files

  private func start() {
    path = nil
    view.text = ""
    savedRevision = view.buffer.revision
    show()
  }

  public func open(_ new: String) {
    do throws(FileError) {
      let bytes = try files.read(new)
      guard !bytes.contains(0) else { throw FileError("It is not a text.") }
      view.text = String(decoding: bytes, as: UTF8.self)
      path = new
      savedRevision = view.buffer.revision
    } catch {
      window.show(Dialog("“\(FilePath.name(new))” cannot be opened", message: error.description))
    }
    show()
  }

  private func askForFile() {
    window.show(
      Dialog("Open", message: "The path of a text file.", buttons: ["Cancel", "Open"], field: path ?? "/home/") {
        button, text in
        if button == 1 { self.open(text) }
      })
  }

  private func askForName(then next: @escaping () -> Void) {
    window.show(
      Dialog(
        "Save", message: "The path to save it at.", buttons: ["Cancel", "Save"], field: path ?? "/home/untitled.txt"
      ) { button, text in
        guard button == 1 else { return }
        self.write(to: text, then: next)
      })
  }

  public func save(then next: @escaping () -> Void = {}) {
    if let path { write(to: path, then: next) } else { askForName(then: next) }
  }

  private func write(to new: String, then next: () -> Void) {
    do throws(FileError) {
      try files.write(new, Array(view.text.utf8))
      path = new
      savedRevision = view.buffer.revision
      show()
      next()
    } catch {
      window.show(Dialog("“\(FilePath.name(new))” cannot be saved", message: error.description))
    }
  }

  /// Asks first where something would be lost.
  private func unlessChanged(_ next: @escaping () -> Void) {
    guard hasChanges else { return next() }
    window.show(
      Dialog(
        "Save the changes to “\(name)”?", message: "They would be lost otherwise.",
        buttons: ["Cancel", "Don’t save", "Save"]
      ) { button, _ in
        if button == 1 { next() }
        if button == 2 { self.save(then: next) }
      })
  }

  public override func closeRequested() { unlessChanged { self.end() } }

  // MARK: Finding

  private func openFind() {
    findBar.isHidden = false
    if view.buffer.hasSelection, view.buffer.selection.lowerBound.line == view.buffer.selection.upperBound.line {
      findField.text = view.buffer.selectedText
    }
    findField.selectAll()
    window.focus(findField)
  }

  private func closeFind() {
    findBar.isHidden = true
    window.focus(view)
  }

  private func findNext() {
    var isFound = false
    view.edit { isFound = $0.find(findField.text) }
    state.text = isFound ? "" : "“\(findField.text)” is not there."
  }
}
