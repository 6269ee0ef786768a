import SystemCalls

/// `ln`: -s -f -n -v.
public enum LinkTool {
  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [("symbolic", "s"), ("force", "f"), ("no-dereference", "n"), ("verbose", "v")]
    guard let options = Options(tool, "sfnv", names: names) else { return }
    let operands = options.operands
    guard let last = operands.last else { return tool.complain("missing file operand") }
    if operands.count == 1 { return link(tool, options, last, Tool.lastName(last)) }
    let isDirectory =
      options.has("n")
      ? (try? tool.system.status(last, followsLinks: false))?.kind == .directory : tool.isDirectory(last)
    if operands.count > 2, !isDirectory { return tool.complain("target '\(last)': Not a directory") }
    for target in operands.dropLast() {
      link(tool, options, target, isDirectory ? Tool.join(last, Tool.lastName(target)) : last)
    }
  }

  private static func link(_ tool: Tool, _ options: Options, _ target: String, _ path: String) {
    let system = tool.system
    let isSymbolic = options.has("s")
    if !isSymbolic {
      guard let status = try? system.status(target, followsLinks: false) else {
        return tool.complain("failed to access '\(target)': No such file or directory")
      }
      if status.kind == .directory { return tool.complain("\(target): hard link not allowed for directory") }
    }
    if options.has("f"), system.exists(path), !tool.isDirectory(path) || options.has("n") { try? system.unlink(path) }
    do throws(SystemError) {
      if isSymbolic { try system.symbolicLink(path, to: target) } else { try system.link(target, to: path) }
      if options.has("v") { tool.line("'\(path)' \(isSymbolic ? "->" : "=>") '\(target)'") }
    } catch {
      if isSymbolic {
        tool.complain("failed to create symbolic link '\(path)': \(error)")
      } else {
        tool.complain("failed to create hard link '\(path)'\(error == .fileExists ? "" : " => '\(target)'"): \(error)")
      }
    }
  }
}

/// `touch`: -a -c -m -r FILE -d @SECONDS.
public enum TouchTool {
  public static func run(_ tool: Tool) {
    guard
      let options = Options(tool, "acm", valued: "rd", names: [("no-create", "c"), ("reference", "r"), ("date", "d")])
    else {
      return
    }
    if options.operands.isEmpty { return tool.complain("missing file operand") }
    let now = tool.system.now(.realTime)
    var (accessed, modified) = (now, now)
    if let text = options.value("d") {
      guard text.hasPrefix("@"), let seconds = Int64(text.dropFirst()), abs(seconds) < 1 << 33 else {
        return tool.complain("invalid date format '\(text)' (only @SECONDS is understood)")
      }
      (accessed, modified) = (seconds * 1_000_000_000, seconds * 1_000_000_000)
    }
    if let reference = options.value("r") {
      do throws(SystemError) {
        let status = try tool.system.status(reference, followsLinks: true)
        (accessed, modified) = (status.accessed, status.modified)
      } catch {
        return tool.complain("failed to get attributes of '\(reference)': \(error)")
      }
    }
    if options.has("a"), !options.has("m") { modified = FileTime.unchanged }
    if options.has("m"), !options.has("a") { accessed = FileTime.unchanged }
    for path in options.operands {
      do throws(SystemError) {
        if (try? tool.system.status(path, followsLinks: true)) == nil {
          if options.has("c") { continue }
          tool.system.close(try tool.system.open(path, [.writeOnly, .create], mode: 0o644))
        }
        try tool.system.setTimes(path, accessed: accessed, modified: modified)
      } catch {
        tool.complain("cannot touch '\(path)': \(error)")
      }
    }
  }
}

/// `stat`: -L, -c FORMAT (%n %s %b %f(no) %F %a %A %h %i %x %y %z %X %Y %Z).
public enum StatusTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "L", valued: "c", names: [("dereference", "L"), ("format", "c")]) else { return }
    if options.operands.isEmpty { return tool.complain("missing operand") }
    for path in options.operands {
      do throws(SystemError) {
        let status = try tool.system.status(path, followsLinks: options.has("L"))
        if let format = options.value("c") {
          tool.line(text(format, path, status))
        } else {
          show(tool, path, status)
        }
      } catch {
        tool.complain("cannot statx '\(path)': \(error)")
      }
    }
  }

  static func kindName(_ status: FileStatus) -> String {
    switch status.kind {
    case .regular: status.size == 0 ? "regular empty file" : "regular file"
    case .directory: "directory"
    case .symbolicLink: "symbolic link"
    case .characterDevice: "character special file"
    case .pipe: "fifo"
    case .channel: "channel"
    case .sharedMemory: "shared memory"
    }
  }

  private static func time(_ nanoseconds: Int64) -> String {
    CalendarTime(nanoseconds: nanoseconds).text("%F %T.%N %z")
  }

  private static func show(_ tool: Tool, _ path: String, _ status: FileStatus) {
    var name = path
    if status.kind == .symbolicLink, let target = try? tool.system.readLink(path) { name += " -> \(target)" }
    tool.line("  File: \(name)")
    let size = Format.left(String(status.size), 15)
    tool.line("  Size: \(size)\tBlocks: \(Format.left(String(status.allocatedSize / 512), 10)) \(kindName(status))")
    tool.line("Inode: \(Format.left(String(status.identifier), 11)) Links: \(status.linkCount)")
    tool.line("Access: (\(octal(status.mode))/\(Format.mode(status)))")
    tool.line("Access: \(time(status.accessed))\nModify: \(time(status.modified))\nChange: \(time(status.changed))")
  }

  private static func octal(_ mode: UInt16) -> String {
    let digits = String(mode, radix: 8)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  private static func text(_ format: String, _ path: String, _ status: FileStatus) -> String {
    var result = ""
    var rest = format[...]
    while let character = rest.popFirst() {
      guard character == "%", let letter = rest.popFirst() else {
        result.append(character)
        continue
      }
      switch letter {
      case "n": result += path
      case "s": result += String(status.size)
      case "b": result += String(status.allocatedSize / 512)
      case "B": result += "512"
      case "F": result += kindName(status)
      case "a": result += String(status.mode, radix: 8)
      case "A": result += Format.mode(status)
      case "h": result += String(status.linkCount)
      case "i": result += String(status.identifier)
      case "x": result += time(status.accessed)
      case "y": result += time(status.modified)
      case "z": result += time(status.changed)
      case "X": result += String(status.accessed / 1_000_000_000)
      case "Y": result += String(status.modified / 1_000_000_000)
      case "Z": result += String(status.changed / 1_000_000_000)
      case "U", "G": result += "root"
      case "u", "g": result += "0"
      case "%": result += "%"
      default: result += "%\(letter)"
      }
    }
    return result
  }
}
