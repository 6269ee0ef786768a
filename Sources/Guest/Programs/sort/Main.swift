import ToolLibrary

/// `sort`: sort lines. See `SortTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.sort() }
}
