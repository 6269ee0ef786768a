import ToolLibrary

/// `stat`: all about files. See `StatusTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.stat() }
}
