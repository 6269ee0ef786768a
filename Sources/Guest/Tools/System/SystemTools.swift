import SystemCalls

/// `date`: +FORMAT, -u, -d @SECONDS, -r FILE. Times are UTC.
public enum DateTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "u", valued: "dr", names: [("utc", "u"), ("date", "d"), ("reference", "r")])
    else { return }
    var time = tool.system.now(.realTime)
    if let text = options.value("d") {
      guard text.hasPrefix("@"), let seconds = Int64(text.dropFirst()), abs(seconds) < 1 << 33 else {
        return tool.complain("invalid date '\(text)' (only @SECONDS is understood)")
      }
      time = seconds * 1_000_000_000
    }
    if let path = options.value("r") {
      do throws(SystemError) { time = try tool.system.status(path, followsLinks: true).modified } catch {
        return tool.complain("\(path): \(error)")
      }
    }
    let format = options.operands.first ?? "+%a %b %e %H:%M:%S UTC %Y"
    guard format.hasPrefix("+") else { return tool.complain("invalid date '\(format)'") }
    tool.line(CalendarTime(nanoseconds: time).text(String(format.dropFirst())))
  }
}

/// `sleep`: seconds with a fraction, or with a unit: s, m, h, d.
public enum SleepTool {
  public static func run(_ tool: Tool) {
    if tool.arguments.isEmpty { return tool.complain("missing operand") }
    var total: Int64 = 0
    for text in tool.arguments {
      guard let time = nanoseconds(text) else { return tool.complain("invalid time interval '\(text)'") }
      total += min(time, 1 << 60)
    }
    do throws(SystemError) { try tool.system.sleep(nanoseconds: total) } catch { tool.complain("\(error)") }
  }

  static func nanoseconds(_ text: String) -> Int64? {
    var digits = text[...]
    var unit: Int64 = 1_000_000_000
    switch digits.last {
    case "s": digits.removeLast()
    case "m":
      unit *= 60
      digits.removeLast()
    case "h":
      unit *= 3600
      digits.removeLast()
    case "d":
      unit *= 86400
      digits.removeLast()
    default: break
    }
    let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, !digits.isEmpty, digits != "." else { return nil }
    guard let whole = parts[0].isEmpty ? 0 : Int64(parts[0]), whole >= 0, whole < 1 << 30 else { return nil }
    var result = whole * unit
    var place = unit
    if parts.count == 2 {
      for byte in parts[1].utf8 {
        guard byte >= 48, byte < 58 else { return nil }
        place /= 10
        result += Int64(byte - 48) * place
      }
    }
    return result
  }
}

/// `env`: -i, -u NAME, NAME=VALUE…, a program and its arguments.
public enum EnvironmentTool {
  public static func run(_ tool: Tool) {
    guard
      let options = Options(
        tool, "i", valued: "u", names: [("ignore-environment", "i"), ("unset", "u")], stopsAtOperand: true)
    else { return }
    var environment = options.has("i") ? [] : tool.system.environment
    func remove(_ name: String) { environment.removeAll { $0.hasPrefix(name + "=") } }
    for name in options.values("u") { remove(name) }
    var rest = options.operands[...]
    while let first = rest.first, let split = first.firstIndex(of: "=") {
      remove(String(first[..<split]))
      environment.append(first)
      rest.removeFirst()
    }
    guard let name = rest.first else {
      for entry in environment { tool.line(entry) }
      return
    }
    tool.flush()
    guard let path = ProgramPath.find(name, tool.system) else {
      return tool.complain("'\(name)': No such file or directory", status: 127)
    }
    do throws(SystemError) {
      tool.status = try tool.system.run(path, arguments: Array(rest), environment: environment)
    } catch {
      tool.complain("'\(name)': \(error)", status: 126)
    }
  }
}

/// `pwd`.
public enum DirectoryTool {
  public static func run(_ tool: Tool) {
    do throws(SystemError) { tool.line(try tool.system.currentDirectory()) } catch { tool.complain("\(error)") }
  }
}

/// `clear`.
public enum ClearTool {
  public static func run(_ tool: Tool) { tool.write("\u{1B}[H\u{1B}[2J\u{1B}[3J") }
}

/// `dmesg`: what the kernel said.
public enum MessagesTool {
  public static func run(_ tool: Tool) {
    guard let text = tool.systemText("log") else { return tool.complain("/system/log cannot be read") }
    tool.write(text)
  }
}

/// `reboot` and `poweroff`.
public enum PowerTool {
  public static func restart(_ tool: Tool) { act(tool, .restart) }
  public static func off(_ tool: Tool) { act(tool, .off) }

  private static func act(_ tool: Tool, _ action: PowerAction) {
    do throws(SystemError) { try tool.system.power(action) } catch { tool.complain("\(error)") }
  }
}

/// `help`: what there is to type.
public enum HelpTool {
  private static let commands: [(String, String)] = [
    ("cat FILE...", "show files"), ("cd DIRECTORY", "go to a directory"), ("clear", "clear the screen"),
    ("cp [-r] FROM... TO", "copy"), ("date [+FORMAT]", "the time"), ("df [-h]", "how full the file system is"),
    ("dmesg", "what the kernel said"), ("echo TEXT...", "say something"), ("edit FILE", "edit a file on the screen"),
    ("env [NAME=VALUE...] [COMMAND]", "show or change the environment"), ("exit", "leave the shell"),
    ("find DIRECTORY [-name PATTERN]...", "look for files"), ("free [-h]", "memory"),
    ("grep PATTERN FILE...", "look for lines"),
    ("head [-n COUNT] FILE", "the first lines"), ("help", "this list"), ("hexdump FILE", "show bytes"),
    ("jobs, fg, wait", "what runs in the background (started with & at the end)"), ("kill PROCESS", "end a process"),
    ("ln [-s] FILE NAME", "give a file another name"), ("ls [-l] [-a] [DIRECTORY]", "list a directory"),
    ("mkdir [-p] DIRECTORY", "make a directory"), ("mv FROM... TO", "move or rename"), ("poweroff", "switch off"),
    ("ps", "processes"), ("pwd", "where you are"), ("reboot", "start again"), ("rm [-r] FILE...", "remove"),
    ("rmdir DIRECTORY", "remove an empty directory"), ("sh [SCRIPT]", "the shell"), ("sleep SECONDS", "wait"),
    ("sort [-n] [-r] FILE", "sort lines"), ("stat FILE", "all about a file"),
    ("tail [-n COUNT] [-f] FILE", "the last lines"),
    ("top", "processes, again and again; q ends it"), ("touch FILE", "make a file, or give it the current time"),
    ("uptime", "how long the system runs"), ("wc FILE", "count lines, words and bytes"),
  ]

  public static func run(_ tool: Tool) {
    let width = commands.map { $0.0.utf8.count }.max() ?? 0
    for (command, text) in commands { tool.line("  " + Format.left(command, width + 2) + text) }
    tool.line(
      "\nKeys: Tab completes, arrows bring back what was typed, Ctrl-R searches it, Ctrl-C stops a program, Ctrl-D ends input."
    )
    tool.line("Programs are in /bin; what the kernel knows is in /system, devices are in /dev.")
  }
}
