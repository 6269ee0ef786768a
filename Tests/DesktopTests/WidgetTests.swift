import GuestApplications
import RandomInput
import Testing

/// Widgets by events. How they look is for the golden pictures.
struct WidgetTests {
  private func window(_ content: View, menuBar: MenuBar? = nil) -> GuestApplications.Window {
    let window = GuestApplications.Window(size: Size(width: 300, height: 200))
    window.setContent(content, menuBar: menuBar)
    _ = draw(window)
    return window
  }

  private func draw(_ window: GuestApplications.Window) -> [Rectangle] {
    let bitmap = Bitmap(width: window.size.width, height: window.size.height)
    return window.draw(on: bitmap.surface)
  }

  private func click(_ window: GuestApplications.Window, _ view: View, dx: Int = 8, dy: Int = 8, count: Int = 1) {
    let origin = view.originInWindow
    window.handle(PointerEvent(.moved, x: origin.x + dx, y: origin.y + dy))
    window.handle(PointerEvent(.pressed, x: origin.x + dx, y: origin.y + dy, button: .left, count: count))
    window.handle(PointerEvent(.released, x: origin.x + dx, y: origin.y + dy, button: .left))
  }

  @Test func stackSharesRoom() {
    let (a, b, c) = (Label("a"), Spacer(), Button("c") {})
    let window = window(
      HStack(spacing: 10, padding: 5) {
        a
        b
        c
      })
    #expect(a.frame.x == 5 && c.frame.right == 295)
    #expect(b.frame.width == 290 - 20 - a.frame.width - c.frame.width)
    a.text = "a longer text"
    _ = draw(window)
    #expect(a.frame.width > 60 && c.frame.right == 295, "a new size moves the others")
    b.isHidden = true
    _ = draw(window)
    #expect(c.frame.x == a.frame.right + 10)
  }

  @Test func buttonsActWhenLetGoInside() {
    var presses = 0
    let button = Button("Press") { presses += 1 }
    let window = window(VStack(alignment: .leading) { button })
    click(window, button)
    #expect(presses == 1)
    window.handle(PointerEvent(.pressed, x: 10, y: 10, button: .left, count: 1))
    window.handle(PointerEvent(.moved, x: 290, y: 190, button: .left))
    window.handle(PointerEvent(.released, x: 290, y: 190, button: .left))
    #expect(presses == 1, "let go outside")
    window.handle(KeyEvent(.character(" ")))
    #expect(presses == 2)
    button.isEnabled = false
    click(window, button)
    #expect(presses == 2)
  }

  @Test func tabGoesRound() {
    let views: [View] = [TextField(), Button("b") {}, CheckBox("c") { _ in }, Slider(0...9, value: 1) { _ in }]
    let window = window(VStack { views })
    #expect(window.focused === views[0])
    for expected in [1, 2, 3, 0] {
      window.handle(KeyEvent(.tab))
      #expect(window.focused === views[expected])
    }
    window.handle(KeyEvent(.tab, modifiers: .shift))
    #expect(window.focused === views[3])
    views[2].isEnabled = false
    views[1].isHidden = true
    window.handle(KeyEvent(.tab, modifiers: .shift))
    #expect(window.focused === views[0], "what cannot be used is left out")
  }

  @Test func checkBoxesSlidersAndSegments() {
    var (isOn, value, choice) = (false, 0, 0)
    let box = CheckBox("box") { isOn = $0 }
    let slider = Slider(0...100, value: 50) { value = $0 }
    let segments = Segments(["One", "Two", "Three"]) { choice = $0 }
    let window = window(
      VStack {
        box
        slider
        segments
      })
    click(window, box)
    #expect(isOn && box.isOn)
    click(window, slider, dx: slider.frame.width - 1)
    #expect(value == 100)
    window.handle(KeyEvent(.left))
    #expect(value == 99)
    click(window, slider, dx: 0)
    #expect(value == 0)
    click(window, segments, dx: segments.frame.width - 10)
    #expect(choice == 2)
    window.handle(KeyEvent(.left))
    #expect(choice == 1)
  }

  @Test func textFieldsShareTheClipboard() {
    let (one, other) = (TextField("copy me"), TextField())
    let window = window(
      VStack {
        one
        other
      })
    click(window, one, count: 3)
    window.handle(KeyEvent(.character("c"), modifiers: .control))
    #expect(window.clipboard.text == "copy me")
    window.handle(KeyEvent(.tab))
    window.handle(KeyEvent(.character("v"), modifiers: .control))
    window.handle(KeyEvent(.character("!")))
    #expect(other.text == "copy me!")
    var submitted = ""
    other.onSubmit = { submitted = $0 }
    window.handle(KeyEvent(.enter))
    #expect(submitted == "copy me!")
  }

  @Test func listsByKeyAndPointer() {
    let list = ListView((0..<40).map { ListItem("Item \($0)") })
    var (chosen, opened) = (-1, -1)
    list.onSelect = { chosen = $0 }
    list.onOpen = { opened = $0 }
    let scroll = ScrollView(list)
    let window = window(scroll)
    click(window, list, dy: 4 + 28 * 2 + 5)
    #expect(chosen == 2)
    window.handle(KeyEvent(.end))
    #expect(chosen == 39 && scroll.offset.y == 4 + 40 * 28 - 200, "it scrolls to what is chosen")
    window.handle(KeyEvent(.enter))
    #expect(opened == 39)
    window.handle(PointerEvent(.wheel, x: 50, y: 50, count: -100))
    #expect(scroll.offset.y == 0)
    click(window, list, dy: 10, count: 2)
    #expect(opened == 0)
  }

  @Test func tablesSort() {
    let table = Table([TableColumn("A", width: 100), TableColumn("B", width: 100)], rows: [TableRow(["x", "1"])])
    var order = (-1, false)
    table.onSort = { order = ($0, $1) }
    let window = window(table)
    window.handle(PointerEvent(.pressed, x: 130, y: 10, button: .left, count: 1))
    window.handle(PointerEvent(.released, x: 130, y: 10, button: .left))
    #expect(order == (1, false))
    window.handle(PointerEvent(.pressed, x: 130, y: 10, button: .left, count: 1))
    #expect(order == (1, true), "again: the other way")
  }

  @Test func menusByPointerKeyAndShortcut() {
    var done: [String] = []
    let bar = MenuBar([
      Menu("File") {
        [
          MenuItem("New", shortcut: "n") { done.append("new") }, .separator,
          MenuItem("Never", isEnabled: false) { done.append("never") }, MenuItem("Close") { done.append("close") },
        ]
      },
      Menu("Edit") { [MenuItem("Undo") { done.append("undo") }] },
    ])
    let window = window(TextField(), menuBar: bar)
    window.handle(KeyEvent(.character("n"), modifiers: .control))
    #expect(done == ["new"])
    window.handle(KeyEvent(.function(10)))
    #expect(window.hasOverlay)
    window.handle(KeyEvent(.down))
    window.handle(KeyEvent(.down))
    window.handle(KeyEvent(.enter))
    #expect(done == ["new", "close"], "what is off is passed over")
    #expect(!window.hasOverlay && window.focused is TextField)
    window.handle(KeyEvent(.function(10)))
    window.handle(KeyEvent(.right))
    window.handle(KeyEvent(.down))
    window.handle(KeyEvent(.enter))
    #expect(done.last == "undo")
    window.handle(PointerEvent(.pressed, x: 20, y: 10, button: .left, count: 1))
    window.handle(PointerEvent(.released, x: 20, y: 10, button: .left))
    #expect(window.hasOverlay)
    window.handle(PointerEvent(.pressed, x: 280, y: 190, button: .left, count: 1))
    #expect(!window.hasOverlay, "a press beside it closes it")
  }

  @Test func dialogsAreAnsweredBeforeAllElse() {
    var (answer, text, presses) = (-1, "", 0)
    let button = Button("Below") { presses += 1 }
    let window = window(VStack { button })
    window.show(
      Dialog("Name?", message: "A message.", buttons: ["Cancel", "OK"], field: "old") { (answer, text) = ($0, $1) })
    _ = draw(window)
    click(window, button, dx: 2, dy: 2)
    #expect(presses == 0 && window.hasOverlay)
    for scalar in "new".unicodeScalars { window.handle(KeyEvent(.character(scalar))) }
    window.handle(KeyEvent(.enter))
    #expect(answer == 1 && text == "new" && !window.hasOverlay)
    #expect(window.focused === button, "the keyboard goes back")
    window.show(
      Dialog("Sure?", message: "", buttons: ["No", "Yes"]) {
        answer = $0
        text = $1
      })
    window.handle(KeyEvent(.escape))
    #expect(answer == 0)
  }

  @Test func splitViewsKeepBothSides() {
    let split = SplitView(position: 100, minimum: 60, left: Label("l"), right: Label("r"))
    let window = window(split)
    window.handle(PointerEvent(.moved, x: 100, y: 50))
    #expect(window.cursor == .resizeHorizontal)
    window.handle(PointerEvent(.pressed, x: 100, y: 50, button: .left, count: 1))
    window.handle(PointerEvent(.moved, x: 150, y: 50, button: .left))
    #expect(split.position == 150)
    window.handle(PointerEvent(.moved, x: 299, y: 50, button: .left))
    #expect(split.position == 240)
  }

  /// What is drawn bit by bit is what is drawn at once.
  @Test(arguments: [71, 72, 73] as [UInt64])
  func drawsAllThatChanges(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let list = ListView((0..<20).map { ListItem("Item \($0)", icon: .file) })
    let text = TextView("some text\nto edit\n\twith a tabulator")
    let content = VStack(padding: 8) {
      HStack {
        Button("Button") {}
        CheckBox("Box") { _ in }
        Slider(0...20, value: 3) { _ in }
      }
      TextField("field")
      SplitView(position: 120, minimum: 40, left: ScrollView(list), right: ScrollView(text, scrollsHorizontally: true))
    }
    let window = GuestApplications.Window(size: Size(width: 300, height: 240))
    window.setContent(
      content, menuBar: MenuBar([Menu("Menu") { [MenuItem("One") {}, MenuItem("Two", shortcut: "t") {}] }]))
    let bits = Bitmap(width: 300, height: 240)
    let whole = Bitmap(width: 300, height: 240)
    let keys: [KeyPress.Key] = [
      .tab, .down, .up, .left, .right, .end, .home, .character("q"), .character(" "), .enter, .backspace, .function(10),
      .escape, .delete, .pageDown,
    ]
    for step in 0..<300 {
      let (x, y) = (Int.random(in: 0..<300, using: &random), Int.random(in: 0..<240, using: &random))
      switch Int.random(in: 0..<6, using: &random) {
      case 0: window.handle(PointerEvent(.moved, x: x, y: y))
      case 1:
        window.handle(PointerEvent(.pressed, x: x, y: y, button: .left, count: Int.random(in: 1...3, using: &random)))
        window.handle(PointerEvent(.moved, x: x + 5, y: y + 9, button: .left))
        _ = window.draw(on: bits.surface)
        window.handle(PointerEvent(.released, x: x + 5, y: y + 9, button: .left))
      case 2: window.handle(PointerEvent(.wheel, x: x, y: y, count: Int.random(in: -2...2, using: &random)))
      default:
        let held: KeyModifiers = Int.random(in: 0..<3, using: &random) == 0 ? .shift : []
        window.handle(KeyEvent(keys.randomElement(using: &random)!, modifiers: held))
      }
      _ = window.draw(on: bits.surface)
      window.setTheme(.dark)
      _ = window.draw(on: whole.surface)
      let isSame = bits.surface.values == whole.surface.values
      #expect(isSame, "seed \(seed), step \(step)")
      if !isSame { return }
    }
  }
}
