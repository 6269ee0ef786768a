import ToolLibrary

/// `wc`: count lines, words and bytes. See `CountTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.wc() }
}
