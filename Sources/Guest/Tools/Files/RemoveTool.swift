import SystemCalls

/// `rm`: -r -R -f -d -v.
public enum RemoveTool {
  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [("recursive", "r"), ("force", "f"), ("dir", "d"), ("verbose", "v")]
    guard let options = Options(tool, "rRfdv", names: names) else { return }
    if options.operands.isEmpty, !options.has("f") { return tool.complain("missing operand") }
    for path in options.operands {
      let name = Tool.lastName(path)
      if name == "." || name == ".." {
        tool.complain("refusing to remove '.' or '..' directory: skipping '\(path)'")
      } else if name == "/", options.has("r") || options.has("R") {
        tool.complain("it is dangerous to operate recursively on '/'")
      } else {
        remove(tool, options, path)
      }
    }
  }

  private static func remove(_ tool: Tool, _ options: Options, _ path: String) {
    let system = tool.system
    do throws(SystemError) {
      let status = try system.status(path, followsLinks: false)
      guard status.kind == .directory else {
        try system.unlink(path)
        if options.has("v") { tool.line("removed '\(path)'") }
        return
      }
      guard options.has("r") || options.has("R") else {
        guard options.has("d") else { return tool.complain("cannot remove '\(path)': Is a directory") }
        try system.removeDirectory(path)
        return
      }
      for entry in try system.entries(path) { remove(tool, options, Tool.join(path, entry.name)) }
      try system.removeDirectory(path)
      if options.has("v") { tool.line("removed directory '\(path)'") }
    } catch {
      if options.has("f"), error == .noSuchFileOrDirectory || error == .notDirectory { return }
      tool.complain("cannot remove '\(path)': \(error)")
    }
  }
}

/// `mkdir`: -p -m -v.
public enum MakeDirectoryTool {
  public static func run(_ tool: Tool) {
    let names: [(String, Character)] = [("parents", "p"), ("mode", "m"), ("verbose", "v")]
    guard let options = Options(tool, "pv", valued: "m", names: names) else { return }
    if options.operands.isEmpty { return tool.complain("missing operand") }
    var mode: UInt16 = 0o755
    if let text = options.value("m") {
      guard let value = UInt16(text, radix: 8), value <= 0o7777 else { return tool.complain("invalid mode '\(text)'") }
      mode = value
    }
    for path in options.operands {
      if options.has("p") { makeParents(tool, options, path) }
      do throws(SystemError) {
        try tool.system.makeDirectory(path, mode: mode)
        if options.has("v") { tool.line("mkdir: created directory '\(path)'") }
      } catch {
        if options.has("p"), error == .fileExists, tool.isDirectory(path) { continue }
        tool.complain("cannot create directory '\(path)': \(error)")
      }
    }
  }

  private static func makeParents(_ tool: Tool, _ options: Options, _ path: String) {
    let bytes = Array(path.utf8)
    for index in bytes.indices.dropFirst()
    where bytes[index] == UInt8(ascii: "/") && bytes[index - 1] != UInt8(ascii: "/") {
      let parent = String(decoding: bytes[..<index], as: UTF8.self)
      if (try? tool.system.makeDirectory(parent, mode: 0o755)) != nil, options.has("v") {
        tool.line("mkdir: created directory '\(parent)'")
      }
    }
  }
}

/// `rmdir`: -p -v.
public enum RemoveDirectoryTool {
  public static func run(_ tool: Tool) {
    guard let options = Options(tool, "pv", names: [("parents", "p"), ("verbose", "v")]) else { return }
    if options.operands.isEmpty { return tool.complain("missing operand") }
    for operand in options.operands {
      var path = operand
      while true {
        if options.has("v") { tool.line("rmdir: removing directory, '\(path)'") }
        do throws(SystemError) { try tool.system.removeDirectory(path) } catch {
          tool.complain("failed to remove \(path == operand ? "" : "directory ")'\(path)': \(error)")
          break
        }
        let parent = CopyTool.Copy.parent(path)
        guard options.has("p"), parent != ".", parent != "/" else { break }
        path = parent
      }
    }
  }
}
