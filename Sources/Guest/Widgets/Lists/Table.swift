/// A column of a table. One of them may grow with the table.
public struct TableColumn {
  public var title: String
  public var width: Int
  public var alignment: TextAlignment
  public var grows: Bool

  public init(_ title: String, width: Int, alignment: TextAlignment = .leading, grows: Bool = false) {
    self.title = title
    self.width = width
    self.alignment = alignment
    self.grows = grows
  }
}

/// A row: an icon, and what is in each column.
public struct TableRow: Equatable {
  public var icon: Icon?
  public var cells: [String]

  public init(_ cells: [String], icon: Icon? = nil) {
    self.cells = cells
    self.icon = icon
  }

  public static func == (one: TableRow, other: TableRow) -> Bool {
    one.cells == other.cells && one.icon?.identity == other.icon?.identity
  }
}

/// Rows with columns under a header; a press on a column's title asks for another order.
public final class Table: View {
  public let columns: [TableColumn]
  public var rows: [TableRow] { didSet { if rows != oldValue { body.rowsChanged() } } }
  public var selection: Int? { body.selection }
  public private(set) var sortColumn = 0
  public private(set) var sortsDown = false
  public var onSort: ((Int, Bool) -> Void)?
  public var onSelect: ((Int) -> Void)?
  public var onOpen: ((Int) -> Void)?
  public var onMenu: ((Int?, PointerEvent) -> Void)?

  static let rowHeight = 26
  static let headerHeight = 28

  private let body = Body()
  private let header = Header()
  private let scroll: ScrollView

  public init(_ columns: [TableColumn], rows: [TableRow] = []) {
    self.columns = columns
    self.rows = rows
    scroll = ScrollView(body)
    super.init()
    growsHorizontally = true
    growsVertically = true
    body.table = self
    header.table = self
    add(scroll)
    add(header)
  }

  public override func sizeThatFits(_ available: Size) -> Size {
    Size(width: columns.reduce(0) { $0 + $1.width }, height: Self.headerHeight + rows.count * Self.rowHeight + 8)
  }

  public override func layout() {
    header.frame = Rectangle(x: 0, y: 0, width: bounds.width, height: Self.headerHeight)
    scroll.frame = Rectangle(
      x: 0, y: Self.headerHeight, width: bounds.width, height: max(bounds.height - Self.headerHeight, 0))
  }

  /// Shows another choice, without telling anybody.
  public func select(_ index: Int?) { body.select(index) }
  public func focus() { window?.focus(body) }

  /// Where a column is.
  fileprivate func place(of index: Int) -> Range<Int> {
    let fixed = columns.reduce(0) { $0 + ($1.grows ? 0 : $1.width) }
    let grown = max(bounds.width - 16 - fixed, 60)
    var x = 8
    for column in 0..<index { x += columns[column].grows ? grown : columns[column].width }
    return x..<x + (columns[index].grows ? grown : columns[index].width)
  }

  public func showSort(column: Int, down: Bool) {
    (sortColumn, sortsDown) = (column, down)
    header.setNeedsDisplay()
  }

  private final class Header: View {
    unowned(unsafe) var table: Table?

    override func draw(on canvas: Canvas) {
      guard let table else { return }
      let theme = canvas.theme
      canvas.fill(bounds, theme.side)
      canvas.fill(Rectangle(x: 0, y: bounds.height - 1, width: bounds.width, height: 1), theme.line)
      for (index, column) in table.columns.enumerated() {
        let place = table.place(of: index)
        let isSorted = index == table.sortColumn && table.onSort != nil
        var area = Rectangle(x: place.lowerBound + 8, y: 0, width: place.count - 16, height: bounds.height)
        if isSorted {
          let end = canvas.fonts.label.width(column.title)
          let x = column.alignment == .trailing ? area.right - end - 16 : area.x + end + 2
          canvas.icon(table.sortsDown ? .chevronDown : .chevronUp, x: x, y: 7, size: 14, theme.muted)
        }
        area.width = max(area.width, 0)
        canvas.text(
          column.title, in: area, canvas.fonts.label, isSorted ? theme.text : theme.muted, alignment: column.alignment)
      }
    }

    override func pointerPressed(_ event: PointerEvent) -> Bool {
      guard let table, event.button == .left, let onSort = table.onSort,
        let index = table.columns.indices.first(where: { table.place(of: $0).contains(event.x) })
      else { return false }
      table.showSort(column: index, down: index == table.sortColumn ? !table.sortsDown : false)
      onSort(table.sortColumn, table.sortsDown)
      return true
    }
  }

  private final class Body: View {
    unowned(unsafe) var table: Table?
    var selection: Int?

    override var acceptsFocus: Bool { true }
    private var count: Int { table?.rows.count ?? 0 }

    override func sizeThatFits(_ available: Size) -> Size { Size(width: 200, height: count * Table.rowHeight + 8) }

    func rowsChanged() {
      if let index = selection, index >= count { selection = nil }
      setNeedsLayout()
      setNeedsDisplay()
    }

    func select(_ index: Int?) {
      guard index != selection else { return }
      selection = index
      setNeedsDisplay()
    }

    private func row(_ index: Int) -> Rectangle {
      Rectangle(x: 6, y: 4 + index * Table.rowHeight, width: bounds.width - 12, height: Table.rowHeight)
    }

    override func draw(on canvas: Canvas) {
      guard let table else { return }
      let theme = canvas.theme
      canvas.fill(canvas.clip, theme.well)
      let first = max((canvas.clip.y - 4) / Table.rowHeight, 0)
      let last = min((canvas.clip.bottom - 4) / Table.rowHeight, count - 1)
      guard first <= last else { return }
      for index in first...last { draw(table.rows[index], at: index, table, on: canvas) }
    }

    private func draw(_ item: TableRow, at index: Int, _ table: Table, on canvas: Canvas) {
      let theme = canvas.theme
      let row = row(index)
      let hasKeys = isFocused && window?.isActive == true
      let isChosen = index == selection
      if isChosen { canvas.fillRounded(row, radius: 6, hasKeys ? theme.selection : theme.selectionInactive) }
      let ink = isChosen && hasKeys ? theme.onSelection : theme.text
      for (number, column) in table.columns.enumerated() where number < item.cells.count {
        let place = table.place(of: number)
        var area = Rectangle(x: place.lowerBound + 8, y: row.y, width: place.count - 16, height: row.height)
        if number == 0, let icon = item.icon {
          canvas.icon(icon, x: area.x - 2, y: row.y + 4, size: 18, isChosen ? ink : theme.accent)
          area.x += 22
          area.width -= 22
        }
        canvas.text(
          item.cells[number], in: area, canvas.fonts.text, number == 0 || isChosen ? ink : theme.muted,
          alignment: column.alignment)
      }
    }

    private func choose(_ index: Int) {
      guard index >= 0, index < count else { return }
      select(index)
      scrollToVisible(row(index))
      table?.onSelect?(index)
    }

    override func pointerPressed(_ event: PointerEvent) -> Bool {
      let index = (event.y - 4) / Table.rowHeight
      let isOnRow = event.y >= 4 && index < count
      if isOnRow { choose(index) } else { select(nil) }
      if event.button == .right {
        table?.onMenu?(isOnRow ? index : nil, event)
      } else if event.button == .left, event.count == 2, isOnRow {
        table?.onOpen?(index)
      }
      return true
    }

    override func keyPressed(_ event: KeyEvent) -> Bool {
      guard event.modifiers.isEmpty, count > 0 else { return false }
      let now = selection ?? -1
      let page = max((superview?.frame.height ?? 200) / Table.rowHeight - 1, 1)
      switch event.key {
      case .up: choose(max(now - 1, 0))
      case .down: choose(min(now + 1, count - 1))
      case .pageUp: choose(max(now - page, 0))
      case .pageDown: choose(min(now + page, count - 1))
      case .home: choose(0)
      case .end: choose(count - 1)
      case .enter: if let selection { table?.onOpen?(selection) }
      default: return false
      }
      return true
    }
  }
}
