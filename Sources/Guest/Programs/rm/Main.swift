import ToolLibrary

/// `rm`: remove files. See `RemoveTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.rm() }
}
