import ToolLibrary

/// `uptime`: how long the system runs. See `UptimeTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.uptime() }
}
