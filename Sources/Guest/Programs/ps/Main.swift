import ToolLibrary

/// `ps`: processes. See `ProcessStatusTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.ps() }
}
