import ToolLibrary

/// `sleep`: wait. See `SleepTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.sleep() }
}
