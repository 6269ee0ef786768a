import ToolLibrary

/// `poweroff`: switch off. See `PowerTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.poweroff() }
}
