import ToolLibrary

/// `find`: look for files. See `FindTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.find() }
}
