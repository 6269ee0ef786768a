import ToolLibrary

/// `free`: memory. See `MemoryTool` in Sources/Guest/Tools.
@main
struct Main {
  static func main() { Programs.free() }
}
