import ToolLibrary

/// `pwd`: the current directory. See `DirectoryTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.pwd() }
}
