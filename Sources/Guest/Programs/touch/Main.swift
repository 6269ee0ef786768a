import ToolLibrary

/// `touch`: times of files. See `TouchTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.touch() }
}
