import ToolLibrary

/// `cp`: copy files. See `CopyTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.cp() }
}
