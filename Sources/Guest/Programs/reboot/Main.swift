import ToolLibrary

/// `reboot`: start again. See `PowerTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.reboot() }
}
