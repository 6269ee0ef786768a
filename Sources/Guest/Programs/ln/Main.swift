import ToolLibrary

/// `ln`: make links. See `LinkTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.ln() }
}
