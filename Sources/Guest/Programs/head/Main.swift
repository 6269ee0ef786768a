import ToolLibrary

/// `head`: the first lines. See `HeadTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.head() }
}
