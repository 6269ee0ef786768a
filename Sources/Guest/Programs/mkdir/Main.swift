import ToolLibrary

/// `mkdir`: make directories. See `MakeDirectoryTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.mkdir() }
}
