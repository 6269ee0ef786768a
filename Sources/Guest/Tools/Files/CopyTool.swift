import SystemCalls

/// `cp`: -r -R -a -f -i(no) -n -p -v; `mv`: -f -n -v.
public enum CopyTool {
  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [
      ("recursive", "r"), ("archive", "a"), ("force", "f"), ("no-clobber", "n"), ("verbose", "v"), ("preserve", "p"),
    ]
    guard let options = Options(tool, "rRafnpv", names: names) else { return }
    forEachTarget(tool, options.operands) { source, target in
      Copy(tool: tool, options: options).copy(source, to: target)
    }
  }

  /// Calls with each source and where it goes: into a directory, or under the one other name.
  static func forEachTarget(_ tool: Tool, _ operands: [String], _ body: (String, String) -> Void) {
    guard let target = operands.last else { return tool.complain("missing file operand") }
    guard operands.count > 1 else { return tool.complain("missing destination file operand after '\(target)'") }
    let isDirectory = tool.isDirectory(target)
    if operands.count > 2, !isDirectory {
      return tool.complain(
        "target '\(target)': \(tool.system.exists(target) ? "Not a directory" : "No such file or directory")")
    }
    for source in operands.dropLast() {
      body(source, isDirectory ? Tool.join(target, Tool.lastName(source)) : target)
    }
  }

  struct Copy {
    let tool: Tool
    let options: Options
    private var isRecursive: Bool { options.has("r") || options.has("R") || options.has("a") }
    private var keepsTimes: Bool { options.has("p") || options.has("a") }

    init(tool: Tool, options: Options) { (self.tool, self.options) = (tool, options) }

    func copy(_ source: String, to target: String) {
      let system = tool.system
      let status: FileStatus
      do throws(SystemError) { status = try system.status(source, followsLinks: !isRecursive) } catch {
        return tool.complain("cannot stat '\(source)': \(error)")
      }
      let existing = try? system.status(target, followsLinks: true)
      if let existing, existing.identifier == status.identifier, status.kind == .regular {
        return tool.complain("'\(source)' and '\(target)' are the same file")
      }
      if existing != nil, options.has("n") { return }
      switch status.kind {
      case .directory:
        guard isRecursive else { return tool.complain("-r not specified; omitting directory '\(source)'") }
        if let existing, existing.kind != .directory {
          return tool.complain("cannot overwrite non-directory '\(target)' with directory '\(source)'")
        }
        if isInside(target, identifier: status.identifier) {
          return tool.complain("cannot copy a directory, '\(source)', into itself, '\(target)'")
        }
        if options.has("v") { tool.line("'\(source)' -> '\(target)'") }
        copyDirectory(source, to: target, status, exists: existing != nil)
      case .symbolicLink:
        do throws(SystemError) {
          let link = try system.readLink(source)
          if existing != nil || (try? system.status(target, followsLinks: false)) != nil { try system.unlink(target) }
          try system.symbolicLink(target, to: link)
        } catch {
          tool.complain("cannot create symbolic link '\(target)': \(error)")
        }
      default:
        if existing?.kind == .directory {
          return tool.complain("cannot overwrite directory '\(target)' with non-directory '\(source)'")
        }
        if options.has("v") { tool.line("'\(source)' -> '\(target)'") }
        copyContents(source, to: target, status)
      }
    }

    /// Whether a new name lies in a directory: then copying would never end.
    private func isInside(_ target: String, identifier: UInt64) -> Bool {
      var directory = target
      for _ in 0..<PathLimits.path / 2 {
        if (try? tool.system.status(directory, followsLinks: true))?.identifier == identifier { return true }
        let parent =
          tool.system.exists(directory) && tool.isDirectory(directory)
          ? Tool.join(directory, "..") : Self.parent(directory)
        guard let above = try? tool.system.status(parent, followsLinks: true) else { return false }
        if let here = try? tool.system.status(directory, followsLinks: true), here.identifier == above.identifier {
          return false
        }
        directory = parent
      }
      return false
    }

    static func parent(_ path: String) -> String {
      var bytes = Array(path.utf8)
      while bytes.count > 1, bytes.last == UInt8(ascii: "/") { bytes.removeLast() }
      guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return "." }
      return slash == 0 ? "/" : String(decoding: bytes[..<slash], as: UTF8.self)
    }

    private func copyDirectory(_ source: String, to target: String, _ status: FileStatus, exists: Bool) {
      do throws(SystemError) {
        if !exists { try tool.system.makeDirectory(target, mode: status.mode | 0o700) }
        for entry in try tool.system.entries(source) {
          copy(Tool.join(source, entry.name), to: Tool.join(target, entry.name))
        }
        if !exists, status.mode & 0o700 != 0o700 { try tool.system.changeMode(target, to: status.mode) }
        if keepsTimes { try tool.system.setTimes(target, accessed: status.accessed, modified: status.modified) }
      } catch {
        tool.complain("cannot create directory '\(target)': \(error)")
      }
    }

    private func copyContents(_ source: String, to target: String, _ status: FileStatus) {
      let system = tool.system
      let input: Int32
      do throws(SystemError) { input = try system.open(source, .readOnly, mode: 0) } catch {
        return tool.complain("cannot open '\(source)' for reading: \(error)")
      }
      defer { system.close(input) }
      do throws(SystemError) {
        let output: Int32
        do throws(SystemError) {
          output = try system.open(target, [.writeOnly, .create, .truncate], mode: status.mode)
        } catch {
          guard options.has("f"), (try? system.unlink(target)) != nil else {
            return tool.complain("cannot create regular file '\(target)': \(error)")
          }
          output = try system.open(target, [.writeOnly, .create, .truncate], mode: status.mode)
        }
        defer { system.close(output) }
        while true {
          let part = try tool.read(input, count: 64 * 1024)
          if part.isEmpty { break }
          try tool.write(output, part)
        }
        if keepsTimes { try system.setTimes(target, accessed: status.accessed, modified: status.modified) }
      } catch {
        tool.complain("error writing '\(target)': \(error)")
      }
    }
  }
}

extension ToolSystem {
  func exists(_ path: String) -> Bool { (try? status(path, followsLinks: false)) != nil }
}

/// `mv`: -f -n -v.
public enum MoveTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "fnv", names: [("force", "f"), ("no-clobber", "n"), ("verbose", "v")]) else {
      return
    }
    CopyTool.forEachTarget(tool, options.operands) { source, target in move(tool, options, source, target) }
  }

  private static func move(_ tool: Tool, _ options: Options, _ source: String, _ target: String) {
    let system = tool.system
    guard let status = try? system.status(source, followsLinks: false) else {
      return tool.complain("cannot stat '\(source)': No such file or directory")
    }
    let existing = try? system.status(target, followsLinks: false)
    if existing != nil, options.has("n") { return }
    if let existing, existing.identifier == status.identifier {
      return tool.complain("'\(source)' and '\(target)' are the same file")
    }
    if let existing, existing.kind == .directory, status.kind != .directory {
      return tool.complain("cannot overwrite directory '\(target)' with non-directory")
    }
    if let existing, existing.kind != .directory, status.kind == .directory {
      return tool.complain("cannot overwrite non-directory '\(target)' with directory '\(source)'")
    }
    do throws(SystemError) {
      try system.rename(source, to: target)
      if options.has("v") { tool.line("renamed '\(source)' -> '\(target)'") }
    } catch {
      switch error {
      case .invalidArgument: tool.complain("cannot move '\(source)' to a subdirectory of itself, '\(target)'")
      case .directoryNotEmpty: tool.complain("cannot overwrite '\(target)': Directory not empty")
      default: tool.complain("cannot move '\(source)' to '\(target)': \(error)")
      }
    }
  }
}
