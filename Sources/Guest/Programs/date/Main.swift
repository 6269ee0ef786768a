import ToolLibrary

/// `date`: the time. See `DateTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.date() }
}
