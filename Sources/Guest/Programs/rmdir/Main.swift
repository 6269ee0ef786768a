import ToolLibrary

/// `rmdir`: remove directories. See `RemoveDirectoryTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.rmdir() }
}
