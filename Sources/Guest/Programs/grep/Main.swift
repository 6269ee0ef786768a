import ToolLibrary

/// `grep`: look for lines. See `GrepTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.grep() }
}
