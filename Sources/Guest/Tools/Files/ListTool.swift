import SystemCalls

/// `ls`: -a -A -d -F -h -i -l -r -R -s -S -t -1.
public enum ListTool {
  private struct Item {
    var name: String
    var status: FileStatus
    /// What a symbolic link leads to.
    var target: String?
  }

  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [
      ("all", "a"), ("almost-all", "A"), ("directory", "d"), ("classify", "F"), ("human-readable", "h"), ("inode", "i"),
      ("reverse", "r"), ("recursive", "R"), ("size", "s"),
    ]
    guard let options = Options(tool, "aAdFhilrRsStC1", names: names, failure: 2) else { return }
    var list = ListTool.Listing(tool: tool, options: options)
    list.run(options.operands.isEmpty ? ["."] : options.operands)
  }

  private struct Listing {
    let tool: Tool
    let options: Options
    private var isFirst = true

    init(tool: Tool, options: Options) { (self.tool, self.options) = (tool, options) }

    mutating func run(_ operands: [String]) {
      var (files, directories): ([Item], [String]) = ([], [])
      let isLong = options.has("l")
      for path in operands {
        do throws(SystemError) {
          // A link is followed where its directory is to be listed.
          var status = try tool.system.status(path, followsLinks: false)
          if status.kind == .symbolicLink, !isLong, !options.has("d"), !options.has("F"),
            let target = try? tool.system.status(path, followsLinks: true)
          {
            status = target.kind == .directory ? target : status
          }
          if status.kind == .directory, !options.has("d") {
            directories.append(path)
          } else {
            files.append(item(path, path: path, status))
          }
        } catch {
          tool.complain("cannot access '\(path)': \(error)", status: 2)
        }
      }
      if !files.isEmpty {
        show(sorted(files))
        isFirst = false
      }
      let heads = operands.count > 1 || options.has("R")
      for path in sortedPaths(directories) { list(path, hasHead: heads) }
    }

    private func sortedPaths(_ paths: [String]) -> [String] {
      sorted(paths.map { Item(name: $0, status: (try? tool.system.status($0, followsLinks: true)) ?? FileStatus()) })
        .map { $0.name }
    }

    private func item(_ name: String, path: String, _ status: FileStatus) -> Item {
      let target = status.kind == .symbolicLink && options.has("l") ? try? tool.system.readLink(path) : nil
      return Item(name: name, status: status, target: target)
    }

    private mutating func list(_ path: String, hasHead: Bool) {
      var items: [Item] = []
      do throws(SystemError) {
        for entry in try tool.system.entries(path) {
          if entry.name.utf8.first == UInt8(ascii: "."), !options.has("a"), !options.has("A") { continue }
          let full = Tool.join(path, entry.name)
          guard let status = try? tool.system.status(full, followsLinks: false) else { continue }
          items.append(item(entry.name, path: full, status))
        }
        if options.has("a") {
          for name in [".", ".."] {
            if let status = try? tool.system.status(Tool.join(path, name), followsLinks: true) {
              items.append(Item(name: name, status: status))
            }
          }
        }
      } catch {
        tool.complain("cannot open directory '\(path)': \(error)", status: 2)
        return
      }
      if hasHead { tool.line((isFirst ? "" : "\n") + "\(path):") }
      isFirst = false
      if options.has("l") || options.has("s") {
        let total = items.reduce(0) { $0 + $1.status.allocatedSize }
        tool.line("total " + (options.has("h") ? Format.human(total) : String((total + 1023) / 1024)))
      }
      items = sorted(items)
      show(items)
      guard options.has("R") else { return }
      for item in items where item.status.kind == .directory && item.name != "." && item.name != ".." {
        list(Tool.join(path, item.name), hasHead: true)
      }
    }

    private func sorted(_ items: [Item]) -> [Item] {
      let key = options.last(of: "tS")
      let result = items.sorted { left, right in
        if key == "t", left.status.modified != right.status.modified {
          return left.status.modified > right.status.modified
        }
        if key == "S", left.status.size != right.status.size { return left.status.size > right.status.size }
        return left.name.utf8.lexicographicallyPrecedes(right.name.utf8)
      }
      return options.has("r") ? result.reversed() : result
    }

    // MARK: Showing

    private func mark(_ item: Item) -> String {
      guard options.has("F") else { return "" }
      switch item.status.kind {
      case .directory: return "/"
      case .symbolicLink: return options.has("l") ? "" : "@"
      case .pipe: return "|"
      case .channel: return "="
      default: return item.status.kind == .regular && item.status.mode & 0o111 != 0 ? "*" : ""
      }
    }

    private func show(_ items: [Item]) {
      if options.has("l") { return showLong(items) }
      let width = tool.system.terminalSize(1).map { Int($0.columns) }
      let texts = items.map { prefix($0, items) + $0.name + mark($0) }
      if options.last(of: "C1l") == "1" || width == nil && !options.has("C") {
        for text in texts { tool.line(text) }
      } else {
        tool.write(Columns.text(texts, width: width ?? 80))
      }
    }

    private func size(_ value: UInt64) -> String { options.has("h") ? Format.human(value) : String(value) }

    private func prefix(_ item: Item, _ all: [Item]) -> String {
      var text = ""
      if options.has("i") {
        let width = all.map { String($0.status.identifier).utf8.count }.max() ?? 0
        text += Format.right(String(item.status.identifier), width) + " "
      }
      if options.has("s") {
        func blocks(_ item: Item) -> String {
          options.has("h") ? Format.human(item.status.allocatedSize) : String((item.status.allocatedSize + 1023) / 1024)
        }
        text += Format.right(blocks(item), all.map { blocks($0).utf8.count }.max() ?? 0) + " "
      }
      return text
    }

    private func showLong(_ items: [Item]) {
      let now = tool.system.now(.realTime)
      let linkWidth = items.map { String($0.status.linkCount).utf8.count }.max() ?? 0
      let sizeWidth = items.map { size($0.status.size).utf8.count }.max() ?? 0
      for item in items {
        let status = item.status
        var text = prefix(item, items) + Format.mode(status)
        text += " " + Format.right(String(status.linkCount), linkWidth) + " root root "
        text += Format.right(size(status.size), sizeWidth) + " " + date(status.modified, now) + " " + item.name
        if let target = item.target { text += " -> " + target }
        tool.line(text + mark(item))
      }
    }

    /// The time of day of what is half a year old at most, else the year.
    private func date(_ time: Int64, _ now: Int64) -> String {
      let isRecent = time <= now && time > now - 15_778_476_000_000_000
      return CalendarTime(nanoseconds: time).text(isRecent ? "%b %e %H:%M" : "%b %e  %Y")
    }
  }
}

/// Texts in as few rows as fit, downwards.
enum Columns {
  static func text(_ texts: [String], width: Int) -> String {
    guard !texts.isEmpty else { return "" }
    let lengths = texts.map { $0.unicodeScalars.count }
    var rows = 1
    var widths: [Int] = []
    while true {
      widths = []
      var start = 0
      while start < texts.count {
        widths.append((lengths[start..<min(start + rows, texts.count)].max() ?? 0) + 2)
        start += rows
      }
      if rows >= texts.count || widths.reduce(-2, +) <= width { break }
      rows += 1
    }
    var result = ""
    for row in 0..<rows {
      var (index, column) = (row, 0)
      while index < texts.count {
        result += texts[index]
        if index + rows < texts.count { result += String(repeating: " ", count: widths[column] - lengths[index]) }
        index += rows
        column += 1
      }
      result += "\n"
    }
    return result
  }
}
