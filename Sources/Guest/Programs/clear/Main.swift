import ToolLibrary

/// `clear`: clear the screen. See `ClearTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.clear() }
}
