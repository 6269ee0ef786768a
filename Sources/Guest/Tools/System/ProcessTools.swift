import SystemCalls

/// A row of /system/processes.
struct ProcessRow {
  var identifier: Int
  var parent: Int
  var group: Int
  var state: String
  var memory: UInt64
  var milliseconds: Int
  var name: String

  /// Reads the table: a heading that names the columns, then a row a process, whose last column may have spaces.
  static func read(_ text: String) -> [ProcessRow] {
    let lines = text.split(separator: "\n")
    guard let heading = lines.first else { return [] }
    let names = heading.split(separator: " ").map { String($0) }
    var rows: [ProcessRow] = []
    for line in lines.dropFirst() {
      let fields = line.split(separator: " ", maxSplits: names.count - 1).map { String($0) }
      func field(_ name: String) -> String {
        guard let index = names.firstIndex(of: name), index < fields.count else { return "" }
        return fields[index]
      }
      guard let identifier = Int(field("identifier")) else { continue }
      rows.append(
        ProcessRow(
          identifier: identifier, parent: Int(field("parent")) ?? 0, group: Int(field("group")) ?? 0,
          state: field("state"),
          memory: UInt64(field("memory")) ?? 0, milliseconds: Int(field("milliseconds")) ?? 0, name: field("name")))
    }
    return rows
  }

  /// `1:02.34`.
  var time: String {
    "\(milliseconds / 60_000):\(Format.zeroes(milliseconds / 1000 % 60, 2)).\(Format.zeroes(milliseconds / 10 % 100, 2))"
  }

  static let heading = "  PID  PPID STATE    MEMORY      TIME COMMAND"

  var line: String {
    Format.right(String(identifier), 5) + " " + Format.right(String(parent), 5) + " " + Format.left(state, 8)
      + Format.right(Format.human(memory), 7) + Format.right(time, 10) + " " + name
  }
}

/// `ps`: all processes.
public enum ProcessStatusTool {
  public static func run(_ tool: Tool) {
    // Whatever people are used to type behind it, all processes are shown.
    guard let text = tool.systemText("processes") else { return tool.complain("/system/processes cannot be read") }
    tool.line(ProcessRow.heading)
    for row in ProcessRow.read(text) { tool.line(row.line) }
  }
}

/// `kill`: -SIGNAL, -s SIGNAL, -l; processes, or groups with a minus.
public enum KillTool {
  private static let names: [(String, Signal)] = [
    ("HUP", .hangUp), ("INT", .interrupt), ("QUIT", .quit), ("ILL", .illegalInstruction), ("TRAP", .trap),
    ("ABRT", .abort),
    ("BUS", .bus), ("FPE", .arithmetic), ("KILL", .kill), ("SEGV", .segmentation), ("PIPE", .pipe),
    ("TERM", .terminate),
  ]

  public static func run(_ tool: Tool) {
    var rest = tool.arguments[...]
    var signal = Int(Signal.terminate.rawValue)
    if let first = rest.first, first.hasPrefix("-"), first != "--" {
      rest.removeFirst()
      var name = String(first.dropFirst())
      if name == "l" {
        for (name, signal) in names { tool.line(Format.right(String(signal.rawValue), 2) + " " + name) }
        return
      }
      if name == "s" { name = rest.popFirst() ?? "" }
      guard let number = number(name) else { return tool.complain("\(name): invalid signal") }
      signal = number
    }
    if rest.first == "--" { rest.removeFirst() }
    if rest.isEmpty { return tool.complain("usage: kill [-SIGNAL] PROCESS...") }
    for text in rest {
      guard let process = Int(text) else {
        tool.complain("\(text): arguments must be process IDs")
        continue
      }
      do throws(SystemError) { try tool.system.kill(process, signal) } catch { tool.complain("(\(process)): \(error)") }
    }
  }

  private static func number(_ name: String) -> Int? {
    if let number = Int(name) { return number >= 0 && number < 32 ? number : nil }
    let name = name.uppercased()
    let short = name.hasPrefix("SIG") ? String(name.dropFirst(3)) : name
    return names.first { $0.0 == short }.map { Int($0.1.rawValue) }
  }
}

/// `top`: processes by what they use of the processor, again every two seconds. -d SECONDS, -n COUNT, -b (no screen). `q` ends it.
public enum TopTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "b", valued: "dn") else { return }
    let seconds = options.value("d").flatMap { Int($0) } ?? 2
    let limit = options.value("n").flatMap { Int($0) } ?? Int.max
    let hasScreen = !options.has("b") && tool.system.terminalSize(1) != nil
    if hasScreen { tool.system.setRaw(0, true) }
    defer { if hasScreen { tool.system.setRaw(0, false) } }
    var before: [Int: Int] = [:]
    var lastTime = tool.system.now(.monotonic)
    var shown = 0
    while shown < limit, !tool.isOutputLost {
      guard let text = tool.systemText("processes") else { return tool.complain("/system/processes cannot be read") }
      let rows = ProcessRow.read(text)
      let now = tool.system.now(.monotonic)
      let elapsed = max(1, Int((now - lastTime) / 1_000_000))
      lastTime = now
      show(tool, rows, before, elapsed: elapsed, hasScreen: hasScreen)
      before = [:]
      for row in rows { before[row.identifier] = row.milliseconds }
      shown += 1
      tool.flush()
      if shown == limit { break }
      if hasScreen {
        guard tool.system.waitForInput(0, nanoseconds: Int64(seconds) * 1_000_000_000) else { continue }
        guard let key = (try? tool.read(0, count: 1))?.first else { break }
        if key == UInt8(ascii: "q") || key == 3 { break }
      } else {
        try? tool.system.sleep(nanoseconds: Int64(seconds) * 1_000_000_000)
      }
    }
  }

  private static func show(_ tool: Tool, _ rows: [ProcessRow], _ before: [Int: Int], elapsed: Int, hasScreen: Bool) {
    let used = rows.map { (row: $0, share: ($0.milliseconds - (before[$0.identifier] ?? 0)) * 1000 / elapsed) }
      .sorted { $0.share == $1.share ? $0.row.identifier < $1.row.identifier : $0.share > $1.share }
    let height = hasScreen ? Int(tool.system.terminalSize(1)?.rows ?? 25) : Int.max
    if hasScreen { tool.write("\u{1B}[H\u{1B}[2J") }
    let end = hasScreen ? "\r\n" : "\n"
    tool.write("top - " + Uptime.text(tool) + ", \(rows.count) processes" + end)
    tool.write(MemoryTool.summary(tool) + end + end)
    tool.write("  CPU% " + ProcessRow.heading + end)
    for (row, share) in used.prefix(max(1, height - 5)) {
      tool.write(Format.right("\(share / 10).\(share % 10)", 6) + " " + row.line + end)
    }
  }
}
