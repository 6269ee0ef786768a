import ToolLibrary

/// `kill`: send signals. See `KillTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.kill() }
}
