import ToolLibrary

/// `mv`: rename files. See `MoveTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.mv() }
}
