import SystemCalls

/// `free`: -b -k -m -h.
public enum MemoryTool {
  /// `name value` lines.
  static func values(_ tool: Tool) -> [String: UInt64] {
    var values: [String: UInt64] = [:]
    for line in (tool.systemText("memory") ?? "").split(separator: "\n") {
      let fields = line.split(separator: " ")
      if fields.count == 2, let value = UInt64(fields[1]) { values[String(fields[0])] = value }
    }
    return values
  }

  static func summary(_ tool: Tool) -> String {
    let values = values(tool)
    let (total, free) = (values["total"] ?? 0, values["free"] ?? 0)
    return
      "memory: \(Format.human(total)) total, \(Format.human(total - min(free, total))) used, \(Format.human(free)) free"
  }

  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "bkmh", names: [("human", "h"), ("bytes", "b"), ("mebi", "m")]) else { return }
    let values = values(tool)
    guard let total = values["total"], let free = values["free"] else {
      return tool.complain("/system/memory cannot be read")
    }
    let unit: UInt64 = options.has("b") ? 1 : options.has("m") ? 1 << 20 : 1024
    func text(_ value: UInt64) -> String {
      Format.right(options.has("h") ? Format.human(value) : String(value / unit), 12)
    }
    let files = (try? tool.system.fileSystemStatus("/")).map { $0.totalBytes - min($0.freeBytes, $0.totalBytes) } ?? 0
    tool.line("               total        used        free       files        heap")
    tool.line(
      "Mem:    " + text(total) + text(total - min(free, total)) + text(free) + text(files) + text(values["heap"] ?? 0))
  }
}

/// `df`: -h -k -i(no).
public enum DiskTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "hk", names: [("human-readable", "h")]) else { return }
    func size(_ value: UInt64) -> String { options.has("h") ? Format.human(value) : String((value + 1023) / 1024) }
    let heading = options.has("h") ? "Size" : "1K-blocks"
    tool.line("Filesystem     \(Format.right(heading, 10))      Used Available Use% Files Path")
    for path in options.operands.isEmpty ? ["/"] : options.operands {
      do throws(SystemError) {
        let status = try tool.system.fileSystemStatus(path)
        let used = status.totalBytes - min(status.freeBytes, status.totalBytes)
        let percent = status.totalBytes == 0 ? "-" : "\((used * 100 + status.totalBytes - 1) / status.totalBytes)%"
        let name = status.totalBytes == 0 ? "system" : "ram"
        tool.line(
          Format.left(name, 15) + Format.right(size(status.totalBytes), 10) + Format.right(size(used), 10)
            + Format.right(size(status.freeBytes), 10) + Format.right(percent, 5)
            + Format.right(String(status.fileCount), 6)
            + " " + path)
      } catch {
        tool.complain("\(path): \(error)")
      }
    }
  }
}

/// How long the system runs.
enum Uptime {
  static func text(_ tool: Tool) -> String {
    let seconds = Int(tool.system.now(.monotonic) / 1_000_000_000)
    let time = CalendarTime(nanoseconds: tool.system.now(.realTime)).text("%T")
    let days = seconds / 86400
    var text = "\(time) up "
    if days > 0 { text += "\(days) day\(days == 1 ? "" : "s"), " }
    return text + "\(seconds / 3600 % 24):\(Format.zeroes(seconds / 60 % 60, 2)):\(Format.zeroes(seconds % 60, 2))"
  }
}

/// `uptime`.
public enum UptimeTool {
  public static func run(_ tool: Tool) { tool.line(Uptime.text(tool)) }
}
