import ToolLibrary

/// `df`: how full the file system is. See `DiskTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.df() }
}
