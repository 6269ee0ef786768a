import ToolLibrary

/// `top`: processes, again and again. See `TopTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.top() }
}
