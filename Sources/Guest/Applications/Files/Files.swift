/// Shows what is in directories, and moves files about.
public final class Files: Application {
  private let files: any FileService
  private let system: any SystemService
  public private(set) var path = ""
  public private(set) var entries: [FileEntry] = []
  private var back: [String] = []
  private var ahead: [String] = []
  private var cut: (path: String, isMove: Bool)?
  private var sort = (column: 0, down: false)

  private let places = ListView()
  private let table: Table
  private let status = Label("", .caption)
  private let pathField = TextField(width: 200)
  private var backButton: Button?
  private var aheadButton: Button?

  private static let shortcuts: [(title: String, path: String, icon: Icon)] = [
    ("Home", "/home", .home), ("Programs", "/bin", .program), ("Temporary", "/tmp", .file),
    ("Everything", "/", .folder),
  ]

  public init(_ files: any FileService, system: any SystemService, path: String = "/home", style: Style = Style()) {
    self.files = files
    self.system = system
    table = Table([
      TableColumn("Name", width: 200, grows: true), TableColumn("Size", width: 88, alignment: .trailing),
      TableColumn("Changed", width: 136),
    ])
    super.init(
      WindowOptions(
        title: "Files", size: Size(width: 640, height: 400), minimumSize: Size(width: 420, height: 240), icon: 1),
      style: style)
    build()
    open(files.exists(path) ? path : "/")
    table.focus()
  }

  private func build() {
    places.background = { $0.side }
    places.items = Self.shortcuts.map { ListItem($0.title, icon: $0.icon) }
    places.onSelect = { [unowned(unsafe) self] index in self.visit(Self.shortcuts[index].path) }
    let backButton = Button(icon: .arrowLeft) { [unowned(unsafe) self] in self.goBack() }
    let aheadButton = Button(icon: .arrowRight) { [unowned(unsafe) self] in self.goAhead() }
    let upButton = Button(icon: .arrowUp) { [unowned(unsafe) self] in self.visit(FilePath.parent(self.path)) }
    let newButton = Button(icon: .plus) { [unowned(unsafe) self] in self.askForDirectory() }
    (self.backButton, self.aheadButton) = (backButton, aheadButton)
    pathField.growsHorizontally = true
    pathField.onSubmit = { [unowned(unsafe) self] text in self.visit(text) }
    table.onOpen = { [unowned(unsafe) self] in self.open(entry: $0) }
    table.onSelect = { [unowned(unsafe) self] in self.chosenName = self.entries[$0].name }
    table.onMenu = { [unowned(unsafe) self] index, event in self.showMenu(index) }
    table.onSort = { [unowned(unsafe) self] column, down in
      self.sort = (column, down)
      self.show()
    }
    let bar = HStack(spacing: 4, padding: 6) {
      backButton
      aheadButton
      upButton
      pathField
      newButton
    }
    bar.background = { $0.window }
    let foot = HStack(spacing: 8, padding: 6) { status.growing(horizontally: true, vertically: false) }
    foot.background = { $0.window }
    window.setContent(
      KeyView(
        VStack(spacing: 0) {
          bar
          Separator()
          SplitView(position: 152, left: ScrollView(places), right: table)
          Separator()
          foot
        }
      ) { [unowned(unsafe) self] in self.handle($0) }, menuBar: menuBar())
  }

  private func menuBar() -> MenuBar {
    MenuBar([
      Menu("File") { [unowned(unsafe) self] in
        [
          MenuItem("New folder…", shortcut: "n") { self.askForDirectory() },
          MenuItem("Open", shortcut: "o", isEnabled: self.chosen != nil) {
            if let index = self.table.selection { self.open(entry: index) }
          },
          .separator,
          MenuItem("Close", shortcut: "w") { self.end() },
        ]
      },
      Menu("Edit") { [unowned(unsafe) self] in self.editItems() },
      Menu("Go") { [unowned(unsafe) self] in
        Self.shortcuts.map { place in MenuItem(place.title) { self.visit(place.path) } } + [
          .separator, MenuItem("Enclosing folder") { self.visit(FilePath.parent(self.path)) },
          MenuItem("Read again", shortcut: "r") { self.open(self.path) },
        ]
      },
    ])
  }

  private func editItems() -> [MenuItem] {
    let has = chosen != nil
    return [
      MenuItem("Cut", shortcut: "x", isEnabled: has) { self.take(isMove: true) },
      MenuItem("Copy", shortcut: "c", isEnabled: has) { self.take(isMove: false) },
      MenuItem("Paste", shortcut: "v", isEnabled: cut != nil) { self.paste() },
      .separator,
      MenuItem("Rename…", isEnabled: has) { self.askForName() },
      MenuItem("Delete…", isEnabled: has) { self.askToDelete() },
    ]
  }

  private func showMenu(_ index: Int?) {
    var items = editItems()
    if let index { items.insert(contentsOf: [MenuItem("Open") { self.open(entry: index) }, .separator], at: 0) }
    if index == nil {
      items = [
        MenuItem("New folder…") { self.askForDirectory() }, MenuItem("Paste", isEnabled: cut != nil) { self.paste() },
      ]
    }
    window.show(Menu { items }, at: window.lastPress)
  }

  /// Stays chosen when the directory is read again.
  private var chosenName: String?
  private var chosen: FileEntry? { table.selection.flatMap { entries.indices.contains($0) ? entries[$0] : nil } }

  // MARK: Going about

  /// Goes to a directory, and remembers this one.
  public func visit(_ new: String) {
    let old = path
    guard new != old, open(new) else { return }
    back.append(old)
    ahead = []
    showButtons()
  }

  private func goBack() {
    guard let place = back.popLast() else { return }
    ahead.append(path)
    open(place)
  }

  private func goAhead() {
    guard let place = ahead.popLast() else { return }
    back.append(path)
    open(place)
  }

  @discardableResult
  private func open(_ new: String) -> Bool {
    do throws(FileError) {
      entries = try files.list(new)
      path = new
      show()
      showButtons()
      pathField.text = path
      setTitle(path == "/" ? "Files" : FilePath.name(path))
      places.select(Self.shortcuts.firstIndex { $0.path == path })
      return true
    } catch {
      complain("“\(new)” cannot be shown", error)
      pathField.text = path
      return false
    }
  }

  private func showButtons() {
    backButton?.isEnabled = !back.isEmpty
    aheadButton?.isEnabled = !ahead.isEmpty
  }

  private func open(entry index: Int) {
    let entry = entries[index]
    let place = FilePath.appending(entry.name, to: path)
    if entry.isDirectory { return visit(place) }
    let failure: String?
    if entry.isExecutable {
      failure = system.launch(place, [])
    } else {
      failure = system.launch(FilePath.ending(entry.name) == "bmp" ? "/bin/paint" : "/bin/editor", [place])
    }
    if let failure { complain("“\(entry.name)” cannot be opened", FileError(failure)) }
  }

  // MARK: Showing

  private func show() {
    let keep = chosenName
    entries.sort { one, other in
      if one.isDirectory != other.isDirectory { return one.isDirectory }
      let before: Bool
      switch sort.column {
      case 1 where one.size != other.size: before = one.size < other.size
      case 2 where one.modified != other.modified: before = one.modified < other.modified
      default: before = one.name.lowercased() < other.name.lowercased()
      }
      return before != sort.down
    }
    table.rows = entries.map { entry in
      TableRow(
        [
          entry.name, entry.isDirectory ? "—" : FilePath.sizeText(entry.size),
          entry.modified == 0 ? "—" : TimeText.stamp(seconds: entry.modified),
        ], icon: Self.icon(entry))
    }
    table.select(keep.flatMap { name in entries.firstIndex { $0.name == name } } ?? (entries.isEmpty ? nil : 0))
    chosenName = chosen?.name
    showStatus()
  }

  private static func icon(_ entry: FileEntry) -> Icon {
    if entry.isDirectory { return .folder }
    if entry.isExecutable { return .program }
    switch FilePath.ending(entry.name) {
    case "bmp", "png": return .image
    case "txt", "md", "swift", "c", "h", "s", "sh", "json": return .textFile
    default: return .file
    }
  }

  private func showStatus() {
    let count = entries.count == 1 ? "1 item" : "\(entries.count) items"
    let bytes = entries.reduce(0) { $0 + ($1.isDirectory ? 0 : $1.size) }
    status.text = entries.isEmpty ? "Empty" : "\(count), \(FilePath.sizeText(bytes))"
  }

  private func complain(_ title: String, _ error: FileError) {
    window.show(Dialog(title, message: error.description))
  }

  // MARK: Changing

  private func handle(_ event: KeyEvent) -> Bool {
    switch event.key {
    case .backspace where event.modifiers.isEmpty: visit(FilePath.parent(path))
    case .up where event.modifiers == .alternate: visit(FilePath.parent(path))
    case .left where event.modifiers == .alternate: goBack()
    case .right where event.modifiers == .alternate: goAhead()
    case .delete: if chosen != nil { askToDelete() }
    case .function(2): if chosen != nil { askForName() }
    case .function(5): open(path)
    default: return false
    }
    return true
  }

  private func attempt(_ title: String, _ body: () throws(FileError) -> Void) {
    do throws(FileError) { try body() } catch { complain(title, error) }
    open(path)
  }

  private static func problem(withName name: String) -> FileError? {
    if name.isEmpty || name == "." || name == ".." { return FileError("A file needs a name.") }
    if name.utf8.contains(UInt8(ascii: "/")) { return FileError("A name cannot have a slash in it.") }
    return name.utf8.count > 255 ? FileError("The name is too long.") : nil
  }

  private func askForDirectory() {
    window.show(
      Dialog("New folder", message: "", buttons: ["Cancel", "Create"], field: "New folder") { button, name in
        guard button == 1 else { return }
        self.attempt("The folder cannot be made") { () throws(FileError) in
          if let problem = Self.problem(withName: name) { throw problem }
          try self.files.makeDirectory(FilePath.appending(name, to: self.path))
          self.chosenName = name
        }
      })
  }

  private func askForName() {
    guard let entry = chosen else { return }
    window.show(
      Dialog("Rename “\(entry.name)”", message: "", buttons: ["Cancel", "Rename"], field: entry.name) { button, name in
        guard button == 1, name != entry.name else { return }
        self.attempt("“\(entry.name)” cannot be renamed") { () throws(FileError) in
          if let problem = Self.problem(withName: name) { throw problem }
          let new = FilePath.appending(name, to: self.path)
          if self.files.exists(new) { throw FileError("There is a “\(name)” already.") }
          try self.files.rename(FilePath.appending(entry.name, to: self.path), to: new)
          self.chosenName = name
        }
      })
  }

  private func askToDelete() {
    guard let entry = chosen else { return }
    let what = entry.isDirectory ? "The folder and all that is in it will be gone." : "It will be gone for good."
    window.show(
      Dialog("Delete “\(entry.name)”?", message: what, buttons: ["Cancel", "Delete"]) { button, _ in
        guard button == 1 else { return }
        self.attempt("“\(entry.name)” cannot be deleted") { () throws(FileError) in
          try self.files.remove(FilePath.appending(entry.name, to: self.path))
        }
      })
  }

  private func take(isMove: Bool) {
    guard let entry = chosen else { return }
    cut = (FilePath.appending(entry.name, to: path), isMove)
  }

  private func paste() {
    guard let cut else { return }
    attempt("“\(FilePath.name(cut.path))” cannot be pasted") { () throws(FileError) in
      let target = self.freePlace(for: FilePath.name(cut.path), isMove: cut.isMove)
      guard target != cut.path else { return }
      if target.hasPrefix(cut.path + "/") { throw FileError("A folder cannot be put into itself.") }
      if cut.isMove {
        try self.files.rename(cut.path, to: target)
        self.cut = nil
      } else {
        try self.copy(cut.path, to: target)
      }
    }
  }

  /// The same name, or with a number where that is taken.
  private func freePlace(for name: String, isMove: Bool) -> String {
    let plain = FilePath.appending(name, to: path)
    if !files.exists(plain) || (isMove && plain == cut?.path) { return plain }
    var number = 2
    let ending = FilePath.ending(name)
    let stem = ending.isEmpty ? name : String(name.dropLast(ending.count + 1))
    while true {
      let new = FilePath.appending("\(stem) \(number)" + (ending.isEmpty ? "" : ".\(ending)"), to: path)
      if !files.exists(new) { return new }
      number += 1
    }
  }

  private func copy(_ from: String, to: String) throws(FileError) {
    let parent = try files.list(FilePath.parent(from))
    guard parent.first(where: { $0.name == FilePath.name(from) })?.isDirectory == true else {
      return try files.write(to, try files.read(from))
    }
    try files.makeDirectory(to)
    for entry in try files.list(from) {
      try copy(FilePath.appending(entry.name, to: from), to: FilePath.appending(entry.name, to: to))
    }
  }
}
