import ToolLibrary

/// `ls`: list directories. See `ListTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.ls() }
}
