import ToolLibrary

/// `tail`: the last lines. See `TailTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.tail() }
}
